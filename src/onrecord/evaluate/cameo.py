"""Claims as events of CAMEO: source, code, target, as PETRARCH2, Phoenix and ICEWS write them.

Codes follow the CAMEO manual (Schrodt 2012) by PLOVER type and mode (`data/codes/cameo.csv`), actors are a country and a role.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import permutations, product

from onrecord.model import Actor, ActorRef, Claim, Role
from onrecord.resolve.actor import ActorTable

_NO_COUNTRY = "---"
# PLOVER's sectors that CAMEO calls otherwise, and those that it has no role for.
_ROLES = {"JRN": "MED", "MED": "HLH", "CRM": "CRM", "PRM": "MIL", "PTY": "OPP", "UNK": None}
# Nothing is coded of what only may be, and of what did not happen.
_UNCODED = frozenset({"hypothetical", "denied", "withdrawn"})
# Those who demonstrate are the opposition in CAMEO's dictionaries of agents.
_OWN_ROLES = {"people.protesters": "OPP", "people.rioters": "OPP"}
_TO_PLACES = frozenset({"RETREAT", "MOBILIZE"})
_MEMBERS = re.compile(r",? and |, ")
_OBJECTS = re.compile(r"\b(?:of|with|to|in|at|on|for|from|against) (?:the )?")
_SIGNED = re.compile(r"(?:sign|ratif|conclud|seal)", re.IGNORECASE)
_DEMANDED = re.compile(r"(?:demand|insist|ultimatum)", re.IGNORECASE)
_AHEAD = frozenset({"planned", "alleged_plan"})


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("onrecord") / "data" / "codes" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


@cache
def _codes() -> dict[tuple[str, str | None], tuple[str, str]]:
    return {(r["event_type"], r["mode"] or None): (r["code"], r["planned"]) for r in _rows("cameo.csv")}


@cache
def _bodies() -> dict[str, str]:
    return {r["actor"]: r["code"] for r in _rows("cameo_actors.csv")}


@cache
def _countries() -> dict[str, str]:
    return {r["alpha2"]: r["alpha3"] for r in _rows("countries.csv")}


def event_code(claim: Claim, text: str) -> str | None:
    """The CAMEO code of a claim; None for what did not happen. A mode that CAMEO has no code for gets that of its type.

    Words decide where PLOVER has one type for two roots: an agreement signed is no intention, a demand no appeal.
    """
    if claim.status in _UNCODED:
        return None
    words = claim.trigger.of(text)
    if claim.event_type == "AGREE" and claim.status not in _AHEAD and _SIGNED.match(words):
        return "057"
    if claim.event_type == "REQUEST" and _DEMANDED.match(words):
        return f"10{_codes()[claim.event_type, claim.mode][0][2]}"
    happened, ahead = _codes().get((claim.event_type, claim.mode)) or _codes()[claim.event_type, None]
    return ahead if claim.status in _AHEAD else happened


def actor_code(actor: Actor | ActorRef) -> str | None:
    """Country and role ("SYRMIL"), a body's own code ("IGOUNO"), "---REB" without a country; None where neither is known.

    A state itself is its country alone.
    """
    name = actor.id if isinstance(actor, Actor) else actor.actor_id
    own = _bodies().get(name) or _bodies().get(actor.party or "")
    role = _OWN_ROLES.get(name) or (_ROLES.get(actor.sector, actor.sector) if actor.sector else None)
    if own:
        return own + (role if role == "MIL" and own.startswith("IGOUNO") else "")
    country = _countries().get(actor.country or "")
    if country and name == (actor.country or "").lower():
        return country
    return f"{country or _NO_COUNTRY}{role or ''}" if country or role else None


def coded(claim: Claim, text: str, table: ActorTable) -> Iterator[dict[str, str]]:
    """The CAMEO events of a claim, one for each pair of source and target; nothing where one side has no code.

    Who meet, fight or agree with no target named are coded both ways, as CAMEO does; where somebody goes, comes from or stands is the
    target of a visit, a withdrawal or a mobilisation that names none. `table` is asked for the members of "Jordan, Egypt and Oman".
    """
    code = event_code(claim, text)
    if code is None:
        return
    sources, targets = _sides(claim.actors, text, table), _sides(claim.targets, text, table)
    if not targets and (claim.event_type in _TO_PLACES or claim.mode == "visit"):
        lands = [_countries().get(place.country or "") for place in claim.places]
        targets = [land for land in dict.fromkeys(lands) if land is not None and land not in sources]
    for source, target in product(sources, targets) if targets else permutations(sources, 2):
        if source != target:
            yield {"code": code, "source": source, "target": target}


def _sides(roles: tuple[Role, ...], text: str, table: ActorTable) -> list[str]:
    codes: list[str] = []
    for role in roles:
        own = actor_code(role.actor) if role.actor else None
        members = [code for name in _MEMBERS.split(role.span.of(text)) if (code := _code_of(name, table)) is not None]
        if len(members) > 1 or own is None:
            codes += members or [code for name in _OBJECTS.split(role.name)[1:] if (code := _code_of(name, table)) is not None][:1]
        else:
            codes.append(own)
    return list(dict.fromkeys(codes))


def _code_of(name: str, table: ActorTable) -> str | None:
    found = table.find(name.strip())
    if not found:
        return None
    office = table.get(found[0].parent or "") if found[0].kind == "person" else None
    return actor_code(office or found[0])
