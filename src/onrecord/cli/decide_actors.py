"""`onrecord decide mark-source`, `same-actor` and `party`: what a reviewer knows of sources and actors."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from onrecord.cli import options
from onrecord.cli.deciding import By, NoLink, Reason, Replace, Seen, deciding, party_finder, source_finder
from onrecord.cli.terminal import note
from onrecord.errors import BadInput

KeepDangling = Annotated[bool, typer.Option("--keep-dangling", help="Take names that neither the record nor the table of actors has.")]


def mark_source(
    reason: Reason,
    source: Annotated[
        str | None, typer.Argument(metavar="SOURCE", help="Name or id of a publisher, organisation or person.", show_default=False)
    ] = None,
    credible: Annotated[
        bool | None, typer.Option("--credible/--not-credible", help="For Airwars grades: whether reports of it count.", show_default=False)
    ] = None,
    independent: Annotated[bool, typer.Option("--independent", help="It speaks for itself only.")] = False,
    not_independent_of: Annotated[
        str | None, typer.Option("--not-independent-of", metavar="SOURCE", help="It speaks for this one.", show_default=False)
    ] = None,
    state_controlled_by: Annotated[
        str | None, typer.Option("--state-controlled-by", metavar="STATE", help="It speaks for this state.", show_default=False)
    ] = None,
    origin_of: Annotated[
        str | None, typer.Option("--origin-of", metavar="SOURCE", help="What this one reports comes from SOURCE.", show_default=False)
    ] = None,
    table: Annotated[
        str | None,
        typer.Option(
            "--table", metavar="FILE", help="CSV with a row a source instead (docs/decisions.md gives the columns).", show_default=False
        ),
    ] = None,
    keep_dangling: KeepDangling = False,
    by: By = None,
    store: options.Store = None,
    seen: Seen = None,
    replace: Replace = False,
    no_link: NoLink = False,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Say who speaks for whom, whose report another one passes on, and who is credible.

    \b
    Examples:
      onrecord decide mark-source "Sahel Courier" --credible --reason "own reporters on the spot"
      onrecord decide mark-source "Levant Press Agency" --state-controlled-by Syria -m "owned by the ministry"
      onrecord decide mark-source "Darfur Civilian Watch" --origin-of "Sahel Courier" -m "the paper has no one there"
      onrecord decide mark-source --table sources.csv -m "newsroom table of May"
    """
    from onrecord.cli.lines import lines_of
    from onrecord.store import MarkSource, make
    from onrecord.store.decisions_table import from_table

    chosen = [
        ("credible" if credible else "not_credible", None) if credible is not None else None,
        ("independent", None) if independent else None,
        ("not_independent", not_independent_of) if not_independent_of else None,
        ("state_controlled", state_controlled_by) if state_controlled_by else None,
        ("origin_of", origin_of) if origin_of else None,
    ]
    marks = [mark for mark in chosen if mark is not None]
    if (source is None) == (table is None) or (source is None) == bool(marks):
        problem = "a source needs a mark, or a table of them a file"
        raise BadInput(
            problem, subject="mark-source", stage="command line", remedy="Give SOURCE with a mark such as --credible, or --table."
        )
    with deciding(store, by, reason, seen=seen, replace=replace, no_link=no_link, as_json=as_json, quiet=quiet) as how:
        find = source_finder(how.record, how.settings, keep_unknown=keep_dangling)
        moment = datetime.now(UTC)
        if table is not None:
            with lines_of(table) as lines:
                decisions = from_table(
                    lines, table, find=find, there=how.record.decision_log(), author=how.author, reason=how.reason, decided_at=moment
                )
            if not decisions:
                note("All marks of the table are on record; nothing was changed.")
        else:
            assert source is not None
            key, name = find(source)
            pairs = [(mark, find(other) if other is not None else (None, None)) for mark, other in marks]
            contents = [MarkSource(source=key, name=name, mark=mark, other=of[0], other_name=of[1]) for mark, of in pairs]
            decisions = [make(c, subject=key, author=how.author, reason=how.reason, decided_at=moment) for c in contents]
        how.decide(decisions, keep_dangling=keep_dangling)


