"""What the encoder finds in a document, before it is put together into claims: triggers with roles, voices, mentions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.model.claim import Attribution
from onrecord.model.codes import TYPE_SUB_EVENTS
from onrecord.model.document import Document
from onrecord.model.mention import Mention
from onrecord.model.span import Span
from onrecord.read.decoding import Floats, Tagged, decode_bio, log_softmax
from onrecord.read.encoder import Encoded, Encoder
from onrecord.read.packing import Window
from onrecord.read.voices import Voice, find_cues, find_voices
from onrecord.read.words import paragraphs, sentences

# Added to the log-odds of "outside": measured on the held-out tenth of the authored reports and on PolNeAR's dev half.
TRIGGER_BIAS = -0.8
ROLE_BIAS = 0.0
# Circumstances are missed more often than invented.
CIRCUMSTANCE_BIAS = -0.5
VOICE_ROLE_BIAS = -0.3
BY_RULE = 0.5  # the score of a filler that a rule of grammar supplied
_BIAS = {"source": VOICE_ROLE_BIAS, "cue": VOICE_ROLE_BIAS, **dict.fromkeys(("place", "time", "instrument"), CIRCUMSTANCE_BIAS)}


@dataclass(frozen=True, slots=True)
class Filler:
    """A span that plays a role for a trigger."""

    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """A trigger with everything that the heads say of it; `sentence` is its index in the document."""

    span: Span
    sentence: int
    event_type: str
    score: float
    status: str
    certainty: str
    mode: str | None
    sub_event: str | None
    factuality: float
    roles: dict[str, tuple[Filler, ...]]
    figure_kinds: dict[Span, str]


@dataclass(frozen=True, slots=True)
class Analysis:
    """All findings in one document, in text order."""

    document: Document
    sentences: tuple[Span, ...]
    paragraphs: tuple[Span, ...]
    found: tuple[Found, ...]
    voices: tuple[Voice, ...]
    attributions: tuple[Attribution, ...]
    mentions: tuple[Mention, ...]
    names: tuple[Mention, ...]


def analyse(encoder: Encoder, document: Document, *, readings: int = 2) -> Analysis:
    """Run the encoder over `document`, once or twice, and decode every head."""
    text = document.text
    in_sentences, in_paragraphs = sentences(text), paragraphs(text)
    found: list[Found] = []
    voices: list[Voice] = []
    attributions: list[Attribution] = []
    mentions: list[Mention] = []
    names: list[Mention] = []
    windows = encoder.packer.windows(text, in_sentences=in_sentences, in_paragraphs=in_paragraphs)
    again: list[Window] = []
    if len(windows) > 1 and readings > 1:
        # From the middle of the first window on, so that every border of one is in the midst of another.
        middle = windows[0].sentence[len(windows[0].sentence) // 2]
        again = encoder.packer.windows(text, in_sentences=in_sentences[middle:], in_paragraphs=in_paragraphs) if middle else []
    for encoded in encoder.encode_all(windows, again):
        window, outputs = encoded.window, encoded.outputs
        triggers = decode_bio(outputs[:, encoder.columns["trigger"]], outside_bias=TRIGGER_BIAS)
        cues = find_cues(encoder, encoded)
        predicates = [(t.start, t.end) for t in (*triggers, *cues)]
        scored = encoder.pairs(encoded, predicates)
        for trigger, rows in zip(triggers, scored[: len(triggers)], strict=True):
            found.append(_trigger(encoder, encoded, trigger, rows))
        heard = find_voices(encoder, encoded, cues, scored[len(triggers) :], text)
        voices += heard.voices
        attributions += [Attribution(source=v.sources, cue=(v.cue,), content=v.content) for v in heard.voices]
        attributions += [Attribution(source=(), cue=(), content=(span,)) for span in heard.loose]
        mentions += _mentions(window, outputs[:, encoder.columns["entity"]], encoder.labels.entity_types)
        names += _mentions(window, outputs[:, encoder.columns["named"]], encoder.labels.named_types)
    mentions, names = ([_before_its_verb(m, found, text) for m in part] for part in (mentions, names))
    return Analysis(
        document, tuple(in_sentences), tuple(in_paragraphs), tuple(found), tuple(voices), tuple(attributions), tuple(mentions), tuple(names)
    )


def _characters(window: Window, start: int, end: int) -> Span:
    return Span(window.words[start].start, window.words[end - 1].end)


def _mentions(window: Window, logits: Floats, kinds: list[str]) -> list[Mention]:
    return [Mention(span=_characters(window, t.start, t.end), kind=kinds[t.kind], score=round(t.score, 4)) for t in decode_bio(logits)]


def _before_its_verb(mention: Mention, found: Sequence[Found], text: str) -> Mention:
    """A name ends where the verb of a deed begins: "Jebel Front shelled" is the Jebel Front."""
    start, end = mention.span.start, mention.span.end
    for deed in found:
        if start < deed.span.start < end <= deed.span.end and text[deed.span.start].islower():
            end = start + len(text[start : deed.span.start].rstrip())
    return mention if end == mention.span.end or end == start else replace(mention, span=Span(start, end))


def role_spans(encoder: Encoder, window: Window, rows: Floats) -> dict[str, tuple[Filler, ...]]:
    """The fillers of every role but content, from the pair head's (words, ...) logits for one predicate."""
    names = encoder.labels.roles
    split = log_softmax(rows[:, : 3 * len(names)].reshape(len(rows), len(names), 3))
    roles: dict[str, tuple[Filler, ...]] = {}
    for number, role in enumerate(names):
        if role != "content":
            part = split[:, number]
            tagged = decode_bio(part, outside_bias=_BIAS.get(role, ROLE_BIAS), scores=part)
            roles[role] = tuple(Filler(_characters(window, t.start, t.end), t.score) for t in tagged)
    return roles


def _trigger(encoder: Encoder, encoded: Encoded, trigger: Tagged, rows: Floats) -> Found:
    labels, columns, window = encoder.labels, encoder.columns, encoded.window
    mean = encoded.outputs[trigger.start : trigger.end].mean(axis=0)
    event_type = labels.event_types[trigger.kind]
    modes = log_softmax(mean[columns["mode"]])
    allowed = [0, *(1 + labels.modes.index(m) for m in labels.type_modes[event_type])]
    mode = max(allowed, key=lambda i: float(modes[i]))
    subs = mean[columns["sub_event"]]
    possible = [0, *(1 + labels.sub_events.index(s) for s in TYPE_SUB_EVENTS.get(event_type, ()))]
    sub_event = max(possible, key=lambda i: float(subs[i]))
    roles = role_spans(encoder, window, rows)
    kinds = rows[:, 3 * len(labels.roles) :]
    starts = {w.start: i for i, w in enumerate(window.words)}
    figure_kinds = {f.span: labels.figures[int(kinds[starts[f.span.start]].argmax())] for f in roles["figure"]}
    return Found(
        span=_characters(window, trigger.start, trigger.end),
        sentence=window.sentence[trigger.start],
        event_type=event_type,
        score=trigger.score,
        status=labels.statuses[int(mean[columns["status"]].argmax())],
        certainty=labels.certainties[int(mean[columns["certainty"]].argmax())],
        mode=labels.modes[mode - 1] if mode else None,
        sub_event=labels.sub_events[sub_event - 1] if sub_event else None,
        factuality=float(mean[columns["factuality"]][0]),
        roles=roles,
        figure_kinds=figure_kinds,
    )
