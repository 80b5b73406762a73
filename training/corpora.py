"""Turn the open corpora and the authored reports into training windows for the reader.

A window is a run of consecutive sentences of at most `MAX_TOKENS` word pieces, exactly as the reader packs them, with labels per word
for each head that
the corpus annotates; every other head is ignored there.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from authored import Report, read_reports
from labels import CERTAINTY_LIST, ENTITY_TYPES, EVENT_TYPES, FIGURES, MODES, NAMED_TYPES, ROLES, SRL_ROLES, STATUS_LIST, SUBS, bio
from onrecord.read.packing import MAX_TOKENS, Packer, Window
from onrecord.read.words import sentences

IGNORE = -100
HERE = Path(__file__).parent


@dataclass(slots=True)
class Predicate:
    """One trigger or cue inside a window, with what is known of its roles and attributes."""

    words: tuple[int, int]
    roles: np.ndarray | None = None  # (len(ROLES), n_words) in {IGNORE, 0 outside, 1 begin, 2 inside}
    figures: np.ndarray | None = None  # (n_words,) kind of figure at its first word
    srl: np.ndarray | None = None  # (len(SRL_ROLES), n_words)
    status: int = IGNORE
    certainty: int = IGNORE
    mode: int = IGNORE
    sub_event: int = IGNORE
    factuality: float | None = None


@dataclass(slots=True)
class Example:
    """A window with its labels."""

    corpus: str
    window: Window
    tags: dict[str, np.ndarray] = field(default_factory=dict)
    trigger_known: np.ndarray | None = None  # which event types the corpus annotates (bool per type)
    predicates: list[Predicate] = field(default_factory=list)


def load(path: Path) -> Iterator[dict]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def bucket(identifier: str, n: int) -> int:
    """A stable number below `n` for a record."""
    return hashlib.sha1(identifier.encode()).digest()[0] % n


class WordIndex:
    """Maps character spans to word indices of a window."""

    def __init__(self, window: Window) -> None:
        self.starts = np.array([w.start for w in window.words])
        self.ends = np.array([w.end for w in window.words])

    def __call__(self, start: int, end: int) -> tuple[int, int] | None:
        inside = np.nonzero((self.starts < end) & (self.ends > start))[0]
        return (int(inside[0]), int(inside[-1]) + 1) if len(inside) else None


def tag_spans(n: int, spans: list[tuple[int, int, int]]) -> np.ndarray:
    """BIO labels from (first word, last word + 1, type index), longer spans first so that inner ones do not break outer ones."""
    out = np.zeros(n, dtype=np.int64)
    for a, b, t in sorted(spans, key=lambda s: s[0] - s[1]):
        if not out[a:b].any():
            out[a] = 1 + 2 * t
            out[a + 1 : b] = 2 + 2 * t
    return out


def role_rows(n: int, spans: dict[str, list[tuple[int, int]]], known: set[str], names: list[str]) -> np.ndarray:
    out = np.full((len(names), n), IGNORE, dtype=np.int64)
    for row, name in enumerate(names):
        if name in known:
            out[row] = tag_spans(n, [(a, b, 0) for a, b in spans.get(name, [])])
    return out


def _inside(index: WordIndex, window: Window, span: dict) -> tuple[int, int] | None:
    if span["start"] is None or span["end"] <= window.words[0].start or span["start"] >= window.words[-1].end:
        return None
    return index(span["start"], span["end"])


def attribution(packer: Packer, path: Path, split: str, name: str) -> Iterator[Example]:
    for record in load(path):
        if record["split"] != split:
            continue
        for window in packer.windows(record["text"]):
            index = WordIndex(window)
            n = len(window.words)
            found: dict[str, list[tuple[int, int, int]]] = {"source": [], "cue": [], "content": []}
            example = Example(name, window)
            for item in record["attributions"]:
                parts = {k: [w for s in item[k] if (w := _inside(index, window, s))] for k in found}
                for key, spans in parts.items():
                    found[key] += [(a, b, 0) for a, b in spans]
                if parts["cue"]:
                    a, b = parts["cue"][0]
                    example.predicates.append(
                        Predicate(
                            (a, b),
                            roles=role_rows(n, {"source": parts["source"], "content": parts["content"]}, {"source", "content"}, ROLES),
                        )
                    )
            example.tags = {k: tag_spans(n, v) for k, v in found.items()}
            yield example


def entities_re3d(packer: Packer, path: Path, *, held: bool) -> Iterator[Example]:
    """re3d without its NonCommercial part; the documents of the claims set and a fifth of the others are held out."""
    claims = {r["id"] for r in load(path.parent.parent / "claims" / "claims.jsonl")}
    for record in load(path):
        if "NC" in record["meta"].get("licence", "") and not held:
            continue
        if (record["id"] in claims or bucket(record["id"], 5) == 0) != held:
            continue
        for window in packer.windows(record["text"]):
            index = WordIndex(window)
            spans = [
                (*w, ENTITY_TYPES.index(e["type"]))
                for e in record["entities"]
                if e["confidence"] >= 0.5 and e["type"] in ENTITY_TYPES and (w := _inside(index, window, e))
            ]
            yield Example("re3d", window, {"entity": tag_spans(len(window.words), spans)})


def entities_gum(packer: Packer, path: Path, split: str) -> Iterator[Example]:
    """Named entities of GUM: spans are full noun phrases there, so only short ones and those without an inner name are names proper."""
    for record in load(path):
        if record["split"] != split:
            continue
        named = [e for e in record["entities"] if e["named"] and e["type"] in NAMED_TYPES]
        for window in packer.windows(record["text"]):
            index = WordIndex(window)
            spans = []
            for e in named:
                w = _inside(index, window, e)
                if w and not any(
                    f is not e and e["start"] <= f["start"] and f["end"] <= e["end"] and f["type"] == e["type"] for f in named
                ):
                    spans.append((*w, NAMED_TYPES.index(e["type"])))
            yield Example("gum", window, {"named": tag_spans(len(window.words), spans)})


# WikiEvents' ontology, first two levels, to PLOVER; types that PLOVER does not have stand for "none of the known types".
_WIKI = {
    "Conflict.Attack": "ASSAULT",
    "Conflict.Defeat": "ASSAULT",
    "Conflict.Demonstrate": "PROTEST",
    "Life.Die": "ASSAULT",
    "Life.Injure": "ASSAULT",
    "ArtifactExistence.DamageDestroyDisableDismantle": "ASSAULT",
    "Justice.ArrestJailDetain": "COERCE",
    "Justice.Convict": "SANCTION",
    "Justice.Sentence": "SANCTION",
    "Justice.ReleaseParole": "RETREAT",
}
_WIKI_SKIP = {
    "Justice.ChargeIndict",
    "Justice.InvestigateCrime",
    "Justice.TrialHearing",
    "Movement.Transportation",
    "Contact.RequestCommand",
    "Contact.ThreatenCoerce",
    "Justice.Acquit",
    "Control.ImpedeInterfereWith",
    "GenericCrime.GenericCrime",
    "Contact.Contact",
}
_WIKI_TYPES = {"ASSAULT", "PROTEST", "SANCTION"}
_WIKI_ROLES = {
    "Attacker": "actor",
    "Killer": "actor",
    "Injurer": "actor",
    "Perpetrator": "actor",
    "Jailer": "actor",
    "Demonstrator": "actor",
    "Destroyer": "actor",
    "DamagerDestroyer": "actor",
    "Damager": "actor",
    "Victor": "actor",
    "JudgeCourt": "actor",
    "Victim": "target",
    "Target": "target",
    "Detainee": "target",
    "Defendant": "target",
    "Defeated": "target",
    "Instrument": "instrument",
    "ExplosiveDevice": "instrument",
    "Vehicle": "instrument",
    "Place": "place",
}


def events_wiki(packer: Packer, path: Path, split: str) -> Iterator[Example]:
    known = np.array([t in _WIKI_TYPES for t in EVENT_TYPES])
    for record in load(path):
        if record["split"] != split:
            continue
        for window in packer.windows(record["text"]):
            index = WordIndex(window)
            n = len(window.words)
            example = Example("wikievents", window, trigger_known=known)
            triggers, unknown = [], []
            for event in record["events"]:
                w = _inside(index, window, event["trigger"])
                if not w:
                    continue
                level2 = ".".join(event["type"].split(".")[:2])
                if level2 in _WIKI_SKIP:
                    unknown.append(w)
                    continue
                mapped = _WIKI.get(level2)
                if mapped is None:
                    continue
                triggers.append((*w, EVENT_TYPES.index(mapped)))
                spans: dict[str, list[tuple[int, int]]] = {}
                for arg in event["args"]:
                    role = _WIKI_ROLES.get(arg["role"])
                    where = _inside(index, window, arg["span"]) if role else None
                    if role and where:
                        spans.setdefault(role, []).append(where)
                # Annotation is complete for these roles only; a window may hide arguments of earlier text, which is what the reader
                # sees too.
                example.predicates.append(Predicate(w, roles=role_rows(n, spans, {"actor", "target", "instrument", "place"}, ROLES)))
            tags = tag_spans(n, triggers)
            for a, b in unknown:
                tags[a:b] = IGNORE
            example.tags = {"trigger": tags}
            yield example


def factuality(packer: Packer, path: Path, split: str, name: str) -> Iterator[Example]:
    for record in load(path):
        if record["split"] != split or not record["items"]:
            continue
        for window in packer.windows(record["text"]):
            index = WordIndex(window)
            example = Example(name, window)
            for item in record["items"]:
                w = _inside(index, window, item)
                if w:
                    example.predicates.append(Predicate(w, factuality=float(item["score"])))
            if example.predicates:
                yield example


_SRL = {"ARG0": "ARG0", "ARG1": "ARG1", "ARG2": "ARG2", "ARGM-LOC": "LOC", "ARGM-TMP": "TMP"}


def semantic_roles(packer: Packer, path: Path, split: str) -> Iterator[Example]:
    for record in load(path):
        if record["split"] != split:
            continue
        for window in packer.windows(record["text"]):
            index = WordIndex(window)
            n = len(window.words)
            example = Example("srl", window)
            for predicate in record["predicates"]:
                if predicate["lemma"] in {"be", "have", "do"}:
                    continue
                w = _inside(index, window, predicate["span"])
                if not w:
                    continue
                spans: dict[str, list[tuple[int, int]]] = {}
                for arg in predicate["args"]:
                    role = _SRL.get(
                        arg["role"],
                        "OTHER" if arg["role"].startswith(("ARG3", "ARG4", "ARGM-DIR", "ARGM-GOL", "ARGM-PRP", "ARGM-MNR")) else None,
                    )
                    where = _inside(index, window, arg["span"]) if role else None
                    if role and where:
                        spans.setdefault(role, []).append(where)
                example.predicates.append(Predicate(w, srl=role_rows(n, spans, set(SRL_ROLES), SRL_ROLES)))
            if example.predicates:
                yield example


def authored(packer: Packer, reports: list[Report]) -> Iterator[Example]:
    """The product's own reports: everything is annotated."""
    known = np.ones(len(EVENT_TYPES), dtype=bool)
    for report in reports:
        for window in packer.windows(report.text):
            index = WordIndex(window)
            n = len(window.words)
            example = Example("authored", window, trigger_known=known)
            triggers: dict[tuple[int, int], int] = {}
            voices: dict[str, set[tuple[int, int]]] = {"source": set(), "cue": set()}

            def at(span: object, index: WordIndex = index, window: Window = window) -> tuple[int, int] | None:
                start, end = span  # type: ignore[misc]
                return _inside(index, window, {"start": start, "end": end})

            for claim in report.claims:
                w = at(claim["trigger"])
                if not w or not (window.words[0].start <= claim["trigger"][0] < window.words[-1].end):
                    continue
                triggers.setdefault(w, EVENT_TYPES.index(claim["event_type"]))
                spans: dict[str, list[tuple[int, int]]] = {r: [] for r in ROLES}
                for key, role in (("actors", "actor"), ("targets", "target"), ("places", "place"), ("figures", "figure")):
                    spans[role] = [x for f in claim[key] if (x := at(f["span"]))]
                spans["instrument"] = [x for s in claim["instruments"] if (x := at(s))]
                if claim["time"] and claim["time"]["span"] and (x := at(claim["time"]["span"])):
                    spans["time"] = [x]
                for link in claim["attribution"]:
                    for key in ("source", "cue"):
                        if link[key] and (x := at(link[key])):
                            spans[key].append(x)
                            voices[key].add(x)
                figures = np.full(n, IGNORE, dtype=np.int64)
                for f in claim["figures"]:
                    if x := at(f["span"]):
                        figures[x[0]] = FIGURES.index(f["what"])
                example.predicates.append(
                    Predicate(
                        w,
                        roles=role_rows(n, spans, set(ROLES) - {"content"}, ROLES),
                        figures=figures,
                        status=STATUS_LIST.index(claim["status"]),
                        certainty=CERTAINTY_LIST.index(claim["certainty"]),
                        mode=1 + MODES.index(claim["mode"]) if claim["mode"] else 0,
                        sub_event=1 + SUBS.index(claim["sub_event"]) if claim["sub_event"] else 0,
                    )
                )
            example.tags = {"trigger": tag_spans(n, [(a, b, t) for (a, b), t in triggers.items()])}
            yield example


