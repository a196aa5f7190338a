"""`ready`: whether the API of this machine is ready, as an exit code. What a container's health check runs."""

import ssl

import httpx
import typer

from cli.restored import refuse_waiting
from cli.running import Running
from cli.settings import Settings, settings

SECONDS = 8
NOT_READY = 1


def ready() -> None:
    """Exit with 0 when the API of this machine is ready, else with 1 and the causes."""
    chosen = settings()
    refuse_waiting(chosen.home)
    address = Running(chosen).address if chosen.profile == "demo" else _own_address(chosen)
    try:
        answer = httpx.get(f"{address}/readyz", verify=_only_itself(chosen), trust_env=False, timeout=SECONDS)
        causes = ", ".join(answer.json()["causes"])
    except (httpx.HTTPError, OSError, ValueError, KeyError) as fault:
        causes = f"no answer ({type(fault).__name__})"
    typer.echo("ready" if not causes else f"not ready: {causes}")
    raise typer.Exit(NOT_READY if causes else 0)


def _own_address(chosen: Settings) -> str:
    host = "127.0.0.1" if chosen.host in ("0.0.0.0", "::") else chosen.host  # noqa: S104  # compared with, never bound to
    return f"{'https' if chosen.tls_certificate_file else 'http'}://{host}:{chosen.port}"


def _only_itself(chosen: Settings) -> ssl.SSLContext:
    """Trust in the one certificate that the API shows, whatever name it is for; and that certificate as the client's."""
    context = ssl.create_default_context(cafile=chosen.tls_certificate_file)
    if chosen.tls_certificate_file:
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
        context.check_hostname = False
        context.load_cert_chain(chosen.tls_certificate_file, chosen.tls_key_file)
    return context
