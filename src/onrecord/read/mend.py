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
from onrecord.read.counts import NUMBER_WORD, STRIKES, counted, whole_numbers
from onrecord.read.one_deed import NOUN_OF_CAUSE, effects, one_side, outcomes, took_place, whole_triggers
from onrecord.read.relays import teller_of_toll

_BESIDE = re.compile(r"((?:[^\W\d_a-z][\w'’-]*[ \n]){1,3})and\s+$")
_EDGE = re.compile(r"^\s*(?:(?:and|or|of|by|the|an?)\s+|,\s*)+|\s*(?:,|\s(?:and|or|of|by|the|a|an|with|in))+\s*$", re.IGNORECASE)
_ITEM = re.compile(
    r"(?P<gap>\s*,\s*(?:and\s+|as well as\s+)?|\s+and\s+)"
    rf"(?P<item>(?P<head>(?:an?|the|\d[\d,]*|{NUMBER_WORD})\s+)?(?P<words>[^,;.:()\"“”]{{2,70}}?))"
    r"(?=\s*(?:,|;|\.|$|\s+and\s|\)))",
    re.IGNORECASE,
)
_VERBISH = re.compile(
    r"\b(?:is|are|was|were|has|have|had|be|been|will|would|that|which|who|said|says|told|added|after|before|when|while|where|as|to|because|but)\b",
    re.IGNORECASE,
)
_NO_WORD = re.compile(r"[\W_]*")
_NO_NAME = re.compile(
    rf"(?:[\W\d_]|\b(?:{NUMBER_WORD}|at|in|on|of|by|for|to|from|least|more|than|and|or|a|an|the|this|that|such|new)\b)*", re.IGNORECASE
)
# "The nations which have conducted strikes include A, B and C": the members of the list are the actors.
_RELATIVE = re.compile(r"\s+(?:which|that|who)\s", re.IGNORECASE)
_INCLUDE = re.compile(
    r"\b(?:include[ds]?|are|were)\s*:?\s+(?P<list>(?:the\s+)?[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*)*"
    r"(?:,\s*(?:the\s+)?[A-Z][\w.'’-]*(?:\s+(?:of\s+)?[A-Z][\w.'’-]*)*)+,?\s+and\s+(?:the\s+)?[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*)*)"
)
_MEMBER = re.compile(r"(?:,\s*and\s+|,\s*|\s+and\s+)(?:the\s+)?|^the\s+", re.IGNORECASE)
_CLAUSE = re.compile(r"\b(?:who|which|that|where|whose)\b", re.IGNORECASE)
_OTHERS_AGENT = re.compile(
    r"\b(?:(?:used|held|controlled|run|operated|occupied|manned|led|backed|supported|owned|ruled|governed|claimed|inhabited|guarded|commanded"
    r"|investigated|probed|condemned)\s+by"
    r"|suffer(?:ing|ed|s)?\s+at\s+the\s+hands\s+of)\s+(?:(?:the|a|an|some|its|their)\s+)?(?:\w+\s+){0,1}$",
    re.IGNORECASE,
)
_ADJECTIVE = re.compile(
    r"(?:\b(?:aerospace|armed|security|government|ground|naval|air|special|rebel|militant|police|border|defen[cs]e|loyalist|allied)|[\w-](?:ian|ish|ese|ist|led|backed|aligned))$",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"\s+(?:forces|troops|soldiers|fighters|militants|gunmen|units|guards|officers|personnel|warplanes|jets|aircraft|aviation|artillery|planes|helicopters|drones)\b",
    re.IGNORECASE,
)
_GAP = re.compile(r"[\s'’-]*")
_SUSPECTED = re.compile(r"(?:suspects?|defendants?|accused)[\"”]?\s+(?:in|of)\s+(?:(?:the|an?)\s+)?(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,|,?\s+(?:and|or))\s+(?:(?:the|an?|its|our|their)\s+)?", re.IGNORECASE)
_HELPED = re.compile(
    r"\b(?:(?:in|with the)\s+(?:direct\s+)?(?:support|defen[cs]e|aid) of|on behalf of|alongside"
    r"|(?:provide|support|assist|help|aid|enable|back|equip|train)(?:s|d|ed|ing)?|(?:in\s+)?(?:coordination|cooperation) with"
    r"|(?:prevent|deter|avert|thwart|foil|disrupt|forestall|protect|defend|safeguard)\w*(?:\s+(?!and\b|by\b)[\w'’-]+){0,4}?(?:\s+(?:against|on|from))?)"
    r"\s+(?:(?:the|an?|its|our|their)\s+)?$",
    re.IGNORECASE,
)
# "Kurdish fighters, backed by air strikes": whom the strikes help stands before them.
_BACKED_BY = re.compile(
    r"\b(?:backed|supported|aided|assisted|covered|accompanied|helped)\s+(?:up\s+)?by\s+(?:(?!and\b|but\b)[\w'’.-]+\s+){0,4}$",
    re.IGNORECASE,
)
_IS_DONE_TO = re.compile(
    r"(?:\s+(?:who|which|that))?\s+(?:(?:has|have|had)\s+been|was|were|are|is|being)\s+(?:\w+ly\s+)?"
    r"(?:killed|slain|shot(?: dead)?|wounded|injured|murdered|gunned down|arrested|detained|kidnapped|abducted|executed|beaten|tortured"
    r"|stabbed|bombed|shelled|destroyed|assassinated|martyred|captured|expelled|deported)",
    re.IGNORECASE,
)
_LONGEST_NAME = 400  # characters
_BROUGHT_TO = re.compile(
    r"\b(?:taken|brought|rushed|moved|evacuated|transferred|flown|airlifted|driven|ferried|admitted|referred|transported|carried)\s+(?:by\s+\w+\s+)?"
    r"(?:to|into)\s+(?:[\w'’-]+\s+){0,6}$",
    re.IGNORECASE,
)
# Where somebody had been before is not where the deed was done: "militants who had left Talm".
_LEFT = re.compile(
    r"\b(?:who|which|that)\s+(?:(?:had|have|has|were|was)\s+)?(?:\w+ly\s+)?"
    r"(?:left|fled|escaped|abandoned|deserted|(?:\w+ed|withdrawn|withdrew|fled|come|came|driven)(?:\s+out)?\s+(?:from|of))\s+(?:the\s+)?(?:[\w'’-]+\s+){0,2}$",
    re.IGNORECASE,
)
# A place is told by how far it lies from another: "Tando, 9 km west of Botlikh".
_FAR_FROM = re.compile(
    r"\s*(?:,|\(|\blocated|\blying)\s*(?:[\w'’-]+\s+){0,2}\d[\d.,]*\s*(?:km|kms|kilomet(?:er|re)s?|miles?|mi)\b(?:\s*\([^()]{1,24}\))?"
    r"\s+(?:to\s+the\s+)?(?:[\w-]+\s+)?(?:(?:north|south|east|west)[\w-]*(?:\s+(?:north|south|east|west)\w*)?\s+(?:of|from)|from|outside)"
    r"\s+(?:the\s+)?(?:(?:city|town|village|capital|port)(?:\s+of|,)?\s+)?$",
    re.IGNORECASE,
)
# Whoever is "at the scene of a shooting", "investigates" or "responds to" one, or promises to punish those responsible has not done it.
_COMES_TO = re.compile(
    r"\b(?:(?:witness(?:es)?|scenes?|victims?|reports?|aftermath|site|news|identit(?:y|ies)) of"
    r"|(?:investigat|prob|examin|condemn|denounc|deplor|lament|mourn|clarif|solv)\w+(?: into| of)?"
    r"|inquir(?:y|ies) into|(?:respond\w*|react\w*|reference) to"
    r"|(?:punish|identif|find|discover|captur|apprehend|prosecut|hunt|search|arrest|justice)\w*[\"”]?\s+(?:for\s+)?(?:the\s+|those\s+|all\s+)?"
    r"(?:responsible|guilty|culprits|perpetrators|killers|assassins|murderers)[\"”]?\s+(?:for|of|in|behind))"
    r"[\"”]?\s+(?:(?:a|an|the|this|that|these|last|any)\s+)?(?:[\"“]?[\w'’-]+[\"”]?\s+){0,4}$",
    re.IGNORECASE,
)
# Nouns for killing: whom one names with "of", or whose it is, has suffered it ("the murder of six priests", "Ruiz's shooting").
_KILLING = re.compile(
    r"(?:murder|killing|assassination|massacre|slaying|slaughter|execution|lynching|kidnapping|abduction|shooting|stabbing|beheading"
    r"|assassin|killer|murderer|kidnapper)s?",
    re.IGNORECASE,
)
_WHOSE = re.compile(r"(?:['’]s|(?<=s)['’])\s+(?:(?:fatal|alleged|brutal|apparent|\w+day['’]s)\s+)?", re.IGNORECASE)
# "Whom police arrested on Friday in the murder of ...": they have arrested for it.
_ARRESTS_FOR = re.compile(
    r"\s+(?:(?:have|had|has|also|then)\s+){0,2}(?:arrested|charged|detained|questioned|indicted|sought)\b[^.;]{0,60}\s(?:in|for|over|with)\s"
    r"(?:connection\s+with\s+)?(?:the\s+|a\s+)?(?:[\w'’-]+\s+){0,2}$",
    re.IGNORECASE,
)
_A_SERIES = re.compile(r"\s+(?:spree|rampage|attack|squad|position)", re.IGNORECASE)
_VICTIM_IS = re.compile(r"\bvictims?\b[^.;]{0,80}\b(?:identified|named)\s+as\b[^.;]{0,80}$", re.IGNORECASE)
# What somebody does after, or feels about, a deed tells nothing of whose deed it was; those who are called after it are another matter.
_AFTER_DEED = re.compile(
    r"\b(?:after|following|before|since|about|in the wake of)\s+(?:(?:an?|the|this|that|these|those|last|another)\s+)?"
    r"(?:[\w'’-]+\s+){0,3}$",
    re.IGNORECASE,
)
_VICTIMS = re.compile(r"\b(?:victims?|the (?:dead|wounded|injured))$", re.IGNORECASE)
# "James Howell, 37, of Detroit": where somebody comes from.
_HOME_OF = re.compile(r",\s+\d{1,3},?\s+(?:of\s+|from\s+)?$")
_HEARS = re.compile(r"\b(?:hear(?:d|s|ing)?|saw|sees?|seeing|witness(?:ed|es|ing))\b[^.;:,]{0,40}$", re.IGNORECASE)
_ATTACKERS = re.compile(
    r"\b(?:gunm[ae]n|attackers?|assailants?|bombers?|shooters?|suspects?|raiders?|kidnappers?|killers?|militants?|militia\w*|rebels?|fighters?"
    r"|insurgents?|guerrillas?|terrorists?|jihadists?|extremists?|bandits?|warplanes|jets|drones?|they|he|she|who)\b",
    re.IGNORECASE,
)
_OF = re.compile(r"\s+of\s+(?:(?:the|a|an|its|his|her|their)\s+)?(?:[\w-]+\s+){0,2}", re.IGNORECASE)


