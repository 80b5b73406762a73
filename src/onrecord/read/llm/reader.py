"""The LLM reader: a document in, its claims out; nothing of the encoder is loaded."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from onrecord.errors import DocumentError, EndpointUnusable, StageFailed
from onrecord.model.claim import Attribution, Claim
from onrecord.model.document import Document
from onrecord.model.mention import Reading
from onrecord.model.span import Span
from onrecord.read.llm.answers import NotClaims, claims_in, whole_claims_in
from onrecord.read.llm.chunks import Chunk, chunks
from onrecord.read.llm.client import Client, Limits, TooLong, Unanswered
from onrecord.read.llm.grounding import Grounding
from onrecord.read.llm.options import LlmOptions
from onrecord.read.llm.prompt import REPAIR, SYSTEM, prompt_digest, user_message
from onrecord.read.llm.usage import Usage
from onrecord.read.words import paragraphs, sentences

_STAGE = "LLM reader"
_IN_A_ROW = 5
"""Documents in succession at which the endpoint fails, after which it is taken to be down for all."""


class LlmReader:
    """Reads documents with the model of `options`; may be used from several threads. `usage` counts what it cost."""

    def __init__(
        self, options: LlmOptions, *, sleep: Callable[[float], bool] | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.options = options
        self.usage = Usage(price_in=options.price_in, price_out=options.price_out)
        self._clock = clock
        self._client = Client(options, self.usage, sleep=sleep, clock=clock)
        self._lock = threading.Lock()
        self._started: float | None = None
        self._failures = 0

    @property
    def name(self) -> str:
        """Model and endpoint, as the record names who read."""
        return f"{self.options.model} at {self.options.host}"

    @property
    def prompt_digest(self) -> str:
        """SHA-256 over the prompt, the schema and the limits that shape them, 64 hex digits."""
        return prompt_digest(self.options.chunk, self.options.max_tokens)

    def close(self) -> None:
        """End what is under way; documents that are being read fail."""
        self._client.close()

    def read(self, document: Document) -> Reading:
        """Sentences, voices and claims of `document`, in text order; mentions are not looked for.

        Raises `StageFailed` naming the document where it cannot be read whole: a part of a reading is never given. Raises
        `EndpointUnusable` where no document can.
        """
        text = document.text
        in_sentences, in_paragraphs = sentences(text), paragraphs(text)
        parts = chunks(in_sentences, in_paragraphs, self.options.chunk)
        if len(parts) > self.options.document_requests:
            raise self._failed(
                document,
                f"needs {len(parts):,} requests, and {self.options.document_requests:,} are allowed",
                "Raise ONRECORD_LLM_DOCUMENT_REQUESTS, or divide the document",
            )
        limits = self._limits(document)
        grounding = Grounding(document, in_paragraphs)
        claims: list[Claim] = []
        try:
            for part in parts:
                claims += self._ask(document, part, in_sentences, grounding, limits)
        except Unanswered as error:
            self._count_failure(error)
            raise self._failed(document, str(error), "Nothing of it is stored; run again to try it again") from error
        finally:
            self.usage.add_dropped(grounding.dropped)
        with self._lock:
            self._failures = 0
        claims.sort(key=lambda c: (c.trigger, c.id))
        self.usage.add(kept=len(claims))
        return Reading(
            document=document,
            sentences=tuple(in_sentences),
            paragraphs=tuple(in_paragraphs),
            mentions=(),
            attributions=_attributions(claims),
            claims=tuple(claims),
        )

    def _limits(self, document: Document) -> Limits:
        now = self._clock()
        with self._lock:
            if self._started is None:
                self._started = now
            over = self._started + self.options.run_seconds if self.options.run_seconds else float("inf")
        if now >= over:
            raise self._failed(document, f"the run's {self.options.run_seconds:g} s are spent", "Run again to go on where it stopped")
        ends = now + self.options.document_seconds if self.options.document_seconds else float("inf")
        return Limits(ends=min(ends, over), requests=self.options.document_requests)

    def _ask(self, document: Document, part: Chunk, among: Sequence[Span], grounding: Grounding, limits: Limits) -> list[Claim]:
        """The claims of one part. One that is too long for the model, or its answer for the limit of tokens, is asked in two."""
        question = user_message(document, part, [s.of(document.text) for s in part.sentences])
        messages = [{"role": "system", "content": SYSTEM}, {"role": "user", "content": question}]
        halves = part.halves(among)
        try:
            answer = self._client.ask(messages, limits)
        except TooLong:
            if halves is None:
                raise Unanswered("one sentence is too long for the model's context", endpoint=False) from None
            return [c for half in halves for c in self._ask(document, half, among, grounding, limits)]
        try:
            return grounding.claims(claims_in(answer.content), part)
        except NotClaims as wrong:
            if not answer.complete:
                if halves is not None:
                    return [c for half in halves for c in self._ask(document, half, among, grounding, limits)]
                self.usage.add(cut_short=1)
                return grounding.claims(whole_claims_in(answer.content), part)
            return self._repaired(messages, answer.content, wrong, part, grounding, limits)

    def _repaired(
        self, messages: list[dict[str, str]], content: object, wrong: NotClaims, part: Chunk, grounding: Grounding, limits: Limits
    ) -> list[Claim]:
        """The claims of a second answer, after the model was told what is wrong with its first one."""
        self.usage.add(repairs=1)
        before = content if isinstance(content, str) and content.strip() else "(nothing)"
        before = before[:20_000].encode("utf-8", "replace").decode()  # JSON can spell halves of characters, which cannot be sent
        more = [
            {"role": "assistant", "content": before},
            {"role": "user", "content": REPAIR.format(problem=str(wrong).encode("utf-8", "replace").decode())},
        ]
        try:
            answer = self._client.ask([*messages, *more], limits)
            return grounding.claims(claims_in(answer.content), part)
        except TooLong:
            raise Unanswered(f"no JSON by the schema ({wrong})", endpoint=False) from None
        except NotClaims as again:
            raise Unanswered(f"no JSON by the schema, twice ({again})", endpoint=False) from again

    def _count_failure(self, error: Unanswered) -> None:
        with self._lock:
            self._failures = self._failures + 1 if error.endpoint else 0
            if self._failures < _IN_A_ROW:
                return
        raise EndpointUnusable(
            f"failed at {_IN_A_ROW} documents in succession, last: {error}",
            subject=self.options.host,
            stage=_STAGE,
            remedy="See what the server says; what was read is kept, and a new run goes on from there",
        ) from error

    def _failed(self, document: Document, problem: str, remedy: str) -> StageFailed:
        return StageFailed(problem, subject=document.name or document.id, stage=_STAGE, remedy=remedy)

    def read_all(self, documents: Iterator[Document]) -> Iterator[Reading | DocumentError]:
        """The readings of `documents` in their order, or the error that skipped one; `options.parallel` are asked for at the same time."""
        if self.options.parallel < 2:
            yield from map(self._read_or_error, documents)
            return
        pool = ThreadPoolExecutor(self.options.parallel, thread_name_prefix="llm-reader")
        waiting: deque[Future[Reading | DocumentError]] = deque()
        try:
            for document in documents:
                waiting.append(pool.submit(self._read_or_error, document))
                if len(waiting) >= 2 * self.options.parallel:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BaseException:
            self.close()
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _read_or_error(self, document: Document) -> Reading | DocumentError:
        try:
            return self.read(document)
        except DocumentError as error:
            return error


def _attributions(claims: Sequence[Claim]) -> tuple[Attribution, ...]:
    """Each voice of the claims' chains once, in the order of the text; what it says is known from the claims only."""
    voices = {(k.source, k.cue) for c in claims for k in c.attribution if k.source is not None and k.cue is not None}
    return tuple(Attribution(source=(s,), cue=(q,), content=()) for s, q in sorted(voices))