def same_actor(
    a: Annotated[str, typer.Argument(metavar="ACTOR", help="Name or id of an actor.", show_default=False)],
    b: Annotated[str, typer.Argument(metavar="ACTOR", help="Name or id of another.", show_default=False)],
    reason: Reason,
    different: Annotated[bool, typer.Option("--different", help="They are two actors.")] = False,
    unsure: Annotated[bool, typer.Option("--unsure", help="Nobody can tell; kept as a note.")] = False,
    keep_dangling: KeepDangling = False,
    by: By = None,
    store: options.Store = None,
    seen: Seen = None,
    replace: Replace = False,
    no_link: NoLink = False,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Say that two names stand for one actor, or for two.

    \b
    Examples:
      onrecord decide same-actor "Comandos del Macizo" "CdM" --reason "its own communiques use both"
      onrecord decide same-actor local:front local:popular-front --different -m "a rival of the same name"
    """
    from onrecord.store import SameActor, make

    if different and unsure:
        raise BadInput("one of the two", subject="--different --unsure", stage="command line", remedy="Give --different or --unsure.")
    judgement = "negative" if different else "unsure" if unsure else "positive"
    with deciding(store, by, reason, seen=seen, replace=replace, no_link=no_link, as_json=as_json, quiet=quiet) as how:
        find = source_finder(how.record, how.settings, keep_unknown=keep_dangling)
        one, other = sorted((find(a)[0], find(b)[0]))
        how.decide([make(SameActor(a=one, b=other, judgement=judgement), subject=one, author=how.author, reason=how.reason)])


def party(
    reason: Reason,
    actor: Annotated[str | None, typer.Argument(metavar="ACTOR", help="Name or id of an actor.", show_default=False)] = None,
    of: Annotated[str | None, typer.Option("--of", metavar="PARTY", help="It is on the side of this one.", show_default=False)] = None,
    own: Annotated[bool, typer.Option("--own", help="It is on its own side only.")] = False,
    unknown: Annotated[bool, typer.Option("--unknown", help="Nobody can tell; whatever party it was given is taken away.")] = False,
    date_from: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="In documents published on or after this day.", show_default=False)
    ] = None,
    date_to: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="In documents published on or before this day.", show_default=False)
    ] = None,
    table: Annotated[
        str | None,
        typer.Option(
            "--table", metavar="FILE", help="CSV with a row an actor instead (docs/decisions.md gives the columns).", show_default=False
        ),
    ] = None,
    keep_dangling: KeepDangling = False,
    by: By = None,
    store: options.Store = None,
    seen: Seen = None,
    replace: Replace = False,
    no_link: NoLink = False,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Say on whose side an actor speaks and acts, for all times or for some.

    A part of a state or movement stands for the whole: a ministry for its state. Whoever speaks for the actor moves with it.

    \b
    Examples:
      onrecord decide party "Border Guard" --of Sudan --reason "under the army's command since 2019"
      onrecord decide party "Rapid Support Forces" --of Sudan --to 2023-04-14 -m "a force of the state until the war"
      onrecord decide party "Coast Militia" --unknown -m "two sides claim it"
      onrecord decide party --table parties.csv -m "newsroom table of May"
    """
    from onrecord.cli.lines import lines_of
    from onrecord.store import SetParty, make
    from onrecord.store.decisions_table import parties_from_table

    said = sum((of is not None, own, unknown))
    if (actor is None) == (table is None) or said != (actor is not None):
        problem = "an actor needs one of --of, --own and --unknown, or a table of them a file"
        raise BadInput(problem, subject="party", stage="command line", remedy="Give ACTOR with --of PARTY, or --table.")
    days = tuple(options.day(value, name) for value, name in ((date_from, "--from"), (date_to, "--to")))
    if table is not None and any(days):
        raise BadInput(
            "a table has the days in its rows", subject="--from --to", stage="command line", remedy="Use its columns from and to."
        )
    with deciding(store, by, reason, seen=seen, replace=replace, no_link=no_link, as_json=as_json, quiet=quiet) as how:
        find = source_finder(how.record, how.settings, keep_unknown=keep_dangling)
        whole = party_finder(find, how.settings)
        moment = datetime.now(UTC)
        if table is not None:
            with lines_of(table) as lines:
                decisions = parties_from_table(
                    lines,
                    table,
                    find=find,
                    party_of=whole,
                    there=how.record.decision_log(),
                    author=how.author,
                    reason=how.reason,
                    decided_at=moment,
                )
            if not decisions:
                note("All parties of the table are on record; nothing was changed.")
        else:
            assert actor is not None
            key, name = find(actor)
            side = (key, name) if own else whole(of) if of is not None else (None, None)
            content = SetParty(actor=key, name=name, party=side[0], party_name=side[1], valid_from=days[0], valid_to=days[1])
            decisions = [make(content, subject=key, author=how.author, reason=how.reason, decided_at=moment)]
        how.decide(decisions, keep_dangling=keep_dangling)
