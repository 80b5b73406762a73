"""The stages of training: which corpora a stage sees and how often, and how fast it learns."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage of training.

    `passes` over the windows of each corpus; `rate` is the peak learning rate of the encoder, the heads learn `heads` times as fast;
    `floor` is the share of it at the end, for a stage that another goes on from. `frozen`: the embeddings of word pieces rest, half of
    all weights, which hardly move after the first stages. `taught`: the teacher's word counts beside the corpora's. `teacher`: it is
    the teacher that learns.
    """

    passes: dict[str, float]
    rate: float
    heads: float = 6.0
    floor: float = 0.0
    frozen: bool = True
    taught: bool = False
    teacher: bool = False


STAGES: dict[str, Stage] = {
    # What the open corpora teach: voices, triggers, roles of any predicate, factuality, names.
    "broad": Stage(
        passes={"polnear": 0.7, "mpqa": 2, "re3d": 6, "gum": 0.5, "wikievents": 1.5, "uw": 1, "meantime": 2, "uds": 0.25, "srl": 0.5},
        rate=0.00015,
        floor=0.25,
        frozen=False,
    ),
    # What only our own reports have, with enough of the others that nothing is forgotten.
    "narrow": Stage(
        passes={
            "polnear": 0.22,
            "mpqa": 1,
            "re3d": 4,
            "gum": 0.12,
            "wikievents": 0.35,
            "uw": 0.4,
            "meantime": 1,
            "uds": 0.06,
            "srl": 0.06,
            "authored": 7,
        },
        rate=0.0001,
        frozen=False,
    ),
    "deep": Stage(
        passes={
            "polnear": 0.1,
            "mpqa": 1,
            "re3d": 3,
            "gum": 0.05,
            "wikievents": 0.15,
            "uw": 0.2,
            "meantime": 1,
            "uds": 0.03,
            "srl": 0.02,
            "authored": 12,
        },
        rate=0.00012,
        frozen=False,
    ),
    # Longer on voices, the arguments of every deed, the role fillers of dispatches; the layer between words starts here.
    "wide": Stage(
        passes={
            "polnear": 0.53,
            "mpqa": 0.88,
            "re3d": 2.65,
            "gum": 0.18,
            "wikievents": 1.1,
            "geneva": 1.33,
            "muc4": 0.35,
            "uw": 0.44,
            "meantime": 0.88,
            "uds": 0.09,
            "srl": 0.18,
            "masc": 0.27,
            "authored": 2.65,
        },
        rate=0.00016,
        floor=0.56,
    ),
    "last": Stage(
        passes={
            "polnear": 0.3,
            "mpqa": 1,
            "re3d": 3,
            "gum": 0.06,
            "wikievents": 1,
            "geneva": 1,
            "muc4": 0.3,
            "uw": 0.3,
            "meantime": 1,
            "uds": 0.03,
            "srl": 0.05,
            "masc": 0.1,
            "authored": 6,
        },
        rate=0.00012,
    ),
    # What PropBank says of any predicate, from which the roles of rarer deeds learn.
    "more": Stage(
        passes={
            "srl": 0.76,
            "masc": 0.47,
            "polnear": 0.17,
            "mpqa": 0.33,
            "re3d": 1,
            "gum": 0.02,
            "wikievents": 0.24,
            "geneva": 0.33,
            "muc4": 0.05,
            "uw": 0.07,
            "meantime": 0.24,
            "uds": 0.01,
            "authored": 1.4,
        },
        rate=0.00012,
        floor=0.53,
    ),
    "own": Stage(
        passes={
            "authored": 4.5,
            "polnear": 0.2,
            "mpqa": 0.6,
            "re3d": 2,
            "gum": 0.04,
            "wikievents": 0.3,
            "geneva": 0.5,
            "muc4": 0.08,
            "uw": 0.1,
            "meantime": 0.4,
            "uds": 0.02,
            "srl": 0.5,
            "masc": 0.3,
        },
        rate=0.00012,
    ),
    # The reports written later. The shipped weights went on here from those shipped before (`--from-shipped`), in 16 bits.
    "again": Stage(
        passes={
            "authored": 2,
            "shifted": 1,
            "polnear": 0.3,
            "mpqa": 0.5,
            "re3d": 2,
            "wikievents": 0.5,
            "geneva": 0.5,
            "muc4": 0.1,
            "uw": 0.2,
            "meantime": 0.7,
            "uds": 0.03,
            "gum": 0.06,
            "srl": 0.15,
            "masc": 0.1,
        },
        rate=0.00014,
        floor=0.7,
    ),
    # What the teacher says of every word, beside what the corpora say.
    "distil": Stage(
        passes={
            "authored": 4,
            "shifted": 2,
            "polnear": 0.6,
            "mpqa": 1.5,
            "re3d": 5,
            "wikievents": 1.4,
            "geneva": 1,
            "muc4": 0.3,
            "uw": 0.4,
            "meantime": 2,
            "plain": 0.7,
            "uds": 0.05,
            "gum": 0.1,
            "srl": 0.2,
            "masc": 0.2,
        },
        rate=0.00016,
        taught=True,
    ),
    # Hard labels again, with more of what "distil" had let slip: re3d's names, arguments of WikiEvents and GENEVA, UDS's factuality.
    "balance": Stage(
        passes={
            "authored": 1.5,
            "shifted": 0.8,
            "polnear": 0.6,
            "mpqa": 0.7,
            "re3d": 5,
            "wikievents": 1.2,
            "geneva": 1.3,
            "muc4": 0.12,
            "uw": 0.3,
            "meantime": 1,
            "uds": 0.14,
            "gum": 0.06,
            "srl": 0.15,
            "masc": 0.1,
        },
        rate=0.00016,
        floor=0.7,
    ),
    # What the latest reports of our own add; the rate falls to nothing.
    "close": Stage(
        passes={
            "authored": 4,
            "shifted": 1,
            "polnear": 0.5,
            "mpqa": 0.5,
            "re3d": 5,
            "wikievents": 1.1,
            "geneva": 1.2,
            "muc4": 0.1,
            "uw": 0.3,
            "meantime": 1,
            "uds": 0.14,
            "gum": 0.06,
            "srl": 0.1,
            "masc": 0.05,
        },
        rate=0.00015,
    ),
    # Factuality and the arguments of single deeds, which "close" had seen too little of.
    "recall": Stage(
        passes={
            "authored": 1.5,
            "shifted": 0.3,
            "polnear": 0.45,
            "mpqa": 0.5,
            "re3d": 3,
            "wikievents": 1.2,
            "geneva": 2.5,
            "muc4": 0.1,
            "uw": 0.8,
            "meantime": 2.5,
            "uds": 0.5,
            "gum": 0.06,
            "srl": 0.3,
            "masc": 0.1,
        },
        rate=0.00016,
        floor=0.7,
    ),
    # The latest reports of our own; the rate falls to nothing.
    "finish": Stage(
        passes={
            "authored": 2.2,
            "shifted": 0.3,
            "polnear": 0.28,
            "mpqa": 0.3,
            "re3d": 4,
            "wikievents": 0.8,
            "geneva": 1.2,
            "muc4": 0.06,
            "uw": 0.4,
            "meantime": 1.5,
            "uds": 0.2,
            "gum": 0.04,
            "srl": 0.15,
            "masc": 0.05,
        },
        rate=0.00015,
    ),
    # Long at a high rate, with the events of WikiEvents where they stand (see `dealt.py`).
    "gather": Stage(
        passes={
            "authored": 3,
            "shifted": 0.6,
            "polnear": 0.8,
            "mpqa": 0.7,
            "re3d": 5,
            "wikievents": 1.8,
            "geneva": 1.6,
            "muc4": 0.15,
            "uw": 0.9,
            "meantime": 2.5,
            "uds": 0.5,
            "gum": 0.08,
            "srl": 0.5,
            "masc": 0.15,
        },
        rate=0.00018,
        floor=0.7,
    ),
    # The reports of our own again, with those written since; the rate falls to nothing.
    "settle": Stage(
        passes={
            "authored": 2.9,
            "shifted": 0.3,
            "polnear": 0.35,
            "mpqa": 0.3,
            "re3d": 4,
            "wikievents": 0.9,
            "geneva": 1.2,
            "muc4": 0.08,
            "uw": 0.5,
            "meantime": 1.5,
            "uds": 0.25,
            "gum": 0.05,
            "srl": 0.2,
            "masc": 0.05,
        },
        rate=0.00015,
    ),
    # High rates once more, over everything that is there.
    "reap": Stage(
        passes={
            "authored": 2,
            "shifted": 0.5,
            "polnear": 0.7,
            "mpqa": 0.6,
            "re3d": 4,
            "wikievents": 1.6,
            "geneva": 1.4,
            "muc4": 0.15,
            "uw": 0.9,
            "meantime": 2.5,
            "uds": 0.5,
            "gum": 0.08,
            "srl": 0.4,
            "masc": 0.15,
        },
        rate=0.00018,
        floor=0.7,
    ),
    # With the entities of our own reports, and with reports written since.
    "glean": Stage(
        passes={
            "authored": 1.3,
            "shifted": 0.3,
            "entities": 3,
            "polnear": 0.4,
            "mpqa": 0.3,
            "re3d": 4,
            "wikievents": 0.9,
            "geneva": 1,
            "muc4": 0.12,
            "uw": 0.5,
            "meantime": 1.5,
            "uds": 0.3,
            "gum": 0.05,
            "srl": 0.25,
            "masc": 0.08,
        },
        rate=0.00017,
        floor=0.7,
    ),
    # The latest reports of our own, in the plain style of releases and wires; the rate falls to nothing.
    "rest": Stage(
        passes={
            "authored": 1.9,
            "shifted": 0.3,
            "entities": 2,
            "polnear": 0.33,
            "mpqa": 0.3,
            "re3d": 4,
            "wikievents": 0.8,
            "geneva": 1,
            "muc4": 0.08,
            "uw": 0.45,
            "meantime": 1.5,
            "uds": 0.25,
            "gum": 0.05,
            "srl": 0.15,
            "masc": 0.05,
        },
        rate=0.00015,
    ),
    # Everything once more with what was written since, longer on the names of our own reports.
    "sow": Stage(
        passes={
            "authored": 1.5,
            "shifted": 0.4,
            "entities": 4,
            "polnear": 0.5,
            "mpqa": 0.3,
            "re3d": 4,
            "wikievents": 1.0,
            "geneva": 1,
            "muc4": 0.12,
            "uw": 0.6,
            "meantime": 1.5,
            "uds": 0.35,
            "gum": 0.05,
            "srl": 0.25,
            "masc": 0.08,
        },
        rate=0.00018,
        floor=0.7,
    ),
    # The teacher (see `teacher.py`): all corpora, then mostly our own reports, again with two seeds.
    "teacher": Stage(
        passes={
            "authored": 2.5,
            "polnear": 0.45,
            "mpqa": 0.7,
            "re3d": 4,
            "wikievents": 0.8,
            "geneva": 0.7,
            "muc4": 0.22,
            "uw": 0.4,
            "meantime": 1,
            "uds": 0.05,
            "srl": 0.1,
            "masc": 0.1,
        },
        rate=6e-05,
        floor=0.5,
        heads=12.0,
        teacher=True,
    ),
    "teacher-own": Stage(
        passes={
            "authored": 1.7,
            "shifted": 0.8,
            "polnear": 0.08,
            "mpqa": 0.2,
            "re3d": 2,
            "wikievents": 0.25,
            "geneva": 0.15,
            "muc4": 0.03,
            "uw": 0.1,
            "meantime": 0.4,
        },
        rate=4e-05,
        heads=12.0,
        teacher=True,
    ),
}
