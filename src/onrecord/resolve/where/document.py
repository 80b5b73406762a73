"""The places of one document, read together: every name a node, every text cue between two names a link, one reading for a name
throughout."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from onrecord.model.span import Span
from onrecord.resolve.gazetteer.fold import fold
from onrecord.resolve.gazetteer.lookup import Entry
from onrecord.resolve.gazetteer.schema import COMMON
from onrecord.resolve.where.abbreviations import expand
from onrecord.resolve.where.around import container_after, cue_after, offset_after
from onrecord.resolve.where.candidates import Finder, Found, holds, of_kind
from onrecord.resolve.where.cues import STREETS, is_generic
from onrecord.resolve.where.names import Phrase
from onrecord.resolve.where.score import Model, Node
from onrecord.resolve.where.tokens import known_words

_CONTEXT = re.compile(r"[^\W\d_a-z][\w’'-]+(?:[ -](?:al-|ez-|el-|of )?[^\W\d_a-z][\w’'-]+){0,2}")
_ARTICLE = re.compile(r"(?<!\w)AN?\s+$")
_CONTEXT_WEIGHT = 0.25
_NATIONALITY_WEIGHT = 0.7
_LITTLE = 1e-4  # probability or weight that is not worth counting
_LOOSE_SHARE = 0.2  # spelling variants are looked for in countries with at least this share of the evidence


@dataclass(slots=True)
class Named:
    """One place phrase of the document: where it stands, how it was taken apart and the node it shares with others of its name."""

    span: Span
    found: Found
    node: Node
    holder: Node | None = None
    offset: Phrase | None = None
    beside: Node | None = None


class DocumentPlaces:
    """Collects the place phrases and other evidence of one document, then weighs all candidates at once (`settle`)."""

    def __init__(self, text: str, finder: Finder, model: Model) -> None:
        self.text = text
        self.gazetteer = finder.gazetteer
        self._find = finder.find
        self._contexts = finder.contexts
        self._shares: dict[str, float] | None = None
        self._sums: dict[str, float] | None = None
        self._model = model
        self._nodes: dict[tuple[str, str | None, str | None], Node] = {}
        self.named: list[Named] = []
        self.countries: dict[str, float] = {}
        self.container_ends: set[int] = set()

    def add(self, span: Span, name: str | None = None, *, weight: float = 1.0) -> Named:
        """Add the phrase at `span`; `name` is the fuller name that the reader gives it, used for its kind where the words at the span
        show none. `weight` says how strongly the first mention of a name tells about the others."""
        words = span.of(self.text)
        found = self._read(span, words, name if name and name != words else None)
        container = found.phrase.container or container_after(self.text, span.end)
        if container is not None and found.phrase.container is None:
            self.container_ends.add(span.end)
        offset = None if found.entries or found.phrase.relation == "offset" else offset_after(self.text, span.end)
        holder = self._holder(container)
        node = self._node(found, fold(container) if container and holder else None, weight)
        if holder is not None:
            for number, entry in enumerate(node.entries):
                value = max((holds(outer, entry) for outer in holder.entries[:40]), default=0.0)
                if value:
                    node.inside[number] = max(value, node.inside.get(number, 0.0))
            for number, outer in enumerate(holder.entries):
                if any(holds(outer, entry) == 1.0 and entry.rank <= COMMON for entry in node.entries):
                    holder.inside[number] = max(0.5, holder.inside.get(number, 0.0))
        named = Named(span=span, found=found, node=node, holder=holder)
        if offset is not None:
            beside = self._find(offset.name)
            named.offset, named.beside = offset, self._node(beside, None, weight)
        self.named.append(named)
        return named

    def add_nationality(self, words: str) -> None:
        """Count a nationality ("Syrian") as evidence for its country; never a place of its own."""
        for entry in self.gazetteer.demonym(words):
            if entry.country:
                self.countries[entry.country] = self.countries.get(entry.country, 0.0) + _NATIONALITY_WEIGHT

    def add_context(self, text: str, covered: Iterable[Span] = ()) -> None:
        """Let other capitalised names of `text` tell about the places: weak evidence, since many are names of people."""
        taken = sorted(covered)
        position = 0
        seen: dict[str, None] = {}
        for match in _CONTEXT.finditer(text):
            start, end = match.span()
            while position < len(taken) and taken[position].end <= start:
                position += 1
            if position == len(taken) or taken[position].start >= end:
                seen[match.group()] = None
        for folded, people, entries in self._contexts(list(seen)):
            for country in people:
                self.countries[country] = self.countries.get(country, 0.0) + _CONTEXT_WEIGHT
            if entries and (folded, None, None) not in self._nodes:
                self._nodes[folded, None, None] = Node(key=folded, entries=entries, weight=_CONTEXT_WEIGHT, passing=True)

    def settle(self) -> None:
        """Weigh all candidates; spelling variants are tried for names without any, inside the countries that the document speaks of."""
        self._weigh()
        lost = [
            named for named in self.named if (not named.node.entries or named.found.namesake) and may_be_misspelt(named.found.phrase.name)
        ]
        if lost:
            shares = self.country_shares()
            likely = [code for code, share in sorted(shares.items(), key=lambda item: (-item[1], item[0])) if share >= _LOOSE_SHARE][:3]
            changed = False
            for named in lost:
                for code in likely:
                    entries = of_kind(self.gazetteer.lookup_loose(named.found.phrase.name, country=code), named.found.phrase)
                    if entries:
                        named.node.entries, named.found = entries, Found(phrase=named.found.phrase, entries=entries)
                        changed = True
                        break
            if changed:
                self._weigh()

    def nodes(self) -> tuple[Node, ...]:
        """All names of the document, context included."""
        return tuple(self._nodes.values())

    def country_shares(self, without: Node | None = None) -> dict[str, float]:
        """Share of the evidence by country, adding up to at most 1; `without` leaves out one name's own say."""
        if self._sums is None:
            self._sums = dict(self.countries)
            for node in self._nodes.values():
                _count(node, self._sums, 1.0)
        if without is None:
            if self._shares is None:
                self._shares = _shares(self._sums)
            return self._shares
        sums = dict(self._sums)
        _count(without, sums, -1.0)
        return _shares(sums)

    def other(self, phrase: Phrase) -> Entry | None:
        """What the second name of "between A and B" or of a border means: nearest to nothing, so the most prominent of the document's
        countries."""
        if phrase.other is None:
            return self._neighbour(phrase.name) if phrase.relation == "border" else None
        people = self.gazetteer.demonym(phrase.other)
        if people:
            return people[0]
        node = self._nodes.get((fold(phrase.other), None, None))
        if node is not None and node.scores:
            return node.entries[node.best()]
        entries = self._find(phrase.other).entries
        shares = self.country_shares()
        best = max(entries, key=lambda entry: (shares.get(entry.country or "", 0.0), -entry.number), default=None)
        return best and (seat(entries, best) or best)

    def _neighbour(self, name: str) -> Entry | None:
        """The country on the other side of "the Turkish border": the one that the document speaks of most, apart from that one."""
        own = {entry.country for entry in self.gazetteer.lookup(name) if entry.kind == "country"}
        shares = self.country_shares()
        code = max((c for c in shares if c not in own), key=lambda c: (shares[c], c), default=None)
        return self.gazetteer.country(code) if code is not None and shares[code] >= _LOOSE_SHARE else None

    def holder_of(self, named: Named) -> tuple[Entry | None, str]:
        """The place that holds a phrase which the gazetteer lacks, and how the text says so: beside this mention first, else beside
        another of the same name."""
        near = None
        for other in sorted((one for one in self.named if one.node.key == named.node.key), key=lambda one: one is not named):
            if other.holder is None or not other.holder.scores:
                continue
            best = other.holder.entries[other.holder.best()]
            if named.found.phrase.kind in ("natural", "region", "district", "town", None):
                best = same_division(other.holder.entries, best) or best
            if best.kind != "town" or named.found.phrase.kind == "site":
                return best, "named beside it" if other is named else "named beside another mention of it"
            near = near or best
        return near, "named beside it"

    def _weigh(self) -> None:
        self._shares = self._sums = None
        self._model.weigh([node for node in self._nodes.values() if node.entries], self.countries)

    def _read(self, span: Span, words: str, name: str | None) -> Found:
        """The phrase at `span` with its candidates: by the words themselves, by the cue after them, or by the fuller name that the reader
        gives."""
        if is_generic(words) or self._with_article(span, words):
            fuller = self._find(name) if name and not is_generic(name) else None
            if fuller is not None and fuller.entries:
                return fuller
            inner = self._find(words).phrase
            return Found(phrase=inner, entries=())
        found = self._find(words)
        if found.phrase.relation != "at" and is_generic(found.phrase.name):
            return replace(found, entries=())  # "NORTHERN PARTS OF THE CAPITAL" lie in no place called Capital
        if found.phrase.kind is None and found.phrase.relation == "at":
            cue = cue_after(self.text, span.end)
            if cue is not None:
                return self._demand(found, *cue)
        if name and found.phrase.relation == "at" and (found.phrase.kind is None or not found.entries):
            fuller = self._find(name)
            if fuller.entries and fuller.phrase.relation == "at" and (fuller.phrase.kind is not None or not found.entries):
                return fuller
        return found

    def _with_article(self, span: Span, words: str) -> bool:
        """Whether a single word follows "a" or "an" ("IN A CONVENT"): in a text of capitals a common noun looks like a name."""
        before = self.text[max(0, span.start - 4) : span.start]
        return words.isupper() and " " not in words and _ARTICLE.search(before) is not None

    def _demand(self, found: Found, kind: str, cue: str) -> Found:
        phrase = Phrase(name=found.phrase.name, kind=kind, cue=cue, container=found.phrase.container, whole=found.phrase.whole)
        full = of_kind(self.gazetteer.lookup(f"{phrase.name} {cue}"), phrase)
        entries = full or of_kind(found.entries, phrase)
        if entries:
            return Found(phrase=phrase, entries=entries)
        if cue in STREETS:
            return Found(phrase=phrase, entries=())
        if kind in ("natural", "site"):
            return Found(phrase=phrase, entries=found.entries if kind == "site" else (), namesake=kind == "site" and bool(found.entries))
        return found

    def _node(self, found: Found, container: str | None, weight: float) -> Node:
        key = (fold(found.phrase.name), found.phrase.kind, container)
        node = self._nodes.get(key)
        if node is None:
            node = self._nodes[key] = Node(key=key[0], entries=found.entries, weight=weight)
        elif node.weight < weight or node.passing:
            node.weight, node.entries, node.passing = weight, found.entries, False
        elif weight < 1.0:
            pass  # told once by the words around is enough
        else:
            node.weight = min(2.0, node.weight + 0.25)
        return node

    def _holder(self, container: str | None) -> Node | None:
        if container is None or is_generic(container):  # what is "near West 29th" lies in no province of the name West
            return None
        found = self._find(container)
        if not found.entries or found.phrase.relation not in ("at", "part"):
            return None
        if expand(container) is None and all(entry.rank > COMMON for entry in found.entries):
            return None
        key = (fold(found.phrase.name), found.phrase.kind, None)
        node = self._nodes.get(key)
        if node is None:
            node = self._nodes[key] = Node(key=key[0], entries=found.entries, weight=0.5)
        return node


