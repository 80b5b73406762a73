"""Mend what the heads found before claims are made of it: whole fillers, whole lists, whole numbers, outcomes put to their cause.

Each rule follows a sentence of the guideline (`docs/concepts.md`) or of English grammar; none knows a topic, a name or a document.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter

from onrecord.model.span import Span
from onrecord.read.analysis import Filler, Found

_NUMBER_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty"
    r"|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|dozens?|several|scores|both)"
)
_BEFORE_NUMBER = re.compile(
    r"(?:\b(?:at least|more than|over|no fewer than|no less than|not less than|up to|nearly|almost|as many as|fewer "
    r"than|less than|some|about|around"
    r"|approximately|roughly|an estimated|a total of|close to|under)\s+)$",
    re.IGNORECASE,
)
_COUNT_BEFORE = re.compile(
    rf"\b((?:(?:at least|more than|over|nearly|almost|about|around|some|up to)\s+)?(?:\d[\d,]*|{_NUMBER_WORD}))\s+(?:[\w-]+\s+){{0,2}}$",
    re.IGNORECASE,
)
_GRAMMAR = 0.5  # the score of a filler that a rule supplied
_COUNT = rf"(?P<count>(?:(?:at least|more than|over|nearly|almost|about|around|some|up to|as many as)\s+)?(?:\d[\d,]*|{_NUMBER_WORD}))"
_HARMED_AFTER = re.compile(
    rf"\b{_COUNT}\s+(?:(?!and\b|or\b|of\b|years?\b|days?\b|who\b)[\w'’-]+\s+){{0,3}}?"
    r"(?:were|was|have been|had been|has been)\s+(?:also\s+|reportedly\s+)?"
    r"(?P<verb>killed|wounded|injured)\b",
    re.IGNORECASE,
)
_HARMED_BEFORE = re.compile(
    rf"\b(?P<verb>killing|wounding|injuring)\s+{_COUNT}"
    r"(?=\s+(?:people|civilians?|men|women|soldiers|others|fighters|officers|children|residents|\w+ants|\w+ers)\b|[,.])",
    re.IGNORECASE,
)
_STRIKES = re.compile(r"(?:air ?|drone |missile )?(?:strikes?|raids|sorties|airstrikes?|attacks)\b", re.IGNORECASE)
_BESIDE = re.compile(r"((?:[^\W\d_a-z][\w'’-]*[ \n]){1,3})and\s+$")
_BASES = re.compile(r"(?:[\w-]+\s+){0,3}(?:bases?|camps?|hideouts?|strongholds?)\b", re.IGNORECASE)
_OUTCOME = re.compile(
    r"^(?:(?:has|have|had|was|were|been|being|also|and)\s+)*(?:kill\w*|wound\w*|injur\w*|destroy\w*|damag\w*|disabl\w*|engag\w*|suppress\w*|neutrali[sz]\w*"
    r"|hit(?:ting)?|dead|died|casualties|demolish\w*)$",
    re.IGNORECASE,
)
_CAUSE = re.compile(
    r"\b(?:air ?)?strikes?|attacks?\b|attack(?:ed|ing)|bomb\w*|shell\w*|explosion|blast|raids?\b|raided|ambush\w*|"
    r"bombardment|assault|shooting|clash\w*|fired\b"
    r"|fire\b|opened fire|struck|detonat\w*|explod\w*|blew|rammed|offensive|massacre",
    re.IGNORECASE,
)
_EDGE = re.compile(r"^(?:and|or|of|by|the|a|an|,|\s)+\s+|\s*(?:,|\s(?:and|or|of|by|the|a|an|with|in))+\s*$", re.IGNORECASE)
_ITEM = re.compile(
    r"(?P<gap>\s*,\s*(?:and\s+|as well as\s+)?|\s+and\s+)"
    rf"(?P<item>(?P<head>(?:an?|the|\d[\d,]*|{_NUMBER_WORD})\s+)?(?P<words>[^,;.:()\"“”]{{2,70}}?))"
    r"(?=\s*(?:,|;|\.|$|\s+and\s|\)))",
    re.IGNORECASE,
)
_VERBISH = re.compile(
    r"\b(?:is|are|was|were|has|have|had|be|been|will|would|that|which|who|said|says|told|added|after|before|when|while|where|as|to|because|but)\b",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(r"(?:was|were|is|are|been|being|be|has|have|had|will|would)(?: (?:been|being|be|have))?", re.IGNORECASE)
_NO_WORD = re.compile(r"[\W_]*")
_NO_NAME = re.compile(rf"(?:[\W\d_]|\b(?:{_NUMBER_WORD}|at|in|on|of|by|for|to|from|least|more|than|and|or|a|an|the)\b)*", re.IGNORECASE)
# "The nations which have conducted strikes include A, B and C": the members of the list are the actors.
_RELATIVE = re.compile(r"\s+(?:which|that|who)\s", re.IGNORECASE)
_INCLUDE = re.compile(
    r"\b(?:include[ds]?|are|were)\s*:?\s+(?P<list>(?:the\s+)?[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*)*"
    r"(?:,\s*(?:the\s+)?[A-Z][\w.'’-]*(?:\s+(?:of\s+)?[A-Z][\w.'’-]*)*)+,?\s+and\s+(?:the\s+)?[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*)*)"
)
_MEMBER = re.compile(r"(?:,\s*and\s+|,\s*|\s+and\s+)(?:the\s+)?|^the\s+", re.IGNORECASE)
_CLAUSE = re.compile(r"\b(?:who|which|that|where|whose)\b", re.IGNORECASE)
_NOUN_OF_CAUSE = re.compile(
    r"(?:\w+[ -])?(?:air ?)?(?:strikes?|attacks?|bombings?|bombs?|shelling|explosions?|blasts?|raids?|ambush(?:es)?|bombardments?|assaults?"
    r"|shootings?|clash(?:es)?|fighting|battles?|gunfire|fire|offensives?|massacres?|rockets?|missiles?)",
    re.IGNORECASE,
)
_IN_CAUSE = re.compile(
    r"\s*,?\s*(?:in|during|by|from|after|as a result of|amid)\s+(?:(?:the|a|an|these|those|that|this|\w+)\s+){0,4}", re.IGNORECASE
)
_HITS = re.compile(
    r"(?:(?:had|has|have|also)\s+)*(?:target(?:ed|ing)|struck|hit|hitting|landed|landing|fell|falling|striking)", re.IGNORECASE
)
_DOES = re.compile(r"\s+(?:(?:had|has|have|also|which|that|later)\s+){0,3}", re.IGNORECASE)
_OTHERS_AGENT = re.compile(
    r"\b(?:used|held|controlled|run|operated|occupied|manned|led|backed|supported|owned|ruled|governed|claimed|inhabited|guarded|commanded)\s+by\s+"
    r"(?:(?:the|a|an|some|its|their)\s+)?(?:\w+\s+){0,1}$",
    re.IGNORECASE,
)
_GAP = re.compile(r"[\s'’-]*")
_LONGEST_NAME = 400  # characters
# Verbs that only say that what their noun names took place: "launched an attack", "signed a ceasefire", "raids were carried out".
_TOOK_PLACE = re.compile(
    r"(?:(?:has|have|had|was|were|been|being|be|also|will|would|to)\s+)*"
    r"(?:sign|launch|carr(?:y|i)|conduct|perform|proclaim|declare?|impos|pa(?:y|id)|h(?:o|e)ld|stag|mount|commit|wag|execut|reach|conclude?|deliver|"
    r"undert(?:a|oo)k|unleash|perpetrat|ma(?:k|d)e?)\w*(?:\s+(?:out|an?|the))?",
    re.IGNORECASE,
)
_ITS_NOUN = re.compile(
    r"(?:\s+(?!and\b|but\b|or\b|to\b|that\b|which\b|who\b|after\b|before\b|on\b|in\b|at\b|against\b|by\b|for\b|of\b|over\b|with\b)[\w’'-]+){0,4}"
    r"(?:\s+(?:wave|series|string|number|round|spate|campaign)s?\s+of(?:\s+[\w’'-]+){0,2})?\s+",
    re.IGNORECASE,
)
_ITS_VERB = re.compile(r"(?:\s+(?:has|have|had|was|were|is|are|been|being|be|will|would|also|later|reportedly))*\s+", re.IGNORECASE)
# Where the wounded and the prisoners were brought did not see the attack.
_BROUGHT_TO = re.compile(
    r"\b(?:taken|brought|rushed|moved|evacuated|transferred|flown|airlifted|driven|ferried|admitted|referred|transported|carried)\s+(?:by\s+\w+\s+)?"
    r"(?:to|into)\s+(?:[\w'’-]+\s+){0,6}$",
    re.IGNORECASE,
)
# Whoever is "at the scene of a shooting", "investigates" or "responds to" one has not done it.
_COMES_TO = re.compile(
    r"\b(?:(?:scenes?|victims?|reports?|aftermath|site|news) of|(?:investigat|prob|examin|condemn|deplor|mourn)\w+(?: into| of)?"
    r"|inquir(?:y|ies) into|(?:respond\w*|react\w*|reference) to)\s+(?:(?:a|an|the|this|that|these|last|any)\s+)?(?:[\w-]+\s+){0,3}$",
    re.IGNORECASE,
)


def mend(found: Sequence[Found], text: str, sentences: Sequence[Span], names: Sequence[Span] = ()) -> list[Found]:
    """The findings of a document, mended; triggers that turn out to be the outcome of another are put to it.

    `names` are spans of persons and organisations: a filler that is a part of one becomes the whole of it.
    """
    starts = sorted(names)
    steps: tuple[Callable[[Found, str, Span], Found], ...] = (
        _whole_fillers,
        _own_agents,
        _one_side,
        _whole_lists,
        _members,
        _whole_numbers,
    )
    mended = []
    for item in _whole_triggers(found, text):
        for step in steps:
            item = step(item, text, sentences[item.sentence])  # noqa: PLW2901 - each step takes what the last one gave
        mended.append(_whole_names(item, starts))
    # Sentence by sentence, so that one of a long report takes no longer than one of a short report.
    placed = [item for group in _by_sentence(mended) for item in _own_places(_took_place(group, text), text)]
    settled = (item for group in _by_sentence(_same_hands(placed, text)) for item in _effects(_outcomes(group, text), text))
    return [item for group in _by_sentence(settled) for item in _counted(group, text, sentences)]


def _by_sentence(found: Iterable[Found]) -> list[list[Found]]:
    return [list(group) for _, group in groupby(found, key=attrgetter("sentence"))]


def _counted(found: Sequence[Found], text: str, sentences: Sequence[Span]) -> list[Found]:
    """Numbers of dead and wounded that a verb counts and no trigger has: to the nearest assault of the sentence, rather one before."""
    out = list(found)
    taken = [f.span for item in found for f in item.roles.get("figure", ())]
    for number in sorted({item.sentence for item in found}):
        sentence = sentences[number]
        mine = [n for n, item in enumerate(out) if item.sentence == number and item.event_type == "ASSAULT"]
        for match in (m for p in (_HARMED_AFTER, _HARMED_BEFORE) for m in p.finditer(text, sentence.start, sentence.end) if mine):
            span = Span(*match.span("count"))
            if any(span.overlaps(t) for t in taken) or any(span.overlaps(out[n].span) for n in mine):
                continue
            at = min(mine, key=lambda n: (out[n].span.start > span.start, abs(out[n].span.start - span.start)))
            kind = "killed" if match["verb"][0] in "kKdD" else "injured"
            roles = {**out[at].roles, "figure": (*out[at].roles.get("figure", ()), Filler(span, _GRAMMAR))}
            out[at] = replace(out[at], roles=roles, figure_kinds={**out[at].figure_kinds, span: kind})
            taken.append(span)
    return out


def _whole_triggers(found: Sequence[Found], text: str) -> list[Found]:
    """ "were" and "killed" found apart are one trigger."""
    out: list[Found] = []
    for item in sorted(found, key=lambda f: f.span):
        if item.span.of(text).lower() in {"do", "does", "did"}:
            continue
        before = out[-1] if out else None
        if before is not None and _AUXILIARY.fullmatch(before.span.of(text)) and not text[before.span.end : item.span.start].strip():
            item = replace(item, span=Span(before.span.start, item.span.end))  # noqa: PLW2901
            out.pop()
        out.append(item)
    return out


def _whole_fillers(found: Found, text: str, sentence: Span) -> Found:  # noqa: ARG001
    """Parts of one noun phrase that the tagger left in two are joined; words that cannot begin or end a name are cut off."""
    roles: dict[str, tuple[Filler, ...]] = {}
    for role, fillers in found.roles.items():
        joined: list[Filler] = []
        for filler in sorted(fillers, key=lambda f: f.span):
            last = joined[-1] if joined else None
            if last is not None and role != "figure" and _GAP.fullmatch(text[last.span.end : filler.span.start]):
                joined[-1] = Filler(Span(last.span.start, filler.span.end), max(last.score, filler.score))
            else:
                joined.append(filler)
        trimmed = [f if role in {"time", "cue"} else replace(f, span=_trimmed(f.span, text)) for f in joined]
        empty = _NO_NAME if role in {"actor", "target"} else _NO_WORD
        roles[role] = tuple(f for f in trimmed if not empty.fullmatch(f.span.of(text)))
    kinds = {f.span: found.figure_kinds.get(f.span) or _kind_near(found, f.span) for f in roles.get("figure", ())}
    return replace(found, roles=roles, figure_kinds=kinds)


def _own_agents(found: Found, text: str, sentence: Span) -> Found:
    """Who uses the base that was hit has not hit it: in "struck bases used by militants" the agent is that of "used".

    Nor has the subject of another verb: "police worked at the scene of a shooting".
    """
    comes = _COMES_TO.search(text, max(sentence.start, found.span.start - 60), found.span.start)
    actors = tuple(
        f
        for f in found.roles.get("actor", ())
        if (f.span.start < found.span.end or not _OTHERS_AGENT.search(text, max(found.span.end, f.span.start - 50), f.span.start))
        and not (comes is not None and sentence.start <= f.span.start and f.span.end <= comes.start())
    )
    return replace(found, roles={**found.roles, "actor": actors})


def _one_side(found: Found, text: str, sentence: Span) -> Found:  # noqa: ARG001
    """Nobody is actor and target of one deed: of two readings of the same words the surer one stays."""
    actors, targets = found.roles.get("actor", ()), found.roles.get("target", ())

    def surer(own: Sequence[Filler], others: Sequence[Filler], *, ties: bool) -> tuple[Filler, ...]:
        return tuple(f for f in own if all(f.score > o.score or (ties and f.score == o.score) for o in others if o.span.overlaps(f.span)))

    return replace(found, roles={**found.roles, "actor": surer(actors, targets, ties=True), "target": surer(targets, actors, ties=False)})


def _whole_names(found: Found, names: Sequence[Span]) -> Found:
    """ "Jebel" of "Jebel Liberation Front" is the front."""
    roles = dict(found.roles)
    for role in ("actor", "target"):
        whole: list[Filler] = []
        for filler in roles.get(role, ()):
            low = bisect_left(names, max(0, filler.span.start - _LONGEST_NAME), key=lambda n: n.start)
            candidates = names[low : bisect_right(names, filler.span.start, key=lambda n: n.start)]
            name = next(
                (n for n in candidates if n.contains(filler.span) and len(n) > len(filler.span) and not n.overlaps(found.span)), filler.span
            )
            if not any(w.span == name for w in whole):
                whole.append(replace(filler, span=name))
        roles[role] = tuple(whole)
    return replace(found, roles=roles)


def _kind_near(found: Found, span: Span) -> str:
    return next((kind for s, kind in found.figure_kinds.items() if s.overlaps(span)), "other")


def _trimmed(span: Span, text: str) -> Span:
    words = span.of(text)
    start, end = span.start, span.end
    if (match := _EDGE.match(words)) and match.end() < len(words):
        start += match.end()
    tail = re.search(r"(?:\s*,|\s+(?:and|or|of|by|with|in))+\s*$", text[start:end], re.IGNORECASE)
    if tail and tail.start() > 0:
        end = start + tail.start()
    return Span(start, end)


def _whole_lists(found: Found, text: str, sentence: Span) -> Found:
    """A list goes on to its end: "a vehicle, two bunkers and a tunnel" are three targets, "France, Jordan and Canada" three actors."""
    roles = dict(found.roles)
    places = list(roles.get("place", ()))
    for filler in list(places):
        if (match := _BESIDE.search(text, max(sentence.start, filler.span.start - 60), filler.span.start)) and not text.isupper():
            span = Span(match.start(1), match.end(1) - 1)
            if not any(span.overlaps(f.span) for r in roles.values() for f in r):
                places.append(Filler(span, filler.score))
    roles["place"] = tuple(sorted(places, key=lambda f: f.span))
    for role in ("actor", "target"):
        fillers = list(roles.get(role, ()))
        for filler in list(fillers):
            at = filler.span.end
            proper = filler.span.of(text)[:1].isupper()
            items: list[Span] = []
            while at < sentence.end and (match := _ITEM.match(text, at, sentence.end)):
                words = match["words"]
                counted = match["head"] is not None and not proper
                named = proper and match["head"] in {None, "the "} and words[:1].isupper() and not filler.span.of(text).isupper()
                if not (counted or named) or _VERBISH.search(words) or len(words.split()) > 7:
                    break
                items.append(Span(match.start("words"), match.end("words")))
                at = match.end("item")
            # Two things joined by "and" may be two clauses: a list has at least three, or a comma.
            if items and (len(items) > 1 or "," in text[filler.span.end : items[0].start]):
                taken = [f.span for r in roles.values() for f in r]
                fillers += [Filler(s, filler.score) for s in items if not any(s.overlaps(t) for t in taken) and not s.overlaps(found.span)]
        roles[role] = tuple(sorted(fillers, key=lambda f: f.span))
    return replace(found, roles=roles)


def _members(found: Found, text: str, sentence: Span) -> Found:
    """The members of a list stand for the class that a relative clause speaks of."""
    actors = found.roles.get("actor", ())
    match = _INCLUDE.search(text, found.span.end, sentence.end)
    if match is None or len(actors) != 1 or actors[0].span.end > found.span.start or not sentence.contains(actors[0].span):
        return found
    if not _RELATIVE.match(text, actors[0].span.end):
        return found
    members: list[Filler] = []
    at = match.start("list")
    for part in [*_MEMBER.finditer(text, at, match.end("list")), None]:
        end = part.start() if part else match.end("list")
        if end > at:
            members.append(Filler(Span(at, end), actors[0].score))
        at = part.end() if part else end
    return replace(found, roles={**found.roles, "actor": tuple(members)})


def _whole_numbers(found: Found, text: str, sentence: Span) -> Found:
    """Numbers with the words that bound them; the number before "strikes" counts strikes, before bases or camps bases."""
    figures: list[Filler] = []
    kinds: dict[Span, str] = {}
    for filler in found.roles.get("figure", ()):
        kind = found.figure_kinds.get(filler.span, "other")
        start = filler.span.start
        if match := _BEFORE_NUMBER.search(text, max(sentence.start, start - 24), start):
            start = match.start()
        span = Span(start, filler.span.end)
        if kind in {"other", "destroyed", "damaged"} and _BASES.match(text[span.end : span.end + 60].lstrip()):
            kind = "bases"
        figures.append(Filler(span, filler.score))
        kinds[span] = kind
    if _STRIKES.fullmatch(found.span.of(text)):
        match = _COUNT_BEFORE.search(text, max(sentence.start, found.span.start - 60), found.span.start)
        if match is not None:
            span = Span(*match.span(1))
            figures = [f for f in figures if not f.span.overlaps(span)]
            figures.append(Filler(span, found.score))
            kinds[span] = "strikes"
    figures.sort(key=lambda f: f.span)
    return replace(found, roles={**found.roles, "figure": tuple(figures)}, figure_kinds=kinds)


def _took_place(found: list[Found], text: str) -> list[Found]:
    """ "Signed a ceasefire" and "raids were carried out" are one deed each: the noun says which, the verb that it took place."""
    out: list[Found] = []
    for item in found:
        before = out[-1] if out else None
        if before is None or before.sentence != item.sentence or before.status != item.status or not _one_kind(before, item):
            out.append(item)
            continue
        first, last = before.span.of(text), item.span.of(text)
        if _TOOK_PLACE.fullmatch(first) and not _TOOK_PLACE.fullmatch(last) and _ITS_NOUN.fullmatch(text, before.span.end, item.span.start):
            out[-1] = _filled(item, before)
        elif (
            _TOOK_PLACE.fullmatch(last) and not _TOOK_PLACE.fullmatch(first) and _ITS_VERB.fullmatch(text, before.span.end, item.span.start)
        ):
            out[-1] = _filled(before, item)
        else:
            out.append(item)
    return out


def _one_kind(a: Found, b: Found) -> bool:
    return a.event_type == b.event_type or (a.sub_event is not None and a.sub_event == b.sub_event)


def _filled(noun: Found, verb: Found) -> Found:
    """The noun's finding with the verb's fillers for the roles that it has none for."""
    roles = {
        role: noun.roles.get(role) or tuple(f for f in verb.roles.get(role, ()) if not f.span.overlaps(noun.span))
        for role in noun.roles.keys() | verb.roles.keys()
    }
    return replace(noun, roles=roles, score=max(noun.score, verb.score), figure_kinds={**verb.figure_kinds, **noun.figure_kinds})


def _own_places(found: list[Found], text: str) -> list[Found]:
    """ "Bases of militants who had fled from Talm" were not hit in Talm: a place in a relative clause belongs to the clause's own verb."""
    out: list[Found] = []
    for item in found:
        places = tuple(
            p
            for p in item.roles.get("place", ())
            if not (item.event_type == "ASSAULT" and p.span.start > item.span.end and _BROUGHT_TO.search(text, item.span.end, p.span.start))
            and not any(
                other.sentence == item.sentence
                and item.span.end <= other.span.start
                and other.span.end <= p.span.start
                and any(p.span.overlaps(q.span) for q in other.roles.get("place", ()))
                and _CLAUSE.search(text, item.span.end, other.span.start)
                for other in found
            )
        )
        out.append(replace(item, roles={**item.roles, "place": places}))
    return out


