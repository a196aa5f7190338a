"""`python -m cli`: what `./kring` runs."""

from cli import app

app(prog_name="kring")
