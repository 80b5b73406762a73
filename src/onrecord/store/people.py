"""Users of a team's desk, their sessions and tokens, and the audit log. Hashes come in and go out; this file knows no password."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from onrecord.store.schema import audit, secrets, sessions, tokens, users
from onrecord.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A user; `password` is the argon2 hash. A disabled one stays, since decisions carry the name."""

    name: str
    role: str
    password: str
    created_at: datetime
    disabled_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A key for programs: `id` is its public half, `hash` the argon2 hash of the secret one."""

    id: str
    user: str
    hash: str
    label: str
    created_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """What somebody did: `action` such as login or decision, `subject` the id it was done to, `address` where the request came from."""

    seq: int
    at: datetime
    user: str | None
    action: str
    subject: str | None
    address: str | None


def users_of(store: Store) -> list[User]:
    """All users by name."""
    with store._reads() as connection:
        return [_user(row) for row in connection.execute(sa.select(users).order_by(users.c.name)).mappings()]


def user(store: Store, name: str) -> User | None:
    """The user with this name."""
    with store._reads() as connection:
        row = connection.execute(sa.select(users).where(users.c.name == name)).mappings().first()
    return _user(row) if row else None


def add_user(store: Store, *, name: str, role: str, password: str) -> bool:
    """Add a user; False where the name is taken."""
    with store._writes() as connection:
        if connection.execute(sa.select(users.c.name).where(users.c.name == name)).first() is not None:
            return False
        connection.execute(sa.insert(users), {"name": name, "role": role, "password": password, "created_at": _now()})
    return True


def change_user(
    store: Store, name: str, *, role: str | None = None, password: str | None = None, disabled: bool | None = None
) -> str | None:
    """Change a user; every session of theirs ends. None where it is done, else missing or last_admin.

    The last admin that can sign in stays one: nobody else could bring another back.
    """
    with store._writes() as connection:
        row = connection.execute(sa.select(users).where(users.c.name == name)).mappings().first()
        if row is None:
            return "missing"
        values: dict[str, str | None] = {}
        if role is not None:
            values["role"] = role
        if password is not None:
            values["password"] = password
        if disabled is not None:
            values["disabled_at"] = _now() if disabled else None
        loses = row["role"] == "admin" and row["disabled_at"] is None and (role not in (None, "admin") or disabled)
        if loses:
            others = sa.select(sa.func.count()).where(users.c.role == "admin", users.c.disabled_at.is_(None), users.c.name != name)
            if not connection.execute(others).scalar_one():
                return "last_admin"
        if values:
            connection.execute(sa.update(users).where(users.c.name == name).values(**values))
            connection.execute(sa.delete(sessions).where(sessions.c.user == name))
        if disabled or password is not None:
            connection.execute(sa.delete(tokens).where(tokens.c.user == name))
    return None


def rehash(store: Store, name: str, password: str) -> None:
    """Keep the same password under newer parameters; nothing else changes."""
    with store._writes() as connection:
        connection.execute(sa.update(users).where(users.c.name == name).values(password=password))


def open_session(store: Store, *, hash: str, user: str) -> None:
    """Note a session by the hash of what its cookie holds."""
    with store._writes() as connection:
        connection.execute(sa.insert(sessions), {"hash": hash, "user": user, "created_at": _now(), "seen_at": _now()})


def session_user(store: Store, hash: str, *, idle: float, longest: float) -> User | None:
    """The user of a session that has not expired: `idle` and `longest` are seconds since it was last used and begun."""
    now = datetime.now(UTC)
    with store._reads() as connection:
        found = sa.select(users, sessions.c.created_at.label("began"), sessions.c.seen_at).select_from(sessions.join(users))
        row = connection.execute(found.where(sessions.c.hash == hash)).mappings().first()
    if row is None or row["disabled_at"] is not None:
        return None
    since = (now - datetime.fromisoformat(row["seen_at"])).total_seconds()
    if since > idle or (now - datetime.fromisoformat(row["began"])).total_seconds() > longest:
        close_session(store, hash)
        return None
    # Not at every request: a write a minute is enough to know that somebody is there.
    if since > 60:
        with store._writes() as connection:
            connection.execute(sa.update(sessions).where(sessions.c.hash == hash).values(seen_at=now.isoformat()))
    return _user({name: row[name] for name in ("name", "role", "password", "created_at", "disabled_at")})


def close_session(store: Store, hash: str) -> None:
    """End a session."""
    with store._writes() as connection:
        connection.execute(sa.delete(sessions).where(sessions.c.hash == hash))


def add_token(store: Store, token: Token) -> None:
    """Keep a token."""
    moments = {"created_at": token.created_at.isoformat(), "expires_at": token.expires_at.isoformat() if token.expires_at else None}
    with store._writes() as connection:
        connection.execute(sa.insert(tokens), {"id": token.id, "user": token.user, "hash": token.hash, "label": token.label, **moments})


def token(store: Store, token_id: str) -> tuple[Token, User] | None:
    """A token that has not expired, with its user, who is not disabled."""
    with store._reads() as connection:
        row = connection.execute(sa.select(tokens).where(tokens.c.id == token_id)).mappings().first()
    if row is None:
        return None
    found, owner = _token(row), user(store, row["user"])
    if owner is None or owner.disabled_at is not None or (found.expires_at is not None and found.expires_at < datetime.now(UTC)):
        return None
    return found, owner


def tokens_of(store: Store, name: str) -> list[Token]:
    """The tokens of a user, oldest first."""
    with store._reads() as connection:
        chosen = sa.select(tokens).where(tokens.c.user == name).order_by(tokens.c.created_at, tokens.c.id)
        return [_token(row) for row in connection.execute(chosen).mappings()]


def remove_token(store: Store, token_id: str, *, user: str) -> bool:
    """Take a token of a user away; False where there is none."""
    with store._writes() as connection:
        return connection.execute(sa.delete(tokens).where(tokens.c.id == token_id, tokens.c.user == user)).rowcount > 0


def note(store: Store, *, user: str | None, action: str, subject: str | None = None, address: str | None = None) -> None:
    """Append to the audit log."""
    with store._writes() as connection:
        connection.execute(sa.insert(audit), {"at": _now(), "user": user, "action": action, "subject": subject, "address": address})


def audit_page(store: Store, *, before: int | None, limit: int) -> list[AuditEntry]:
    """The audit log, the newest entries first."""
    chosen = sa.select(audit).order_by(audit.c.seq.desc()).limit(limit)
    if before is not None:
        chosen = chosen.where(audit.c.seq < before)
    with store._reads() as connection:
        rows = connection.execute(chosen).mappings().all()
    return [AuditEntry(**{**row, "at": datetime.fromisoformat(row["at"])}) for row in rows]


def secret(store: Store, name: str, fresh: str) -> str:
    """The secret with this name; `fresh` from now on where there was none."""
    with store._writes() as connection:
        there = connection.execute(sa.select(secrets.c.value).where(secrets.c.name == name)).scalar()
        if there is None:
            connection.execute(sa.insert(secrets), {"name": name, "value": fresh})
        return there or fresh


def _user(row: Mapping[Any, Any]) -> User:
    moments = {name: datetime.fromisoformat(row[name]) if row[name] else None for name in ("created_at", "disabled_at")}
    return User(**{**row, **moments})


def _token(row: Mapping[Any, Any]) -> Token:
    moments = {name: datetime.fromisoformat(row[name]) if row[name] else None for name in ("created_at", "expires_at")}
    return Token(**{**row, **moments})


def _now() -> str:
    return datetime.now(UTC).isoformat()
