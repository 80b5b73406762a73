"""The reader: a document in, its claims out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from onrecord.errors import StageFailed
from onrecord.model.document import Document
from onrecord.model.mention import Reading
from onrecord.model.span import Span
from onrecord.read.analysis import Analysis, analyse
from onrecord.read.beside import RoleFiller, factuality_at, role_fillers
from onrecord.read.claims import build_claims
from onrecord.read.dispatch import Dispatch, dispatch_of
from onrecord.read.encoder import Encoder
from onrecord.read.scan import Glance, Roles, roles_of, scan


class Reader:
    """Reads documents with the encoder in `folder`, each word once or twice (`readings`).

    One instance a process, not shared between threads.
    Raises `MissingData` where the weights are absent or damaged.
    """

    def __init__(self, folder: Path, *, readings: int = 2) -> None:
        self._encoder = Encoder(folder)
        self._readings = readings

    @property
    def weights_digest(self) -> str:
        """SHA-256 of the weights, 64 hex digits."""
        return self._encoder.weights_digest

    def read(self, document: Document) -> Reading:
        """Sentences, mentions, attributions and claims of `document`, in text order.

        Raises `StageFailed` naming the document where it cannot be processed.
        """
        analysis = self.analyse(document)
        return Reading(
            document=document,
            sentences=analysis.sentences,
            paragraphs=analysis.paragraphs,
            mentions=analysis.mentions,
            attributions=analysis.attributions,
            claims=build_claims(analysis),
        )

    def analyse(self, document: Document) -> Analysis:
        """What the encoder finds before it is put together: for evaluation, and for looking into a wrong claim."""
        try:
            return analyse(self._encoder, document, readings=self._readings)
        except (ValueError, IndexError, RuntimeError) as error:
            raise StageFailed(
                str(error),
                subject=document.name or document.id,
                stage="read",
                remedy="The rest of the batch goes on; please report this text",
            ) from error

    def factuality(self, text: str, spans: list[Span]) -> dict[Span, float]:
        """How far the text takes each given predicate to have happened, from -3 (did not) to +3 (did)."""
        return factuality_at(self._encoder, text, spans)

    def role_fillers(self, text: str) -> list[RoleFiller]:
        """MUC-4's five roles of a dispatch: individual and collective perpetrators, targets, victims, weapons."""
        return role_fillers(self._encoder, text)

    def dispatch(self, text: str) -> Dispatch:
        """All that the heads say of a text as a whole: filler tags, deeds, mentions."""
        return dispatch_of(self._encoder, text)

    def scan(self, text: str) -> list[Glance]:
        """The bare output of the encoder over a text, window by window, for second stages."""
        return scan(self._encoder, text)

    def roles_of(self, glance: Glance, predicates: Sequence[tuple[int, int]]) -> list[Roles]:
        """What may be the arguments of each of `predicates`, half-open ranges of words of one window."""
        return roles_of(self._encoder, glance, predicates)