def mend(found: Sequence[Found], text: str, sentences: Sequence[Span], names: Sequence[Span] = ()) -> list[Found]:
    """The findings of a document, mended; triggers that turn out to be the outcome of another are put to it.

    `names` are spans of persons and organisations: a filler that is a part of one becomes the whole of it.
    """
    starts = sorted(_trimmed(n, text) for n in names)
    steps: tuple[Callable[[Found, str, Span], Found], ...] = (
        _whole_fillers,
        _own_agents,
        _patients,
        _own_targets,
        lambda item, _text, _sentence: one_side(item),
        _whole_lists,
        _members,
        whole_numbers,
    )
    mended = []
    for item in whole_triggers(found, text):
        for step in steps:
            item = step(item, text, sentences[item.sentence])  # noqa: PLW2901 - each step takes what the last one gave
        mended.append(_whole_names(item, starts))
    # Sentence by sentence, so that one of a long report takes no longer than one of a short report.
    placed = [item for group in _by_sentence(mended) for item in _own_places(took_place(group, text), text)]
    settled = (item for group in _by_sentence(_same_hands(placed, text)) for item in effects(outcomes(group, text), text))
    return [item for group in _by_sentence(settled) for item in counted(group, text, sentences[group[0].sentence])]


def _by_sentence(found: Iterable[Found]) -> list[list[Found]]:
    return [list(group) for _, group in groupby(found, key=attrgetter("sentence"))]


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
        if role in {"actor", "target"}:
            trimmed = [replace(f, span=_with_head(f.span, found.span, text)) for f in trimmed]
        empty = _NO_NAME if role in {"actor", "target"} else _NO_WORD
        roles[role] = tuple(f for f in trimmed if not empty.fullmatch(f.span.of(text)))
    kinds = {f.span: found.figure_kinds.get(f.span) or _kind_near(found, f.span) for f in roles.get("figure", ())}
    return replace(found, roles=roles, figure_kinds=kinds)


