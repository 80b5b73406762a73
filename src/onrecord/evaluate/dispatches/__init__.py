"""MUC-4's answers to a dispatch: role fillers of the document and the templates of its incidents.

Candidates are phrases that the encoder's heads tag or nearly tag; small linear models over readable features, fitted on the train half by
`benchmarks/fit_dispatches.py`, say what the dispatch reports and what each phrase fills.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from onrecord.evaluate.dispatches.filling import FILL, entities, templates
from onrecord.evaluate.dispatches.judgement import judge
from onrecord.evaluate.dispatches.setting import setting_of
from onrecord.evaluate.linear import Linear, load
from onrecord.model import Span
from onrecord.read import Dispatch
from onrecord.resolve.gazetteer import Gazetteer

_ROLES = {
    "PerpInd": "perp_individual",
    "PerpOrg": "perp_organization",
    "Target": "phys_tgt_id",
    "Victim": "hum_tgt_name",
    "Weapon": "instrument_id",
}
PARTS = ("words", "phrases", "document", "final", "kinds", "accusing", "same", "told", "days", "places")
_SHIPPED = Path(__file__).parents[2] / "data/dispatches.npz"


def dispatch_models(path: Path = _SHIPPED) -> dict[str, Linear]:
    """The shipped models. Raises `MissingData` where they are absent or damaged."""
    return load(path, PARTS, maker="benchmarks/fit_dispatches.py")


def answer(
    models: Mapping[str, Linear], dispatch: Dispatch, sentences: tuple[Span, ...], gazetteer: Gazetteer, published: date | None
) -> dict[str, Any]:
    """`role_entities` and `templates` of a dispatch, as the scorer of MUC-4 reads them."""
    judgement = judge(models, dispatch)
    found = entities(judgement, dispatch.text, FILL)
    return {
        "role_entities": {role: [[p.key] for p in found[slot]] for role, slot in _ROLES.items()},
        "templates": templates(judgement, models, dispatch.text, setting_of(dispatch, sentences, gazetteer, published)),
    }