def _same_hands(found: list[Found], text: str) -> list[Found]:
    """A strike of a list that names nobody goes on from the one that the list began with: the same noun, the last one that names its
    actor.
    """
    out: list[Found] = []
    known: dict[str, tuple[Filler, ...]] = {}
    for item in found:
        words = item.span.of(text)
        noun = words.lower().rstrip("s")
        actors = item.roles.get("actor", ())
        if actors:
            known[noun] = actors
        elif item.event_type == "ASSAULT" and noun in known and _STRIKES.fullmatch(words):
            item = replace(item, roles={**item.roles, "actor": known[noun]})  # noqa: PLW2901
        out.append(item)
    return out


def _outcomes(found: list[Found], text: str) -> list[Found]:
    """Killing, wounding and destroying told as the outcome of an attack in the same sentence belong to the attack."""
    kept: list[Found] = []
    for item in found:
        cause = next(
            (
                c
                for c in reversed(kept)
                if c.sentence == item.sentence
                and c.event_type == item.event_type == "ASSAULT"
                and c.status == item.status
                and _CAUSE.search(c.span.of(text))
                and not _CAUSE.search(item.span.of(text))
                and _one_clause(c, item, text)
            ),
            None,
        )
        if cause is None or not _OUTCOME.match(item.span.of(text)):
            kept.append(item)
            continue
        kept[kept.index(cause)] = _with_outcome(cause, item)
    return kept


