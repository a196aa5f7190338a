"""The command line: `./kring COMMAND`. A command a file; this one only puts them together."""

import typer

from cli import config, directory, emergencies, grants, migrate, oversee, policies, releases
from cli.analyse import analyse
from cli.asking import query, token
from cli.audit import audit
from cli.bench import app as bench
from cli.demo import demo, stop
from cli.development import check, test
from cli.doctor import doctor
from cli.explain import explain, who_sees
from cli.export import export
from cli.load import load
from cli.mutants import mutants
from cli.prove import prove
from cli.ready import ready
from cli.service import demo_api, serve
from cli.version import version

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(test)
app.command()(check)
app.command()(prove)
app.command()(mutants)
app.command()(demo)
app.command(hidden=True)(demo_api)
app.command()(stop)
app.command()(serve)
app.command()(doctor)
app.command()(ready)
app.add_typer(migrate.app, name="migrate")
app.add_typer(config.app, name="config")
app.command()(token)
app.command()(query)
app.command()(analyse)
app.add_typer(grants.app, name="grants")
app.add_typer(releases.app, name="releases")
app.add_typer(emergencies.app, name="emergencies")
app.add_typer(directory.app, name="directory")
app.add_typer(policies.app, name="policies")
app.add_typer(oversee.app, name="oversee")
app.command()(explain)
app.command("who-sees")(who_sees)
app.command()(version)
app.add_typer(load, name="load")
app.add_typer(export, name="export")
app.add_typer(audit, name="audit")
app.add_typer(bench, name="bench")
