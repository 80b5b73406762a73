"""Code lists of the field: PLOVER event types with their modes, ACLED sub-event types, grades."""

from __future__ import annotations

from collections.abc import Mapping

# Halterman et al., PLOVER and POLECAT (2023): a mode belongs to its type only.
EVENT_TYPES: Mapping[str, tuple[str, ...]] = {
    "AGREE": (),
    "CONSULT": ("visit", "third-party", "multilateral", "phone"),
    "SUPPORT": (),
    "CONCEDE": (),
    "COOPERATE": (),
    "AID": (),
    "RETREAT": ("withdraw", "release", "disarm", "ceasefire", "access", "resign"),
    "REQUEST": ("assist", "change", "yield", "meet"),
    "ACCUSE": ("disapprove", "investigate", "allege"),
    "REJECT": ("assist", "change", "yield", "meet"),
    "THREATEN": ("restrict", "arrest", "relations", "expel", "territory", "violence"),
    "PROTEST": ("demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"),
    "SANCTION": ("convict", "expel", "withdraw", "discontinue"),
    "MOBILIZE": ("troops", "weapons", "police", "militia"),
    "COERCE": ("seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold", "misinformation", "cyber"),
    "ASSAULT": (
        "abduct",
        "beat",
        "torture",
        "sexual",
        "targeted",
        "destroy",
        "primitive",
        "firearms",
        "explosives",
        "suicide-attack",
        "aerial",
        "drone",
        "heavy-weapons",
        "crowd-control",
        "unconventional",
    ),
}

# ACLED codebook (2024): 25 sub-event types.
SUB_EVENTS = (
    "Abduction/forced disappearance",
    "Agreement",
    "Air/drone strike",
    "Armed clash",
    "Arrests",
    "Attack",
    "Change to group/activity",
    "Chemical weapon",
    "Disrupted weapons use",
    "Excessive force against protesters",
    "Government regains territory",
    "Grenade",
    "Headquarters or base established",
    "Looting/property destruction",
    "Mob violence",
    "Non-state actor overtakes territory",
    "Non-violent transfer of territory",
    "Other",
    "Peaceful protest",
    "Protest with intervention",
    "Remote explosive/landmine/IED",
    "Sexual violence",
    "Shelling/artillery/missile attack",
    "Suicide bomb",
    "Violent demonstration",
)

_TERRITORY = ("Government regains territory", "Non-state actor overtakes territory", "Non-violent transfer of territory")
# Which sub-events a happening of each PLOVER type can be; none of the types left out has an ACLED counterpart.
TYPE_SUB_EVENTS: dict[str, tuple[str, ...]] = {
    "AGREE": ("Agreement", "Change to group/activity"),
    "SUPPORT": ("Change to group/activity",),
    "CONCEDE": ("Non-violent transfer of territory",),
    "RETREAT": ("Agreement", "Change to group/activity", "Disrupted weapons use", *_TERRITORY),
    "PROTEST": (
        "Excessive force against protesters",
        "Looting/property destruction",
        "Mob violence",
        "Peaceful protest",
        "Protest with intervention",
        "Violent demonstration",
    ),
    "MOBILIZE": ("Change to group/activity", "Headquarters or base established", "Non-violent transfer of territory"),
    "COERCE": (
        "Arrests",
        "Change to group/activity",
        "Disrupted weapons use",
        "Excessive force against protesters",
        "Looting/property destruction",
        "Protest with intervention",
        *_TERRITORY,
    ),
    "ASSAULT": (
        "Abduction/forced disappearance",
        "Air/drone strike",
        "Armed clash",
        "Attack",
        "Chemical weapon",
        "Disrupted weapons use",
        "Excessive force against protesters",
        "Grenade",
        "Looting/property destruction",
        "Mob violence",
        "Protest with intervention",
        "Remote explosive/landmine/IED",
        "Sexual violence",
        "Shelling/artillery/missile attack",
        "Suicide bomb",
        "Violent demonstration",
        *_TERRITORY,
    ),
}

CORROBORATION = ("corroborated", "acknowledged", "contested", "one_sided", "single_origin", "retracted")
AIRWARS = ("confirmed", "fair", "weak", "contested", "discounted")
