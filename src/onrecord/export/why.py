"""Why an event has its grade: who says it in which reports, what was counted as one and why, and what reviewers decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from onrecord.export.bundle import Bundle, day_range, figure_line, place_line, teller_name, what_happened
from onrecord.export.words import GRADES, RELATIONS, STANCES, counted, spoken, voices
from onrecord.model import Claim, Decision, Event, Origin, Relation


def why(event: Event, bundle: Bundle, decisions: Sequence[Decision] = (), related: Sequence[tuple[Relation, Event]] = ()) -> dict[str, Any]:
    """The explanation as JSON values; `decisions` are those behind `event.decision_ids`, `related` as `Store.related` gives it."""
    grade = event.grade
    return {
        "event": event.id,
        "what": what_happened(event),
        "when": day_range(event),
        "where": place_line(event),
        "grade": grade.corroboration,
        "meaning": GRADES.get(grade.corroboration, ""),
        "computed": grade.computed or grade.corroboration,
        "explanation": grade.explanation,
        "reasons": list(grade.reasons),
        "claims": len(event.claim_ids),
        "documents": len(event.document_ids),
        "independent_origins": grade.independent_origins,
        "origins": [_origin(origin, bundle) for origin in grade.origins],
        "denials": [_origin(origin, bundle) for origin in grade.denials],
        "withdrawn": [_origin(origin, bundle) for origin in grade.withdrawn],
        "collapses": [
            {
                "claims": [_said(bundle.claims[i], bundle) for i in (collapse.a, collapse.b)],
                "reason": collapse.reason,
                "reasons": list(collapse.reasons),
                "explanation": collapse.explanation,
            }
            for collapse in grade.collapses
        ],
        "figures": [
            {
                "what": f.what,
                "victims": f.victims,
                "lowest": f.lowest,
                "highest": f.highest,
                "best": f.best,
                "rule": f.rule,
                "open_ended": f.open_ended,
                "unknown": f.unknown,
                "line": figure_line(f),
                "lowest_by": _teller(f.lowest_claim, bundle),
                "highest_by": _teller(f.highest_claim, bundle),
            }
            for f in grade.figures
        ],
        "airwars": grade.airwars,
        "airwars_reasons": list(grade.airwars_reasons),
        "relations": relations(event, bundle, related),
        "decisions": [
            {"id": d.id, "kind": d.kind, "author": d.author, "decided_at": d.decided_at.isoformat(), "reason": d.reason} for d in decisions
        ],
    }


def why_text(found: dict[str, Any]) -> list[str]:
    """The explanation in plain sentences, a line each; lines that hang on the one before begin with two blanks."""
    lines = [f"{found['what']}, {found['when']}, {found['where']} ({found['event']})", ""]
    lines.append(
        f"{counted(found['claims'], 'claim')} in {counted(found['documents'], 'document')}, "
        f"{counted(found['independent_origins'], 'independent origin')}: {spoken(found['grade'])}"
        f"{', ' + found['meaning'] if found['meaning'] else ''}."
    )
    if found["computed"] != found["grade"]:
        lines.append(f"A reviewer set this grade; the rules give {spoken(found['computed'])}.")
    lines += [f"Because {reason}." for reason in found["reasons"]]
    for title, key in (("Who reports it", "origins"), ("Who denies it", "denials"), ("Who took it back", "withdrawn")):
        if found[key]:
            lines += ["", f"{title}:"]
        for origin in found[key]:
            spoken_for = [o for o in origin["organisations"] if o != origin["name"]]
            inner = f" ({', '.join(spoken_for)})" if spoken_for else ""
            unnamed = "" if origin["named"] else ", unnamed"
            lines.append(f"  {origin['name']}{inner}{unnamed}: {origin['interest']}")
            lines += [f"    {claim['line']}" for claim in origin["claims"]]
    if found["collapses"]:
        lines += ["", "Counted as one:"]
        for collapse in found["collapses"]:
            also = [spoken(r) for r in collapse["reasons"] if r != collapse["reason"]]
            lines.append(f"  {collapse['explanation']} ({spoken(collapse['reason'])}{'; also ' + ', '.join(also) if also else ''})")
            lines += [f"    {claim['line']}" for claim in collapse["claims"]]
    if found["figures"]:
        lines += ["", "Figures:"]
        for figure in found["figures"]:
            best = f", best {figure['best']:g} ({figure['rule']})" if figure["best"] is not None else ""
            by = "" if figure["lowest"] is None else f"; lowest by {figure['lowest_by']}, highest by {figure['highest_by']}"
            lines.append(f"  {figure['line']}{best}{by}")
    if found["airwars"]:
        lines += ["", f"Airwars grade: {found['airwars']}; {'; '.join(found['airwars_reasons'])}."]
    if found["relations"]:
        lines += ["", "In the words of the reports:"]
        lines += [f"  {relation['line']}" for relation in found["relations"]]
    if found["decisions"]:
        lines += ["", "Reviewers decided:"]
        for decision in found["decisions"]:
            lines.append(
                f"  {decision['id'][:8]} {decision['kind']} by {decision['author']} on {decision['decided_at'][:10]}: {decision['reason']}"
            )
    return lines


def relations(event: Event, bundle: Bundle, related: Sequence[tuple[Relation, Event]]) -> list[dict[str, Any]]:
    """What reports say that `event` has to do with others, as JSON values; `line` says it in words."""
    found = []
    for relation, other in related:
        document = bundle.documents[relation.document_id]
        words = RELATIONS[relation.kind][relation.claim_id not in event.claim_ids]
        cue = relation.cue.of(document.text)
        title = document.title or document.name or document.id
        found.append(
            {
                "kind": relation.kind,
                "words": words,
                "event": other.id,
                "what": what_happened(other),
                "when": day_range(other),
                "claims": [relation.claim_id, relation.other_claim_id],
                "document": document.id,
                "cue": relation.cue.as_list(),
                "line": f'{words} {other.id[:8]} {what_happened(other)}, {day_range(other)} ("{cue}", {title})',
            }
        )
    return found


def _origin(origin: Origin, bundle: Bundle) -> dict[str, Any]:
    return {
        "name": origin.name,
        "party": origin.party,
        "organisations": list(origin.organisations),
        "stance": origin.stance,
        "interest": STANCES.get(origin.stance, spoken(origin.stance)),
        "named": origin.named,
        "claims": [_said(bundle.claims[i], bundle) for i in origin.claim_ids],
    }


def _said(claim: Claim, bundle: Bundle) -> dict[str, Any]:
    document = bundle.documents[claim.document_id]
    chain = voices(claim, document)
    published = document.published.isoformat() if document.published else None
    trigger = claim.trigger.of(document.text)
    line = f'{claim.id[:8]} "{trigger}" ({spoken(claim.status)}), {" > ".join(chain)}, {published or "no date"}'
    return {
        "claim": claim.id,
        "document": document.id,
        "title": document.title or document.name,
        "published": published,
        "trigger": trigger,
        "status": claim.status,
        "chain": chain,
        "line": line,
    }


def _teller(claim_id: str | None, bundle: Bundle) -> str | None:
    if claim_id is None:
        return None
    claim = bundle.claims[claim_id]
    return teller_name(claim, bundle.documents[claim.document_id])
