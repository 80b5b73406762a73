"""Who of the voices of one event is one: names in fewer or other letters, words for the authorities, bodies and those who speak for them.

Nothing is looked up: what is one name, the voices of the event decide among themselves. Two bodies stay two unless one name is the other's.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from onrecord.grade.voice import Voice, fold

# Words for whoever keeps the peace and investigates: in one report they are the body that it names for that, or else one voice.
_AUTHORITIES = re.compile(
    r"^(?:(?:the|local|law enforcement|police|city|county|state|federal|federal and local|several|multiple|homicide|sheriff['’]?s)\s+)*"
    r"(?:police|authorities|officials?|investigators?|detectives?|deputies|officers?|cops|law enforcement|police and fire officials"
    r"|police (?:spokes(?:man|woman|person)|chief|statement))$"
    # "Talm County investigators", "Talm detectives"
    r"|^(?-i:[A-Z][\w'’-]+ ){1,3}"
    r"(?:(?:county|city|parish|district|township|borough)\s+(?:homicide\s+)?investigators|(?:homicide\s+)?detectives|deputies)$",
    re.IGNORECASE,
)
# What the law puts on paper against somebody is the word of whoever investigates or prosecutes.
PAPERS_OF_LAW = re.compile(
    r"^(?:(?:the|an?|criminal|police|arrest|search|charging|probable|cause|court|federal|state|county|unsealed|sworn)\s+)*"
    r"(?:affidavits?|(?<=criminal )complaints?|(?<=police )complaints?|indictments?|warrants?"
    r"|(?<=charging )documents?|(?<=court )(?:documents?|papers|filings?|records?)"
    r"|(?<=cause )(?:statement|declaration)|(?<=police )reports?|(?<=arrest )reports?)"
    r"(?:\s+(?:of probable cause|released|filed|obtained|issued|unsealed)\b.*)?$",
    re.IGNORECASE | re.DOTALL,
)
_LAW = re.compile(r"\b(?:[Pp]olice|POLICE|[Ss]heriff\w*|SHERIFF\w*|constabulary|gendarmerie|[Tt]roopers?|[A-Z]{1,4}PD)\b")
_JUSTICE = re.compile(r"\b(?:[Cc]oroner|[Mm]edical [Ee]xaminer|[Pp]rosecutors?|[Dd]istrict [Aa]ttorney|Circuit Solicitor)\b")
_LAW_SECTORS = frozenset({"COP", "JUD"})
_TITLES = frozenset(
    "mr mrs ms miss dr sir señor monsieur msgr monsignor father fr rev reverend bishop archbishop cardinal col colonel gen general "
    "capt captain lt lieutenant sgt sergeant maj major cpl corporal officer comrade sj s j jr sr "
    "alleged purported so called self styled proclaimed".split()
)
_ADDRESS = {"mr": "him", "sir": "him", "señor": "him", "monsieur": "him", "father": "him", "mrs": "her", "ms": "her", "miss": "her"}
_PARTICLES = frozenset("de del la y al el bin ibn of the for in at s".split())
_BODIES = frozenset(
    "police department office ministry agency union association court council party front army force forces command committee commission "
    "center centre hospital university church school foundation group movement radio television news times post network brigade battalion "
    "government authority bureau service society institute federation league conference network family".split()
)
# "Alton Sterling's mother" is not Alton Sterling.
_OTHERS = frozenset(
    "mother father brother sister son daughter wife husband widow cousin uncle aunt friend friends neighbour neighbor lawyer attorney "
    "lawyers attorneys relatives parents girlfriend boyfriend supporters followers".split()
)
_OFFICES = frozenset(
    (
        ("sheriff",),
        ("mayor",),
        ("governor",),
        ("coroner",),
        ("prosecutor",),
        ("ambassador",),
        ("archbishop",),
        ("bishop",),
        ("police", "chief"),
        ("district", "attorney"),
        ("attorney", "general"),
    )
)
# Whose seat is whose: an archbishop's offices speak for him.
_SEATS = {"archbishop": frozenset({"archbishopric", "archdiocese"}), "bishop": frozenset({"bishopric", "diocese"})}
_SAME_PLACE = 5  # letters in which "Salvador" and "Salvadoran" agree
_SHORTEST_ALIKE, _LONG, _ALIKE, _SAME_STEM = 5, 7, 0.75, 0.7
_DIRECTION = re.compile(r"(?:north|south|east|west)")
_Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the voices of one key call themselves, the bodies that they are said to speak for, and one of them."""

    forms: frozenset[_Words]
    heads: frozenset[_Words]
    address: frozenset[str]
    voice: Voice
    claims: int

    def may_be(self, other: _Known) -> bool:
        """Whether nothing says that they are two: no other party, no "Mr" here and "Mrs" there."""
        parted = self.voice.party is not None and other.voice.party != self.voice.party
        return not parted and not (self.address and other.address and self.address.isdisjoint(other.address))


