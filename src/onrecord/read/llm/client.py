"""One question to the endpoint: bounded in tries, time and size, and sent nowhere but to the address that the user named."""

from __future__ import annotations

import json
import random
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx2 as httpx

from onrecord.errors import EndpointUnusable
from onrecord.read.llm.options import LlmOptions
from onrecord.read.llm.schema import SCHEMA
from onrecord.read.llm.usage import Usage

_MOST_BYTES = 8_000_000
_LONGEST_PAUSE = 60.0
_TRY_AGAIN = frozenset({408, 409, 425, 429})
_TOO_LONG = re.compile(
    r"context[ _](?:length|size|window)|context_length_exceeded|too many tokens|maximum context|prompt is too long", re.IGNORECASE
)
_STAGE = "LLM reader"


class Unanswered(Exception):  # noqa: N818 - reads as what it says
    """No answer to one question, after all tries; the message says why. The next document may fare better.

    `endpoint` is whether the endpoint failed, rather than a limit that the user set.
    """

    def __init__(self, problem: str, *, endpoint: bool = True) -> None:
        super().__init__(problem)
        self.endpoint = endpoint


class TooLong(Exception):  # noqa: N818
    """The question does not fit into the model's context."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model wrote; `complete` is False where the limit of tokens cut it off."""

    content: object
    complete: bool


@dataclass(slots=True)
class Limits:
    """What is left for one document: `ends` is the clock's second at which its time is over, `requests` how many may still be sent."""

    ends: float
    requests: int


@dataclass(slots=True)
class _Dialect:
    """What this endpoint has refused to understand, found out from its answers and kept for the run."""

    refused: set[str] = field(default_factory=set)

    def body(self, options: LlmOptions, messages: list[dict[str, str]]) -> dict[str, Any]:
        body: dict[str, Any] = {"model": options.model, "messages": messages, "stream": False}
        body["max_completion_tokens" if "max_tokens" in self.refused else "max_tokens"] = options.max_tokens
        if "temperature" not in self.refused:
            body["temperature"] = 0
        if "json_schema" not in self.refused:
            body["response_format"] = {"type": "json_schema", "json_schema": {"name": "claims", "strict": True, "schema": SCHEMA}}
        elif "response_format" not in self.refused:
            body["response_format"] = {"type": "json_object"}
        return body

    def learn(self, complaint: str) -> bool:
        """Whether a complaint names something that can be left out from now on."""
        low = complaint.lower()
        steps = (
            ("max_tokens", "max_tokens" in low),
            ("temperature", "temperature" in low),
            ("json_schema", "json_schema" in low or "response_format" in low or "schema" in low),
            ("response_format", "response_format" in low or "json_object" in low),
        )
        for name, said in steps:
            if said and name not in self.refused:
                self.refused.add(name)
                return True
        return False


