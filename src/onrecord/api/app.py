"""The web application: `create_app` puts the endpoints, the error shape and the security around one open record."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware.sessions import SessionMiddleware

from onrecord import __version__
from onrecord.api import problems, routes_events, routes_jobs, routes_record, routes_review, routes_system, routes_team
from onrecord.api.auth import LONGEST_SECONDS, Doorkeeper
from onrecord.api.desk import Desk
from onrecord.api.gate import CSRF_COOKIE, CSRF_HEADER, SAFE_METHODS, SESSION_COOKIE, Csrf, Gate
from onrecord.api.identity import Identity
from onrecord.api.openapi import describe
from onrecord.api.runner import RunJob, Runner
from onrecord.settings import Settings
from onrecord.store import Store, people

PREFIX = "/api/v1"
"""Where the endpoints of this version of the API lie."""
_ROUTERS = (
    routes_system.router,
    routes_events.router,
    routes_record.router,
    routes_review.router,
    routes_jobs.router,
    routes_team.session_router,
)


def create_app(
    settings: Settings,
    *,
    team: bool = False,
    user: str = "local",
    hosts: Iterable[str] = (),
    https: bool = False,
    run_job: RunJob | None = None,
) -> FastAPI:
    """The application over the record that `settings.store` names, which has to be there.

    Alone, everything is done in the name of `user`; with `team`, users sign in. `hosts` are names by which the server may be asked for
    beside loopback (and addresses, with `team`). `https` says that browsers reach it encrypted, so that cookies are sent no other way.
    `run_job` does a queued job; by default in a process of its own. Functions of `onrecord.api` take `app.state.desk`. Pages are added by
    `onrecord.ui.install(app)`. Raises StoreError where the record cannot be opened; it is closed when the application shuts down.
    """
    store = Store.open(settings.store, create=False)
    desk = Desk(store, settings, team=team)
    runner = Runner(store, settings, run_job)
    desk.wake = runner.wake

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        runner.start()
        # Whoever opens the desk a moment later finds the events of a large record in memory.
        await run_in_threadpool(desk.ready)
        try:
            yield
        finally:
            runner.stop()
            store.close()

    app = FastAPI(
        title="onrecord",
        version=__version__,
        summary="Who says that who did what to whom, where and when.",
        openapi_url=f"{PREFIX}/openapi.json",
        # What clients and this package's own functions are called.
        generate_unique_id_function=lambda route: route.name,
        # Their pages load scripts from other hosts, which nothing here does.
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.desk = desk
    problems.install(app)
    for router in (*_ROUTERS, routes_team.router) if team else _ROUTERS:
        app.include_router(router, prefix=PREFIX, responses=problems.RESPONSES)
    describe(app)
    _protect(app, desk, user=user, hosts=hosts, https=https)
    return app


def _protect(app: FastAPI, desk: Desk, *, user: str, hosts: Iterable[str], https: bool) -> None:
    """What stands between the network and the endpoints; what is added last is passed first."""
    doorkeeper = Doorkeeper(desk) if desk.team else None
    app.state.doorkeeper = doorkeeper
    key = people.secret(desk.store, "session", secrets.token_urlsafe(32)) if desk.team else ""
    if desk.team:
        app.add_middleware(
            Csrf,
            secret=key,
            sensitive_cookies={SESSION_COOKIE},
            safe_methods=set(SAFE_METHODS),
            cookie_name=CSRF_COOKIE,
            cookie_secure=https,
            cookie_samesite="strict",
            header_name=CSRF_HEADER,
        )
    app.add_middleware(Gate, hosts=hosts, doorkeeper=doorkeeper, alone=Identity(user, "admin", "alone"), https=https)
    if desk.team:
        app.add_middleware(
            SessionMiddleware,
            secret_key=key,
            session_cookie=SESSION_COOKIE,
            max_age=int(LONGEST_SECONDS),
            same_site="strict",
            https_only=https,
        )
