"""Bytes to documents: files, folders, globs and standard input become captured documents, one bad file never stopping the rest."""

from onrecord.ingest.options import FIELDS, IngestOptions
from onrecord.ingest.run import count_inputs, ingest_paths

__all__ = ["FIELDS", "IngestOptions", "count_inputs", "ingest_paths"]
