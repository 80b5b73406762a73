"""What revision 0001 adds on SQLite: append-only triggers, full-text search (FTS5), a spatial index (R*Tree), the mark of the file."""

from __future__ import annotations

# "ONRC" in ASCII, in the header of the file, so that `file` and we can tell a store from another program's database.
APPLICATION_ID = 0x4F4E5243

_APPEND_ONLY = ("originals", "documents", "captures", "producers", "readings", "claims", "decisions")

STATEMENTS = (
    f"PRAGMA application_id = {APPLICATION_ID}",
    *(
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'the record is append-only: {verb} of {table}'); END"
        for table in _APPEND_ONLY
        for verb in ("UPDATE", "DELETE")
    ),
    # The index refers to the text in documents instead of holding a second copy.
    "CREATE VIRTUAL TABLE documents_fts USING fts5("
    "title, text, content='documents', content_rowid='seq', tokenize='unicode61 remove_diacritics 2')",
    "CREATE TRIGGER documents_indexed AFTER INSERT ON documents "
    "BEGIN INSERT INTO documents_fts (rowid, title, text) VALUES (new.seq, new.title, new.text); END",
    "CREATE VIRTUAL TABLE events_fts USING fts5(evidence, tokenize='unicode61 remove_diacritics 2')",
    "CREATE VIRTUAL TABLE event_places_rtree USING rtree(seq, south, north, west, east)",
)
