"""Sort the wrong claims of the open claims set by cause: `python benchmarks/errors.py [--shared ../shared] [--list CAUSE]`.

Every gold claim that was not found, every claim that the reader invented and every field of a found claim that is wrong counts once under
the cause that a reader of the text would name. The table in `docs/evaluation.md` is made by this command.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from onrecord.evaluate import predict
from onrecord.pipeline import Pipeline
from onrecord.settings import Settings

Found = tuple[str, str]
_PRONOUNS = frozenset("they he she we i it who which their his her its our them him us".split())


def causes(gold: dict[str, Any], answer: dict[str, Any], scorer: ModuleType) -> Iterator[Found]:
    """(cause, example) of everything that is wrong in one document."""
    text = gold["text"]

    def words(span: list[int] | None) -> str:
        return " ".join(text[span[0] : span[1]].split()) if span else ""

    pairs = scorer.align(gold["claims"], answer["claims"])
    found, used = {id(g) for g, _ in pairs}, {id(p) for _, p in pairs}
    triggers = [p["trigger"] for p in answer["claims"]]
    for claim in gold["claims"]:
        if id(claim) not in found:
            meets = any(a < claim["trigger"][1] and claim["trigger"][0] < b for a, b in triggers)
            cause = (
                "second claim of one trigger"
                if meets
                else "not found: asserted fact"
                if claim["status"] == "occurred"
                else "not found: other status"
            )
            yield cause, words(claim["trigger"])
    for claim in answer["claims"]:
        if id(claim) not in used:
            yield "invented claim", words(claim["trigger"])
    for claim, ours in pairs:
        trigger = words(claim["trigger"])
        if claim["event_type"] != ours["event_type"]:
            yield "type", f"{trigger}: {ours['event_type']} for {claim['event_type']}"
        if claim["status"] != ours["status"]:
            yield "status", f"{trigger}: {ours['status']} for {claim['status']}"
        if not scorer.origin_ok(claim, ours):
            theirs, mine = claim["attribution"], ours["attribution"]
            cause = (
                "origin: voice missed"
                if len(mine) < len(theirs)
                else "origin: voice too many"
                if len(mine) > len(theirs)
                else "origin: another voice"
            )
            yield cause, f"{trigger}: {[x['name'] for x in mine]} for {[x['name'] for x in theirs]}"
        for role in ("actors", "targets"):
            yield from _fillers(role[:-1], claim[role], ours[role], trigger, words, scorer)


def _fillers(
    role: str, gold: list[dict[str, Any]], ours: list[dict[str, Any]], trigger: str, words: Any, scorer: ModuleType
) -> Iterator[Found]:
    left = list(ours)
    for filler in gold:
        hit = next((o for o in left if scorer.same_filler(filler, o)), None)
        if hit is not None:
            left.remove(hit)
            continue
        name = words(filler["span"])
        kind = "pronoun missed" if name.lower() in _PRONOUNS else "missed, others found" if ours else "missed, none found"
        yield f"{role}: {kind}", f"{trigger}: {name}"
    for filler in left:
        yield f"{role}: too many", f"{trigger}: {words(filler['span'])}"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--shared", type=Path, default=Path(__file__).parents[2] / "shared")
    arguments.add_argument("--list", metavar="CAUSE", help="print the examples of one cause")
    options = arguments.parse_args()
    path = options.shared / "evaluation/claims/claims.jsonl"
    if not path.is_file():
        raise SystemExit(f"{path} is not there: the open corpora do not ship with the product")
    gold = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    keep = ("title", "published", "source", "dateline", "wire")
    given = [{"id": r["id"], "text": r["text"], "meta": {k: r["meta"].get(k) for k in keep}} for r in gold]
    answers = list(predict("claims", given, Pipeline(Settings.load())))
    spec = importlib.util.spec_from_file_location("score_claims", options.shared / "evaluation/score_claims.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    wrong = [item for g, a in zip(gold, answers, strict=True) for item in causes(g, a, scorer)]
    if options.list:
        print("\n".join(example for cause, example in wrong if cause == options.list))
        return
    counts = Counter(cause for cause, _ in wrong)
    print("| cause | errors |\n|---|---|")
    for cause, number in counts.most_common():
        print(f"| {cause} | {number} |")
    print(f"| **all** | **{len(wrong)}** |")


if __name__ == "__main__":
    main()
