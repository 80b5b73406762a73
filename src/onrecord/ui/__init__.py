"""The pages of the desk: Jinja2 templates with htmx and MapLibre GL, all from this machine, over the functions of `onrecord.api`."""

from __future__ import annotations

from onrecord.ui.app import install

__all__ = ["install"]
