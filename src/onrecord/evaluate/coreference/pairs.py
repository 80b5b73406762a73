"""Which earlier phrase a phrase may mean, and the features that rank these against its being new.

Mention ranking with a "new" candidate: Denis & Baldridge 2008; the surface features follow Durrett & Klein 2013.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.evaluate.coreference.phrases import Features, Line, head_of
from onrecord.model import Span

# Person, number, gender; "?" where the word leaves it open.
PRONOUNS = {
    word: (person, number, gender)
    for person, number, gender, said in (
        ("1", "s", "x", "i me my mine myself"),
        ("1", "p", "x", "we us our ours ourselves"),
        ("2", "?", "x", "you your yours yourself yourselves"),
        ("3", "s", "m", "he him his himself"),
        ("3", "s", "f", "she her hers herself"),
        ("3", "s", "n", "it its itself"),
        ("3", "p", "?", "they them their theirs themselves"),
        ("3", "s", "n", "this that"),
        ("3", "p", "?", "these those"),
        ("3", "?", "?", "who which whose whom"),
    )
    for word in said.split()
}
_DETERMINERS = {
    "the": "definite",
    **dict.fromkeys("this that these those such".split(), "demonstrative"),
    **dict.fromkeys("my your his her its our their whose".split(), "possessive"),
    **dict.fromkeys("a an some any no another each every many several few other all one two three".split(), "indefinite"),
}
_FEMALE = frozenset("woman girl mother wife daughter sister queen lady mrs ms miss princess aunt actress grandmother female".split())
_MALE = frozenset("man boy father husband son brother king mr sir prince uncle actor grandfather lord male".split())
_MANY = frozenset("people men women children police others both".split())
_EMPTY = frozenset("the a an this that these those 's ’s of in on at for to and , . - ( ) \" “ ” my your his her its our their".split())
_NAME_TAGS = frozenset({"PROPN"})
_IS = re.compile(r"\s*,?\s*(?:is|was|are|were|'s|’s|am|'re|'m|be|became)\s+(?:not\s+|also\s+|now\s+)?", re.IGNORECASE)
_BETWEEN = {",": "comma", "(": "bracket", ":": "colon", "–": "dash", "-": "dash", "—": "dash", "": "touching"}
# How many phrases back each is looked for: pronouns, and others without a word in common.
_REACH_PRONOUN, _REACH, _REACH_ALIKE = 30, 8, 12


@dataclass(frozen=True, slots=True)
class Phrase:
    """One noun phrase as the ranking sees it; `paragraph` counts line breaks, `line` sentences, before it."""

    span: Span
    line: int
    paragraph: int
    low: tuple[str, ...]
    head: str
    form: str
    kind: str
    number: str
    gender: str
    content: frozenset[str]
    text: str
    initials: str
    subject: bool
    after: str
    before: str

    @property
    def pronoun(self) -> str:
        """The pronoun that the phrase is, or nothing."""
        return self.head if self.form == "pronoun" else ""


def phrase_of(text: str, span: Span, place: tuple[Line, int, int], kind: str) -> Phrase:
    """The phrase at `place` (line, first and last word) as the ranking sees it."""
    line, first, end = place
    low = line.low[first : end + 1]
    at = head_of(line, first, end)
    head, bare = line.low[at], tuple(w for w in low if w not in {"'s", "’s"})
    number, gender = "s", "?"
    if len(bare) == 1 and bare[0] in PRONOUNS:
        form, head = "pronoun", bare[0]
        _, number, gender = PRONOUNS[head]
    else:
        form = _DETERMINERS.get(low[0], "") or ("name" if line.tags[at] in _NAME_TAGS else "number" if low[0][:1].isdigit() else "bare")
        if form == "definite" and line.tags[at] in _NAME_TAGS:
            form = "name"
        if head in _MANY or (head.endswith("s") and not head.endswith(("ss", "us", "is")) and form != "name") or " and " in span.of(text):
            number = "p"
        gender = "f" if _FEMALE & set(low) else "m" if _MALE & set(low) else "?" if kind == "person" else "n"
    return Phrase(
        span=span,
        line=line.number,
        paragraph=text.count("\n", 0, span.start),
        low=low,
        head=head,
        form=form,
        kind=kind,
        number=number,
        gender=gender,
        content=frozenset(w for w in low if w not in _EMPTY),
        text=" ".join(w for w in bare if w not in {"the", "a", "an"}) or " ".join(low),
        initials="".join(w[0] for w in line.raw[first : end + 1] if w[:1].isupper()).lower(),
        subject=end + 1 < len(line.tags) and line.tags[end + 1] in {"VERB", "AUX"},
        after=line.low[end + 1] if end + 1 < len(line.low) else "|",
        before=line.low[first - 1] if first else "|",
    )


class Ranking:
    """The candidates and features of one document's phrases, in their order in the text."""

    def __init__(self, text: str, found: Sequence[Phrase]) -> None:
        self._text = text
        self.found = found
        self._heads = Counter(p.head for p in found)
        holding: dict[str, list[int]] = defaultdict(list)
        self.earlier: list[list[int]] = []
        for n, phrase in enumerate(found):
            if phrase.form == "pronoun":
                self.earlier.append(list(range(max(0, n - _REACH_PRONOUN), n)))
                continue
            alike = {m for word in phrase.content | {phrase.text} for m in holding[word][-_REACH_ALIKE:]}
            self.earlier.append(sorted(alike | set(range(max(0, n - _REACH), n))))
            for word in phrase.content | {phrase.head, phrase.text, phrase.initials}:
                holding[word].append(n)

    def new(self, n: int) -> Features:
        """What speaks for phrase `n` being the first of its thing."""
        b = self.found[n]
        before = [self.found[m] for m in self.earlier[n]]
        same = b.form != "pronoun" and any(a.text == b.text for a in before)
        head = b.form != "pronoun" and any(a.head == b.head for a in before)
        names = [
            "new",
            f"new {b.form}",
            f"new {b.form} {b.kind}",
            f"new {b.form} same {same} head {head}",
            f"new {b.form} {b.kind} same {same} head {head}",
            f"new head {b.head} {head}",
            f"new first {b.low[0]} {head}",
            f"new {b.form} long {min(len(b.low), 6)} {head}",
            f"new {b.form} early {min(n, 3)} {min(b.line, 3)}",
            f"new {b.form} after {b.after}",
            f"new {b.form} before {b.before}",
        ]
        return dict.fromkeys(names, 1.0)

    def pair(self, m: int, n: int) -> Features:
        """What speaks for phrase `n` meaning what the earlier phrase `m` means."""
        a, b = self.found[m], self.found[n]
        far = b.line - a.line
        lines = str(far) if far < 4 else "<8" if far < 8 else "far"
        apart = n - m
        steps = str(apart) if apart < 6 else "<10" if apart < 10 else "<20" if apart < 20 else "far"
        number = "?" if "?" in a.number + b.number else "same" if a.number == b.number else "clash"
        gender = "?" if "?" in a.gender + b.gender else "same" if a.gender == b.gender else "clash"
        agree = f"{number} {gender}"
        who = b.pronoun or b.form
        names = [
            f"{b.form} lines {lines}",
            f"{who} steps {steps}",
            f"{who} from {a.form}",
            f"{b.form} kinds {a.kind} {b.kind}",
            f"{who} {agree}",
            f"{b.form} subject {a.subject} {b.subject} {lines if far < 3 else ''}",
            f"{b.form} known {min(self._heads[a.head], 5)} {a.form}",
        ]
        if b.form == "pronoun":
            names += self._pronoun(a, b, lines, agree)
        else:
            names += _alike(a, b, lines)
        names += self._grammar(a, b)
        return dict.fromkeys(names, 1.0)

    def _pronoun(self, a: Phrase, b: Phrase, lines: str, agree: str) -> list[str]:
        breaks = min(b.paragraph - a.paragraph, 4)
        found = [
            f"{b.head} kind {a.kind} {a.form}",
            f"{b.head} is {a.pronoun or '-'}",
            f"{b.head} is {a.pronoun or '-'} breaks {breaks}",
            f"{b.head} {a.kind} {lines} {a.subject}",
            f"{b.head} {a.form} {agree} {lines}",
            f"{b.head} opens {a.before == '|'} {lines}",
            f"pronoun after {b.after} {a.kind}",
        ]
        if a.form == "pronoun":
            found.append(f"pronouns {'same' if PRONOUNS[a.head] == PRONOUNS[b.head] else 'other'} {PRONOUNS[b.head][0]} {lines}")
        return found

    def _grammar(self, a: Phrase, b: Phrase) -> list[str]:
        if a.span.contains(b.span):
            return [f"inside {b.pronoun or b.form} {a.form}", f"inside at end {a.span.end == b.span.end} {b.form}", "inside"]
        if b.line != a.line or b.span.start < a.span.end:
            return []
        between = self._text[a.span.end : b.span.start]
        found = []
        if (mark := _BETWEEN.get(between.strip())) is not None:
            found += [f"beside {mark} {a.form} {b.form}", f"beside {mark} {a.kind == b.kind}", f"beside {mark} {b.after}"]
        if _IS.fullmatch(between):
            found += [f"is {b.form} {a.form}", f"is {a.kind == b.kind}"]
        if between.strip().lower() in {"and", "or", ", and", "of", "in", "to", "for", "with", "by"}:
            found += [f"joined {between.strip().lower()} {b.form}"]
        return found


