"""`python -m api.cli`: what `./kring` runs."""

from api.cli import app

app(prog_name="kring")