def authored_reports(*, held: bool) -> list[Report]:
    """A tenth of the reports, chosen by the hash of their id, is held out."""
    return [r for path in sorted((HERE / "data").glob("*.txt")) for r in read_reports(path) if (bucket(r.id, 10) == 0) == held]


def training_examples(shared: Path, tokenizer: Tokenizer, corpora: set[str], *, seed: int = 1) -> dict[str, list[Example]]:
    """The training windows of the named corpora, in a random order that hangs on the seed only."""
    packer = Packer(tokenizer)
    evaluation = shared / "evaluation"
    restricted = evaluation / "events_arguments_restricted"
    sources = {
        "polnear": lambda: list(attribution(packer, evaluation / "attribution/polnear.jsonl", "train", "polnear")),
        "mpqa": lambda: list(attribution(packer, evaluation / "attribution/masc_mpqa.jsonl", "train", "mpqa")),
        "re3d": lambda: list(entities_re3d(packer, evaluation / "entities/re3d.jsonl", held=False)),
        "gum": lambda: list(entities_gum(packer, evaluation / "entities/gum.jsonl", "train")),
        "wikievents": lambda: list(events_wiki(packer, restricted / "wikievents.jsonl", "train")),
        "uw": lambda: list(factuality(packer, evaluation / "factuality/uw.jsonl", "train", "uw")),
        "meantime": lambda: list(factuality(packer, evaluation / "factuality/meantime.jsonl", "train", "meantime")),
        "uds": lambda: list(factuality(packer, evaluation / "factuality/uds_ih2.jsonl", "train", "uds")),
        "srl": lambda: list(semantic_roles(packer, evaluation / "srl/ewt.jsonl", "train")),
        "authored": lambda: list(authored(packer, authored_reports(held=False))),
    }
    found = {name: sources[name]() for name in sorted(corpora)}
    rng = random.Random(seed)
    for examples in found.values():
        rng.shuffle(examples)
    return found


__all__ = ["IGNORE", "MAX_TOKENS", "Example", "Predicate", "authored_reports", "bio", "sentences", "training_examples"]
