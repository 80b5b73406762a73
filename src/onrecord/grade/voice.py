"""One claim with the voice behind it, and the key under which two names meet."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from onrecord.model import ActorRef, Claim

ASSERTING = frozenset({"occurred", "ongoing"})
PLANNING = frozenset({"planned", "alleged_plan", "hypothetical"})
DENYING = frozenset({"denied"})
WITHDRAWING = frozenset({"withdrawn"})


def fold(name: str) -> str:
    """`name` in lower case without accents, punctuation and leading articles, for comparing names."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    words = re.findall(r"\w+", plain)
    while words and words[0] in {"the", "a", "an", "some"}:
        words = words[1:]
    return " ".join(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One claim with the voice behind it.

    `key` is the organisation (or person, or unnamed voice of one document) that speaks; `speaks_as` is the key of the voice it rests on,
    the same as `key` for a claim that stands alone. `path` holds the keys of the chain from the publisher to the origin, `flat` is true
    where the publisher says it itself, `rests_on` the id of the claim that a flat lead rests on. `answers` is true for a denial in words
    that answer a charge ("denied that its men shelled the town"), not for one that only says what has not happened. `lead_of` is the name
    of a publisher whose flat lead is counted with the voice that its report quotes beside it, in a claim of another event; `of_law` is true
    where the words beside the name give it an office of the law, `heads` is the body that they say the voice heads or speaks for ("the
    director of Talm hospital, Ana Ruiz").
    """

    claim: Claim
    key: str
    name: str
    party: str | None
    named: bool
    sector: str | None
    publisher_key: str
    publisher_name: str
    path: tuple[str, ...]
    path_names: tuple[str, ...]
    flat: bool
    published: date | None
    rests_on: str | None = None
    speaks_as: str = ""
    answers: bool = False
    lead_of: str | None = None
    of_law: bool = False
    heads: str | None = None

    @property
    def id(self) -> str:
        """Id of the claim."""
        return self.claim.id

    @property
    def order(self) -> tuple[date, str, int, str]:
        """Order of telling that does not hang on the order of arrival; undated reports come last."""
        return (self.published or date.max, self.claim.document_id, self.claim.trigger.start, self.claim.id)

    @property
    def actor_parties(self) -> frozenset[str]:
        """Sides that the claim names as the doers. A group outside the table counts where it names itself."""
        actors = [role.actor for role in self.claim.actors if role.actor is not None]
        sides = {actor.party for actor in actors if actor.party is not None}
        if not sides and self.named and any(actor.named and self.is_actor(actor) for actor in actors):
            sides.add(self.side)
        return frozenset(sides)

    @property
    def target_parties(self) -> frozenset[str]:
        """Sides that the claim names as those who suffered it."""
        return frozenset(role.actor.party for role in self.claim.targets if role.actor is not None and role.actor.party is not None)

    @property
    def side(self) -> str:
        """The party, or the voice itself: a voice without a party is its own party."""
        return self.party or self.speaks_as or self.key

    def is_actor(self, actor: ActorRef) -> bool:
        """Whether `actor` is this voice or its organisation."""
        return self.key in (actor.actor_id, actor.organisation)
