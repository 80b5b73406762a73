"""What every command that decides does: find what is decided on, append, link again, say what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.terminal import console, note, print_json, text
from onrecord.errors import BadInput
from onrecord.settings import Settings

if TYPE_CHECKING:
    from onrecord.model import Claim, ClaimRef, Decision
    from onrecord.store import Store

Reason = Annotated[str, typer.Option("--reason", "-m", metavar="TEXT", help="Why; kept with the decision.", show_default=False)]
By = Annotated[
    str | None,
    typer.Option("--by", metavar="NAME", help="Who decides. Default: $ONRECORD_REVIEWER, else your login name.", show_default=False),
]
Seen = Annotated[
    int | None,
    typer.Option(
        "--seen",
        metavar="N",
        min=0,
        help="Refuse if others decided on the same things after revision N (onrecord decisions list --json gives it).",
        show_default=False,
    ),
]
Replace = Annotated[bool, typer.Option("--replace", help="Undo the decisions that this one contradicts instead of refusing it.")]
NoLink = Annotated[bool, typer.Option("--no-link", help="Do not link again now; the next command that looks at events does.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """The options that all commands share, and the record that they are about."""

    record: Store
    settings: Settings
    author: str
    reason: str
    seen: int | None
    replacing: bool
    link: bool
    as_json: bool
    quiet: bool

    def decide(self, decisions: Sequence[Decision], *, keep_dangling: bool = False) -> None:
        """Append, link again and print what came of it. Raises what `Store.append_decisions` raises."""
        from onrecord.cli.record import refresh, warn
        from onrecord.model.codec import to_dict

        added = self.record.append_decisions(decisions, seen=self.seen, replacing=self.replacing, keep_dangling=keep_dangling)
        done = refresh(self.record, self.settings, quiet=self.quiet) if self.link and added else None
        if done is not None:
            mine = {decision.id for decision in added}
            warn([trouble for trouble in done.troubles if not mine.isdisjoint(trouble.decisions)])
        if self.as_json:
            appended = [to_dict(decision, ids=True) for decision in added]
            changes = {"changed": list(done.changed), "gone": list(done.gone), "events": done.events} if done is not None else None
            print_json({"appended": appended, "view": changes, "revision": self.record.decision_revision()})
        elif not self.quiet:
            _print(added, done.changed if done is not None else (), done.gone if done is not None else ())


@contextmanager
def deciding(
    store: str | None,
    by: str | None,
    reason: str,
    *,
    seen: int | None = None,
    replace: bool = False,
    no_link: bool = False,
    as_json: bool = False,
    quiet: bool = False,
) -> Iterator[How]:
    """The record, which has to be there, with its events up to date, and who decides why."""
    from onrecord.cli.record import opened

    settings = Settings.load(store=store, reviewer=by)
    if not settings.reviewer.strip():
        raise BadInput("nobody is named", subject="--by", stage="command line", remedy="Say who decides, with --by or ONRECORD_REVIEWER.")
    if not reason.strip():
        raise BadInput(
            "is empty", subject="--reason", stage="command line", remedy="Say why; a decision without a reason cannot be judged."
        )
    with opened(store) as record:
        yield How(
            record=record,
            settings=settings,
            author=settings.reviewer,
            reason=reason,
            seen=seen,
            replacing=replace,
            link=not no_link,
            as_json=as_json,
            quiet=quiet,
        )


def claims_named(record: Store, ids: Iterable[str]) -> list[Claim]:
    """The current claims that ids of events and claims stand for, each once. Raises BadInput for an id that is unknown."""
    wanted: list[str] = []
    for given in ids:
        start = given.strip().lower()
        if start[:1] == "e":
            wanted += record.event(start).claim_ids
        elif start[:1] == "c":
            wanted.append(record.claim(start)[0].id)
        else:
            raise BadInput(
                "is no id of an event or a claim",
                subject=given or "''",
                stage="command line",
                remedy="Take ids from onrecord events and show; they begin with e or c.",
            )
    found = {claim.id: claim for claim in record.claims(ids=sorted(set(wanted)))}
    for i in wanted:
        if i not in found:
            remedy = "Decide on a claim of the newest reading; onrecord show DOCUMENT lists them."
            raise BadInput("is a claim of an older reading of its report", subject=i, stage="decision", remedy=remedy)
    return [found[i] for i in dict.fromkeys(wanted)]


def refs(record: Store, claims: Iterable[Claim]) -> tuple[ClaimRef, ...]:
    """What a decision remembers of `claims`."""
    from onrecord.store import ref_of

    texts: dict[str, str] = {}
    made = []
    for claim in claims:
        if claim.document_id not in texts:
            texts[claim.document_id] = record.document(claim.document_id).text
        made.append(ref_of(claim, texts[claim.document_id]))
    return tuple(made)


def whole(record: Store, given: str) -> str:
    """The whole id of an event or claim."""
    start = given.strip().lower()
    return record.event(start).id if start[:1] == "e" else record.claim(start)[0].id


def source_finder(record: Store, settings: Settings, *, keep_unknown: bool) -> Callable[[str], tuple[str, str]]:
    """A function from a name or id to the id and name of a source: one that speaks in the record, else one of the table of actors.

    It raises BadInput for a name that several sources have, and, unless `keep_unknown`, for one that nobody has.
    """
    from onrecord.resolve.actor import ActorResolver, ActorTable
    from onrecord.store.decisions_sources import keys_of
    from onrecord.store.filters import fold

    table = ActorTable.load(extra=settings.actors)
    publisher = ActorResolver(table).publisher_actor
    by_name: dict[str, dict[str, str]] = {}
    by_id: dict[str, str] = {}
    voices = [publisher(document) for document in record.documents()]
    voices += [link.actor for claim in record.claims() for link in claim.attribution if link.actor is not None and link.actor.named]
    for ref in voices:
        key = keys_of(ref)[0]
        for i in keys_of(ref):
            by_id.setdefault(i, ref.name)
        by_name.setdefault(fold(ref.name), {}).setdefault(key, ref.name)

    def find(given: str) -> tuple[str, str]:
        named = given.strip()
        if named in by_id:
            return named, by_id[named]
        there = by_name.get(fold(named), {})
        if len(there) == 1:
            return next(iter(there.items()))
        if len(there) > 1:
            remedy = f"Give the id of the one you mean: {', '.join(sorted(there))}."
            raise BadInput(f"{len(there)} sources have this name", subject=named, stage="decision", remedy=remedy)
        actor = table.get(named) or next(iter(found), None) if len(found := table.find(named)) <= 1 else None
        if actor is not None:
            return actor.id, actor.name
        if keep_unknown:
            return f"local:{fold(named)}", named
        remedy = "Write it as onrecord show writes it, or use --keep-dangling for a source that is still to be read."
        raise BadInput("no source of the record and no actor of the table has this name", subject=named, stage="decision", remedy=remedy)

    return find


def party_finder(find: Callable[[str], tuple[str, str]], settings: Settings) -> Callable[[str], tuple[str, str]]:
    """A function from a name or id to the id and name of the party that it stands for: a state for its ministry, else itself.

    It raises what `find`, which finds the actor, raises.
    """
    from onrecord.resolve.actor import ActorTable

    table = ActorTable.load(extra=settings.actors)

    def whole(given: str) -> tuple[str, str]:
        key, name = find(given)
        row = table.get(table.party_of(key) or key)
        return (row.id, row.name) if row is not None else (key, name)

    return whole


def _print(added: Sequence[Decision], changed: Sequence[str], gone: Sequence[str]) -> None:
    if not added:
        note("The very same decision is on record; nothing was changed.")
        return
    out = console()
    for decision in added:
        out.print(text(f"{decision.id}  {decision.kind} {decision.subject} by {decision.author}: {decision.reason}"))
    if changed:
        out.print(text(f"new or changed events: {', '.join(changed[:8])}{' ...' if len(changed) > 8 else ''}"))
    if gone:
        out.print(text(f"events that are gone: {', '.join(gone[:8])}{' ...' if len(gone) > 8 else ''}"))