def _alike(a: Phrase, b: Phrase, lines: str) -> list[str]:
    same, head = a.text == b.text, a.head == b.head
    more, less = bool(b.content - a.content), bool(a.content - b.content)
    shared = a.content & b.content
    short = len(b.head) > 1 and (b.head == a.initials or a.head == b.initials)
    fit = f"{same} {head} {more} {less}"
    found = [
        f"alike {fit}",
        f"alike {b.form} {a.form} {fit}",
        f"alike {b.form} {b.kind} {fit}",
        f"alike {a.kind == b.kind} {fit}",
        f"alike {b.form} {same} {head} {lines}",
        f"share {b.form} {bool(shared)} {head} {lines}",
    ]
    if short:
        found += ["initials", f"initials {b.form} {a.form}"]
    if not shared and a.form != "pronoun":
        found.append(f"heads {a.head} {b.head}")
    if head and not same:
        found.append(f"head alone {len(b.content) == 1} {len(a.content) == 1} {b.form} {a.form}")
    if b.form == "name" and a.form == "name" and shared:
        found.append(f"names {b.low[-1] == a.low[-1]} {b.low[0] == a.low[0]} {b.kind} {more} {less}")
    if same:
        found.append(f"same {b.text if len(b.low) < 3 else len(b.low)}")
    return found
