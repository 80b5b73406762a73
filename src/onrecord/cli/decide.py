"""`onrecord decide`: what a reviewer decides, appended to the record."""

from __future__ import annotations

from typing import Annotated

import typer

from onrecord.cli import options
from onrecord.cli.decide_actors import mark_source, party, same_actor
from onrecord.cli.deciding import By, NoLink, Reason, Replace, Seen, claims_named, deciding, refs, whole
from onrecord.errors import BadInput

app = typer.Typer(
    name="decide",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="""Decide: merge, split, correct, grade, reject, accept, mark-source, same-actor, party, undo.

    Every decision is appended with who, when and why; nothing is edited or deleted, and every decision can be undone by a further one.

    \b
    Examples:
      onrecord decide merge e1a2b3c4 e5d6e7f8 --reason "one shelling, told twice"
      onrecord decide undo x9f8e7d6 --reason "two shellings after all"
    """,
)
_IDS = typer.Argument(metavar="EVENT|CLAIM...", help="Ids of events or claims, or their first characters.", show_default=False)


@app.command(short_help="Say that events or claims tell of one happening.")
def merge(
    ids: Annotated[list[str], _IDS],
    reason: Reason,
    by: By = None,
    store: options.Store = None,
    seen: Seen = None,
    replace: Replace = False,
    no_link: NoLink = False,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Say that the claims of these events, and these claims, all tell of one happening.

    \b
    Examples:
      onrecord decide merge e1a2b3c4 e5d6e7f8 --reason "one shelling, told twice"
      onrecord decide merge e1a2b3c4 c0ffee12 -m "the toll of the same strike" --by "M. Reyes"
    """
    from onrecord.store import Merge, make

    with deciding(store, by, reason, seen=seen, replace=replace, no_link=no_link, as_json=as_json, quiet=quiet) as how:
        claims = claims_named(how.record, ids)
        content = Merge(claims=refs(how.record, claims))
        how.decide([make(content, subject=whole(how.record, ids[0]), author=how.author, reason=how.reason)])


@app.command(short_help="Say that claims of an event tell of another happening.")
def split(
    event: Annotated[str, typer.Argument(metavar="EVENT", help="The event to split.", show_default=False)],
    claims: Annotated[
        list[str], typer.Argument(metavar="CLAIM...", help="The claims that tell of another happening than the rest.", show_default=False)
    ],
    reason: Reason,
    each: Annotated[bool, typer.Option("--each", help="Each of the claims tells of a happening of its own.")] = False,
    by: By = None,
    store: options.Store = None,
    seen: Seen = None,
    replace: Replace = False,
    no_link: NoLink = False,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Say that these claims tell of another happening than the rest of the event.

    \b
    Examples:
      onrecord decide split e1a2b3c4 c0ffee12 --reason "the shelling of the day before"
      onrecord decide split e1a2b3c4 c0ffee12 cafe1234 --each -m "three raids"
    """
    from onrecord.store import Split, make

    with deciding(store, by, reason, seen=seen, replace=replace, no_link=no_link, as_json=as_json, quiet=quiet) as how:
        found = how.record.event(event.strip().lower())
        out = claims_named(how.record, claims)
        for claim in out:
            if claim.id not in found.claim_ids:
                remedy = f"onrecord show {found.id} lists its claims."
                raise BadInput(f"is no claim of {found.id}", subject=claim.id, stage="decision", remedy=remedy)
        taken = {claim.id for claim in out}
        rest = [claim for claim in claims_named(how.record, [event]) if claim.id not in taken]
        parts = [refs(how.record, part) for part in ([[claim] for claim in out] if each else [out]) + ([rest] if rest else [])]
        how.decide([make(Split(parts=tuple(parts)), subject=found.id, author=how.author, reason=how.reason)])


@app.command(short_help="Say what a claim says instead of what was read.")
def correct(
    subject: Annotated[
        str, typer.Argument(metavar="CLAIM|EVENT", help="The claim; an event stands for all its claims.", show_default=False)
    ],
    given: Annotated[
        list[str],
        typer.Option(
            "--set",
            metavar="FIELD=VALUE",
            help="event_type, mode, sub_event, status, certainty, actors, targets, attribution, places, "
            "time, figures or instruments; may be repeated.",
            show_default=False,
        ),
    ],
    reason: Reason,
    by: By = None,
    store: options.Store = None,
    seen: Seen = None,
    replace: Replace = False,
    no_link: NoLink = False,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Say what a claim says instead of what was read. What was read stays on record, and so does the claim's id.

    A list replaces the whole list; names in it are separated by ";". A place is looked up in the gazetteer: NAME, "NAME, CC", NAME#ID, or
    NAME@LATITUDE,LONGITUDE. "null" takes a value away. Everything can be given as JSON too (docs/decisions.md).

    \b
    Examples:
      onrecord decide correct c0ffee12 --set status=denied --reason "the headline negates it"
      onrecord decide correct c0ffee12 --set time=2024-03-05/2024-03-06 --set "place=Kutum, SD" -m "see the dateline"
      onrecord decide correct c0ffee12 --set "figures=killed 17-23; injured at least 4" -m "the table says so"
      onrecord decide correct e1a2b3c4 --set "actors=Jebel Liberation Front" -m "named in all of them"
    """
    from onrecord.cli.values import fields_of
    from onrecord.store import Correct, make

    with deciding(store, by, reason, seen=seen, replace=replace, no_link=no_link, as_json=as_json, quiet=quiet) as how:
        claims = claims_named(how.record, [subject])
        content = Correct(claims=refs(how.record, claims), fields=fields_of(given, how.settings))
        how.decide([make(content, subject=whole(how.record, subject), author=how.author, reason=how.reason)])


@app.command(short_help="Set the grade of an event by hand.")
def grade(
    event: Annotated[str, typer.Argument(metavar="EVENT", help="The event.", show_default=False)],
    reason: Reason,
    corroboration: Annotated[
        str | None,
        typer.Option(
            "--grade",
            metavar="GRADE",
            help="corroborated, acknowledged, contested, one_sided, single_origin or retracted.",
            show_default=False,
        ),
    ] = None,
    airwars: Annotated[
        str | None, typer.Option("--airwars", metavar="GRADE", help="confirmed, fair, weak, contested or discounted.", show_default=False)
    ] = None,
    by: By = None,
    store: options.Store = None,
    seen: Seen = None,
    replace: Replace = False,
    no_link: NoLink = False,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Set the grade of an event by hand. What the rules give is shown beside it.

    \b
    Examples:
      onrecord decide grade e1a2b3c4 --grade contested --reason "the mayor denied it on the radio"
      onrecord decide grade e1a2b3c4 --airwars discounted -m "those killed were fighters, by name"
    """
    from onrecord.store import SetGrade, make

    with deciding(store, by, reason, seen=seen, replace=replace, no_link=no_link, as_json=as_json, quiet=quiet) as how:
        found = how.record.event(event.strip().lower())
        content = SetGrade(
            claims=refs(how.record, claims_named(how.record, [found.id])),
            corroboration=corroboration.lower().replace("-", "_") if corroboration else None,
            airwars=airwars.lower() if airwars else None,
        )
        how.decide([make(content, subject=found.id, author=how.author, reason=how.reason)])


@app.command(short_help="Leave claims out of all events.")
def reject(
    ids: Annotated[list[str], _IDS],
    reason: Reason,
    no_event: Annotated[
        bool, typer.Option("--no-event", help="They are well read, but tell of no event; default: they are wrong.")
    ] = False,
    by: By = None,
    store: options.Store = None,
    seen: Seen = None,
    replace: Replace = False,
    no_link: NoLink = False,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Leave claims out of all events, because they are wrongly read or tell of no event. They stay on record.

    \b
    Examples:
      onrecord decide reject c0ffee12 --reason "a film plot, not a report"
      onrecord decide reject e1a2b3c4 --no-event -m "an anniversary"
    """
    from onrecord.store import Reject, make

    with deciding(store, by, reason, seen=seen, replace=replace, no_link=no_link, as_json=as_json, quiet=quiet) as how:
        content = Reject(claims=refs(how.record, claims_named(how.record, ids)), why="no_event" if no_event else "wrong")
        how.decide([make(content, subject=whole(how.record, ids[0]), author=how.author, reason=how.reason)])


@app.command(short_help="Say that claims were looked at and are right.")
def accept(
    ids: Annotated[list[str], _IDS],
    reason: Reason,
    by: By = None,
    store: options.Store = None,
    seen: Seen = None,
    replace: Replace = False,
    no_link: NoLink = False,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Say that claims were looked at and are right. It changes no event, but stands against a rejection.

    \b
    Examples:
      onrecord decide accept e1a2b3c4 --reason "checked against the originals"
    """
    from onrecord.store import Accept, make

    with deciding(store, by, reason, seen=seen, replace=replace, no_link=no_link, as_json=as_json, quiet=quiet) as how:
        content = Accept(claims=refs(how.record, claims_named(how.record, ids)))
        how.decide([make(content, subject=whole(how.record, ids[0]), author=how.author, reason=how.reason)])


app.command("mark-source", short_help="Say who speaks for whom, and who is credible.")(mark_source)
app.command("same-actor", short_help="Say that two ids stand for one actor, or for two.")(same_actor)
app.command("party", short_help="Say on whose side an actor is, and when.")(party)


@app.command(short_help="Take a decision back.")
def undo(
    decision: Annotated[str, typer.Argument(metavar="DECISION", help="Its id, or the first characters.", show_default=False)],
    reason: Reason,
    by: By = None,
    store: options.Store = None,
    seen: Seen = None,
    replace: Replace = False,
    no_link: NoLink = False,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Take a decision back by a further one; an undo can be undone as well.

    \b
    Examples:
      onrecord decide undo x9f8e7d6 --reason "two shellings after all"
    """
    from onrecord.store import Undo, make

    with deciding(store, by, reason, seen=seen, replace=replace, no_link=no_link, as_json=as_json, quiet=quiet) as how:
        target = how.record.decision(decision.strip().lower())
        standing = next(s for s in how.record.decision_log() if s.decision.id == target.id)
        if standing.undone_by:
            remedy = f"To bring it back, undo {standing.undone_by[0]}."
            raise BadInput(f"is taken back already, by {standing.undone_by[0]}", subject=target.id, stage="decision", remedy=remedy)
        how.decide([make(Undo(decision=target.id), subject=target.id, author=how.author, reason=how.reason)])
