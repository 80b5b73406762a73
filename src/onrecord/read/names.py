"""The fullest name that a document gives for a span: titles dropped, acronyms and surnames completed, pronouns resolved."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

from onrecord.model.mention import Mention
from onrecord.model.span import Span

TITLES = frozenset(
    "mr mr. mrs mrs. ms ms. dr dr. prof prof. professor sir lord lady sheikh imam mullah sayyid ayatollah pope bishop "
    "archbishop father rev rev. msgr msgr. monsignor cardinal supt supt. det det. comm. "
    "president vice-president vice prime minister deputy foreign defense defence interior secretary secretary-general "
    "general lieutenant lt lt. "
    "colonel col col. major maj maj. captain capt capt. sergeant sgt sgt. staff spc spc. cpl cpl. corporal private "
    "pvt brigadier brig brig. gen gen. "
    "admiral adm adm. commander cmdr commodore marshal air chief inspector superintendent commissioner governor gov "
    "gov. mayor senator sen sen. "
    "representative rep rep. congressman ambassador chancellor king queen prince princess emir sultan chairman "
    "chairwoman spokesman spokeswoman "
    "spokesperson attorney judge justice director leader head former acting late comrade warrant officer chief "
    "ombudsman premier minister".split()
)
_ARTICLES = frozenset("the a an this that these those its their his her our some".split())
HE, SHE, IT, THEY, WE = (
    frozenset(p.split())
    for p in (
        "he him his himself",
        "she her hers herself",
        "it its itself which",
        "they them their theirs themselves who",
        "we us our ours i me my mine",
    )
)
PRONOUNS = HE | SHE | IT | THEY | WE
# "The group", "the ministry": a class that stands for the last organisation of that kind.
# "Northern Front (NF" of "Northern Front (NF)", "Ivo “Red" of "Ivo “Red” Kern".
_UNCLOSED = re.compile(r"\s*(?:[(\[][^()\[\]]*|“[^“”]*)$")
_GROUP_NOUNS = frozenset(
    "group organization organisation movement militia faction militants insurgents rebels guerrillas terrorists "
    "fighters gunmen attackers assailants "
    "ministry government army military police forces troops coalition agency party front council committee commission "
    "command office authorities aviation artillery navy jets warplanes planes aircraft drones helicopters units soldiers personnel".split()
)
_PEOPLE = frozenset("Person person".split())
_BODIES = frozenset("Organisation organization".split())
_WORD = re.compile(r"\w[\w'’-]*\.?")
_FOLLOWER = re.compile(r"\s+([^\W\d_][\w-]*)")
_PLURAL = re.compile(r"\w+(?:men|women|people|ants|ents|els|ers|illas|ians|ists|erts|ors|icials|orities)", re.IGNORECASE)
_OFFICES = frozenset("official officials officer officers ministry police president troops soldiers residents".split())
# "Kutum hospital" is named after a place or a person and is neither.
_HOUSES = frozenset(
    "hospital clinic university college school court church mosque cathedral monastery prison jail station airport airfield base camp"
    " market hotel bridge barracks province district city town village region state county".split()
)
_MANY = frozenset("people children men women civilians".split())
_SMALL = frozenset("of the and for de la del in".split())
_POINTING = ("the ", "this ", "that ", "these ", "those ")
_OWNED = re.compile(r"\w?\w?['’][sS]\s+(?P<owned>[^\W\d_][^,;:]*)(?:,.*)?$", re.DOTALL)
_PAPER = re.compile(r"\b(?:findings|reports?|statements?|letters?|account|testimony|words|remarks|office|affidavit)$", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’][sS]$")
_AL = re.compile(r"[ae][a-z]{1,2}-[A-Z]")  # the last word of "Rashid al-Omar"
_SPOKESMAN = re.compile(r"^spokes(?:man|woman|person)\s+(?=[^\W\d_a-z][\w'’-]*\s+[^\W\d_a-z][\w'’-]*$)")
_ACRONYM = re.compile(r"^[A-Z][A-Z&]{1,7}s?$")


_OF = re.compile(r"\b(?:of|for|in|at)\s+(?:the\s+)?$", re.IGNORECASE)
_OFFICE_AND_NAME = re.compile(r"(?P<office>[^,]{3,90}),\s+(?P<name>(?:[^\W\d_a-z][\w'’.-]*\s+){1,3}[^\W\d_a-z][\w'’-]*)")


def strip_articles(text: str) -> str:
    """`text` without leading articles and possessives, white space made single."""
    words = text.split()
    while len(words) > 1 and words[0].lower() in _ARTICLES:
        words = words[1:]
    return " ".join(words).strip(" ,.;:\"“”'‘’()[]")


def strip_titles(name: str) -> str:
    """A person's name without ranks and offices before it and descriptions after a comma."""
    words = (_UNCLOSED.sub("", name) or name).split(",")[0].split()
    while len(words) > 1 and words[0].lower() in TITLES:
        words = words[1:]
    return " ".join(words)


