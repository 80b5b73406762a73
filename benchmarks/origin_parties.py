"""Whose side each origin of the claims set speaks for: the resolver against a key of our own.

    python benchmarks/origin_parties.py ../shared/evaluation/claims/claims.jsonl [--read]

`origin_parties.json` holds, for the records that may be read openly, the id of the party of each annotated origin by the offset at which it
stands, null where nobody can tell (witnesses, "reports", a bishop); it holds no text. Gold claims go in, so the reader's errors do not
count; with `--read` the claims are read, and an origin counts where the reader has a voice that overlaps it at the end of a chain.
Prints the share of origins with a party whose party is right, and of those without one that got none.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from claim_dates import gold_reading
from onrecord.model import Claim
from onrecord.pipeline import Pipeline
from onrecord.resolve.actor import ActorResolver, ActorTable
from onrecord.resolve.gazetteer import Gazetteer
from onrecord.resolve.where import PlaceResolver
from onrecord.settings import Settings

KEY = Path(__file__).with_suffix(".json")


def parties(claims: tuple[Claim, ...]) -> list[tuple[int, int, str | None, str]]:
    """Start, end, party and name of the origin of each claim that has a voice in the text."""
    found = []
    for claim in claims:
        if claim.attribution and claim.attribution[-1].source is not None:
            origin = claim.attribution[-1]
            assert origin.source is not None
            found.append((origin.source.start, origin.source.end, origin.actor.party if origin.actor else None, origin.name))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--read", action="store_true", help="read the claims instead of taking the annotated ones")
    options = parser.parse_args()
    key: dict[str, dict[str, str | None]] = json.loads(KEY.read_text(encoding="utf-8"))
    resolver, places = ActorResolver(ActorTable.load()), PlaceResolver(Gazetteer.open(Settings.load().gazetteer))
    pipeline = Pipeline(Settings.load()) if options.read else None
    right = wanted = silent = partyless = found = 0
    for line in options.gold.read_text(encoding="utf-8").split("\n"):
        record: dict[str, Any] = json.loads(line) if line else {}
        if record.get("id") not in key:
            continue
        reading = gold_reading(record, spans=False)
        told = parties((pipeline.read(reading.document) if pipeline else resolver.resolve(places.resolve(reading))).claims)
        ends = {c["attribution"][-1]["source"][0]: c["attribution"][-1]["source"][1] for c in record["claims"] if c["attribution"]}
        for start, party in key[record["id"]].items():
            here = [t for t in told if t[0] < ends[int(start)] and int(start) < t[1]]
            got = here[0][2] if here else None
            found += bool(here)
            if party is None:
                partyless += 1
                silent += got is None
            else:
                wanted += 1
                right += got == party
            if got != party and here:
                print(f"  {record['id'][-8:]}@{start}: {here[0][3]!r} wanted {party}, got {got}")
    total = wanted + partyless
    print(f"origins found {found} of {total}; party right {right} of {wanted} ({right / wanted:.3f}); no party {silent} of {partyless}")


if __name__ == "__main__":
    main()