def _patients(found: Found, text: str, sentence: Span) -> Found:
    """The subject of a passive has suffered the deed ("three officers who were slain"), so have whom "the murder of" names and victims."""
    actors, targets = found.roles.get("actor", ()), found.roles.get("target", ())
    words = found.span.of(text)
    between = [text[f.span.end : found.span.start] + words for f in actors]
    moved = [
        f
        for f, gap in zip(actors, between, strict=True)
        if (f.span.end <= found.span.start and _IS_DONE_TO.fullmatch(gap))
        or (found.event_type == "ASSAULT" and _VICTIMS.search(f.span.of(text)))
    ]
    kept = [t for t in targets if t.span.end < found.span.start]
    if not moved and _KILLING.fullmatch(words) and not _A_SERIES.match(text, found.span.end):
        moved = [
            f
            for f in actors
            if _OF.fullmatch(text, found.span.end, f.span.start)
            or _WHOSE.fullmatch(text, f.span.end, found.span.start)
            or _VICTIM_IS.search(text, max(sentence.start, f.span.start - 180), f.span.start)
        ]
        kept = [t for t in targets if not any(t.span.overlaps(f.span) for f in moved)]
    if not moved or found.event_type not in {"ASSAULT", "COERCE"}:
        return found
    roles = {"actor": tuple(f for f in actors if f not in moved), "target": tuple(sorted((*moved, *kept), key=lambda f: f.span))}
    return replace(found, roles={**found.roles, **roles})


