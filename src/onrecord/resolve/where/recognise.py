"""Which capitalised words of a text name places: evidence of the gazetteer, of the words around, of the document and of the reader.

A log-linear model over the spots of a document. What other mentions of the same name show ("in Jackson" once, "Mr Jackson" always) counts
for each of them. The weights were fitted by `benchmarks/fit_recogniser.py` on the development halves of two corpora of news, in which
adjectives of nations ("Russian") and places inside names of organisations ("Oakland police") count as toponyms.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.model.mention import Mention
from onrecord.model.span import Span
from onrecord.resolve.gazetteer.lookup import Entry, Gazetteer
from onrecord.resolve.gazetteer.schema import COMMON, MAIN, STEM
from onrecord.resolve.where.recogniser_weights import WEIGHTS
from onrecord.resolve.where.spot import Spot, spots
from onrecord.resolve.where.tokens import ROAD, Token, known_words, tokens

LEAST = 0.4  # probability; recall counts for more than precision, since a name that is no place rarely resolves to one
_IN = frozenset("in at near from outside around across throughout into toward towards within inside between through via".split())
_TO = frozenset("to of for and or with on by off over against the".split())
_COMPASS = frozenset(
    "north south east west northern southern eastern western northeast northwest southeast southwest "
    "central downtown upper lower greater".split()
)
_TITLES = frozenset(
    "mr mrs ms miss dr prof professor sir lord lady sheikh imam mullah ayatollah pope bishop father sister brother rev reverend president "
    "minister secretary general gen lieutenant lt colonel col major maj captain capt sergeant sgt cpl corporal private admiral commander "
    "governor gov mayor senator sen rep representative congressman ambassador chancellor king queen prince princess chairman chairwoman "
    "spokesman spokeswoman judge justice director officer detective inspector superintendent sheriff deputy trooper attorney coach chief "
    "councilman councilwoman commissioner constable councillor alderman saint".split()
)
_SPEECH = frozenset(
    "said says told added asked replied argued claimed denied noted explained testified thinks believes wrote recalled "
    "he she his her who".split()
)
_BODY = frozenset(
    "police department university college school high hospital council church bank court fire office association institute foundation "
    "airport museum theatre theater center centre club company inc corp co ltd times post news herald tribune journal press society party "
    "army force government state senate jail prison district board commission agency authority chamber committee union league festival "
    "library medical community public city county town parish elementary middle high center".split()
)
_DATELINE = re.compile(r"^\s*(?:,[^,(\n]{2,25})?\s*(?:\([A-Z][\w/ ]{1,20}\)|[-–—]{1,2}\s|:)")
_PERSON, _BODY_KIND, _PLACE = frozenset(("person", "Person")), frozenset(("organization", "Organisation")), frozenset(("place", "Location"))


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place name found in a text, with the probability that it is one."""

    span: Span
    score: float
    people: bool


def find_toponyms(text: str, gazetteer: Gazetteer, mentions: Iterable[Mention] = (), *, least: float = LEAST) -> list[Toponym]:
    """The place names of `text` in order, none overlapping: those that are toponyms with a probability of at least `least`.

    `mentions` are the reader's, of either of its two taggers; without any the words alone decide. Demonyms are found too and marked
    (`people`).
    """
    found, active = described(text, gazetteer, mentions)
    answers = []
    for spot, features in zip(found, active, strict=True):
        score = 1 / (1 + math.exp(-sum(WEIGHTS.get(name, 0.0) * value for name, value in features.items())))
        if score >= least:
            answers.append(Toponym(spot.span, score, spot.people))
    return answers


