"""A team's own pages: one's account with its tokens, and for admins the users and the audit log."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from onrecord.api import team
from onrecord.api.auth import LEAST_CHARACTERS
from onrecord.api.http import Who
from onrecord.api.identity import ROLES
from onrecord.api.problems import ApiError
from onrecord.api.team import AuditQuery
from onrecord.ui.pages import PageRoute, TheDesk
from onrecord.ui.templating import page

router = APIRouter(route_class=PageRoute)


def _check(desk: TheDesk, who: Who, role: str) -> None:
    """Raises ApiError: 404 where nobody signs in, 403 for who may not. The gate asks for the role as well."""
    if not desk.team:
        raise ApiError(404, "not_found", "this desk belongs to one person", remedy="Start it with --team to have users.")
    if not who.may(role):
        raise ApiError(403, "forbidden", f"this needs the role {role}", remedy="Ask an admin.")


@router.get("/account")
def account(desk: TheDesk, who: Who, request: Request) -> Response:
    """Show who is signed in, with a form for another password and the tokens for programs."""
    _check(desk, who, "viewer")
    return page(request, "account.html.j2", tokens=team.list_tokens(desk, who), least=LEAST_CHARACTERS)


@router.get("/users")
def users(desk: TheDesk, who: Who, request: Request) -> Response:
    """Show all users, with forms to add and to change them."""
    _check(desk, who, "admin")
    return page(request, "users.html.j2", users=team.list_users(desk), roles=ROLES, least=LEAST_CHARACTERS)


@router.get("/audit")
def audit(desk: TheDesk, who: Who, request: Request, query: Annotated[AuditQuery, Query()]) -> Response:
    """Show the audit log, the newest first."""
    _check(desk, who, "admin")
    found = team.audit_log(desk, query)
    more = f"/audit?{urlencode({'cursor': found.next})}" if found.next else None
    return page(request, "audit.html.j2", found=found, more=more)
