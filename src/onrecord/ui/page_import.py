"""Bringing reports in: files or pasted text become a job that shows what became of each document."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query, Request, Response

from onrecord.api import imports
from onrecord.api.imports import JobQuery
from onrecord.ui.pages import PageRoute, TheDesk
from onrecord.ui.templating import page

router = APIRouter(route_class=PageRoute)


@router.get("/import")
def show(desk: TheDesk, request: Request) -> Response:
    """Show where reports are dropped or pasted, and the jobs before."""
    before = imports.list_jobs(desk, JobQuery(limit=10)).items
    megabytes = imports.MOST_BYTES // 1_000_000
    return page(request, "import.html.j2", jobs=before, megabytes=megabytes, most_files=imports.MOST_FILES)


@router.get("/import/jobs/{job_id}")
def job(desk: TheDesk, request: Request, job_id: Annotated[str, Path(max_length=40)], query: Annotated[JobQuery, Query()]) -> Response:
    """Show one job; the page asks for it again until it is done."""
    detail = imports.job_detail(desk, job_id, query)
    more = f"/import/jobs/{detail.job.id}?{urlencode({'cursor': detail.next})}" if detail.next else None
    template = "job.html.j2" if request.headers.get("hx-request") else "job_page.html.j2"
    return page(request, template, detail=detail, more=more, first=query.cursor is None)
