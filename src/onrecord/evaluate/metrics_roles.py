"""Metrics of whole dispatches: CEAF-REE (Du, Rush & Cardie 2021) over MUC-4's five roles, and its templates. Fractions."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Sequence

from onrecord.evaluate.metrics_common import Answered, Pair, Result, Tally, assign, micro
from onrecord.evaluate.metrics_templates import templates

_ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
_MARKS = str.maketrans("", "", string.punctuation)
_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
Entity = tuple[str, ...]


def _contained(gold: Entity, predicted: Entity) -> float:
    return float(set(predicted) <= set(gold))


def _share(gold: Entity, predicted: Entity) -> float:
    return sum(mention in predicted for mention in gold) / len(predicted)


_SIMILARITIES: dict[str, Callable[[Entity, Entity], float]] = {"strict": _contained, "proportional": _share}


def events_document(pairs: Sequence[Pair]) -> Result:
    """F1 of role fillers aligned one to one, by role and micro; the headline is strict micro F1.

    `role_entities` maps a role to entities, each the list of its mentions' strings (a predicted one may be one string). Strict: an
    entity is right when all its mentions are mentions of the gold entity; proportional: the gold mentions among them, by their number.
    Case, punctuation and articles do not count. The figures of `templates`, where a record has them, stand beside.
    """
    tallies = {kind: {role: Tally() for role in _ROLES} for kind in _SIMILARITIES}
    if not any(gold.fields.get("role_entities") is not None for gold, _ in pairs):
        raise pairs[0][0].failure("no 'role_entities'", "Give the role fillers of the document: {role: [[mention, ...], ...]}")
    for gold, predicted in pairs:
        ours, theirs = _fillers(gold), _fillers(predicted)
        for kind, similarity in _SIMILARITIES.items():
            for role in _ROLES:
                weights = [[similarity(a, b) for b in theirs[role]] for a in ours[role]]
                tallies[kind][role].add(sum(weights[i][j] for i, j in assign(weights)), len(theirs[role]), len(ours[role]))
    figures = {
        kind: {"micro": micro(of.values()).ratios(), **{role: tally.ratios() for role, tally in of.items()}} for kind, of in tallies.items()
    }
    headline = {"name": "CEAF-REE strict micro F1", "value": figures["strict"]["micro"]["f1"]}
    return {"primary": headline, "ceaf_ree": figures, **templates(pairs)}


def _fillers(record: Answered) -> dict[str, list[Entity]]:
    given = record.fields.get("role_entities") or {}
    if not isinstance(given, dict):
        raise record.failure("'role_entities' is no object", "Give {role: [[mention, ...], ...]}")
    found = {}
    for role in _ROLES:
        entities = [[e] if isinstance(e, str) else e for e in given.get(role) or [] if e]
        if not all(isinstance(e, list) and all(isinstance(mention, str) for mention in e) for e in entities):
            raise record.failure(f"role '{role}' is no list of entities", "Give each entity as the list of its mentions' strings")
        found[role] = [tuple(plain(mention) for mention in e) for e in entities]
    return found


def plain(mention: str) -> str:
    """A mention without case, punctuation and articles, as it is compared."""
    return " ".join(_ARTICLES.sub(" ", mention.lower().translate(_MARKS)).split())
