"""The command line: `./kring COMMAND`. A command a file; this one only puts them together."""

import typer

from cli.bench import app as bench
from cli.demo import demo, demo_api, query, stop, token
from cli.development import check, test

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(test)
app.command()(check)
app.command()(demo)
app.command(hidden=True)(demo_api)
app.command()(stop)
app.command()(token)
app.command()(query)
app.add_typer(bench, name="bench")
