"""The page of the command line is the program's own help, and help is quick."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.cli.main import app
from onrecord.cli.reference import reference
from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]
COMMANDS = ("read", "events", "show", "why", "export", "report", "serve", "link", "diff", "predict", "evaluate")
DECIDING = ("merge", "split", "correct", "grade", "reject", "accept", "mark-source", "same-actor", "party", "undo")
GROUPS = tuple(group.name for group in app.registered_groups)


def test_the_page_is_current() -> None:
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == reference(), "run python -m onrecord.cli.reference"


def test_every_command_is_there_in_order() -> None:
    assert tuple(command.callback.__name__ for command in app.registered_commands if command.callback) == COMMANDS
    assert [line for line in reference().splitlines() if line.startswith("## ")] == [f"## onrecord {name}" for name in (*COMMANDS, *GROUPS)]


# The desk answers in the browser; an export is a file.
SILENT = ("serve", "decisions export")
NESTED = (
    "store copy",
    "store check",
    *(f"decide {name}" for name in DECIDING),
    *(f"decisions {name}" for name in ("list", "export", "import", "check")),
)


@pytest.mark.parametrize("command", [*COMMANDS, *NESTED])
def test_help_has_examples_and_json(run: Run, command: str) -> None:
    result = run(*command.split(), "--help")
    assert result.code == 0
    assert "Examples:" in result.out
    assert f"\n    onrecord {command} " in result.out
    assert ("--json" in result.out) == (command not in SILENT)


def test_version_and_bare_call(run: Run) -> None:
    assert run("--version").out.startswith("onrecord 0.")
    assert "Exit codes:" in run("--help").out
    assert run().code in {0, 2}


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom onrecord.cli.main import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'onnxruntime', 'numpy', 'sqlalchemy', 'trafilatura', 'rich', 'jinja2', 'onrecord.pipeline'} & set(sys.modules)\n"
        "sys.exit(', '.join(heavy) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