class Client:
    """Asks one endpoint; may be used from several threads.

    Redirects are not followed and proxies of the environment are not used: text goes to the address given and nowhere else. `sleep` waits
    for seconds and gives True if the run is over, `clock` gives seconds.
    """

    def __init__(
        self,
        options: LlmOptions,
        usage: Usage,
        *,
        sleep: Callable[[float], bool] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._options, self._usage = options, usage
        self._closed = threading.Event()
        self._sleep, self._clock = sleep or self._closed.wait, clock
        url = httpx.URL(options.url)
        self._url = url.copy_with(path=url.path.rstrip("/") + "/chat/completions", fragment=None)
        headers = {"authorization": f"Bearer {options.key}"} if options.key else {}
        self._http = httpx.Client(headers=headers, trust_env=False, follow_redirects=False)
        self._dialect = _Dialect()
        self._answered = False

    def close(self) -> None:
        """End waits and connections."""
        self._closed.set()
        self._http.close()

    def ask(self, messages: list[dict[str, str]], limits: Limits) -> Answer:
        """The model's answer to `messages`.

        Raises `Unanswered` after the last try, `TooLong`, and `EndpointUnusable` where no question would fare better.
        """
        tries = 0
        while True:
            self._check(limits)
            limits.requests -= 1
            self._usage.add(requests=1)
            wait: float | None = None
            try:
                status, headers, data = self._send(messages, limits)
            except httpx.ConnectError as error:
                if not self._answered:
                    raise self._unusable("cannot be reached", "Start the server, or correct --llm-url") from error
                problem = "the connection was refused"
            except httpx.TimeoutException:
                problem = f"no answer within {self._options.timeout:g} s"
            except httpx.HTTPError as error:
                problem = f"the connection broke ({type(error).__name__})"
            else:
                if status == 200:
                    self._answered = True
                    return self._answer(data)
                problem = f"status {status}"
                if self._learns(status, data):
                    continue
                if status not in _TRY_AGAIN and status < 500:
                    raise Unanswered(f"status {status}{self._words(data)}")
                wait = _retry_after(headers.get("retry-after"))
            if tries >= self._options.retries:
                raise Unanswered(f"{problem}, {tries + 1} tries")
            pause = wait if wait is not None else min(_LONGEST_PAUSE, self._options.first_pause * 2**tries) * random.uniform(0.75, 1.25)
            tries += 1
            if self._clock() + pause >= limits.ends:
                raise Unanswered(f"{problem}, and the time for the document does not allow to wait {pause:.0f} s")
            self._usage.add(retries=1)
            if self._sleep(pause):
                raise Unanswered("the run was stopped", endpoint=False)

    def _check(self, limits: Limits) -> None:
        if self._closed.is_set():
            raise Unanswered("the run was stopped", endpoint=False)
        if self._clock() >= limits.ends:
            raise Unanswered("the time limit is spent", endpoint=False)
        if limits.requests <= 0:
            raise Unanswered(f"{self._options.document_requests} requests were not enough", endpoint=False)

    def _send(self, messages: list[dict[str, str]], limits: Limits) -> tuple[int, Mapping[str, str], bytes]:
        """Status, headers and body. A body that trickles in is given up when its time is over, one that never ends at a size."""
        ends = min(limits.ends, self._clock() + self._options.timeout)
        data = bytearray()
        left = max(0.1, ends - self._clock())
        with self._http.stream("POST", self._url, json=self._dialect.body(self._options, messages), timeout=left) as response:
            for part in response.iter_bytes():
                data += part
                if self._clock() >= ends:
                    raise httpx.ReadTimeout("the answer took too long")
                if len(data) > _MOST_BYTES:
                    raise Unanswered(f"the answer has more than {_MOST_BYTES:,} bytes")
            return response.status_code, response.headers, bytes(data)

    def _learns(self, status: int, data: bytes) -> bool:
        """Whether the same question can be asked again in another way. Raises where it never can."""
        words = data.decode("utf-8", "replace")
        if status in {401, 402, 403}:
            raise self._unusable(f"refuses the key (status {status})", "Set the key in ONRECORD_LLM_KEY")
        if status in {404, 405} or 300 <= status < 400:
            raise self._unusable(
                f"knows no chat completions or no model {self._options.model!r} there (status {status})",
                "Correct --llm-url, which usually ends in /v1, and --llm-model",
            )
        if status == 429 and "insufficient_quota" in words:
            raise self._unusable("has no quota left for this key", "Raise the quota with the provider")
        if status in {400, 413, 422, 500} and _TOO_LONG.search(words):
            raise TooLong
        return status in {400, 422} and self._dialect.learn(words)

    def _answer(self, data: bytes) -> Answer:
        try:
            value = json.loads(data)
            choice = value["choices"][0]
            message = choice["message"]
            content, refusal, reason = message.get("content"), message.get("refusal"), choice.get("finish_reason")
        except (ValueError, RecursionError, LookupError, TypeError, AttributeError):
            self._usage.add_tokens(None)
            return Answer(None, True)
        self._usage.add_tokens(value.get("usage"))
        if refusal or reason == "content_filter":
            raise Unanswered("the model refused to answer", endpoint=False)
        return Answer(content, reason != "length")

    def _words(self, data: bytes) -> str:
        """What the endpoint says of its refusal, in one short line, without the key should it repeat it."""
        words = " ".join(data.decode("utf-8", "replace").split())
        if self._options.key:
            words = words.replace(self._options.key, "***")
        return f": {words[:200]}" if words else ""

    def _unusable(self, problem: str, remedy: str) -> EndpointUnusable:
        return EndpointUnusable(problem, subject=self._options.host, stage=_STAGE, remedy=remedy)


def _retry_after(value: str | None) -> float | None:
    """Seconds to wait, from seconds or a date; None where the header says nothing that can be read."""
    if not value:
        return None
    try:
        if re.fullmatch(r"\s*\d{1,9}(?:\.\d+)?\s*", value):
            return float(value)
        when = parsedate_to_datetime(value)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())
