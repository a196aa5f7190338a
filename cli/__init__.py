"""The command line: `./kring COMMAND`. A command a file; this one only puts them together."""

import typer

from cli import config, migrate
from cli.asking import query, token
from cli.demo import demo, stop
from cli.development import check, test
from cli.doctor import doctor
from cli.prove import prove
from cli.service import demo_api, serve
from cli.version import version

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(test)
app.command()(check)
app.command()(prove)
app.command()(demo)
app.command(hidden=True)(demo_api)
app.command()(stop)
app.command()(serve)
app.command()(doctor)
app.add_typer(migrate.app, name="migrate")
app.add_typer(config.app, name="config")
app.command()(token)
app.command()(query)
app.command()(version)
