"""An answer to claims: every field is a stretch of the text or of a code list, or it is dropped and counted."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from onrecord.model.claim import CERTAINTIES, FIGURE_KINDS, STATUSES, Claim, Figure, Link, Role
from onrecord.model.codes import EVENT_TYPES, SUB_EVENTS
from onrecord.model.document import Document
from onrecord.model.span import Span
from onrecord.model.when import When
from onrecord.model.where import Place
from onrecord.read.figures import figures_of
from onrecord.read.llm.chunks import Chunk
from onrecord.read.llm.quotes import nearest, occurrences
from onrecord.read.names import strip_articles
from onrecord.read.places import place_kind

_MOST = 50
"""Items of one list of one claim that are looked at; more is a model that goes round in circles."""


class _RefusedError(Exception):
    """A claim that cannot be kept; the message is the name under which it is counted."""


class Grounding:
    """Holds the answers for one document to its text. Claims of equal content are kept once, over all parts of the document."""

    def __init__(self, document: Document, paragraphs: Sequence[Span]) -> None:
        self._document = document
        self._text = document.text
        self._paragraphs = paragraphs
        self._paragraph_starts = [p.start for p in paragraphs]
        self._seen: set[str] = set()
        self.dropped: Counter[str] = Counter()

    def claims(self, items: Iterable[Any], chunk: Chunk) -> list[Claim]:
        """The claims of an answer about `chunk` that the text bears out, in the order of the answer."""
        kept = []
        for item in items:
            try:
                kept.append(self._claim(item, chunk))
            except _RefusedError as refused:
                self.dropped[f"claim: {refused}"] += 1
        return kept

    def _claim(self, item: Any, chunk: Chunk) -> Claim:
        if not isinstance(item, dict):
            raise _RefusedError("no object")
        event_type = _required(item, "event_type", EVENT_TYPES)
        status = _required(item, "status", STATUSES)
        certainty = _required(item, "certainty", CERTAINTIES)
        sentence, triggers = self._where(item, chunk)
        made = None
        # The same words twice in a sentence can be two happenings: an answer that repeats them means the next ones.
        for trigger in triggers:
            made = _Fields(self, item, chunk, sentence, trigger).claim(event_type, status, certainty)
            if made[0].id not in self._seen:
                break
        else:
            raise _RefusedError("said twice")
        claim, dropped = made
        self._seen.add(claim.id)
        self.dropped.update(dropped)
        return claim

    def _where(self, item: dict[str, Any], chunk: Chunk) -> tuple[Span, list[Span]]:
        """The sentence of a claim and where its trigger stands there; another sentence than the one named if that alone has the words."""
        number, quote = item.get("sentence"), item.get("trigger")
        if isinstance(number, int) and not isinstance(number, bool) and 1 <= number <= len(chunk.sentences):
            sentence = chunk.sentences[number - 1]
            if found := occurrences(quote, self._text, sentence):
                return sentence, found
        holding = [(s, found) for s in chunk.sentences if (found := occurrences(quote, self._text, s))]
        if len(holding) != 1:
            raise _RefusedError("trigger not in the sentence")
        self.dropped["number of the sentence"] += 1
        return holding[0]

    def paragraph(self, at: int) -> Span:
        """The paragraph that holds the character `at`."""
        return self._paragraphs[max(0, bisect_right(self._paragraph_starts, at) - 1)]


class _Fields:
    """The fields of one claim, for one place of its trigger."""

    def __init__(self, grounding: Grounding, item: dict[str, Any], chunk: Chunk, sentence: Span, trigger: Span) -> None:
        self._grounding, self._item, self._chunk = grounding, item, chunk
        self._document, self._text = grounding._document, grounding._text
        self._sentence, self._trigger = sentence, trigger
        self._kept = 1
        self._dropped: Counter[str] = Counter()

    def claim(self, event_type: str, status: str, certainty: str) -> tuple[Claim, Counter[str]]:
        """The claim and what was dropped of it. Raises `_RefusedError`."""
        chain = self._chain()
        mode = self._coded("mode", EVENT_TYPES[event_type])
        sub_event = self._coded("sub_event", SUB_EVENTS)
        actors, targets = self._roles("actors"), self._roles("targets")
        instruments = tuple(self._quotes("instruments"))
        places = tuple(
            Place(span=s, name=" ".join(s.of(self._text).split()), kind=place_kind(self._text, s)) for s in self._quotes("places")
        )
        time, figures = self._time(), self._figures()
        lost = sum(self._dropped.values())
        return Claim(
            document_id=self._document.id,
            trigger=self._trigger,
            evidence=self._sentence,
            event_type=event_type,
            mode=mode,
            sub_event=sub_event,
            status=status,
            certainty=certainty,
            actors=actors,
            targets=targets,
            instruments=instruments,
            places=places,
            time=time,
            figures=figures,
            attribution=chain,
            # A model says nothing of use about its own certainty; how much of what it says is in the text can be measured.
            confidence=round(self._kept / (self._kept + lost), 4),
        ), self._dropped

    def _keep(self, what: str, span: Span | None) -> Span | None:
        if span is None:
            self._dropped[what] += 1
        else:
            self._kept += 1
        return span

    def _coded(self, name: str, allowed: Iterable[str]) -> str | None:
        value = self._item.get(name)
        code = _code(value, allowed)
        if code is None and value not in (None, ""):
            self._dropped[name.replace("_", "-")] += 1
        return code

    def _list(self, name: str) -> list[Any]:
        value = self._item.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self._dropped[name] += 1
            return []
        self._dropped.update({name: len(value) - _MOST} if len(value) > _MOST else {})
        return value[:_MOST]

    def _here(self, quote: object, *, apart_from: Span | None = None) -> Span | None:
        return nearest(occurrences(quote, self._text, self._sentence), self._trigger, apart_from=apart_from)

    def _quotes(self, name: str) -> list[Span]:
        """Quotations that have to stand in the sentence, each once, in the order of the text."""
        found = (self._keep(name, self._here(quote)) for quote in self._list(name))
        return sorted({span for span in found if span is not None})

    def _mention(self, quote: object, *, apart_from: Span | None = None) -> Span | None:
        """A voice or party: in the sentence; else the last words before it that the model was shown."""
        here = self._here(quote, apart_from=apart_from)
        if here is not None or self._chunk.shown.start >= self._sentence.start:
            return here
        return nearest(occurrences(quote, self._text, Span(self._chunk.shown.start, self._sentence.start)), self._trigger)

    def _name(self, name: object, span: Span) -> str:
        """The fullest name, if the document has it; else the words of the span."""
        if isinstance(name, str) and name.strip() and occurrences(name, self._text, Span(0, len(self._text))):
            chosen = " ".join(name.split())
        else:
            self._dropped["name"] += 1
            chosen = " ".join(span.of(self._text).split())
        return strip_articles(chosen) or chosen

    def _roles(self, which: str) -> tuple[Role, ...]:
        roles: dict[Span, Role] = {}
        for party in self._list(which):
            quote, name = (party.get("quote"), party.get("name")) if isinstance(party, dict) else (party, party)
            span = self._keep(which, self._mention(quote, apart_from=self._trigger))
            if span is not None and span not in roles:
                roles[span] = Role(span=span, name=self._name(name, span))
        return tuple(roles.values())

    def _time(self) -> When | None:
        quote = self._item.get("time")
        if quote in (None, ""):
            return None
        span = self._keep("time", self._here(quote))
        return When(span=span, expression=span.of(self._text), earliest=None, latest=None, rule="unresolved") if span else None

    def _figures(self) -> tuple[Figure, ...]:
        """Figures with the bounds that their own words give: a number that only the model says is none."""
        kinds: dict[Span, str] = {}
        for figure in self._list("figures"):
            what = _code(figure.get("what"), FIGURE_KINDS) if isinstance(figure, dict) else None
            span = self._here(figure["quote"]) if what and "quote" in figure else None
            if span is not None and what is not None and figures_of(self._text, {span: what}, self._sentence):
                self._kept += 1
                kinds[span] = what
            else:
                self._dropped["figures"] += 1
        return figures_of(self._text, kinds, self._sentence)

    def _chain(self) -> tuple[Link, ...]:
        """The voices, nearest to the reader first. A voice that is not in the text is dropped; if its word of saying is there, somebody
        speaks whom the answer does not name rightly, and the claim must not pass for the publisher's own: it is dropped whole.
        """
        links: list[Link] = []
        for voice in self._list("attribution"):
            if not isinstance(voice, dict):
                self._dropped["attribution"] += 1
                continue
            source, cue, name = self._source(voice), voice.get("cue"), voice.get("name")
            where = self._grounding.paragraph((source or self._sentence).start)
            said = nearest(occurrences(cue, self._text, where), source or self._trigger, apart_from=source)
            named = voice.get("source") not in (None, "")
            # "accused" as a trigger is the claim itself, and no word of saying of another voice.
            if source is None and named and said is not None and not said.overlaps(self._trigger):
                raise _RefusedError("voice not in the text")
            if self._keep("attribution", source) is None or source is None:
                continue
            if said is None and cue not in (None, ""):
                self._dropped["cue"] += 1
            if not any(source == link.source for link in links):
                links.append(Link(source=source, cue=said, name=self._name(name, source)))
        return tuple(links)

    def _source(self, voice: dict[str, Any]) -> Span | None:
        """The words of a voice: in the sentence, in its paragraph (a source tag stands at its end), or before; else those of its name."""
        for quote in (voice.get("source"), voice.get("name")):
            paragraph = self._grounding.paragraph(self._sentence.start)
            inside = nearest(occurrences(quote, self._text, self._sentence), self._trigger)
            near = inside or nearest(occurrences(quote, self._text, paragraph), self._trigger) or self._mention(quote)
            if near is not None:
                return near
        return None


def _required(item: dict[str, Any], name: str, allowed: Iterable[str]) -> str:
    code = _code(item.get(name), allowed)
    if code is None:
        raise _RefusedError(f"{name.replace('_', ' ')} not in the code list")
    return code


def _code(value: object, allowed: Iterable[str]) -> str | None:
    """The code that `value` is, whatever its case; None where it is none of them."""
    if not isinstance(value, str):
        return None
    wanted = value.strip().casefold()
    return next((code for code in allowed if code.casefold() == wanted), None)
