"""`/api/v1/imports` and `/api/v1/jobs`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Form, Path, Query, Response, UploadFile, status

from onrecord.api import imports
from onrecord.api.http import TheDesk, Who

router = APIRouter(tags=["imports"])
JobId = Annotated[str, Path(pattern="^j[0-9a-f]{16}$")]


@router.post("/imports/files", response_model=imports.JobView, status_code=status.HTTP_202_ACCEPTED)
def import_files(
    desk: TheDesk,
    who: Who,
    response: Response,
    files: Annotated[list[UploadFile], File(description="reports: text, Markdown, HTML, JSON Lines, or ZIP archives of them")],
    title: Annotated[str | None, Form(max_length=500)] = None,
    publisher: Annotated[str | None, Form(max_length=300)] = None,
    published: Annotated[str | None, Form(pattern=r"^\d{4}-\d{2}-\d{2}$")] = None,
) -> imports.JobView:
    """Import files: gives a job to poll. At most 64 MB and 1,000 files; archives may unpack to 256 MB."""
    options = imports.options_of(title=title, publisher=publisher, published=published)
    job = imports.import_files(desk, who.name, [(file.filename or "upload", file.file.read()) for file in files], options)
    response.headers["Location"] = f"/api/v1/jobs/{job.id}"
    return job


@router.post("/imports/text", response_model=imports.JobView, status_code=status.HTTP_202_ACCEPTED)
def import_text(desk: TheDesk, who: Who, response: Response, request: imports.PasteRequest) -> imports.JobView:
    """Import a text that was pasted: gives a job to poll."""
    job = imports.import_text(desk, who.name, request)
    response.headers["Location"] = f"/api/v1/jobs/{job.id}"
    return job


@router.get("/jobs", response_model=imports.JobPage)
def list_jobs(desk: TheDesk, query: Annotated[imports.JobQuery, Query()]) -> imports.JobPage:
    """List jobs, the newest first."""
    return imports.list_jobs(desk, query)


@router.get("/jobs/{job_id}", response_model=imports.JobDetail)
def job(desk: TheDesk, job_id: JobId, query: Annotated[imports.JobQuery, Query()]) -> imports.JobDetail:
    """Show a job with its progress and what became of each input."""
    return imports.job_detail(desk, job_id, query)
