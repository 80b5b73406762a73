"""On whose word a flat lead may rest that stands alone in its event: claims of the same report, in other events, that a voice makes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from onrecord.link.profile import profile_of
from onrecord.link.score import score_pair
from onrecord.model import Claim, Document, Link, Role

# Below nought two claims are not linked; a report that tells one story in parts quotes the same people on all of them.
LEAST = -1.2
_AUTHORITIES = frozenset({"COP", "JUD"})
_OFFICERS = frozenset("police authorities officials investigators detectives deputies officers agents cops troopers prosecutors".split())
_THEIR_WORK = frozenset({"COERCE", "ACCUSE"})


def told_beside(told: Sequence[Claim], reports: Mapping[str, Sequence[Claim]], documents: Mapping[str, Document]) -> list[Claim]:
    """The claims that somebody makes beside the flat leads of `told`, in the order of the reports.

    `told` are the claims of one event, `reports` all claims by document id. Reports that quote somebody in the event itself are left out.
    """
    inside = {claim.id for claim in told}
    quoting = {claim.document_id for claim in told if claim.attribution}
    flat: dict[str, list[Claim]] = defaultdict(list)
    for claim in told:
        if claim.document_id not in quoting:
            flat[claim.document_id].append(claim)
    return [
        claim
        for document_id, leads in flat.items()
        for claim in _beside(leads, [c for c in reports.get(document_id, ()) if c.attribution and c.id not in inside], documents)
    ]


def _beside(leads: Sequence[Claim], voiced: Sequence[Claim], documents: Mapping[str, Document]) -> list[Claim]:
    """Of the `voiced` claims of a report, those that may tell of what the flat `leads` tell.

    Arrests, searches and charges are known from those who make them, whatever else they are quoted on.
    """
    if not voiced:
        return []
    if any(map(_is_their_work, leads)) and (theirs := [c for c in voiced if _is_authority(c.attribution[-1])]):
        return theirs
    document = documents.get(leads[0].document_id)
    # The story of the document only counts between two documents.
    profiles = [profile_of(c, document, c.id, frozenset()) for c in leads]
    scored = [(c, profile_of(c, document, c.id, frozenset())) for c in voiced]
    return [c for c, profile in scored if any(score_pair(p, profile).score > LEAST for p in profiles)]


def _is_their_work(claim: Claim) -> bool:
    """Whether the claim is of an arrest, a search or a charge by police, prosecutors or courts, or by nobody named."""
    return claim.event_type in _THEIR_WORK and all(map(_is_authority, claim.actors))


def _is_authority(named: Link | Role) -> bool:
    return (named.actor is not None and named.actor.sector in _AUTHORITIES) or named.name.lower().rpartition(" ")[2] in _OFFICERS
