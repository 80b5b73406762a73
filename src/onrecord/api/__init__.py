"""The desk's functions and the versioned HTTP API over them: reads the record, appends decisions, never loads a model.

The functions (`list_events`, `event_detail`, ...) take a `Desk` and give pydantic models; the JSON endpoints and the pages call the same.
"""
