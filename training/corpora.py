"""Turn the open corpora and the authored reports into training windows for the reader.

A window is a run of consecutive sentences of at most `WINDOW` word pieces, exactly as the reader packs them, with labels per word
for each head that
the corpus annotates; every other head is ignored there.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from authored import Report, read_reports
from event_corpora import frames, muc, wikievents
from labels import CERTAINTY_LIST, ENTITY_TYPES, EVENT_TYPES, FIGURES, MODES, NAMED_TYPES, ROLES, SRL_ROLES, STATUS_LIST, SUBS, WINDOW
from onrecord.read.packing import Packer, Window
from onrecord.read.words import sentences
from own_marks import read_entities, read_factuality
from windows import IGNORE, Example, Predicate, WordIndex, bucket, inside, load, role_rows, tag_spans

HERE = Path(__file__).parent


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
                parts = {k: [w for s in item[k] if (w := inside(index, window, s))] for k in found}
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
                if e["confidence"] >= 0.5 and e["type"] in ENTITY_TYPES and (w := inside(index, window, e))
            ]
            yield Example("re3d", window, {"entity": tag_spans(len(window.words), spans)})


def entities_own(packer: Packer, reports: list[Report]) -> Iterator[Example]:
    """The entities of our own reports, in re3d's convention: that corpus is too small for it to be learnt from it alone."""
    by_id = {r.id: r for r in reports}
    for path in sorted((HERE / "data/entities").glob("*.txt")):
        for name, entities in read_entities(path, reports).items():
            for window in packer.windows(by_id[name].text):
                index = WordIndex(window)
                found = [(inside(index, window, {"start": start, "end": end}), kind) for start, end, kind in entities]
                spans = [(*w, ENTITY_TYPES.index(kind)) for w, kind in found if w]
                yield Example("entities", window, {"entity": tag_spans(len(window.words), spans)})


def factuality_own(packer: Packer, reports: list[Report]) -> Iterator[Example]:
    """How factual the events of our own reports are, in UW's scale."""
    by_id = {r.id: r for r in reports}
    for path in sorted((HERE / "data/factuality").glob("*.txt")):
        for name, rated in read_factuality(path, reports).items():
            for window in packer.windows(by_id[name].text):
                index = WordIndex(window)
                found = [(inside(index, window, {"start": start, "end": end}), score) for start, end, score in rated]
                predicates = [Predicate(w, factuality=score) for w, score in found if w]
                if predicates:
                    yield Example("rated", window, predicates=predicates)


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
                w = inside(index, window, e)
                if w and not any(
                    f is not e and e["start"] <= f["start"] and f["end"] <= e["end"] and f["type"] == e["type"] for f in named
                ):
                    spans.append((*w, NAMED_TYPES.index(e["type"])))
            yield Example("gum", window, {"named": tag_spans(len(window.words), spans)})


def factuality(packer: Packer, path: Path, split: str, name: str) -> Iterator[Example]:
    for record in load(path):
        if record["split"] != split or not record["items"]:
            continue
        for window in packer.windows(record["text"]):
            index = WordIndex(window)
            example = Example(name, window)
            for item in record["items"]:
                w = inside(index, window, item)
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
                w = inside(index, window, predicate["span"])
                if not w:
                    continue
                spans: dict[str, list[tuple[int, int]]] = {}
                for arg in predicate["args"]:
                    role = _SRL.get(
                        arg["role"],
                        "OTHER" if arg["role"].startswith(("ARG3", "ARG4", "ARGM-DIR", "ARGM-GOL", "ARGM-PRP", "ARGM-MNR")) else None,
                    )
                    where = inside(index, window, arg["span"]) if role else None
                    if role and where:
                        spans.setdefault(role, []).append(where)
                example.predicates.append(Predicate(w, srl=role_rows(n, spans, set(SRL_ROLES), SRL_ROLES)))
            if example.predicates:
                yield example


