"""Full-text search on PostgreSQL: words cut and folded by `words`, kept as tsvector with a GIN index."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from onrecord.store.words import Term, passage, terms, tokens

_POSITIONS = 255
"""Places of one word that a tsvector keeps; a part ends before a word in it has more, so that every phrase is found."""
_PART = 8_000
_OVERLAP = 32
"""Words that a part has in common with the one before: phrases up to this length are found wherever parts meet."""
_SENT = 500


def index_document(connection: Connection, document_id: str, title: str | None, text: str) -> None:
    """Make a document that was just inserted findable by its words."""
    seq = connection.execute(sa.text("SELECT seq FROM documents WHERE id = :id"), {"id": document_id}).scalar_one()
    parts = [next(_parts(title or "")), *_parts(text)]
    _insert(connection, "document", [(seq, number, words) for number, words in enumerate(parts)])


def index_events(connection: Connection, evidence: list[tuple[int, str]]) -> None:
    """Make events findable by the words of their evidence; each item is the seq of an event and its sentences."""
    rows = [(seq, number, words) for seq, text in evidence for number, words in enumerate(_parts(text))]
    _insert(connection, "event", rows)


def clear_events(connection: Connection) -> None:
    """Empty the index of events."""
    connection.execute(sa.text("DELETE FROM event_words"))


def unindex_events(connection: Connection, seqs: list[int]) -> None:
    """Take events, by their seq, out of the index."""
    gone = sa.text(
        "DELETE FROM event_words WHERE event IN (SELECT CAST(value AS integer) FROM json_array_elements_text(CAST(:seqs AS json)))"
    )
    connection.execute(gone, {"seqs": json.dumps(seqs)})


def events_matching(words: str) -> sa.Select[Any] | sa.CompoundSelect[Any] | None:
    """The seq of the events whose evidence has all the words; None where `words` holds none."""
    wanted = terms(words)
    return _matching("event", wanted) if wanted else None


def search_documents(connection: Connection, words: str, limit: int) -> list[tuple[str, str | None, str, list[tuple[int, int]], float]]:
    """Id, title, passage, bounds of found words in it and score of the documents that match, best first.

    The score is ts_rank, how often the words stand in the text and how near each other; a word in the title counts five times.
    """
    wanted = terms(words)
    if not wanted:
        return []
    index = _table("document")
    any_of = sa.cast(sa.literal(" | ".join(_query(term) for term in wanted)), _TSQUERY)
    weight = sa.case((index.c.part == 0, 5.0), else_=1.0)
    score = sa.func.sum(sa.func.ts_rank(index.c.words, any_of, type_=sa.Float) * weight).label("score")
    chosen = sa.select(index.c.document, score).where(index.c.words.op("@@")(any_of), index.c.document.in_(_matching("document", wanted)))
    best = chosen.group_by(index.c.document).order_by(score.desc(), index.c.document).limit(limit).subquery()
    documents = sa.table("documents", *(sa.column(name) for name in ("seq", "id", "title", "text")))
    rows = connection.execute(
        sa.select(documents.c.id, documents.c.title, documents.c.text, best.c.score)
        .join_from(best, documents, documents.c.seq == best.c.document)
        .order_by(best.c.score.desc(), documents.c.seq)
    )
    return [(row[0], row[1], *passage([row[2], row[1] or ""], wanted), float(row[3])) for row in rows]


class _Query(sa.types.UserDefinedType[str]):
    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "tsquery"


_TSQUERY = _Query()


def _table(key: str) -> sa.TableClause:
    return sa.table(f"{key}_words", sa.column(key), sa.column("part"), sa.column("words"))


def _matching(key: str, wanted: Sequence[Term]) -> sa.Select[Any] | sa.CompoundSelect[Any]:
    """What has all the terms: each may stand in another part, so each is looked up by itself."""
    index = _table(key)
    found = [sa.select(index.c[key]).where(index.c.words.op("@@")(sa.cast(sa.literal(_query(term)), _TSQUERY))) for term in wanted]
    return found[0] if len(found) == 1 else sa.intersect(*found)


def _query(term: Term) -> str:
    """A term as a tsquery; words hold letters and digits alone, so nothing in them is an operator."""
    quoted = [f"'{word}'" for word in term.words]
    return "(" + " <-> ".join(quoted) + (":*" if term.prefix else "") + ")"


def _parts(text: str) -> Iterator[str]:
    """The words of a text as tsvectors; one at least."""
    listed = [word for word, _, _ in tokens(text)]
    start = 0
    while True:
        counted: Counter[str] = Counter()
        end = start
        while end < len(listed) and end - start < _PART and counted[listed[end]] < _POSITIONS:
            counted[listed[end]] += 1
            end += 1
        yield _vector(listed[start:end])
        if end == len(listed):
            return
        start = end - _OVERLAP


def _vector(words: Sequence[str]) -> str:
    places: dict[str, list[str]] = {}
    for place, word in enumerate(words, 1):
        places.setdefault(word, []).append(str(place))
    return " ".join(f"'{word}':{','.join(where)}" for word, where in places.items())


def _insert(connection: Connection, key: str, rows: Sequence[tuple[int, int, str]]) -> None:
    statement = sa.text(
        f"INSERT INTO {key}_words ({key}, part, words) SELECT r.item, r.part, CAST(r.words AS tsvector) "
        "FROM json_to_recordset(CAST(:rows AS json)) AS r(item integer, part integer, words text)"
    )
    for start in range(0, len(rows), _SENT):
        sent = [{"item": item, "part": part, "words": words} for item, part, words in rows[start : start + _SENT]]
        connection.execute(statement, {"rows": json.dumps(sent, ensure_ascii=False)})
