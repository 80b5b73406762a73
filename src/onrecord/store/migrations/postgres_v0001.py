"""What revision 0001 adds on PostgreSQL: append-only triggers, tables of words with GIN indexes, a spatial index where PostGIS is there."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

# Its name is also how we tell a store from another program's database: unlike a comment it is in every dump.
GUARD = "onrecord_append_only"

APPEND_ONLY = ("originals", "documents", "captures", "producers", "readings", "claims", "decisions")


def append_only(table: str) -> str:
    """A trigger that lets nobody change or remove rows of a table; by statement, so that TRUNCATE is refused too."""
    return (
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {GUARD}()"
    )


STATEMENTS = (
    f"CREATE FUNCTION {GUARD}() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the record is append-only: % of %', TG_OP, TG_TABLE_NAME; END $$",
    *(append_only(table) for table in APPEND_ONLY),
    # Words are cut and folded by us. A text lies in several parts: PostgreSQL keeps 255 positions of a word and 16,383 of a text.
    # Part 0 of a document is its title.
    "CREATE TABLE document_words (document integer NOT NULL REFERENCES documents (seq), part integer NOT NULL, "
    "words tsvector NOT NULL, PRIMARY KEY (document, part))",
    "CREATE INDEX document_words_by_word ON document_words USING gin (words)",
    "CREATE TABLE event_words (event integer NOT NULL, part integer NOT NULL, words tsvector NOT NULL, PRIMARY KEY (event, part))",
    "CREATE INDEX event_words_by_word ON event_words USING gin (words)",
    # For boxes where PostGIS is missing, and for people who write SQL.
    "CREATE INDEX event_places_by_point ON event_places (lat, lon)",
)


def add_spatial_index(connection: Connection) -> bool:
    """A point for each row of event_places with a GiST index; False, and nothing is changed, where there is no PostGIS.

    A geometry in degrees, no geography: what is asked for are boxes of parallels and meridians, while a geography's box is bounded by
    great circles and would leave out places at its northern and southern edges.
    """
    if not _has_postgis(connection):
        try:
            # Takes a superuser; in a team's database an administrator has done it before.
            with connection.begin_nested():
                connection.execute(sa.text("CREATE EXTENSION IF NOT EXISTS postgis"))
        except sa.exc.DBAPIError:
            return False
        if not _has_postgis(connection):
            return False
    point = "ST_SetSRID(ST_MakePoint(lon, lat), 4326)"
    connection.execute(sa.text(f"ALTER TABLE event_places ADD COLUMN spot geometry(Point, 4326) GENERATED ALWAYS AS ({point}) STORED"))
    connection.execute(sa.text("CREATE INDEX event_places_by_spot ON event_places USING gist (spot)"))
    return True


def _has_postgis(connection: Connection) -> bool:
    """Whether its types are there and in a schema that is searched."""
    return connection.execute(sa.text("SELECT to_regtype('geometry') IS NOT NULL")).scalar_one() is True
