"""Users, tokens and the audit log of a team, as admins and users themselves manage them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from onrecord.api import cursors
from onrecord.api import models as m
from onrecord.api.auth import Doorkeeper, check_name, check_role
from onrecord.api.desk import Desk
from onrecord.api.filters import Cursor, Limit
from onrecord.api.identity import Identity
from onrecord.api.problems import ApiError, not_found
from onrecord.store import people

Role = Literal["viewer", "reviewer", "admin"]
_Password = Annotated[str, Field(min_length=1, max_length=200, description="12 to 200 characters")]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SignInRequest(_Body):
    """Name and password."""

    name: Annotated[str, Field(max_length=200)]
    password: Annotated[str, Field(max_length=1000)]


class NewUser(_Body):
    """A user to add."""

    name: Annotated[str, Field(min_length=1, max_length=64)]
    role: Role = "viewer"
    password: _Password


class UserChange(_Body):
    """What to change of a user; their sessions end."""

    role: Role | None = None
    password: _Password | None = None
    disabled: bool | None = None


class PasswordChange(_Body):
    """A new password for oneself."""

    old: Annotated[str, Field(max_length=1000)]
    new: _Password


class NewToken(_Body):
    """A token for programs; it may do what its user may."""

    label: Annotated[str, Field(min_length=1, max_length=100)]
    days: Annotated[int | None, Field(ge=1, le=3650, description="days until it expires")] = 90


class AuditQuery(BaseModel):
    """A place in the audit log."""

    model_config = ConfigDict(extra="forbid")

    cursor: Cursor = None
    limit: Limit = 100


class Me(m.Model):
    """Who is signed in; `team` is false where the desk belongs to one person, who is admin."""

    name: str
    role: str
    via: str
    team: bool


class UserView(m.Model):
    """A user."""

    name: str
    role: str
    created_at: datetime
    disabled_at: datetime | None


class TokenView(m.Model):
    """A token without its secret half."""

    id: str
    label: str
    created_at: datetime
    expires_at: datetime | None


class FreshToken(m.Model):
    """A new token: `token` is shown this once."""

    token: str
    id: str
    expires_at: datetime | None


class AuditView(m.Model):
    """One line of the audit log."""

    number: int
    at: datetime
    user: str | None
    action: str
    subject: str | None
    address: str | None


class AuditPage(m.Model):
    """A page of the audit log, the newest first."""

    items: tuple[AuditView, ...]
    next: str | None


def me(desk: Desk, who: Identity) -> Me:
    """Who is signed in."""
    return Me(name=who.name, role=who.role, via=who.via, team=desk.team)


def list_users(desk: Desk) -> list[UserView]:
    """All users by name."""
    return [_view(user) for user in people.users_of(desk.store)]


def add_user(desk: Desk, door: Doorkeeper, who: str, request: NewUser) -> UserView:
    """Add a user. Raises ApiError: 409 where the name is taken, 422 for a name or password that cannot be."""
    name, role = check_name(request.name), check_role(request.role)
    if not people.add_user(desk.store, name=name, role=role, password=door.hash(request.password)):
        raise ApiError(409, "taken", "there is a user of this name", subject=name, remedy="Choose another name.")
    people.note(desk.store, user=who, action=f"added user as {role}", subject=name)
    user = people.user(desk.store, name)
    assert user is not None
    return _view(user)


def change_user(desk: Desk, door: Doorkeeper, who: str, name: str, request: UserChange) -> UserView:
    """Change role or password of a user, disable or enable them. Raises ApiError 404, 409 for the last admin, 422."""
    hashed = door.hash(request.password) if request.password is not None else None
    problem = people.change_user(desk.store, name, role=request.role, password=hashed, disabled=request.disabled)
    if problem == "missing":
        raise not_found("user", name)
    if problem is not None:
        raise ApiError(409, "last_admin", "nobody else is admin", subject=name, remedy="Make somebody else admin first.")
    changes = [f"role {request.role}"] if request.role else []
    changes += ["password"] if hashed else []
    changes += [] if request.disabled is None else ["disabled" if request.disabled else "enabled"]
    people.note(desk.store, user=who, action=f"changed user: {', '.join(changes) or 'nothing'}", subject=name)
    user = people.user(desk.store, name)
    assert user is not None
    return _view(user)


def change_password(desk: Desk, door: Doorkeeper, who: Identity, request: PasswordChange, address: str) -> None:
    """Change one's own password; all sessions and tokens end. Raises ApiError 401 for a wrong old one, 422 for a poor new one."""
    door.check(who.name, request.old, address)
    people.change_user(desk.store, who.name, password=door.hash(request.new))
    people.note(desk.store, user=who.name, action="changed own password", address=address)


def list_tokens(desk: Desk, who: Identity) -> list[TokenView]:
    """One's own tokens, oldest first."""
    found = people.tokens_of(desk.store, who.name)
    return [TokenView(id=t.id, label=t.label, created_at=t.created_at, expires_at=t.expires_at) for t in found]


def add_token(desk: Desk, door: Doorkeeper, who: str, request: NewToken) -> FreshToken:
    """Make a token for a user."""
    text, kept = door.new_token(who, request.label, request.days)
    people.note(desk.store, user=who, action="made a token", subject=kept.id)
    return FreshToken(token=text, id=kept.id, expires_at=kept.expires_at)


def remove_token(desk: Desk, who: Identity, token_id: str) -> None:
    """Take one of one's own tokens away. Raises ApiError (404) for an unknown one."""
    if not people.remove_token(desk.store, token_id, user=who.name):
        raise not_found("token", token_id)
    people.note(desk.store, user=who.name, action="removed a token", subject=token_id)


def audit_log(desk: Desk, query: AuditQuery) -> AuditPage:
    """The audit log, the newest first: logins, refused logins, decisions, imports, changes of users."""
    before = cursors.bounded(cursors.unpack(query.cursor, int)[0], 64) if query.cursor else None
    found = people.audit_page(desk.store, before=before, limit=query.limit + 1)
    following = cursors.pack(found[query.limit - 1].seq) if len(found) > query.limit else None
    items = tuple(
        AuditView(number=e.seq, at=e.at, user=e.user, action=e.action, subject=e.subject, address=e.address) for e in found[: query.limit]
    )
    return AuditPage(items=items, next=following)


def _view(user: people.User) -> UserView:
    return UserView(name=user.name, role=user.role, created_at=user.created_at, disabled_at=user.disabled_at)
