"""The web application: `create_app` puts the endpoints, the error shape and the security around one open record."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from onrecord import __version__
from onrecord.api import problems, routes_events, routes_record, routes_system
from onrecord.api.desk import Desk
from onrecord.settings import Settings
from onrecord.store import Store

PREFIX = "/api/v1"
"""Where the endpoints of this version of the API lie."""


def create_app(settings: Settings, *, team: bool = False) -> FastAPI:
    """The application over the record that `settings.store` names, which has to be there.

    Functions of `onrecord.api` take `app.state.desk`. Pages are added by `onrecord.ui.install(app)`. Raises StoreError where the record
    cannot be opened. The record is closed when the application shuts down.
    """
    store = Store.open(settings.store, create=False)
    desk = Desk(store, settings, team=team)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        try:
            yield
        finally:
            store.close()

    app = FastAPI(
        title="onrecord",
        version=__version__,
        summary="Who says that who did what to whom, where and when.",
        openapi_url=f"{PREFIX}/openapi.json",
        # Their pages load scripts from other hosts, which nothing here does.
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.desk = desk
    problems.install(app)
    for router in (routes_system.router, routes_events.router, routes_record.router):
        app.include_router(router, prefix=PREFIX, responses=problems.RESPONSES)
    return app
