"""Event and its claims to origins, independence, corroboration and figures: a pure function of its inputs."""

from onrecord.grade.airwars import AIRWARS_GRADES, Judgements
from onrecord.grade.corroboration import GRADES
from onrecord.grade.event import grade_event, interval_of
from onrecord.grade.figures import FIGURE_RULES
from onrecord.grade.independence import REASONS

__all__ = ["AIRWARS_GRADES", "FIGURE_RULES", "GRADES", "REASONS", "Judgements", "grade_event", "interval_of"]
