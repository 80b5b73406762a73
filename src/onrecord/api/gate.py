"""What every request passes before anything else: host, origin, size, and who it is; and the headers that every answer gets."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette_csrf.middleware import CSRFMiddleware

from onrecord.api.auth import Doorkeeper
from onrecord.api.identity import Identity
from onrecord.api.problems import Problem, answer

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SESSION_COOKIE, CSRF_COOKIE, CSRF_HEADER = "onrecord_session", "onrecord_csrf", "x-csrf-token"
LARGEST_BODY = 1_000_000
LARGEST_UPLOAD = 66_000_000
"""Bytes of a request for importing files: those of the files and what a form puts around them."""
_UPLOADS = frozenset({"/api/v1/imports/files", "/import"})
_PASTES = frozenset({"/api/v1/imports/text"})
_LARGEST_PASTE = 9_000_000
_PUBLIC = frozenset({"/login", "/favicon.ico", "/api/v1/session"})

# Scripts, styles, images and MapLibre's worker all come from this server; its build for such policies needs no blob: and no data:.
_CSP = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
HEADERS = {
    "Content-Security-Policy": _CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class Gate:
    """ASGI middleware: refuses what may not come in and says who comes in.

    `hosts` are the names by which the server may be asked for beside loopback; a team's server may also be asked for by an address, which
    no page elsewhere can make a name point to. Without `doorkeeper` everyone is `alone`.
    """

    def __init__(self, app: ASGIApp, *, hosts: Iterable[str], doorkeeper: Doorkeeper | None, alone: Identity, https: bool) -> None:
        self._app = app
        self._hosts = frozenset(h.lower() for h in hosts)
        self._doorkeeper = doorkeeper
        self._alone = alone
        self._https = https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        sending = _with_headers(send, https=self._https)
        refusal = self._refusal(scope)
        if refusal is None and (identity := await self._identity(scope)) is not None:
            scope.setdefault("state", {})["identity"] = identity
            refusal = _not_allowed(scope, identity)
        elif refusal is None and not _is_public(scope["path"]):
            refusal = _sign_in(scope)
        if refusal is not None:
            await refusal(scope, receive, sending)
            return
        await self._app(scope, _limited(receive, _largest(scope["path"])), sending)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host = _name_of(headers.get("host", ""))
        if not self._may_be_called(host):
            remedy = "Ask for it as localhost, or start it with --name for this name."
            return answer(Problem(status=421, code="wrong_host", title="this server has another name", subject=host[:100], remedy=remedy))
        if scope["method"] not in SAFE_METHODS and not _same_origin(headers):
            return answer(Problem(status=403, code="wrong_origin", title="another site sent this request", remedy="Use the page itself."))
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit() or int(length[:15]) > _largest(scope["path"]):
            return _too_large(scope)
        return None

    def _may_be_called(self, host: str) -> bool:
        if host == "localhost" or host in self._hosts:
            return True
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            return False
        return address.is_loopback or self._doorkeeper is not None

    async def _identity(self, scope: Scope) -> Identity | None:
        if self._doorkeeper is None:
            return self._alone
        headers = Headers(scope=scope)
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return await run_in_threadpool(self._doorkeeper.by_token, token.strip(), address_of(scope))
        cookie = Request(scope).session.get("key") if "session" in scope else None
        return await run_in_threadpool(self._doorkeeper.by_session, cookie) if isinstance(cookie, str) else None


class Csrf(CSRFMiddleware):
    """The library's double-submit cookie with the error shape of the API."""

    def _get_error_response(self, request: Request) -> Response:  # noqa: ARG002 - the signature is the base class's
        remedy = f"Send the cookie {CSRF_COOKIE} back as header {CSRF_HEADER}; load the page again if you see this."
        return answer(Problem(status=403, code="csrf", title="the request does not show that the page sent it", remedy=remedy))


def address_of(scope: Scope) -> str:
    """Where a request comes from."""
    client = scope.get("client")
    return str(client[0]) if client else "unknown"


def required_role(method: str, path: str) -> str:
    """The role that a request needs; what only looks needs viewer, what changes something reviewer unless it says otherwise."""
    if path.startswith(("/api/v1/users", "/api/v1/audit", "/users", "/audit")):
        return "admin"
    own = path.startswith(("/api/v1/session", "/api/v1/tokens", "/login", "/logout"))
    return "viewer" if method in SAFE_METHODS or own else "reviewer"


def _not_allowed(scope: Scope, identity: Identity) -> Response | None:
    role = required_role(scope["method"], scope["path"])
    if identity.may(role):
        return None
    title = f"this needs the role {role}, and {identity.name} is {identity.role}"
    problem = Problem(status=403, code="forbidden", title=title, remedy="Ask an admin.")
    as_page = getattr(scope["app"].state, "error_page", None) if _wants_page(scope) else None
    return as_page(Request(scope), problem) if as_page is not None else answer(problem)


def _sign_in(scope: Scope) -> Response:
    if _wants_page(scope):
        return RedirectResponse("/login", status_code=303)
    problem = Problem(status=401, code="sign_in", title="nobody is signed in", remedy="Sign in, or send a token (Authorization: Bearer).")
    return answer(problem, {"WWW-Authenticate": "Bearer"})


def _wants_page(scope: Scope) -> bool:
    is_page = scope["method"] in SAFE_METHODS and not scope["path"].startswith("/api/")
    return is_page and "text/html" in Headers(scope=scope).get("accept", "")


def _is_public(path: str) -> bool:
    return path in _PUBLIC or path.startswith("/static/")


def _name_of(host: str) -> str:
    """The name in a Host header, without its port and the brackets of IPv6."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def _same_origin(headers: Headers) -> bool:
    """Whether a browser says that a page of this very server sent the request; programs that are no browsers say nothing."""
    site = headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    if origin is None:
        return True
    try:
        return urlsplit(origin).netloc.lower() == headers.get("host", "").lower() != ""
    except ValueError:
        return False


def _largest(path: str) -> int:
    if path in _UPLOADS:
        return LARGEST_UPLOAD
    return _LARGEST_PASTE if path in _PASTES else LARGEST_BODY


def _too_large(scope: Scope) -> Response:
    title = f"the request is larger than {_largest(scope['path']):,} bytes"
    return answer(Problem(status=413, code="too_large", title=title, remedy="Send less at a time."))


def _limited(receive: Receive, most: int) -> Receive:
    seen = 0

    async def limited() -> Message:
        nonlocal seen
        message = await receive()
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            if seen > most:
                # The one exception that passes through whatever parses the body.
                raise HTTPException(413, f"the request is larger than {most:,} bytes")
        return message

    return limited


def _with_headers(send: Send, *, https: bool) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            if https:
                headers["Strict-Transport-Security"] = "max-age=31536000"
            if "cache-control" not in headers:
                headers["Cache-Control"] = "private, no-store"
        await send(message)

    return sending