def name_words(name: str) -> _Words:
    """The folded words of a name without titles and particles: "Msgr. Arturo Rivera y Damas" is arturo, rivera, damas."""
    words = [w for w in fold(name).split() if w not in _PARTICLES]
    first = next((n for n, w in enumerate(words) if w not in _TITLES), 0)
    last = next((n for n in range(len(words), first, -1) if words[n - 1] not in _TITLES), len(words))
    return tuple(words[first:last])


def alike(a: str, b: str, *, names: int) -> bool:
    """Whether two words of names are one in two spellings; `names` is how many words the whole names have.

    One letter more, fewer or other in five or more; or the same beginning and most letters of long ones ("Inocente", "Inocencio"). "Julia"
    and "Julio" are two people, unless two more names agree.
    """
    if a[0] != b[0] or min(len(a), len(b)) < _SHORTEST_ALIKE or any(c.isdigit() for c in a + b):
        return False
    if a[:-1] == b[:-1] and {a[-1], b[-1]} <= set("aeo"):
        return names > 2
    # The matcher's answer hangs on which word comes first.
    matcher = SequenceMatcher(None, min(a, b), max(a, b), autojunk=False)
    edits = sum(max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in matcher.get_opcodes() if tag != "equal")
    if edits <= 1:
        return True
    near = (a[:3] == b[:3] and matcher.ratio() >= _ALIKE) or (a[:6] == b[:6] and matcher.ratio() >= _SAME_STEM)
    return near and min(len(a), len(b)) >= _LONG and not _DIRECTION.match(a)


def _is_body(words: Iterable[str]) -> bool:
    return not _BODIES.isdisjoint(words)


def _within(a: _Words, b: _Words) -> int | None:
    """Where the words of `a` stand one after the other in `b`."""
    return next((n for n in range(len(b) - len(a) + 1) if b[n : n + len(a)] == a), None)


def one_name(a: _Words, b: _Words) -> bool:
    """Whether `a` is `b`, or `b` in fewer words or other letters.

    "Tijani" and "Hawa Tijani" are; "Lucia Barrera" and "Lucia Barrera Cerna" (a second surname follows); "Talm police" and "Talm police
    chief Ilan Dovre"; not "Talm police" and "Talm police union".
    """
    if not a or a == b:
        return bool(a)
    if len(a) < len(b):
        if a[-1] == b[-1] and set(a) < set(b):
            return _OTHERS.isdisjoint(b)
        at = _within(a, b) if len(a) > 1 else None
        after = b[at + len(a) :] if at is not None else ()
        return at is not None and not _is_body(after) and _OTHERS.isdisjoint(after)
    if len(a) != len(b) or len(a) < 2 or _is_body(a) or _is_body(b):
        return False
    other = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    return len(other) == 1 and alike(*other[0], names=len(a))


def _acronym(a: _Words, b: _Words) -> bool:
    """Whether the one word `a` is made of the initials of `b`."""
    return len(a) == 1 and len(b) > 1 and 2 < len(a[0]) <= 6 and a[0] == "".join(w[0] for w in b)


def _seat(a: _Words, b: _Words) -> bool:
    """Whether `a` is an office of the church that `b` heads: "Talmadoran archbishopric legal office", "San Talmador archbishop Kern"."""
    if not any(head in b and not seats.isdisjoint(a) for head, seats in _SEATS.items()):
        return False
    return any(x[:_SAME_PLACE] == y[:_SAME_PLACE] for x in a for y in b if min(len(x), len(y)) >= _SAME_PLACE and not _church(x))