def _initials(words: list[str]) -> list[str]:
    return [part[0].upper() for word in words if word.lower() not in _SMALL for part in word.split("-") if part]


def _is_many(name: str) -> bool:
    """Whether it is people without a name, as "it" never is: "passengers", "two children"."""
    last = name.split()[-1] if name.split() else ""
    plural = last in _MANY or (last.endswith("s") and not last.endswith("ss"))
    return name.islower() and plural and last not in _GROUP_NOUNS


_OPENS = re.compile(r"(?:^|[.!?][\"”]?\s+|\n\s*)(?:[\"“]\s*)?$")
_ONE_SENTENCE = 300  # code points


class Names:
    """Looks up the fullest names of one document; built once from its mentions."""

    def __init__(self, text: str, mentions: Iterable[Mention]) -> None:
        self._text = text
        ordered = sorted(mentions, key=lambda m: (m.span.start, -m.span.end))
        self._people = [s for m in ordered if m.kind in _PEOPLE and self._is_name(s := self._own_name(m.span))]
        self._bodies = [m.span for m in ordered if m.kind in _BODIES and not self._is_pronoun(m.span)]
        self._body_starts = [s.start for s in self._bodies]
        self._person_starts = [s.start for s in self._people]
        self._full_people: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for span in self._people:
            name = strip_titles(strip_articles(span.of(text)))
            words = name.split()
            if len(words) > 1:
                self._full_people[words[-1].lower()].append((span.start, name))
        self._acronyms = self._find_acronyms()

    def _is_pronoun(self, span: Span) -> bool:
        return span.of(self._text).lower() in PRONOUNS

    def _own_name(self, span: Span) -> Span:
        """The name in "spokesman for the High Commissioner, Ana Ruiz": what follows the comma, where an office stands before it."""
        match = _OFFICE_AND_NAME.fullmatch(self._text, span.start, span.end)
        if match is None:
            return span
        first, name = match["office"].split()[0], match["name"]
        behind = _OF.search(self._text, max(0, span.start - 9), span.start)  # "the mayor of [Toribio, Ana Ruiz]"
        office = behind or first[:1].islower() or first.lower() in TITLES | _OFFICES
        return Span(*match.span("name")) if office and not TITLES & set(name.lower().split()) else span

    def _is_name(self, span: Span) -> bool:
        """Whether a mention of a person is a whole name; "Chadian" of "Chadian foreign minister" and "Russian aerospace" are none."""
        words = strip_titles(strip_articles(span.of(self._text)))
        last = words.split()[-1] if words else ""
        if self._is_pronoun(span) or not words[:1].isupper() or _PLURAL.fullmatch(words):
            return False
        if (last[:1].islower() and not _AL.match(last)) or last.lower() in _GROUP_NOUNS:
            return False
        after = _FOLLOWER.match(self._text, span.end)
        if after is None or len(words.split()) > 1:
            return True
        return not (after[1][0].isupper() or after[1].lower() in TITLES | _GROUP_NOUNS | _OFFICES | _HOUSES)

    def _find_acronyms(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for match in re.finditer(r"[(\[]([A-Z][A-Z&-]{1,9})[)\]]", self._text):
            before = self._text[max(0, match.start() - 90) : match.start()].split()
            letters = [c for c in match[1] if c.isalpha()]
            # The long form is looked for among the words before the bracket whose initials spell the acronym, small words not counted.
            for size in range(len(letters), min(len(letters) + 5, len(before)) + 1):
                words = before[-size:]
                if _initials(words) == letters and words[0].lower() not in _SMALL:
                    found[match[1]] = strip_articles(" ".join(words).strip('"“”'))
                    break
        for span in self._bodies:
            name = strip_articles(span.of(self._text))
            letters = [w[0] for w in re.split(r"[\s-]+", name) if w[:1].isupper()]
            if len(letters) >= 3 and not name.isupper():
                found.setdefault("".join(letters), name)
        return found

    def _body(self, span: Span) -> str:
        name = strip_articles(span.of(self._text))
        return self._acronyms.get(name, name)

    def _owns(self, inner: Span, span: Span) -> bool:
        """Whether the person at `inner` only has what `span` names: "Kern's parents" are not Kern, "Kern's findings" are his word."""
        match = _OWNED.match(self._text, max(inner.start, inner.end - 2), span.end)
        return match is not None and _PAPER.search(match["owned"]) is None

    def person_in(self, span: Span) -> str | None:
        """The person named inside `span`, as fully as the document names them anywhere."""
        short: str | None = None
        at = bisect_left(self._person_starts, span.start)
        for inner in self._people[at:]:
            if inner.start >= span.end:
                break
            if inner.end > span.end or self._owns(inner, span):
                continue
            name = _POSSESSIVE.sub("", strip_titles(strip_articles(inner.of(self._text))))
            if len(name.split()) > 1:
                return name  # "the director of Kutum hospital, Hawa Tijani" is not Kutum, whatever the tagger took it for
            if full := self._full_name(name, inner.start):
                return full
            if name and name.lower() not in TITLES and short is None:
                short = name
        return short

    def fullest(self, span: Span, *, speaker: str | None = None) -> str:
        """The fullest name for the words of `span`; `speaker` is who says it, for "we"."""
        raw = " ".join(span.of(self._text).split())
        low = raw.lower()
        if low in PRONOUNS:
            return self._antecedent(low, span, speaker) or raw
        person = self.person_in(span)
        if person is not None:
            return person
        name = _UNCLOSED.sub("", strip_articles(raw)) or raw
        bare = name[:-2] if name.endswith(("'s", "’s")) else name
        bare = _SPOKESMAN.sub("", bare)  # "its [spokesman Idris Abakar]", where the mention begins before the span
        if _ACRONYM.match(bare) and bare in self._acronyms:
            return self._acronyms[bare]
        if low.startswith(_POINTING) or self._text[max(0, span.start - 6) : span.start].lower().endswith(_POINTING):
            return self._definite(bare, span) or bare
        return bare

    def _antecedent(self, pronoun: str, span: Span, speaker: str | None) -> str | None:
        if pronoun in WE:
            return speaker
        if pronoun in HE or pronoun in SHE:
            return self._last_person(span)
        before = self._bodies[: bisect_left(self._body_starts, span.start)]
        if pronoun == "they" and (subject := self._subject_before(before, span)):
            before = [*before, subject]
        for body in reversed(before):
            name = self._body(body)
            if pronoun not in IT or not _is_many(name):
                return self._definite(name, body) or name
        return None

    def _subject_before(self, bodies: Sequence[Span], span: Span) -> Span | None:
        """The body that opens the sentence before the one which `span` opens: "Gunmen abducted two teachers. They also burned ..."."""
        if not bodies or not _OPENS.search(self._text, max(0, span.start - 4), span.start):
            return None
        for body in reversed(bodies):
            between = self._text[body.end : span.start].rstrip('"”“ \n')
            if between.count(".") > 1 or len(between) > _ONE_SENTENCE:
                return None
            if body.start == 0 or _OPENS.search(self._text, max(0, body.start - 4), body.start):
                return body
        return None

    def _last_person(self, span: Span) -> str | None:
        at = bisect_left(self._person_starts, span.start)
        for inner in reversed(self._people[:at]):
            name = strip_titles(strip_articles(inner.of(self._text)))
            if name and name.lower() not in TITLES and name[:1].isalpha():
                return self._full_name(name.split()[-1], inner.start) or name
        return None

    def _full_name(self, surname: str, at: int) -> str | None:
        """Who is meant by a surname at `at`: of several who bear it, the one named in full last before it, else the first."""
        named = self._full_people.get(surname.lower())
        if not named:
            return None
        nearest = next((name for start, name in reversed(named) if start <= at), named[0][1])
        # An office is told once, at the first name: "Talm Police Chief Ana Ruiz", then "Ana Ruiz".
        return next(name for _, name in named if name.split()[-2:] == nearest.split()[-2:])

    def _definite(self, name: str, span: Span) -> str | None:
        """The last organisation before `span` that "the <class>" can stand for: one that holds the word, else the last one at all for
        a bare class noun.
        """
        words = [w.lower() for w in _WORD.findall(name)]
        # "The Front", with a capital, is a short form of one body's name, never a class.
        short = len(words) == 1 and name.istitle()
        if not words or len(words) > 2 or (any(c.isupper() for c in name) and not short) or words[-1] not in _GROUP_NOUNS:
            return None
        before = self._bodies[: bisect_left(self._body_starts, span.start)]
        for earlier in reversed(before):
            held = {w.lower() for w in _WORD.findall(strip_articles(earlier.of(self._text)))}
            if words[-1] in held and len(held) > len(words):
                return self._body(earlier)
        if not short and words[-1] in {"group", "organization", "organisation", "movement", "militia", "faction"} and before:
            return self._body(before[-1])
        return None
