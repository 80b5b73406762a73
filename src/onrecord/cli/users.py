"""`onrecord users`: who may sign in at a team's desk."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli import options
from onrecord.cli.terminal import console, note, print_json, text
from onrecord.errors import BadInput
from onrecord.settings import Settings

if TYPE_CHECKING:
    from onrecord.api.auth import Doorkeeper
    from onrecord.api.desk import Desk

_STAGE = "users"
app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Manage who may sign in at a team's desk (onrecord serve --team).")
_Name = Annotated[str, typer.Argument(metavar="NAME", show_default=False)]
_Role = Annotated[str, typer.Option("--role", metavar="ROLE", help="viewer looks, reviewer decides and imports, admin manages users.")]


@app.command("add")
def add(name: _Name, role: _Role = "viewer", store: options.Store = None) -> None:
    """Add a user; the password is asked for, or read as one line from standard input."""
    from onrecord.api.team import NewUser, add_user

    with _desk(store) as (desk, door):
        add_user(desk, door, "command line", NewUser.model_construct(name=name, role=role, password=_password()))
    note(f"{name} may sign in as {role}.")


@app.command("list")
def list_users(store: options.Store = None, as_json: options.Json = False) -> None:
    """List users with their roles."""
    from onrecord.api.team import list_users as users

    with _desk(store) as (desk, _):
        found = users(desk)
    if as_json:
        print_json([user.model_dump(mode="json") for user in found])
        return
    for user in found:
        console().print(text(f"{user.name:<24} {user.role:<10} {'disabled' if user.disabled_at else ''}".rstrip()))


@app.command("role")
def role(name: _Name, role: Annotated[str, typer.Argument(metavar="ROLE", show_default=False)], store: options.Store = None) -> None:
    """Give a user another role."""
    _change(store, name, role=role)


@app.command("password")
def password(name: _Name, store: options.Store = None) -> None:
    """Give a user another password; all of their sessions and tokens end."""
    _change(store, name, password=_password())


@app.command("disable")
def disable(name: _Name, store: options.Store = None) -> None:
    """Let a user sign in no more; what they decided stays."""
    _change(store, name, disabled=True)


@app.command("enable")
def enable(name: _Name, store: options.Store = None) -> None:
    """Let a disabled user sign in again."""
    _change(store, name, disabled=False)


@app.command("token")
def token(
    name: _Name,
    label: Annotated[str, typer.Option("--label", metavar="TEXT", help="What the token is for.")] = "command line",
    days: Annotated[int, typer.Option("--days", metavar="N", min=1, max=3650, help="Days until it expires.")] = 90,
    store: options.Store = None,
) -> None:
    """Make a token with which a program may do what the user may; it is printed this once."""
    from onrecord.api.team import NewToken, add_token
    from onrecord.store.people import user

    with _desk(store) as (desk, door):
        if user(desk.store, name) is None:
            raise BadInput("there is no such user", subject=name, stage=_STAGE, remedy="List them: onrecord users list")
        fresh = add_token(desk, door, name, NewToken.model_construct(label=label[:100], days=days))
    sys.stdout.write(fresh.token + "\n")


def _change(store: str | None, name: str, *, role: str | None = None, password: str | None = None, disabled: bool | None = None) -> None:
    from onrecord.api.auth import check_role
    from onrecord.api.team import UserChange, change_user

    with _desk(store) as (desk, door):
        if role is not None:
            check_role(role)
        change_user(desk, door, "command line", name, UserChange.model_construct(role=role, password=password, disabled=disabled))


@contextmanager
def _desk(store: str | None) -> Iterator[tuple[Desk, Doorkeeper]]:
    """The record that the users belong to, with whoever hashes passwords; what they refuse becomes a line for a person."""
    from onrecord.api.auth import Doorkeeper
    from onrecord.api.desk import Desk
    from onrecord.api.problems import ApiError
    from onrecord.store import Store

    settings = Settings.load(store=store)
    with Store.open(settings.store) as record:
        desk = Desk(record, settings, team=True)
        try:
            yield desk, Doorkeeper(desk)
        except ApiError as error:
            problem = error.problem
            raise BadInput(problem.title, subject=problem.subject or "user", stage=_STAGE, remedy=problem.remedy or "") from error


def _password() -> str:
    """A password from the terminal, asked for twice, or from standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    import getpass

    first = getpass.getpass("Password: ")
    if getpass.getpass("The same again: ") != first:
        raise BadInput("the two are not the same", subject="password", stage=_STAGE, remedy="Try again.")
    return first