def _church(word: str) -> bool:
    return word in _SEATS or any(word in seats for seats in _SEATS.values())


def _known(voices: Iterable[Voice]) -> dict[str, _Known]:
    forms: dict[str, set[_Words]] = defaultdict(set)
    address: dict[str, set[str]] = defaultdict(set)
    heads: dict[str, set[_Words]] = defaultdict(set)
    first: dict[str, Voice] = {}
    count: Counter[str] = Counter()
    for voice in sorted(voices, key=lambda v: v.order):
        for key, link in zip(voice.path[1:], voice.claim.attribution, strict=False):
            names = {link.name} | ({link.actor.name} if link.actor is not None and link.actor.named else set())
            forms[key].update(words for name in names if (words := name_words(name)))
            address[key].update(_ADDRESS[w] for name in names for w in fold(name).split() if w in _ADDRESS)
        if voice.flat:
            continue
        count[voice.key] += 1
        if voice.heads and _is_body(body := name_words(voice.heads)):
            heads[voice.key].add(body)
        if voice.key not in first or (first[voice.key].party is None and voice.party is not None):
            first[voice.key] = voice
    return {k: _Known(frozenset(forms[k]), frozenset(heads[k]), frozenset(address[k]), v, count[k]) for k, v in first.items()}


def _meant(key: str, known: Mapping[str, _Known]) -> str | None:
    """The other key whose voice the local voice `key` is, if the names or the office beside them tell of one only."""
    own = known[key]
    if any("and" in form for form in own.forms):
        return _one_of_two(key, known)
    bodies = {
        other
        for other, there in known.items()
        if other != key
        and own.may_be(there)
        and not own.heads.isdisjoint(there.forms)
        # "Talm police" is put to "Talm police chief Ilan Dovre" by its name; not the other way round as well.
        and not (other.startswith("local:") and any(one_name(b, a) for a in own.forms for b in there.forms))
    }
    if len(bodies) == 1:
        return bodies.pop()
    # Two who speak for one body are one voice where the body itself is silent, too.
    beside = {k for k, there in known.items() if k != key and own.may_be(there) and not own.heads.isdisjoint(there.heads)}
    if not bodies and beside and min(beside) < key:
        return min(beside)
    fuller: list[tuple[int, int, str]] = []
    for other, there in known.items():
        if other == key or not own.may_be(there):
            continue
        pairs = [(a, b) for a in own.forms for b in there.forms if "and" not in b]
        if any(
            one_name(a, b) or _acronym(a, b) or _seat(a, b) or (a in _OFFICES and _within(a, b) is not None and a != b) for a, b in pairs
        ):
            fuller.append((max(len(form) for form in there.forms), there.claims, other))
    if not fuller:
        return None
    longest = max(fuller)[2]
    # Longer names that contain each other are one voice; two that do not are two, and whose the shorter name is cannot be told.
    for _, _, other in fuller:
        same = any(one_name(a, b) or one_name(b, a) for a in known[other].forms for b in known[longest].forms)
        if other != longest and not same:
            return None
    mine = (max(len(form) for form in own.forms), own.claims, key)
    # Of two spellings of one length the commoner one stays.
    goes = not longest.startswith("local:") or any(_seat(a, b) for a in own.forms for b in known[longest].forms)
    return longest if goes or max(fuller) > mine else None


def _one_of_two(key: str, known: Mapping[str, _Known]) -> str | None:
    """ "Tojeira and Rivera" who speak together are no third voice where one of them speaks alone."""
    for form in sorted(known[key].forms):
        at = form.index("and") if "and" in form else 0
        for part in (form[:at], form[at + 1 :]):
            for other, there in sorted(known.items()):
                if part and other != key and any(one_name(part, b) or one_name(b, part) for b in there.forms if "and" not in b):
                    return other
    return None


def speakers(voices: Sequence[Voice]) -> list[Voice]:
    """The voices of one event, each under the key and the party of the fullest name that it has there."""
    known = _known(voices)
    meant: dict[str, str] = {}
    for key in known:
        if key.startswith("local:") and (other := _meant(key, known)) is not None:
            meant[key] = other
    for key in list(meant):
        seen = {key}
        while (then := meant.get(meant[key])) is not None and then not in seen:
            seen.add(meant[key])
            meant[key] = then
    return [_as(v, meant, known) for v in voices]


