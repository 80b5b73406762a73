"""The chain of voices behind each trigger: who says it, nearest to the reader first, the origin last."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from onrecord.model.claim import Link
from onrecord.model.span import Span
from onrecord.read.analysis import Analysis, Found
from onrecord.read.denials import denial_of, denies_in_passing
from onrecord.read.names import Names, strip_articles
from onrecord.read.no_voice import is_beside, is_credit, is_own_credit, speaks, subject_of
from onrecord.read.quotations import Quotations
from onrecord.read.relays import carrier, hearsay, named_afterwards, quoted_as_saying, teller_of_toll
from onrecord.read.rivals import Part, in_order, one_a_cue, told_to, uncrossed, without_repeats
from onrecord.read.sources import parted, whole_source
from onrecord.read.speakers import Speakers
from onrecord.read.statements import Statement, statements
from onrecord.read.voices import Voice

_TAG = re.compile(r"\[\s*(Sources?)\s*:\s*([^\]\n]+?)\s*\]|\(\s*(Sources?)\s*:\s*([^)\n]+?)\s*\)", re.IGNORECASE)
_DEEDS = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "SANCTION", "PROTEST", "RETREAT", "AID", "COOPERATE"})
_ARTICLES = frozenset({"the", "a", "an", "its", "their"})
_NOUN = re.compile(r"[^\W\d_]{2,}")
_LIST = re.compile(r"\bthe following\b|\bas follows\b", re.IGNORECASE)
_AFTER_PLACES = re.compile(
    r"(?<=\w\s)(?:in|at|near|around|of)\s+(?:[^\W\d_a-z][\w'’-]+(?:\s+[^\W\d_a-z][\w'’-]+)?(?:,\s+(?:and\s+)?|\s+and\s+))+$"
)
_AND_ANOTHER = re.compile(r"(?:,\s+[^\W\d_a-z][\w'’-]+)*,?\s+and\s+[^\W\d_a-z]")
_ACCORDING = re.compile(r"according\b", re.IGNORECASE)
# "X was arrested after police said": the subordinate clause, with whoever speaks in it, is beside what the main clause tells.
_SUBORDINATE = re.compile(
    r"\b(?:after|since|because|once|when|until|before|although|though|unless)\s+(?:(?:the|an?|its|their|his|her|some|several)\s+)?(?:[\w-]+\s+)?$",
    re.IGNORECASE,
)
# "Accused Juba of supplying rebels": the first "of" after the accusation, with no other clause before it.
_ACCUSES = re.compile(r"(?:(?:has|have|had|also|again|in\s+turn)\s+)*accus(?:e|es|ed|ing)\b", re.IGNORECASE)
_OF_DEED = re.compile(
    r"(?:(?!\b(?:of|after|before|as|when|while|since|during|following|amid|over|that|who|which)\b)(?:[^;:.]|\.(?=\S|\s[a-z]))){2,90}?"
    r"\bof\s+(?:(?:having|being|the|an?|\w+ly)\s+){0,3}",
    re.IGNORECASE,
)
_COMMA = re.compile(r",[”\"]?\s+(?:(?:the|an?|his|her|its|their|one)\s+)?$", re.IGNORECASE)
_BREAK = re.compile(r"[;:\"“”]|\b(?:but|while|whereas)\b", re.IGNORECASE)
_CONTRAST = re.compile(r"\b(?:but|while|whereas|although|though)\s+$", re.IGNORECASE)
# Below this the head that ties voices to triggers is not believed on its own.
_SOURCE_FLOOR = 0.4
_LONGEST_TRIGGER = 400  # characters
_LATER_FLOOR = 0.6  # a sentence seldom has its voice in the one after it


class Chains:
    """Builds chains for the triggers of one document."""

    def __init__(self, analysis: Analysis, names: Names) -> None:
        self._analysis = analysis
        self._names = names
        self._text = analysis.document.text
        # The word for a deed is no word for saying, whatever the tagger of cues thinks.
        told = [f for f in analysis.found if denial_of(f, self._text) is None]
        deeds = sorted(f.span for f in told if f.event_type in _DEEDS)
        self._done = sorted([*deeds, *(f.span for f in told if f.event_type in {"AGREE", "CONSULT"})])
        self._voices = parted([v for v in analysis.voices if not _meets(v.cue, deeds)], self._text)
        self._charges: dict[int, list[Found]] = defaultdict(list)
        for item in analysis.found:
            if item.event_type == "ACCUSE" and item.roles.get("actor") and _ACCUSES.match(item.span.of(self._text)):
                self._charges[item.sentence].append(item)
        self._paragraph_starts = [p.start for p in analysis.paragraphs]
        self._sentence_starts = [s.start for s in analysis.sentences]
        # Where a voice is looked for: by the sentences that it reaches over and the paragraph of its cue, never among all.
        self._voices_at: dict[int, list[Voice]] = defaultdict(list)
        self._voices_in: dict[int, list[Voice]] = defaultdict(list)
        for voice in self._voices:
            spans = (voice.cue, *voice.sources, *voice.content)
            for number in range(self._sentence(min(s.start for s in spans)), self._sentence(max(s.end for s in spans) - 1) + 1):
                self._voices_at[number].append(voice)
            if voice.sources:
                self._voices_in[self._paragraph(voice.cue.start)].append(voice)
        self._speaking = sorted((v for v in self._voices if v.sources), key=lambda v: v.cue.start)
        self._told: dict[int, list[Part]] = {}  # sentence -> voices of its last claim, which later sentences may inherit whole
        heard = [s for v in self._voices for s in v.sources]
        tied = [f.span for found in analysis.found for f in found.roles.get("source", ()) if f.score >= _SOURCE_FLOOR]
        self._speakers = Speakers(self._text, (whole_source(self._text, s, None) for s in (*heard, *tied)), analysis.sentences, names)
        self._quotations = Quotations(self._text, analysis.paragraphs)
        self._statements = statements(self._text, analysis.paragraphs, self._voices)
        tags = (m for m in _TAG.finditer(self._text) if not is_own_credit(self._text, m[2] or m[4]))
        self._tags = {self._paragraph(m.start()): m for m in tags}

    def _paragraph(self, at: int) -> int:
        return bisect_right(self._paragraph_starts, at) - 1

    def in_tag(self, span: Span) -> bool:
        """Whether `span` lies in a "[Source: X]" tag, which tells of no happening."""
        tag = self._tags.get(self._paragraph(span.start))
        return tag is not None and tag.start() <= span.start < tag.end()

    def chain(self, found: Found) -> tuple[Link, ...]:
        """The chain of one trigger; empty where the publisher says it in its own voice."""
        statement = self._statement(found)
        denier = self._denier(found)
        parts = [denier] if denier else self._with_accuser(self._ordered(self._parts(found)), found)
        if not parts and statement is None:
            parts = self._inherited(found)
        if statement is not None:
            # Whom the speaker cites stands behind the speaker; what the narrator said before the statement does not reach into it.
            inner = [p for p in parts if p.source is not None and statement.span.contains(p.source)]
            parts = [Part(statement.source, statement.cue), *inner]
        if parts:
            self._told[found.sentence] = parts
        if denier is None and (afterwards := self._afterwards(found)):
            parts = [*(p for p in parts if p.source is None or not p.source.overlaps(afterwards[0])), Part(*afterwards)]
        if toll := teller_of_toll(self._text, found.span):
            parts = [*(p for p in parts if p.source is None or not p.source.overlaps(toll[0])), Part(*toll)]
        links: list[Link] = []
        tag = self._tags.get(self._paragraph(found.span.start))
        if tag is not None:
            group = 2 if tag.group(2) else 4
            span = Span(*tag.span(group))
            links.append(Link(source=span, cue=Span(*tag.span(group - 1)), name=strip_articles(span.of(self._text))))
        for part in parts:
            if part.source is None or self.in_tag(part.source) or not _NOUN.search(strip_articles(part.source.of(self._text))):
                continue
            if strip_articles(part.source.of(self._text)).lower() in _ARTICLES:
                continue
            source = whole_source(self._text, part.source, part.cue)
            if relayed := carrier(self._text, source):
                source, through, outer = relayed
                links.append(Link(source=outer, cue=through, name=self._names.fullest(outer)))
            links.append(Link(source=source, cue=part.cue, name=self._speakers.name(source)))
        return tuple(without_repeats(links))

    def _with_accuser(self, parts: list[Part], found: Found) -> list[Part]:
        """The parts with whoever accuses somebody "of" the trigger's deed, where no head ties them to it.

        Where one does, it is by the accusation, not by what the accuser said before it: "denied shelling Talm and accused the army of
        firing on it" denies no firing.
        """
        for charge in self._charges.get(found.sentence, ()):
            if charge.span.end < found.span.start and _OF_DEED.fullmatch(self._text, charge.span.end, found.span.start):
                source = min(charge.roles["actor"], key=lambda f: f.span)
                same = [p for p in parts if p.source is not None and p.source.overlaps(source.span)]
                if same:
                    return [
                        replace(p, cue=charge.span) if p in same and p.cue is not None and p.cue.end < charge.span.start else p
                        for p in parts
                    ]
                return parts or [Part(source.span, charge.span, score=source.score)]
        return parts

    def _denier(self, found: Found) -> Part | None:
        """Who denies, where the trigger belongs to a denial that does not say what it denies."""
        denial = denial_of(found, self._text)
        if denial is None:
            return None
        verb = denial.verb
        heard = [s for v in self._voices_at[found.sentence] if v.cue.overlaps(verb) for s in v.sources]
        sentence = self._analysis.sentences[found.sentence]
        named = [f.span for role in ("source", "actor") for f in found.roles.get(role, ())]
        # The subject stands before its verb: the nearest of those that the heads name.
        before = [s for s in (*heard, *named) if sentence.start <= s.start and s.end <= verb.start]
        if not before:
            return None
        nearest = max(before, key=lambda s: s.end)
        return Part(max((s for s in before if s.overlaps(nearest)), key=len), verb)

    def _afterwards(self, found: Found) -> tuple[Span, Span] | None:
        """The source that the next sentence of the paragraph gives to this one."""
        number = found.sentence + 1
        if number >= len(self._sentence_starts) or self._paragraph(self._sentence_starts[number]) != self._paragraph(found.span.start):
            return None
        return named_afterwards(self._text, self._analysis.sentences[number])

    def _parts(self, found: Found) -> list[Part]:
        covering = [v for v in self._voices_at[found.sentence] if self._covers(v, found) or self._sums_up(v, found)]
        parts: list[Part] = []
        cues = [c.span for c in found.roles.get("cue", ()) if not c.span.overlaps(found.span)]
        cues = [c for c in cues if not _meets(c, self._done)] or cues
        for source in found.roles.get("source", ()):
            # A new paragraph in a flat voice is the publisher's: a voice of an earlier one speaks on only in quotations and announcements.
            elsewhere = self._paragraph(source.span.start) != self._paragraph(found.span.start)
            floor = _SOURCE_FLOOR if self._sentence(source.span.start) <= found.sentence else _LATER_FLOOR
            if source.score < floor or source.span.overlaps(found.span) or elsewhere:
                continue
            at = self._voices_at[self._sentence(source.span.start)]
            voices = [v for v in at if any(s.overlaps(source.span) for s in v.sources)]
            # What a source says of this trigger with the trigger itself ("X accused Y") is the claim, not a voice behind it.
            if voices and all(v.cue.overlaps(found.span) for v in voices):
                continue
            voice = next((v for v in voices if v in covering), None) or next(iter(voices), None)
            near = voice.cue if voice else min(cues, key=lambda c: abs(c.start - source.span.start), default=None)
            cue = told_to(source.span, self._text) or near
            if cue is None and self._sentence(source.span.start) == found.sentence:
                continue
            # Where both see the source, the tagger of voices sees it whole more often than the head that ties it to the trigger.
            spans = [source.span, *(s for s in (voice.sources if voice else ()) if s.overlaps(source.span))]
            parts.append(Part(max(spans, key=len), cue, voice.content if voice else (), source.score))
        for voice in covering:
            if voice.sources and not any(p.source is not None and any(s.overlaps(p.source) for s in voice.sources) for p in parts):
                parts.append(Part(voice.sources[0], voice.cue, voice.content, voice.score))
        own = self._analysis.sentences[found.sentence]
        if quoted := quoted_as_saying(self._text, own, found.span):
            # Whom "X quoted Y as saying" quotes has a cue of their own, else X and Y would be rivals for one.
            parts = [*(p for p in parts if p.source is None or not p.source.overlaps(quoted[0])), Part(*quoted)]
        heard = [
            p for p in map(self._subject, one_a_cue(uncrossed(parts, self._text), self._text)) if p is not None and self._speaks(p, found)
        ]
        kept = [p for p in heard if not self._other_clause(p, found) and not self._in_a_list_of_places(p)]
        return [*kept, *(Part(s, s) for s in hearsay(self._text, own, found.span))]

    def _subject(self, part: Part) -> Part | None:
        """The part with the subject of its cue, where the tagger took for it somebody of whom something is said; None without one."""
        if part.source is None or part.cue is None:
            return part
        subject = subject_of(self._text, part.source, part.cue, self._analysis.sentences[self._sentence(part.cue.start)])
        return None if subject is None else part if subject == part.source else replace(part, source=subject)

    def _speaks(self, part: Part, found: Found) -> bool:
        """Whether the source can be who tells of the trigger: no photographer of a caption, nobody who is charged or only comes along."""
        if part.source is None:
            return True
        if is_credit(self._text, part.source):
            return False
        if part.cue is None:
            return True
        if is_beside(self._text, found.span, part.source, part.cue, part.content, self._analysis.sentences[found.sentence]):
            return False
        return speaks(self._text, part.source, part.cue, self._analysis.sentences[self._sentence(part.cue.start)])

    def _in_a_list_of_places(self, part: Part) -> bool:
        """ "The attacks in Ashur, Baran and Talm show ...": Baran says nothing."""
        source = part.source
        if source is None or not _AFTER_PLACES.search(self._text, max(0, source.start - 80), source.start):
            return False
        return " " not in source.of(self._text) and _AND_ANOTHER.match(self._text, source.end) is not None

    def _other_clause(self, part: Part, found: Found) -> bool:
        """ "..., but according to Y ...": Y speaks of what follows, not of what stands before the "but"; so the Y of "after Y said".

        Nor does the Y of "..., a charge that Y denies" tell what was charged.
        """
        if part.cue is None or found.span.end > part.cue.start:
            return False
        if denies_in_passing(part.cue, self._text):
            return True
        if _ACCORDING.match(self._text, part.cue.start):
            return _CONTRAST.search(self._text, max(0, part.cue.start - 12), part.cue.start) is not None
        if part.source is None or not found.span.end <= part.source.start < part.cue.start:
            return False
        own = self._analysis.sentences[found.sentence]
        return own.contains(part.source) and _SUBORDINATE.search(self._text, found.span.end, part.source.start) is not None

    def _ordered(self, parts: list[Part]) -> list[Part]:
        return in_order(parts, self._text, lambda at: self._analysis.sentences[self._sentence(at)])

    def _sentence(self, at: int) -> int:
        return bisect_right(self._sentence_starts, at) - 1

    def _inherited(self, found: Found) -> list[Part]:
        """The voices of an open quotation or of a list; whether a sentence goes on in the voice of the one before, the encoder says."""
        here = [v for v in self._voices_at[found.sentence] if v.sources]
        if any(self._sentence(v.cue.start) == found.sentence and not v.cue.overlaps(found.span) for v in here):
            return []
        opened = self._quotations.opened(found.span.start)
        if opened is not None:
            until = bisect_left(self._speaking, found.span.start, key=lambda v: v.cue.start)
            before = next((self._speaking[n] for n in range(until - 1, -1, -1) if self._introduces(self._speaking[n], opened)), None)
            return [Part(before.sources[0], before.cue, before.content)] if before else []
        return self._listed(found)

    def _statement(self, found: Found) -> Statement | None:
        """The statement that the trigger lies in, if one voice speaks there without quotation marks."""
        return next((s for s in self._statements if s.span.contains(found.span)), None)

    def _listed(self, found: Found) -> list[Part]:
        """The voices of the item before, where a voice has announced a list ("the following examples") that this paragraph goes on."""
        here = self._paragraph(found.span.start)
        for number in range(here - 1, max(-1, here - 5), -1):
            paragraph = self._analysis.paragraphs[number]
            inside = [v for v in self._voices_in[number] if paragraph.contains(v.cue) and v.content]
            if inside:
                opening = self._analysis.paragraphs[max(0, number - 3)].start
                if _LIST.search(self._text, opening, paragraph.end):
                    told = [n for n in self._told if self._paragraph(self._sentence_starts[n]) == number]
                    return self._told[max(told)] if told else self._ordered([Part(v.sources[0], v.cue, v.content) for v in inside])
                return []
        return []

    def _introduces(self, voice: Voice, opened: int) -> bool:
        """Whether a voice speaks the quotation opened at `opened`: its content holds the opening, or its cue stands right before or in
        the sentence.
        """
        if any(c.start - 2 <= opened <= c.end + 2 for c in voice.content):
            return True
        between = self._text[voice.cue.end : opened]
        return voice.cue.end <= opened and len(between) < 60 and between.rstrip().endswith((":", ","))

    def _covers(self, voice: Voice, found: Found) -> bool:
        if voice.cue.overlaps(found.span):
            return False
        return any(c.overlaps(found.span) for c in voice.content)

    def _sums_up(self, voice: Voice, found: Found) -> bool:
        """Whether "..., X said." ends the sentence or "..., X said, ..." stands in it, and nothing breaks off between trigger and X."""
        if len(voice.sources) != 1 or self._sentence(voice.cue.start) != found.sentence:
            return False
        source, cue = voice.sources[0], voice.cue
        if not found.span.end <= source.start < cue.start or not _COMMA.search(self._text, max(0, source.start - 12), source.start):
            return False
        if self._text[cue.end : cue.end + 1] != "," and _NOUN.search(self._text, cue.end, self._analysis.sentences[found.sentence].end):
            return False
        between = Span(found.span.end, source.start)
        others = any(v is not voice and between.overlaps(v.cue) for v in self._voices_at[found.sentence])
        return not others and not _BREAK.search(self._text, between.start, between.end)


def _meets(span: Span, others: Sequence[Span]) -> bool:
    """Whether `span` overlaps one of `others`, triggers in the order of the text."""
    for n in range(bisect_left(others, span.start - _LONGEST_TRIGGER, key=lambda o: o.start), len(others)):
        if others[n].start >= span.end:
            return False
        if span.overlaps(others[n]):
            return True
    return False
