"""`onrecord serve`: the desk in the browser."""

from __future__ import annotations

import importlib
import importlib.util
import ipaddress
from typing import Annotated

import typer

from onrecord.cli import options
from onrecord.cli.terminal import note
from onrecord.errors import BadInput
from onrecord.settings import Settings

_HOST = Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Address to listen at; others than loopback need --team.")]


def serve(
    store: options.Store = None,
    host: _HOST = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="N", min=0, max=65535, help="Port to listen at; 0 takes a free one.")] = 8470,
    team: Annotated[bool, typer.Option("--team", help="Several users, who sign in (onrecord users add).")] = False,
) -> None:
    """Open the desk: a web page and an HTTP API (/api/v1) over the record, on this machine alone.

    Nothing leaves the machine and no password is asked for. To let others in, start it with --team, which asks everyone to sign in.

    \b
    Examples:
      onrecord serve
      onrecord serve --store syria.db --port 9000
      onrecord serve --team --host 0.0.0.0
    """
    import uvicorn

    from onrecord.api.app import create_app

    if not team and not is_loopback(host):
        raise BadInput(
            "anyone who can reach this address could read and decide, since nobody signs in",
            subject=f"--host {host}",
            stage="serve",
            remedy="Add --team, which asks everyone to sign in, or leave --host out.",
        )
    settings = Settings.load(store=store)
    app = create_app(settings, team=team)
    if importlib.util.find_spec("onrecord.ui"):
        importlib.import_module("onrecord.ui").install(app)
    note(f"The desk is at http://{host}:{port}/ (ctrl-C ends it)")
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