def _as(voice: Voice, meant: Mapping[str, str], known: Mapping[str, _Known]) -> Voice:
    path = tuple(meant.get(k, k) for k in voice.path)
    if voice.key not in meant:
        return voice if path == voice.path else replace(voice, path=path)
    there = known[meant[voice.key]].voice
    if voice.flat:  # a publisher whom others quote as "the monitoring group X" is that X
        return replace(voice, key=there.key, speaks_as=there.key, path=path)
    source = there if voice.party is None else voice
    return replace(voice, key=there.key, speaks_as=there.key, path=path, party=source.party, sector=source.sector)


def _generic(voice: Voice) -> bool:
    name = voice.name.strip()
    return not voice.flat and (_AUTHORITIES.match(name) or PAPERS_OF_LAW.match(name)) is not None


def _is_law(voice: Voice) -> bool:
    """Whether a voice polices, investigates or judges, by its name or by the organisation that it was put to."""
    of_state = voice.party is not None and (voice.sector in _LAW_SECTORS or "authorities" in fold(voice.name))
    return not voice.flat and bool(of_state or voice.of_law or _generic(voice) or _LAW.search(voice.name) or _JUSTICE.search(voice.name))


def _put(voice: Voice, body: Voice) -> Voice:
    path = (*voice.path[:-1], body.key)
    return replace(voice, key=body.key, speaks_as=body.key, party=body.party, named=body.named, sector=body.sector, path=path)


def one_authority(group: Sequence[Voice]) -> list[Voice]:
    """Voices of one report; "police" and "investigators" are put to the police or sheriff that it quotes by name, or else to one voice."""
    named = Counter(v.key for v in group if not v.flat and not _generic(v) and _LAW.search(v.name))
    if not any(_generic(v) for v in group):
        return list(group)
    first = min((v for v in group if _generic(v)), key=lambda v: (v.party is None, v.order))
    known = min((v for v in group if v.key in named), key=lambda v: (-named[v.key], v.order), default=None)
    body = known or first
    return [_put(v, body) if _generic(v) else v for v in group]


def authorities_of_all(voices: Sequence[Voice]) -> list[Voice]:
    """Voices of one event; words for the authorities are the one police or sheriff that its reports name, or of the party that all have.

    Where the reports name two, whose "police" are stays open. A police chief or a coroner whose state one report does not tell is of the
    state of the others.
    """
    loose = [v for v in voices if _is_law(v) and v.party is None]
    if not loose:
        return list(voices)
    law = [v for v in voices if _is_law(v)]
    named = {v.key: v for v in sorted(law, key=lambda v: v.order, reverse=True) if not _generic(v) and _LAW.search(v.name)}
    parties = {v.party: v for v in sorted(law, key=lambda v: v.order, reverse=True) if v.party is not None}
    state = next(iter(parties.values())) if len(parties) == 1 else None
    body = next(iter(named.values())) if len(named) == 1 else state
    ids = {v.id for v in loose}

    def settled(v: Voice) -> Voice:
        if v.id not in ids:
            return v
        if _generic(v):
            return _put(v, body) if body is not None else v
        return replace(v, party=state.party, sector=v.sector or state.sector) if state is not None else v

    return [settled(v) for v in voices]


def one_party_a_name(voices: Sequence[Voice]) -> list[Voice]:
    """One name is one body in one event: where reports were resolved to several parties, the one that most claims have is taken."""
    keys: dict[str, Counter[tuple[str, str | None]]] = defaultdict(Counter)
    for v in voices:
        if not v.flat and v.named:
            keys[fold(v.name)][v.key, v.party] += 1
    chosen = {n: min(c, key=lambda k: (k[1] is None, -c[k], k[0], k[1] or "")) for n, c in keys.items() if len(c) > 1}

    def settled(v: Voice) -> Voice:
        key, party = chosen.get(fold(v.name), (v.key, v.party)) if not v.flat and v.named else (v.key, v.party)
        return replace(v, key=key, speaks_as=key, party=party, path=(*v.path[:-1], key)) if key != v.key or party != v.party else v

    return [settled(v) for v in voices] if chosen else list(voices)
