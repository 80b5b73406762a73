"""`/api/v1/session`, and for a team users, tokens and the audit log."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response, status

from onrecord.api import team
from onrecord.api.auth import Doorkeeper
from onrecord.api.gate import address_of
from onrecord.api.http import TheDesk, Who
from onrecord.api.identity import Identity
from onrecord.api.problems import ApiError

session_router = APIRouter(tags=["session"])
router = APIRouter(tags=["team"])


def _doorkeeper(request: Request) -> Doorkeeper:
    door: Doorkeeper = request.app.state.doorkeeper
    return door


def _admin(who: Who) -> Identity:
    # The gate asks for the role as well; an endpoint that is moved must not lose it.
    if not who.may("admin"):
        raise ApiError(403, "forbidden", "this needs the role admin", remedy="Ask an admin.")
    return who


Door = Annotated[Doorkeeper, Depends(_doorkeeper)]
Admin = Annotated[Identity, Depends(_admin)]
UserName = Annotated[str, Path(max_length=64)]


@session_router.get("/session", response_model=team.Me)
def me(desk: TheDesk, request: Request) -> team.Me:
    """Tell who is signed in."""
    who: Identity | None = getattr(request.state, "identity", None)
    if who is None:
        raise ApiError(401, "sign_in", "nobody is signed in", remedy="Sign in, or send a token (Authorization: Bearer).")
    return team.me(desk, who)


@router.post("/session", response_model=team.Me)
def sign_in(desk: TheDesk, door: Door, request: Request, body: team.SignInRequest) -> team.Me:
    """Sign in: sets the session cookie. 401 for a wrong name or password, 429 after five of them."""
    who = sign_in_here(request, door, body.name, body.password)
    return team.me(desk, who)


@router.delete("/session", status_code=status.HTTP_204_NO_CONTENT)
def sign_out(door: Door, request: Request) -> Response:
    """Sign out: ends the session, here and in the store."""
    sign_out_here(request, door)
    return Response(status_code=204)


@router.put("/session/password", status_code=status.HTTP_204_NO_CONTENT)
def change_password(desk: TheDesk, door: Door, who: Who, request: Request, body: team.PasswordChange) -> Response:
    """Change one's own password; all sessions and tokens of the user end."""
    if who.via != "session":
        raise ApiError(403, "forbidden", "a token may not change a password", remedy="Sign in.")
    team.change_password(desk, door, who, body, address_of(request.scope))
    return Response(status_code=204)


@router.get("/tokens", response_model=list[team.TokenView])
def list_tokens(desk: TheDesk, who: Who) -> list[team.TokenView]:
    """List one's own tokens."""
    return team.list_tokens(desk, who)


@router.post("/tokens", response_model=team.FreshToken, status_code=status.HTTP_201_CREATED)
def add_token(desk: TheDesk, door: Door, who: Who, body: team.NewToken) -> team.FreshToken:
    """Make a token for programs; it is shown this once."""
    if who.via != "session":
        raise ApiError(403, "forbidden", "a token may not make tokens", remedy="Sign in.")
    return team.add_token(desk, door, who.name, body)


@router.delete("/tokens/{token_id}", status_code=status.HTTP_204_NO_CONTENT)
def remove_token(desk: TheDesk, who: Who, token_id: Annotated[str, Path(pattern="^[0-9a-f]{16}$")]) -> Response:
    """Take one of one's own tokens away."""
    team.remove_token(desk, who, token_id)
    return Response(status_code=204)


@router.get("/users", response_model=list[team.UserView])
def list_users(desk: TheDesk, _who: Admin) -> list[team.UserView]:
    """List all users."""
    return team.list_users(desk)


@router.post("/users", response_model=team.UserView, status_code=status.HTTP_201_CREATED)
def add_user(desk: TheDesk, door: Door, who: Admin, body: team.NewUser) -> team.UserView:
    """Add a user."""
    return team.add_user(desk, door, who.name, body)


@router.patch("/users/{name}", response_model=team.UserView)
def change_user(desk: TheDesk, door: Door, who: Admin, name: UserName, body: team.UserChange) -> team.UserView:
    """Change role or password of a user, disable or enable them."""
    return team.change_user(desk, door, who.name, name, body)


@router.get("/audit", response_model=team.AuditPage)
def audit_log(desk: TheDesk, _who: Admin, query: Annotated[team.AuditQuery, Query()]) -> team.AuditPage:
    """Read the audit log, the newest first."""
    return team.audit_log(desk, query)


def sign_in_here(request: Request, door: Doorkeeper, name: str, password: str) -> Identity:
    """Sign in whoever sends `request`, for the endpoint and for the page. Raises ApiError 401 or 429."""
    old = request.session.get("key")
    cookie, who = door.sign_in(name, password, address_of(request.scope))
    if isinstance(old, str):
        door.sign_out(old, who.name, address_of(request.scope))
    request.session.clear()
    request.session["key"] = cookie
    return who


def sign_out_here(request: Request, door: Doorkeeper) -> None:
    """Sign out whoever sends `request`."""
    cookie = request.session.get("key")
    who: Identity | None = getattr(request.state, "identity", None)
    if isinstance(cookie, str) and who is not None:
        door.sign_out(cookie, who.name, address_of(request.scope))
    request.session.clear()
