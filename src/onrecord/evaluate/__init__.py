"""Measuring the product: answers in the shapes of the open evaluation sets, and the metrics of the literature."""

from onrecord.evaluate.tasks import TASKS, predict

__all__ = ["TASKS", "predict"]
