"""Hand-made analyses, so that chains and claims are tested apart from the weights."""

from __future__ import annotations

from onrecord.model import Document, Mention, Span
from onrecord.read.analysis import Analysis, Filler, Found
from onrecord.read.voices import Voice
from onrecord.read.words import paragraphs, sentences


class Text:
    """A text with short ways to name spans of it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.sentences = sentences(text)

    def span(self, words: str, nth: int = 1) -> Span:
        at = -1
        for _ in range(nth):
            at = self.text.index(words, at + 1)
        return Span(at, at + len(words))

    def found(
        self,
        trigger: str,
        *,
        nth: int = 1,
        event_type: str = "ASSAULT",
        status: str = "occurred",
        kinds: dict[str, str] | None = None,
        **roles: list[str],
    ) -> Found:
        span = self.span(trigger, nth)
        fillers = {role: tuple(Filler(self.span(w), 0.9) for w in words) for role, words in roles.items()}
        fillers.setdefault("figure", ())
        return Found(
            span=span,
            sentence=next(i for i, s in enumerate(self.sentences) if s.contains(span)),
            event_type=event_type,
            score=0.98,
            status=status,
            certainty="asserted",
            mode=None,
            sub_event=None,
            factuality=2.0,
            roles=fillers,
            figure_kinds={self.span(w): kind for w, kind in (kinds or {}).items()},
        )

    def voice(self, source: str, cue: str, content: str | None, *, nth: int = 1) -> Voice:
        return Voice(self.span(cue, nth), (self.span(source),) if source else (), (self.span(content),) if content else (), 0.9)

    def analysis(self, found: list[Found], voices: list[Voice], people: list[str] | None = None) -> Analysis:
        mentions = tuple(Mention(span=self.span(p), kind="Person", score=1.0) for p in people or [])
        return Analysis(
            Document(text=self.text), tuple(self.sentences), tuple(paragraphs(self.text)), tuple(found), tuple(voices), (), mentions, ()
        )