def authored(packer: Packer, reports: list[Report], *, shifted: bool = False) -> Iterator[Example]:
    """The product's own reports: everything is annotated.

    `shifted` begins each report after its first third, so that its sentences are seen without what came before, as in later windows.
    """
    known = np.ones(len(EVENT_TYPES), dtype=bool)
    for report in reports:
        whole = sentences(report.text)
        if shifted and len(whole) < 5:
            continue
        for window in packer.windows(report.text, in_sentences=whole[len(whole) // 3 :] if shifted else whole):
            index = WordIndex(window)
            n = len(window.words)
            example = Example("authored", window, trigger_known=known)
            triggers: dict[tuple[int, int], int] = {}
            voices: dict[str, set[tuple[int, int]]] = {"source": set(), "cue": set()}

            def at(span: object, index: WordIndex = index, window: Window = window) -> tuple[int, int] | None:
                start, end = span  # type: ignore[misc]
                return inside(index, window, {"start": start, "end": end})

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


def plain(packer: Packer, paths: list[Path]) -> Iterator[Example]:
    """Windows of training texts without any label: what the teacher says of them is all that is learnt from them."""
    for path in paths:
        for record in load(path):
            if record["split"] == "train":
                for window in packer.windows(record["text"]):
                    yield Example("plain", window)


PLAIN_STYLE = frozenset(
    "airwaves almanacs articles briefs broadcasts bureaus cables chambers citydesk coalitions commands correspondents courthouse defnews"
    " digests dossiers fieldnotes govpress juntas lexicon localnews longweb monitors orders radios reels releases stringers taskforces"
    " telegrams telex ticker whitehall wirecopy wiredesk"
    " blotters compendium consoles datelines envoys plenums spokesmen squadrons"
    " embassies garrisons lives ministers monitored nightwires onlines watchers"
    " editions entries homepages ledgers lobbies outposts shortwave statesmen".split()
)
"""The files of `data` in the plain style of releases, wires, broadcasters, encyclopaedias and monitored dispatches, which is most of what
is read; the others were written to be hard."""
LATEST = frozenset(
    "embassies garrisons lives ministers monitored nightwires onlines watchers"
    " editions entries homepages ledgers lobbies outposts shortwave statesmen".split()
)
"""The files that were written last, which the last stage reads more often."""


@cache
def _reports() -> dict[str, list[Report]]:
    """All reports by the name of their file, read once: a stage asks for them half a dozen times."""
    return {path.stem: list(read_reports(path)) for path in sorted((HERE / "data").glob("*.txt"))}


def authored_reports(*, held: bool, files: frozenset[str] | None = None) -> list[Report]:
    """A tenth of the reports, chosen by the hash of their id, is held out; `files` are names without ending, None for all."""
    reports = [r for name, told in _reports().items() if files is None or name in files for r in told]
    if twice := [name for name, count in Counter(r.id for r in reports).items() if count > 1]:
        raise ValueError(f"{len(twice)} reports have the id of another, first {twice[0]}: give each file a prefix of its own")
    return [r for r in reports if (bucket(r.id, 10) == 0) == held]


def training_examples(shared: Path, tokenizer: Tokenizer, corpora: set[str], *, seed: int = 1) -> dict[str, list[Example]]:
    """The training windows of the named corpora, in a random order that hangs on the seed only."""
    packer = Packer(tokenizer, max_tokens=WINDOW)
    evaluation = shared / "evaluation"
    restricted = evaluation / "events_arguments_restricted"
    sources = {
        "polnear": lambda: list(attribution(packer, evaluation / "attribution/polnear.jsonl", "train", "polnear")),
        "mpqa": lambda: list(attribution(packer, evaluation / "attribution/masc_mpqa.jsonl", "train", "mpqa")),
        "re3d": lambda: list(entities_re3d(packer, evaluation / "entities/re3d.jsonl", held=False)),
        "entities": lambda: list(entities_own(packer, authored_reports(held=False))),
        "rated": lambda: list(factuality_own(packer, authored_reports(held=False))),
        "gum": lambda: list(entities_gum(packer, evaluation / "entities/gum.jsonl", "train")),
        "wikievents": lambda: list(wikievents(packer, restricted / "wikievents.jsonl", "train")),
        "geneva": lambda: list(frames(packer, evaluation / "events_arguments/geneva.jsonl", "train")),
        "muc4": lambda: list(muc(packer, evaluation / "events_document/muc4.jsonl", "train")),
        "uw": lambda: list(factuality(packer, evaluation / "factuality/uw.jsonl", "train", "uw")),
        "meantime": lambda: list(factuality(packer, evaluation / "factuality/meantime.jsonl", "train", "meantime")),
        "uds": lambda: list(factuality(packer, evaluation / "factuality/uds_ih2.jsonl", "train", "uds")),
        "srl": lambda: list(semantic_roles(packer, evaluation / "srl/ewt.jsonl", "train")),
        "masc": lambda: list(semantic_roles(packer, evaluation / "srl/masc.jsonl", "train")),
        "plain": lambda: list(plain(packer, [evaluation / "coreference_events/ecbplus.jsonl"])),
        "authored": lambda: list(authored(packer, authored_reports(held=False))),
        "plain-style": lambda: list(authored(packer, authored_reports(held=False, files=PLAIN_STYLE))),
        "latest": lambda: list(authored(packer, authored_reports(held=False, files=LATEST))),
        "shifted": lambda: list(authored(packer, authored_reports(held=False), shifted=True)),
    }
    found = {name: sources[name]() for name in sorted(corpora)}
    rng = random.Random(seed)
    for examples in found.values():
        rng.shuffle(examples)
    return found


__all__ = ["authored_reports", "training_examples"]
