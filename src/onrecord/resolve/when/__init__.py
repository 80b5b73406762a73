"""Dates and times of reports: found in the text, resolved to inclusive days, and put to the claims they date.

A year is never invented: without a publication date "June 3" stays unresolved, unless the narrative has just named that month with
its year.
"""

from onrecord.resolve.when.carry import carry_times
from onrecord.resolve.when.claims import resolve_times
from onrecord.resolve.when.find import dateline_date, find_timexes, resolve_when

__all__ = ["carry_times", "dateline_date", "find_timexes", "resolve_times", "resolve_when"]
