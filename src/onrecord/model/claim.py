"""Claims: one chain of voices says that one happening took place, will, or did not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from onrecord.model.actor import ActorRef
from onrecord.model.ids import CLAIM, content_id
from onrecord.model.span import Span
from onrecord.model.when import When
from onrecord.model.where import Place

STATUSES = ("occurred", "ongoing", "planned", "alleged_plan", "hypothetical", "denied", "withdrawn")
CERTAINTIES = ("asserted", "hedged")
FIGURE_KINDS = ("killed", "injured", "captured", "displaced", "destroyed", "damaged", "strikes", "bases", "people", "other")
VICTIM_CLASSES = ("civilian", "combatant", "children", "women")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One voice of a chain of attribution.

    `source` and `cue` are spans (None for a voice that is only implied); `name` is the fullest name in the document without titles.
    """

    source: Span | None
    cue: Span | None
    name: str
    actor: ActorRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """A voice with what it says, as found in the text: spans may be discontinuous, so each part is a tuple of spans."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """An actor or target of a happening: the words that name it and the fullest name in the document."""

    span: Span
    name: str
    actor: ActorRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that a claim gives, with inclusive bounds.

    "at least 12" is low 12, high None; "nearly 12" low None, high 12; `unknown` is said of "an unknown number" only. `victims` is the class
    of the people counted where the text says it, None where it does not. `part_of_total` marks a subset of another figure of the same voice
    ("12, among them 3 children").
    """

    span: Span
    what: str
    low: int | None
    high: int | None
    unknown: bool = False
    victims: str | None = None
    part_of_total: bool = False

    def __post_init__(self) -> None:
        if self.what not in FIGURE_KINDS:
            raise ValueError(f"a figure counts one of {FIGURE_KINDS}, not {self.what!r}")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"low {self.low} is above high {self.high}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One claim, as `docs/concepts.md` defines it. Every span lies in the text of the document `document_id`.

    `attribution` runs from the voice nearest to the reader to the origin; an empty one means that the publisher says it.
    `confidence` is the reader's own estimate in 0..1 that this is a claim of this type.
    """

    document_id: str
    trigger: Span
    evidence: Span
    event_type: str
    status: str
    certainty: str
    mode: str | None = None
    sub_event: str | None = None
    actors: tuple[Role, ...] = ()
    targets: tuple[Role, ...] = ()
    instruments: tuple[Span, ...] = ()
    places: tuple[Place, ...] = ()
    time: When | None = None
    figures: tuple[Figure, ...] = ()
    attribution: tuple[Link, ...] = ()
    confidence: float = 1.0
    group: int | None = None
    """Happening within the document: claims of one document with the same number tell of the same happening."""
    read_as: str | None = None
    """On a copy that carries a reviewer's corrections: the id of the claim as it was read, which the copy keeps."""

    @property
    def id(self) -> str:
        """Content-derived: the document, the trigger, what is said of it and by whom. Corrections do not change it."""
        if self.read_as is not None:
            return self.read_as
        chain = tuple([(link.name, link.source.start if link.source else -1) for link in self.attribution])
        return _claim_id(self.document_id, self.trigger.start, self.trigger.end, self.event_type, self.status, chain)


@lru_cache(maxsize=1 << 14)
def _claim_id(document_id: str, start: int, end: int, event_type: str, status: str, chain: tuple[tuple[str, int], ...]) -> str:
    """Kept for the claims of the documents that are being read: linking and dating ask for it again and again."""
    return content_id(CLAIM, document_id, start, end, event_type, status, [f"{name}@{at}" for name, at in chain])
