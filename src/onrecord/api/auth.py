"""Signing in: argon2id for passwords and tokens, sessions in the store, a limit on tries, an audit log of all of it."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
import unicodedata
from collections import OrderedDict, deque
from datetime import UTC, datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from onrecord.api.desk import Desk
from onrecord.api.identity import ROLES, Identity
from onrecord.api.problems import ApiError
from onrecord.store import people

IDLE_SECONDS = 2 * 3600.0
LONGEST_SECONDS = 12 * 3600.0
LEAST_CHARACTERS, MOST_CHARACTERS = 12, 200
_TRIES, _TRIES_AN_ADDRESS, _WINDOW = 5, 30, 300.0
"""Wrong tries for one name from one address, and from one address at all, in so many seconds."""
_TOKEN = "onr"
_KEPT_SECONDS = 300.0


class Limiter:
    """Counts wrong tries in a sliding window, in memory: a restart forgives."""

    def __init__(self) -> None:
        self._tries: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, key: str, most: int) -> float:
        """Seconds until `key` may try again; 0 for at once."""
        now = time.monotonic()
        with self._lock:
            tries = self._tries.get(key, deque())
            while tries and tries[0] <= now - _WINDOW:
                tries.popleft()
            return max(0.0, tries[0] + _WINDOW - now) if len(tries) >= most else 0.0

    def failed(self, key: str) -> None:
        """Count a wrong try."""
        with self._lock:
            self._tries.setdefault(key, deque(maxlen=_TRIES_AN_ADDRESS)).append(time.monotonic())
            self._tries.move_to_end(key)
            # Whoever makes up names must not fill the memory.
            while len(self._tries) > 10_000:
                self._tries.popitem(last=False)

    def clear(self, key: str) -> None:
        """Forget the tries of `key`."""
        with self._lock:
            self._tries.pop(key, None)


class Doorkeeper:
    """Signs users in and out and recognises them; one for each application."""

    def __init__(self, desk: Desk, hasher: PasswordHasher | None = None) -> None:
        self._desk = desk
        self._hasher = hasher or PasswordHasher()
        self._limiter = Limiter()
        # Checked for names that nobody has, so that the time of an answer does not tell who is a user.
        self._nobody = self._hasher.hash(secrets.token_urlsafe())
        self._known: OrderedDict[str, tuple[float, str]] = OrderedDict()
        self._lock = threading.Lock()

    def sign_in(self, name: str, password: str, address: str) -> tuple[str, Identity]:
        """What goes into the cookie, and who it is. Raises ApiError: 401 for a wrong name or password, 429 after too many of them."""
        user = self.check(name, password, address)
        if self._hasher.check_needs_rehash(user.password):
            people.rehash(self._desk.store, name, self._hasher.hash(_normal(password)))
        cookie = secrets.token_urlsafe(32)
        people.open_session(self._desk.store, hash=_sha256(cookie), user=user.name)
        people.note(self._desk.store, user=user.name, action="login", address=address)
        return cookie, Identity(user.name, user.role, "session")

    def check(self, name: str, password: str, address: str) -> people.User:
        """The user with this name and password. Raises ApiError as `sign_in` does."""
        keys = ((f"{address} {name}", _TRIES), (address, _TRIES_AN_ADDRESS))
        wait = max(self._limiter.wait(key, most) for key, most in keys)
        if wait > 0:
            headers = {"Retry-After": str(int(wait) + 1)}
            raise ApiError(429, "too_many_tries", "too many wrong passwords", remedy=f"Wait {int(wait) + 1} seconds.", headers=headers)
        user = people.user(self._desk.store, name)
        right = self._fits(user.password if user else self._nobody, password)
        if user is None or user.disabled_at is not None or not right:
            for key, _ in keys:
                self._limiter.failed(key)
            people.note(self._desk.store, user=None, action="login refused", subject=name[:200], address=address)
            raise ApiError(401, "wrong_credentials", "the name or the password is wrong", remedy="Try again, or ask an admin.")
        self._limiter.clear(keys[0][0])
        return user

    def sign_out(self, cookie: str, name: str, address: str) -> None:
        """End the session of a cookie."""
        people.close_session(self._desk.store, _sha256(cookie))
        people.note(self._desk.store, user=name, action="logout", address=address)

    def by_session(self, cookie: str) -> Identity | None:
        """Who holds this cookie; None where the session has ended or there never was one."""
        user = people.session_user(self._desk.store, _sha256(cookie), idle=IDLE_SECONDS, longest=LONGEST_SECONDS)
        return Identity(user.name, user.role, "session") if user else None

    def by_token(self, token: str, address: str) -> Identity | None:
        """Whose token this is; None for a forged, expired or removed one."""
        prefix, _, rest = token.partition("_")
        token_id, _, key = rest.partition("_")
        if prefix != _TOKEN or not token_id or not key or len(token) > 200 or self._limiter.wait(f"token {address}", _TRIES_AN_ADDRESS):
            return None
        found = people.token(self._desk.store, token_id)
        if not self._token_fits(token, found[0].hash if found else self._nobody, key):
            self._limiter.failed(f"token {address}")
            return None
        return Identity(found[1].name, found[1].role, "token") if found else None

    def new_token(self, user: str, label: str, days: int | None) -> tuple[str, people.Token]:
        """A token for programs; its text is shown this once and kept nowhere."""
        token_id, key = secrets.token_hex(8), secrets.token_urlsafe(32)
        now = datetime.now(UTC)
        expires = now + timedelta(days=days) if days is not None else None
        kept = people.Token(id=token_id, user=user, hash=self._hasher.hash(key), label=label, created_at=now, expires_at=expires)
        people.add_token(self._desk.store, kept)
        return f"{_TOKEN}_{token_id}_{key}", kept

    def hash(self, password: str) -> str:
        """The hash of a new password. Raises ApiError (422) for one that is too short or too long."""
        if not LEAST_CHARACTERS <= len(password) <= MOST_CHARACTERS:
            title = f"a password has {LEAST_CHARACTERS} to {MOST_CHARACTERS} characters"
            raise ApiError(422, "invalid", title, remedy="Four words that do not belong together make a good one.")
        return self._hasher.hash(_normal(password))

    def _fits(self, hashed: str, password: str) -> bool:
        if len(password) > MOST_CHARACTERS:
            return False
        try:
            return self._hasher.verify(hashed, _normal(password))
        except (VerificationError, InvalidHashError, UnicodeEncodeError):
            return False

    def _token_fits(self, token: str, hashed: str, key: str) -> bool:
        """As `_fits`, but what fitted is remembered for five minutes: argon2 is slow on purpose, and programs ask often."""
        digest, now = _sha256(token), time.monotonic()
        with self._lock:
            at, fitted = self._known.get(digest, (-_KEPT_SECONDS, ""))
        if fitted == hashed and now - at < _KEPT_SECONDS:
            return True
        if not self._fits(hashed, key):
            return False
        with self._lock:
            self._known[digest] = (now, hashed)
            while len(self._known) > 1_000:
                self._known.popitem(last=False)
        return True


def check_name(name: str) -> str:
    """A name for a user. Raises ApiError (422) for one that could be taken for another or hides characters."""
    if not 1 <= len(name) <= 64 or not name.isascii() or not name[0].isalnum() or any(not (c.isalnum() or c in "._-@") for c in name):
        raise ApiError(422, "invalid", "a name has up to 64 letters, digits and . _ - @ of ASCII", subject=name[:80])
    return name


def check_role(role: str) -> str:
    """A role. Raises ApiError (422) for none."""
    if role not in ROLES:
        raise ApiError(422, "invalid", f"a role is one of {', '.join(ROLES)}", subject=role[:80])
    return role


def _normal(password: str) -> str:
    # The same password typed on another keyboard may come as other code points.
    return unicodedata.normalize("NFC", password)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
