"""Column types of the revisions that differ by database."""

from __future__ import annotations

import sqlalchemy as sa

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
"""Text that is compared and ordered code point by code point, as SQLite does it: ids are searched by ranges, days by their order."""
