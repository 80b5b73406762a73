"""`onrecord serve`: the desk in the browser."""

from __future__ import annotations

import gc
import getpass
import ipaddress
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli import options
from onrecord.cli.terminal import note
from onrecord.errors import BadInput
from onrecord.settings import Settings

if TYPE_CHECKING:
    from onrecord.store import Store

_FILE = "FILE"


def serve(
    store: options.Store = None,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Address to listen at; others than loopback need --team.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="N", min=0, max=65535, help="Port to listen at; 0 takes a free one.")] = 8470,
    team: Annotated[bool, typer.Option("--team", help="Several users, who sign in (see onrecord users).")] = False,
    name: Annotated[
        list[str] | None,
        typer.Option(
            "--name",
            metavar="NAME",
            help="Name by which browsers ask for it, such as desk.example.org; may be repeated.",
            show_default=False,
        ),
    ] = None,
    certificate: Annotated[
        str | None, typer.Option("--certificate", metavar=_FILE, help="PEM certificate chain, to serve https.", show_default=False)
    ] = None,
    key: Annotated[str | None, typer.Option("--key", metavar=_FILE, help="PEM key of the certificate.", show_default=False)] = None,
    https: Annotated[bool, typer.Option("--behind-https", help="A proxy on this machine serves it as https.")] = False,
) -> None:
    """Open the desk: a web page and an HTTP API (/api/v1) over the record.

    Only this machine can reach it, and no password is asked for. To let others in, add users (onrecord users add) and start it with --team,
    which asks everyone to sign in. Nothing leaves the machine either way.

    \b
    Examples:
      onrecord serve
      onrecord serve --store syria.db --port 9000
      onrecord serve --team --host 0.0.0.0 --name desk.example.org --certificate chain.pem --key key.pem
    """
    import uvicorn

    from onrecord.api.app import create_app
    from onrecord.ui.app import install

    check_reach(host, team=team)
    if (certificate is None) != (key is None):
        raise BadInput("a certificate and its key belong together", subject="--certificate", stage="serve", remedy="Give both or none.")
    settings = Settings.load(store=store)
    encrypted = https or certificate is not None
    app = create_app(settings, team=team, user=_own_name(), hosts=(*(name or ()), *_as_host(host)), https=encrypted)
    install(app)
    for remark in app.state.desk.store.remarks():
        note(remark)
    if team:
        _check_users(app.state.desk.store)
        if not encrypted and not is_loopback(host):
            note("Passwords travel unencrypted: give --certificate and --key, or put a proxy with https before it (--behind-https).")
    # What was loaded until now lives as long as the server; looking through it for garbage would stop answers for 50 ms now and then.
    gc.freeze()
    scheme = "https" if certificate else "http"
    note(f"The desk is at {scheme}://{f'[{host}]' if ':' in host else host}:{port}/ (ctrl-C ends it)")
    uvicorn.run(
        app,
        host=host,
        port=port,
        log_level="warning",
        server_header=False,
        ssl_certfile=certificate,
        ssl_keyfile=key,
        # Addresses in the audit log are those of whoever connects; only a proxy that was named may say otherwise.
        proxy_headers=https,
        forwarded_allow_ips="127.0.0.1",
        timeout_keep_alive=15,
    )


def check_reach(host: str, *, team: bool) -> None:
    """Raises BadInput where others than this machine could reach a desk at which nobody signs in."""
    if not team and not is_loopback(host):
        raise BadInput(
            "anyone who can reach this address could read and decide, since nobody signs in",
            subject=f"--host {host}",
            stage="serve",
            remedy="Add --team, which asks everyone to sign in, or leave --host out.",
        )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _as_host(host: str) -> tuple[str, ...]:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return (host,)
    return ()


def _own_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        # A container whose user has no name.
        return "local"


def _check_users(store: Store) -> None:
    from onrecord.store.people import users_of

    if not any(user.role == "admin" and user.disabled_at is None for user in users_of(store)):
        problem, remedy = "nobody could sign in as admin", "Add one first: onrecord users add NAME --role admin"
        raise BadInput(problem, subject="--team", stage="serve", remedy=remedy)
