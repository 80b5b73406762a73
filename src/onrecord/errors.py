"""All errors that onrecord raises on purpose.

    OnrecordError
    ├── DocumentError            skip this document, go on with the batch
    │   ├── UnreadableDocument   the bytes are no report: empty, binary, wrongly encoded, truncated, too large
    │   └── StageFailed          a stage could not finish with this document
    └── RunError                 stop the run: going on would be wrong for every document
        ├── BadInput             a file, table or option that the user gave cannot be used
        │   └── DecisionRefused  a decision contradicts another, goes round in a circle or names nothing on record
        │       └── DecisionLate somebody else decided on the same thing in the meantime
        ├── EndpointUnusable     the endpoint of a language model refuses the key, the model or every request
        ├── MissingData          a shipped data file (weights, gazetteer) is absent or damaged
        └── StoreError           the store cannot be opened, migrated or written

Every message names the subject, the stage, what was expected and what to do about it.
"""

from __future__ import annotations


class OnrecordError(Exception):
    """Base of all errors raised on purpose: `str(error)` is one line for a person.

    `subject` names the document, file or option; `stage` the step that failed; `remedy` what the user can do.
    """

    exit_code = 1

    def __init__(self, problem: str, *, subject: str, stage: str, remedy: str) -> None:
        super().__init__(f"{subject}: {stage}: {problem}. {remedy}")
        self.problem = problem
        self.subject = subject
        self.stage = stage
        self.remedy = remedy


class DocumentError(OnrecordError):
    """Something is wrong with one document; the batch goes on without it."""


class UnreadableDocument(DocumentError):  # noqa: N818 - the tree reads as plain words
    """The bytes of one input do not hold a report that can be read."""


class StageFailed(DocumentError):  # noqa: N818
    """A stage met a document it cannot process; a bug or a limit, never a reason to stop the batch."""


class RunError(OnrecordError):
    """The run cannot go on."""

    exit_code = 2


class BadInput(RunError):  # noqa: N818
    """A file, table or option given by the user cannot be used as it is."""


class DecisionRefused(BadInput):
    """A decision cannot stand beside those on record; nothing was changed. `decisions` are the ids concerned, the refused one first."""

    def __init__(self, problem: str, *, subject: str, stage: str, remedy: str, decisions: tuple[str, ...] = ()) -> None:
        super().__init__(problem, subject=subject, stage=stage, remedy=remedy)
        self.decisions = decisions


class DecisionLate(DecisionRefused):
    """Somebody else decided on the same claims or sources after the reviewer had looked; nothing was changed."""


class EndpointUnusable(RunError):  # noqa: N818
    """The endpoint that the user named for the LLM reader cannot be reached, or refuses what every request needs."""


class MissingData(RunError):  # noqa: N818
    """A data file that ships with the package is absent or damaged."""


class StoreError(RunError):
    """The store cannot be opened, migrated, read or written."""
