"""The record in other shapes: one module a format, each with a report of what it could not hold."""

from onrecord.export.bundle import Bundle
from onrecord.export.loss import LossReport

FORMATS = ("csv", "jsonl", "geojson", "acled")
"""Names of the formats of `onrecord export`."""

__all__ = ["FORMATS", "Bundle", "LossReport"]
