"""The API as a process: that of the demo, which `demo` starts and watches, and `serve` in the foreground for production."""

import ssl
from typing import Annotated

import typer
import uvicorn

from api.app import Parts, create_app
from api.observability import logs
from api.serving import run, server_config
from cli.database import Database
from cli.home import settle
from cli.parts import open_parts, open_production, quotas_of, traces_of, webhooks_of
from cli.production import require_production, require_store
from cli.restored import refuse_waiting
from cli.settings import Settings, settings
from graph_model.local.errors import SetupError


def serve() -> None:
    """Run the API in the foreground as the settings say, for production; ./kring demo is for a look around."""
    chosen = settings()
    refuse_waiting(chosen.home)
    require_production(chosen)
    settle(chosen.home, "production")
    run(_production(chosen))


async def _production(chosen: Settings) -> None:
    parts = await open_production(chosen, Database(chosen).find())
    try:
        await require_store(parts.store)
        await _run(_config(parts, chosen.host, chosen.port, chosen))
    finally:
        await parts.store.close()
        parts.audit.close()


def demo_api(
    port: Annotated[int, typer.Option()],
    mark: Annotated[str, typer.Option(help="Tells this process from any other; see graph_model/local/process.py.")],
) -> None:
    """The API process of the demo; `demo` starts it over a database that it has founded."""
    run(_demo(settings(), port))


async def _demo(chosen: Settings, port: int) -> None:
    parts = await open_parts(
        chosen.home,
        Database(chosen).find(),
        f"http://{chosen.host}:{port}",
        quotas=quotas_of(chosen),
        webhooks=webhooks_of(chosen),
        traces=traces_of(chosen),
    )
    await _run(_config(parts, chosen.host, port))
    await parts.store.close()


def _config(parts: Parts, host: str, port: int, tls: Settings | None = None) -> uvicorn.Config:
    logs.configure()
    config = server_config(create_app(parts), host, port)
    if tls and tls.tls_certificate_file:
        config.ssl_certfile, config.ssl_keyfile = tls.tls_certificate_file, tls.tls_key_file
        config.ssl_cert_reqs = ssl.CERT_REQUIRED if tls.tls_client_ca_file else ssl.CERT_NONE
        config.ssl_ca_certs = tls.tls_client_ca_file and str(tls.tls_client_ca_file)
    return config


async def _run(config: uvicorn.Config) -> None:
    try:
        config.load()
    except (OSError, ValueError) as fault:
        raise SetupError(f"the certificate or its key cannot be used: {fault}") from None
    if config.ssl:
        config.ssl.minimum_version = ssl.TLSVersion.TLSv1_3
    await uvicorn.Server(config).serve()