def _own_targets(found: Found, text: str, sentence: Span) -> Found:  # noqa: ARG001
    """Whom the deed is to help or to spare has not been its target: "strikes in support of the government"."""
    targets: list[Filler] = []
    spared: Filler | None = None
    for target in sorted(found.roles.get("target", ()), key=lambda f: f.span):
        beside = spared is not None and _AND.fullmatch(text, spared.span.end, target.span.start)
        if beside or _HELPED.search(text, found.span.end, max(found.span.end, target.span.start)):
            spared = target
        elif _SUSPECTED.search(text, target.span.start, max(target.span.start, found.span.start)):
            continue  # "suspects in a homicide" have not suffered it
        elif found.event_type != "ASSAULT" or not _BACKED_BY.search(text, target.span.end, max(target.span.end, found.span.start)):
            targets.append(target)
    return replace(found, roles={**found.roles, "target": tuple(targets)})


def _own_agents(found: Found, text: str, sentence: Span) -> Found:
    """Who uses the base that was hit has not hit it: in "struck bases used by militants" the agent is that of "used".

    Nor has the subject of another verb ("police worked at the scene of a shooting"), nor who only did something after it or heard it.
    """
    comes = _COMES_TO.search(text, max(sentence.start, found.span.start - 90), found.span.start)
    start, end, words = found.span.start, found.span.end, found.span.of(text)
    noun = _KILLING.fullmatch(words) is not None or NOUN_OF_CAUSE.fullmatch(words) is not None

    def has_done_it(actor: Span) -> bool:
        if actor.start >= end and _OTHERS_AGENT.search(text, max(end, actor.start - 50), actor.start):
            return False
        if comes is not None and sentence.start <= actor.start <= comes.start():
            return False
        if _KILLING.fullmatch(words) and actor.end <= start and _ARRESTS_FOR.match(text, actor.end, start):
            return False
        if (noun or words.lower().startswith("shots")) and actor.end <= start and _HEARS.search(text, actor.end, start):
            return False
        only_later = noun and actor.end <= start and _AFTER_DEED.search(text, actor.end, start) is not None
        return not only_later or _ATTACKERS.search(actor.of(text)) is not None

    actors = tuple(f for f in found.roles.get("actor", ()) if has_done_it(f.span))
    return replace(found, roles={**found.roles, "actor": actors})


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


def _with_head(span: Span, trigger: Span, text: str) -> Span:
    """ "Russian aerospace" of "Russian aerospace forces": a phrase that breaks off at an adjective goes on to its noun."""
    if not _ADJECTIVE.search(span.of(text)):
        return span
    head = _GROUP.match(text, span.end)
    return span if head is None or trigger.overlaps(Span(span.end, head.end())) else Span(span.start, head.end())


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


def _own_places(found: list[Found], text: str) -> list[Found]:
    """The places and times of the triggers of one sentence.

    "Bases of militants who had fled from Talm" were not hit in Talm: a place in a relative clause belongs to the clause's own
    verb, be it a trigger or not. Nor has anybody been hit where the wounded were brought or the victim came from, nor at a town which the
    place told before it lies so many kilometres from.
    """
    out: list[Found] = []
    for item in found:
        told = teller_of_toll(text, item.span)  # and where and when that was told is not where and when people died
        places = tuple(
            p
            for p in item.roles.get("place", ())
            if not (item.event_type == "ASSAULT" and p.span.start > item.span.end and _BROUGHT_TO.search(text, item.span.end, p.span.start))
            and not (p.span.start > item.span.end and _LEFT.search(text, item.span.end, p.span.start))
            and not _HOME_OF.search(text, max(0, p.span.start - 14), p.span.start)
            and not (told and p.span.overlaps(told[0]))
            and not any(q.span.end < p.span.start and _FAR_FROM.match(text, q.span.end, p.span.start) for q in item.roles.get("place", ()))
            and not any(
                item.span.end <= other.span.start
                and other.span.end <= p.span.start
                and any(p.span.overlaps(q.span) for q in other.roles.get("place", ()))
                and _CLAUSE.search(text, item.span.end, other.span.start)
                for other in found
            )
        )
        times = tuple(t for t in item.roles.get("time", ()) if not (told and t.span.start >= told[1].end))
        out.append(replace(item, roles={**item.roles, "place": places, "time": times}))
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
        elif item.event_type == "ASSAULT" and noun in known and STRIKES.fullmatch(words):
            item = replace(item, roles={**item.roles, "actor": known[noun]})  # noqa: PLW2901
        out.append(item)
    return out
