"""Label inventories of the reader's heads, in the order of the model's outputs.

Shipped with the weights as `labels.json`, so that the reader never guesses an index.
"""

from __future__ import annotations

from authored import FIGURE_KINDS, STATUSES, SUB_EVENTS, TYPES

EVENT_TYPES = list(TYPES)
MODES = sorted({m for modes in TYPES.values() for m in modes.split()})
SUBS = sorted(SUB_EVENTS)
STATUS_LIST = ["occurred", "ongoing", "planned", "alleged_plan", "hypothetical", "denied", "withdrawn"]
CERTAINTY_LIST = ["asserted", "hedged"]
ENTITY_TYPES = ["Person", "Organisation", "Location", "Nationality", "MilitaryPlatform", "Weapon", "Quantity", "Temporal"]
NAMED_TYPES = ["person", "organization", "place", "time", "event", "object"]
ROLES = ["actor", "target", "instrument", "place", "time", "figure", "source", "cue", "content"]
FIGURES = ["killed", "injured", "captured", "displaced", "destroyed", "damaged", "strikes", "bases", "people", "other"]
# What a text tells of beside the claims' triggers: groups of deeds as event corpora count them, and MUC-4's role fillers.
DEEDS = ["attack", "death", "injury", "arrest", "protest", "damage", "movement", "battle", "statement", "justice", "agreement", "meeting"]
FILLERS = ["PerpInd", "PerpOrg", "Target", "Victim", "Weapon"]
SRL_ROLES = ["ARG0", "ARG1", "ARG2", "LOC", "TMP", "OTHER"]

assert set(STATUS_LIST) == STATUSES
assert set(FIGURES) == FIGURE_KINDS


def bio(types: list[str]) -> list[str]:
    """O, then B- and I- for each type."""
    return ["O", *(f"{p}-{t}" for t in types for p in "BI")]


# name -> number of outputs per word; the order is that of the columns of the model's `words` output.
WORD_HEADS: dict[str, int] = {
    "source": 3,
    "cue": 3,
    "content": 3,
    "entity": len(bio(ENTITY_TYPES)),
    "named": len(bio(NAMED_TYPES)),
    "trigger": len(bio(EVENT_TYPES)),
    "status": len(STATUS_LIST),
    "certainty": len(CERTAINTY_LIST),
    "mode": len(MODES) + 1,
    "sub_event": len(SUBS) + 1,
    "factuality": 1,
    "deed": len(bio(DEEDS)),
    "filler": len(bio(FILLERS)),
}
PAIR_HEADS: dict[str, int] = {"roles": 3 * len(ROLES), "figures": len(FIGURES)}
WINDOW = 208  # word pieces of a window: longer ones show more of what was said before, and cost little
HIDDEN = 192
MIX, MIX_HEADS = 128, 4  # width and heads of the layer in which words see each other in the light of a predicate
DISTANCE = 48  # words; further apart counts as this far


def as_json() -> dict[str, object]:
    """What the reader needs to decode the model's outputs."""
    return {
        "word_heads": WORD_HEADS,
        "pair_heads": PAIR_HEADS,
        "max_tokens": WINDOW,
        "hidden": HIDDEN,
        "distance": DISTANCE,
        "event_types": EVENT_TYPES,
        "modes": MODES,
        "sub_events": SUBS,
        "statuses": STATUS_LIST,
        "certainties": CERTAINTY_LIST,
        "entity_types": ENTITY_TYPES,
        "named_types": NAMED_TYPES,
        "deeds": DEEDS,
        "fillers": FILLERS,
        "roles": ROLES,
        "figures": FIGURES,
        "type_modes": {t: m.split() for t, m in TYPES.items()},
    }
