"""Claims to events over a cluster: the blocks, the scorer and the clustering of `onrecord.link`, with Spark in between.

Each step is a narrow function over sorted Arrow batches, so that no block, however large, is held in memory.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812

from onrecord.batch.read import unique
from onrecord.batch.shapes import GROUP, Batches, Row, batches_of, groups_of, rows_of, signed, unsigned
from onrecord.errors import BadInput
from onrecord.link import Profile, score_pair
from onrecord.link.block import NEIGHBOURS, block_pairs, hull_of, keys_of, order_of
from onrecord.link.constraints import Constraints, constraints_of
from onrecord.link.edges import Edges, connected
from onrecord.link.linker import tellings_of
from onrecord.link.parts import events_of
from onrecord.link.place import where_of
from onrecord.link.profile import pack, unpack
from onrecord.link.score import THRESHOLD
from onrecord.link.words import number
from onrecord.model import Claim, Document
from onrecord.model.codec import from_dict

MOST_EDGES = 40_000_000
"""Pairs above the threshold whose connected parts the driver finds: 16 bytes each on their way to it, about 100 at work."""

_TELLING = (
    "telling bigint, day bigint, place bigint, document bigint, first int, last int, country bigint, name bigint, fine bigint, lat double, "
    "lon double, radius int, keys array<bigint>, claim_ids array<string>, bound array<string>, packed binary"
)
IN_BLOCK = ("day", "place", "telling", "document", "first", "last", "country", "name", "fine", "lat", "lon", "radius")
"""Columns of a telling that `meet` needs, besides `key`."""
_PAIR, _EDGE = "a bigint, b bigint", "a bigint, b bigint, score double"
_UNPACKED = 4_096


def link_claims(
    readings: DataFrame, *, together: Iterable[frozenset[str]] = (), apart: Iterable[frozenset[str]] = (), most_edges: int = MOST_EDGES
) -> DataFrame:
    """Groups of claim ids (`shapes.GROUP`), one an event: those that `onrecord.link.link_claims` finds over the same claims.

    `readings` are those of `read_documents`, best from Parquet, since they are gone through more than once. `together` and `apart` are
    sets of claim ids as in process. Part of the work is done at once and stays cached; `spark.catalog.clearCache()` frees it. Tellings
    are told apart by a 64-bit hash: of 100 million, two are mixed up with a probability of 0.0003. Raises `BadInput` where the sets
    contradict each other or name a claim that is not there, and where more than `most_edges` pairs are alike.
    """
    sets = [frozenset(ids) for ids in together], [frozenset(ids) for ids in apart]
    named = frozenset(i for listed in sets for ids in listed for i in ids)
    constraints = constraints_of(named, *sets)
    tellings = unique(readings).mapInArrow(_telling(constraints, named), _TELLING).persist()
    edges = _edges(tellings).persist()
    binding = _binding(tellings, constraints, sets) if named else []
    parts = _parts(readings.sparkSession, edges, binding, most_edges)
    if binding:
        edges = edges.unionByName(_frame(readings.sparkSession, [*zip(*binding, strict=True), [np.inf] * len(binding)], _EDGE))
    met = edges.groupBy(F.col("a").alias("telling")).agg(F.collect_list(F.struct("b", "score")).alias("met"))
    linked = tellings.join(parts, "telling").join(met, "telling", "left").select("part", "day", "place", "telling", "packed", "met")
    ordered = linked.repartition("part").sortWithinPartitions("part", "day", "place", "telling")
    return tellings.join(parts, "telling", "left_anti").select("claim_ids").unionByName(ordered.mapInArrow(_clusterer(constraints), GROUP))


def _edges(tellings: DataFrame) -> DataFrame:
    """Pairs that meet in a block and score above the threshold, the one that comes first in the order of blocks as `a`."""
    members = tellings.select(F.explode("keys").alias("key"), *IN_BLOCK)
    ordered = members.repartition("key").sortWithinPartitions("key", "day", "place", "telling")
    pairs = ordered.mapInArrow(meet, _PAIR).distinct()
    for side in "ab":
        pairs = pairs.join(tellings.select(F.col("telling").alias(side), F.col("packed").alias(f"packed_{side}")), side)
    return pairs.mapInArrow(_score, _EDGE)


def _telling(constraints: Constraints, named: frozenset[str]) -> Callable[[Iterable[Any]], Batches]:
    def tell(batches: Iterable[Any]) -> Batches:
        yield from batches_of(rows(rows_of(batches)), _TELLING)

    def rows(readings: Iterable[Row]) -> Iterator[Row]:
        for reading in readings:
            document = from_dict(Document, json.loads(reading["document"]))
            claims = [from_dict(Claim, json.loads(c["claim"])) for c in reading["claims"]]
            for profile in tellings_of(claims, document, constraints):
                yield telling_row(profile, named)

    return tell


def telling_row(profile: Profile, named: frozenset[str]) -> Row:
    """What blocking, scoring and clustering need of one telling; `bound` are its claims among those `named` by decisions."""
    day, place, telling = order_of(profile)
    first, last = hull_of(profile)
    spot = where_of(profile)
    return {
        "telling": signed(telling),
        "day": day,
        "place": signed(place),
        "document": signed(number(min(profile.documents))),
        "first": first,
        "last": last,
        "country": signed(spot.country),
        "name": signed(spot.name),
        "fine": signed(spot.fine),
        "lat": spot.lat,
        "lon": spot.lon,
        "radius": spot.radius_m,
        "keys": [signed(key) for key in keys_of(profile)],
        "claim_ids": list(profile.claim_ids),
        "bound": [i for i in profile.claim_ids if i in named],
        "packed": pack(profile),
    }


def meet(batches: Iterable[Any]) -> Batches:
    """Pairs of neighbours in blocks, from rows in the order of key, day, place and telling; a pair may come more than once."""
    # The last rows of a batch are the neighbours of the first of the next.
    carried: Any = None
    for batch in batches:
        table = pa.Table.from_batches([batch] if carried is None else [*carried.to_batches(), batch]).combine_chunks()
        carried = table.slice(max(0, table.num_rows - NEIGHBOURS))
        column = {name: table.column(name).combine_chunks() for name in table.column_names}
        hulls = np.stack([column[name].to_numpy(zero_copy_only=False) for name in ("first", "last")], axis=1)
        where = (
            *(unsigned(column[name]) for name in ("country", "name", "fine")),
            *(column[name].to_numpy(zero_copy_only=False) for name in ("lat", "lon", "radius")),
        )
        count = table.num_rows
        codes = block_pairs(unsigned(column["key"]), np.arange(count, dtype=np.int32), hulls, unsigned(column["document"]), where)
        tellings = column["telling"].to_numpy(zero_copy_only=False)
        if len(codes):
            found = np.unique(np.stack([tellings[codes // count], tellings[codes % count]], axis=1), axis=0)
            yield pa.RecordBatch.from_arrays([pa.array(found[:, 0]), pa.array(found[:, 1])], names=["a", "b"])


@lru_cache(maxsize=_UNPACKED)
def _profile(packed: bytes) -> Profile:
    return unpack(packed)


def _score(batches: Iterable[Any]) -> Batches:
    def edges() -> Iterator[Row]:
        for row in rows_of(batches):
            score = score_pair(_profile(row["packed_a"]), _profile(row["packed_b"])).score
            if score > THRESHOLD:
                yield {"a": row["a"], "b": row["b"], "score": score}

    yield from batches_of(edges(), _EDGE)


def _binding(
    tellings: DataFrame, constraints: Constraints, sets: tuple[list[frozenset[str]], list[frozenset[str]]]
) -> list[tuple[int, int]]:
    """Pairs of tellings that keep those whom a decision binds in one part."""
    rows = tellings.where(F.size("bound") > 0).orderBy("day", "place", "telling").select("telling", "bound").collect()
    # Whether the named claims are on record shows here only.
    constraints_of({i for row in rows for i in row["bound"]}, *sets)
    first: dict[str, int] = {}
    pairs = set()
    for row in rows:
        for group in sorted({constraints.group_of[i] for i in row["bound"] if i in constraints.group_of}):
            start = first.setdefault(group, row["telling"])
            if start != row["telling"]:
                pairs.add((start, row["telling"]))
    return sorted(pairs)


def _parts(spark: SparkSession, edges: DataFrame, binding: list[tuple[int, int]], most: int) -> DataFrame:
    """`telling` and `part` of all that hang together with another; found on the driver."""
    count = edges.count()
    if count > most:
        problem = f"{count:,} pairs are alike, and the driver joins {most:,}"
        remedy = "Link the reports in portions by year or country, or raise most_edges and the driver's memory together."
        raise BadInput(problem, subject="claims", stage="link", remedy=remedy)
    found = edges.select("a", "b").toArrow()
    bound = np.array(binding, np.int64).reshape(-1, 2)
    ends = [np.concatenate([found.column(side).to_numpy(), bound[:, i]]) for i, side in enumerate("ab")]
    named, at = np.unique(np.concatenate(ends), return_inverse=True)
    labels = connected(len(named), at[: len(ends[0])], at[len(ends[0]) :])
    return _frame(spark, [named, labels.astype(np.int64)], "telling bigint, part bigint")


def _frame(spark: SparkSession, columns: list[Any], shape: str) -> DataFrame:
    names = [column.split(" ")[0] for column in shape.split(", ")]
    table = pa.table(dict(zip(names, [pa.array(column) for column in columns], strict=True)))
    return spark.createDataFrame(table, shape)


def _clusterer(constraints: Constraints) -> Callable[[Iterable[Any]], Batches]:
    def cluster(batches: Iterable[Any]) -> Batches:
        events = (event for part in groups_of(batches, "part") for event in cluster_part(part, constraints))
        yield from batches_of(({"claim_ids": event} for event in events), GROUP)

    return cluster


def cluster_part(part: list[Row], constraints: Constraints) -> Iterator[list[str]]:
    """The claim ids of each event of one connected part; its rows stand in the order of blocks."""
    at = {row["telling"]: i for i, row in enumerate(part)}
    profiles = [unpack(row["packed"]) for row in part]
    known: dict[tuple[int, int], float] = {}
    for i, row in enumerate(part):
        for other in row["met"] or ():
            j = at[other["b"]]
            pair = (i, j) if i < j else (j, i)
            # What a decision binds is bound whatever its score.
            known[pair] = max(other["score"], known.get(pair, -np.inf))
    ends = np.array(list(known), np.int32).reshape(-1, 2)
    edges = Edges.of_pairs(len(part), ends[:, 0], ends[:, 1], np.array(list(known.values()), np.float64))
    for event in events_of(range(len(part)), profiles, edges, constraints):
        yield sorted(i for n in event for i in profiles[n].claim_ids)