def _effects(found: list[Found], text: str) -> list[Found]:
    """Outcomes told before their cause ("were killed in the clashes"), and verbs whose subject is the attack ("a strike targeted")."""
    kept = list(found)
    for item in found:
        words = item.span.of(text)
        if item.event_type != "ASSAULT" or _NOUN_OF_CAUSE.fullmatch(words):
            continue
        for cause in kept:
            if cause is item or cause.sentence != item.sentence or cause.event_type != "ASSAULT" or cause.status != item.status:
                continue
            noun = _NOUN_OF_CAUSE.fullmatch(cause.span.of(text)) is not None
            after = _OUTCOME.match(words) and _IN_CAUSE.fullmatch(text, item.span.end, cause.span.start)
            before = _HITS.fullmatch(words) and _DOES.fullmatch(text, cause.span.end, item.span.start)
            if noun and (after or before) and _one_clause(cause, item, text):
                kept[kept.index(cause)] = _with_outcome(cause, item)
                kept = [k for k in kept if k is not item]
                break
    return kept


def _one_clause(cause: Found, outcome: Found, text: str) -> bool:
    """Whether the outcome has no actor of its own: none at all, the attack itself, or its actor."""
    own = [f.span for f in outcome.roles.get("actor", ())]
    theirs = [cause.span, *(f.span for f in cause.roles.get("actor", ()))]
    between = text[cause.span.end : outcome.span.start]
    return all(any(a.overlaps(b) for b in theirs) for a in own) and ";" not in between and "earlier" not in between.lower()


def _with_outcome(cause: Found, outcome: Found) -> Found:
    roles = dict(cause.roles)
    for role in ("target", "figure", "place", "instrument", "time"):
        mine = list(roles.get(role, ()))
        mine += [
            f for f in outcome.roles.get(role, ()) if not any(f.span.overlaps(m.span) for m in mine) and not f.span.overlaps(cause.span)
        ]
        roles[role] = tuple(sorted(mine, key=lambda f: f.span))
    return replace(cause, roles=roles, figure_kinds={**outcome.figure_kinds, **cause.figure_kinds})