def described(text: str, gazetteer: Gazetteer, mentions: Iterable[Mention] = ()) -> tuple[list[Spot], list[dict[str, float]]]:
    """All spots of `text` and what speaks for and against each, by the names of the weights."""
    words = tokens(text)
    hints = sorted(mentions, key=lambda mention: mention.span)
    found = spots(text, words, gazetteer, hints)
    small = {token.word for token in words if not token.capital}
    starts = {spot.span.start: spot for spot in found}
    ends = {spot.span.end: spot for spot in found}
    people = _people(words)
    near = _overlapping(found, hints)
    own = [
        _alone(spot, small) | _around(spot, text, words, starts, ends) | _hinted(spot, beside, hinted=bool(hints))
        for spot, beside in zip(found, near, strict=True)
    ]
    shared: dict[str, set[str]] = {}
    count: dict[str, int] = {}
    for spot, features in zip(found, own, strict=True):
        shared.setdefault(spot.key, set()).update(_SHARED & features.keys())
        count[spot.key] = count.get(spot.key, 0) + 1
    for spot, features in zip(found, own, strict=True):
        for name in shared[spot.key]:
            features[f"doc:{name}"] = 1.0
        if count[spot.key] > 1:
            features["again"] = 1.0
        if spot.first == spot.last and spot.words in people:
            features["surname_here"] = 1.0
        person = features.keys() & _PERSONAL
        if spot.entries and not spot.shortened:
            local = features.keys() & _LOCAL
            features[
                "person_only" if person and not local else "place_only" if local and not person else "both" if local else "neither"
            ] = 1.0
            if "nation" in features or "kind:province" in features:
                features["known_person" if person else "known"] = 1.0
    return found, own


_PERSONAL = frozenset(("doc:title", "doc:given_before", "doc:n:person", "doc:e:Person", "surname_here", "doc:given_first"))
_LOCAL = frozenset(("doc:in", "doc:state_after", "doc:n:place", "doc:e:Location", "dateline", "list"))
_SHARED = frozenset(
    ("in", "state_after", "title", "given_before", "given_first", "n:place", "e:Location", "n:person", "e:Person", "speech")
)


def _people(words: Sequence[Token]) -> set[str]:
    """Last words of what look like names of people: a given name or initial before a capitalised word."""
    given, family = known_words()["given"], known_words()["family"]
    return {
        after.word
        for token, after in pairwise(words)
        if after.capital
        and token.capital
        and after.joint in (" ", ". ")
        and (token.word.lower() in given or len(token.word) == 1 or (after.word.lower() in family and after.joint == " "))
    }


def _alone(spot: Spot, small: set[str]) -> dict[str, float]:
    features = {"bias": 1.0}
    if spot.shortened:
        features["shortened"] = 1.0
        return features
    if spot.road:
        features["road"] = 1.0
        return features
    if spot.people:
        features["demonym"] = 1.0
        return features
    low = spot.words.lower()
    single = spot.first == spot.last
    lists = known_words()
    letters = spot.words.isupper() and len(spot.words) < 4 and any(entry.kind == "country" for entry in spot.entries[:1])
    if letters:
        features["letters"] = 1.0
    elif spot.words.isupper():
        features["capitals"] = 1.0
    if single and low in lists["common"] and not letters:
        features["common"] = 1.0
    if single and low in small and not letters:
        features["small_here"] = 1.0
    if single and low in lists["given"]:
        features["given"] = 1.0
    if single and low in lists["family"]:
        features["family"] = 1.0
    if not single:
        features["several_words"] = 1.0
    if not spot.entries:
        features["unknown"] = 1.0
        return features
    best = max(spot.entries, key=_standing)
    features[f"kind:{best.kind}"] = 1.0
    features["people_log"] = math.log10(best.population + 100)
    if best.rank > COMMON:
        features["rank:stem" if best.rank == STEM else "rank:other"] = 1.0
    elif best.rank == MAIN:
        features["rank:main"] = 1.0
    if best.kind == "country" or best.feature == "PPLC":
        features["nation"] = 1.0
    if len(spot.words) < 4 and not letters:
        features["short"] = 1.0
    return features


def _standing(entry: Entry) -> tuple[bool, int]:
    return entry.rank <= COMMON, entry.population