def may_be_misspelt(name: str) -> bool:
    """Whether another spelling of `name` may be looked for: not of what names nothing by itself ("nine villages", "There")."""
    return any(letter.isupper() for letter in name) and name.lower() not in known_words()["common"]


def _count(node: Node, sums: dict[str, float], times: float) -> None:
    for entry, probability in zip(node.entries, node.probabilities, strict=True):
        if entry.country and probability > _LITTLE:
            sums[entry.country] = sums.get(entry.country, 0.0) + times * probability * node.weight


def _shares(sums: dict[str, float]) -> dict[str, float]:
    total = sum(sums.values())
    return {code: max(0.0, value / total) for code, value in sums.items()} if total > _LITTLE else {}


def follows(ends: set[int], text: str, start: int) -> bool:
    """Whether the name at `start` stands where the text names what holds the name before it ("in Metapan, Santa Ana")."""
    if not any(start - back in ends for back in range(1, 8)):
        return False
    return text[max(0, start - 12) : start].rstrip("( \n").endswith((",", " in", "\nin", " IN", "\nIN"))


def same_division(entries: tuple[Entry, ...], best: Entry) -> Entry | None:
    """The first-level division that `best` lies in, if it is among `entries`: "in Homs" said of a mountain range means the province."""
    return next((entry for entry in entries if entry.kind == "province" and entry.number == best.admin1), None)


def seat(entries: tuple[Entry, ...], best: Entry) -> Entry | None:
    """The town that gave its name to the division `best`, where it holds at least a quarter of the people: "Aleppo" alone is the town."""
    if best.kind not in ("province", "district"):
        return None
    for entry in entries:
        if entry.kind == "town" and entry.country == best.country and entry.population * 4 >= best.population > 0:
            close = entry.admin1 == best.number or entry.admin2 == best.number or (entry.admin1 == best.admin1 and best.kind == "district")
            if close:
                return entry
    return None
