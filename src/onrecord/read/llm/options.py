"""What the LLM reader is told: where the endpoint is, which model, and how much time, text and money a reading may take."""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class LlmOptions:
    """One endpoint and the limits of its use.

    `url` is the base URL, to which `/chat/completions` is added. Times are in seconds: `timeout` for one answer, `document_seconds` and
    `run_seconds` in all (0: no limit). `retries` counts further tries after a failed one, `document_requests` all requests for one
    document, `parallel` requests at the same time. `chunk` is in code points of report text a request, `max_tokens` in tokens an answer.
    Prices are for 1,000 tokens sent and received; None where nobody said. `first_pause` is the wait before the first retry, doubled with
    each further one.
    """

    url: str
    model: str
    key: str = field(default="", repr=False)
    timeout: float = 120.0
    retries: int = 4
    document_seconds: float = 600.0
    run_seconds: float = 28_800.0
    document_requests: int = 50
    parallel: int = 1
    chunk: int = 6000
    max_tokens: int = 4096
    price_in: float | None = None
    price_out: float | None = None
    first_pause: float = 1.0

    @property
    def host(self) -> str:
        """Host and port of the endpoint, as records and messages name it: never a path, a query or a key."""
        parts = urlsplit(self.url)
        name = parts.hostname or ""
        name = f"[{name}]" if ":" in name else name
        return f"{name}:{parts.port}" if parts.port else name

    @property
    def is_local(self) -> bool:
        """Whether the endpoint is on this machine, so that no text leaves it."""
        name = (urlsplit(self.url).hostname or "").rstrip(".")
        if name == "localhost":
            return True
        try:
            return ip_address(name).is_loopback
        except ValueError:
            return False

    @property
    def is_encrypted(self) -> bool:
        """Whether the way to the endpoint is TLS."""
        return urlsplit(self.url).scheme == "https"
