"""Linking on Spark beside linking in process: the same made claims (`growth.py`), whether the groups are equal, seconds by the clock.

python benchmarks/batch.py [--claims 10000] [--cores 1]

Needs the extra `onrecord[spark]`. The readings lie in Parquet before the clock starts; the session has one Python worker a core.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time

from pyspark.sql import SparkSession

from growth import made, samples
from onrecord.batch import link_claims
from onrecord.batch.read import reading_row
from onrecord.batch.shapes import READING
from onrecord.link import link_claims as link_in_process
from onrecord.model import ActorRef

_NOBODY = ActorRef(actor_id="local:", name="", known=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--claims", type=int, default=10_000)
    parser.add_argument("--cores", type=int, default=1)
    options = parser.parse_args()
    reports = list(made(options.claims, samples()))
    claims = [c for report in reports for c in report.claims]

    began = time.perf_counter()
    expected = sorted(link_in_process(claims, {r.document.id: r.document for r in reports}))
    print(f"in process: {len(claims):,} claims, {len(expected):,} events, {time.perf_counter() - began:.1f} s")

    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master(f"local[{options.cores}]").config("spark.sql.shuffle.partitions", str(4 * options.cores))
    for name, value in {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1", "spark.ui.enabled": "false"}.items():
        builder = builder.config(name, value)
    spark = builder.config("spark.ui.showConsoleProgress", "false").getOrCreate()
    with tempfile.TemporaryDirectory() as folder:
        rows = [tuple(reading_row(r.document.name or "", r.document, r.claims, _NOBODY).values()) for r in reports]
        spark.createDataFrame(rows, READING).write.parquet(f"{folder}/readings")
        began = time.perf_counter()
        link_claims(spark.read.parquet(f"{folder}/readings")).write.parquet(f"{folder}/groups")
        seconds = time.perf_counter() - began
        found = sorted(tuple(row.claim_ids) for row in spark.read.parquet(f"{folder}/groups").collect())
    spark.stop()
    print(f"on Spark, {options.cores} core(s): {len(found):,} events, {seconds:.1f} s, groups {'equal' if found == expected else 'DIFFER'}")


if __name__ == "__main__":
    main()