def _around(spot: Spot, text: str, words: Sequence[Token], starts: dict[int, Spot], ends: dict[int, Spot]) -> dict[str, float]:
    features: dict[str, float] = {}
    before = words[spot.first - 1] if spot.first else None
    joint = words[spot.first].joint
    low = before.word.lower().rstrip(".") if before else ""
    lists = known_words()
    if before is None or any(mark in joint for mark in ".!?\n”:"):
        features["first"] = 1.0
    if before is not None and joint == " ":
        if low in _IN:
            features["in"] = 1.0
        elif low in _TO:
            features["to"] = 1.0
        elif low in _COMPASS:
            features["compass"] = 1.0
        elif low in _TITLES and before.capital:
            features["title"] = 1.0
        elif before.capital and low in lists["given"]:
            features["given_before"] = 1.0
        elif before.capital and spot.first > 1:
            features["capital_before"] = 1.0
        elif low in ("a", "an"):
            features["a"] = 1.0
        else:
            features["word_before"] = 1.0
    elif joint == ". " and before is not None and (len(low) == 1 or low in _TITLES):
        features["title"] = 1.0
    elif joint == ", " and before is not None and before.end in ends:
        features["list"] = 1.0
    if before is not None and before.capital and joint == "-":
        features["hyphen_before"] = 1.0
    after = words[spot.last + 1] if spot.last + 1 < len(words) else None
    if after is None:
        return features
    follows = text[spot.span.end : after.start]
    word = after.word.lower()
    if follows in (" ", "-"):
        if after.capital:
            features["body_after" if word in _BODY else "road_after" if word in ROAD else "capital_after"] = 1.0
            if word not in _BODY and spot.words.lower() in lists["given"]:
                features["given_first"] = 1.0
            elif follows == " " and word in lists["family"] and word not in lists["common"]:
                features["family_after"] = 1.0
        elif follows == "-" and word == "based":
            features["based"] = 1.0
        elif word in _SPEECH:
            features["speech"] = 1.0
        elif word in _BODY:
            features["small_body_after"] = 1.0
    elif follows in (", ", " ("):
        other = starts.get(after.start)
        if other is not None and (other.shortened or any(entry.kind in ("province", "country") for entry in other.entries[:3])):
            features["state_after"] = 1.0
        elif word.isdigit():
            features["number_after"] = 1.0
        elif word in _SPEECH:
            features["speech"] = 1.0
    elif follows.startswith(("'s", "’s")):
        features["possessive"] = 1.0
    if ("first" in features or "capitals" in features) and _DATELINE.match(text, spot.span.end):
        features["dateline"] = 1.0
    return features


def _overlapping(found: Sequence[Spot], hints: Sequence[Mention]) -> list[list[Mention]]:
    """For each spot the mentions that share a character with it; both in the order of their starts."""
    answers: list[list[Mention]] = []
    open_: list[Mention] = []
    position = 0
    for spot in found:
        while position < len(hints) and hints[position].span.start < spot.span.end:
            open_.append(hints[position])
            position += 1
        open_ = [mention for mention in open_ if mention.span.end > spot.span.start]
        answers.append([mention for mention in open_ if mention.span.start < spot.span.end])
    return answers


def _hinted(spot: Spot, beside: Sequence[Mention], *, hinted: bool) -> dict[str, float]:
    features: dict[str, float] = {}
    for mention in beside:
        tagger = "e" if mention.kind[0].isupper() else "n"
        features[f"{tagger}:{mention.kind}"] = 1.0
        if mention.kind in _PERSON | _BODY_KIND and len(mention.span) > len(spot.span) + 2:
            features[f"{tagger}:longer:{mention.kind}"] = 1.0
        if mention.kind in _PLACE and len(mention.span) > len(spot.span) + 4:
            features[f"{tagger}:inside"] = 1.0
    if hinted:
        for tagger in "en":
            if not any(name[0] == tagger for name in features):
                features[f"{tagger}:nothing"] = 1.0
    return features
