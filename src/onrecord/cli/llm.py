"""Options and messages of the LLM reader, for the commands that read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.cli.terminal import note

if TYPE_CHECKING:
    from onrecord.pipeline import Pipeline
    from onrecord.read.llm import LlmReader

ReaderName = Annotated[
    str | None,
    typer.Option(
        "--reader",
        metavar="NAME",
        help="encoder, in this process, or llm, at the endpoint that --llm-url names. Default: $ONRECORD_READER, else encoder.",
        show_default=False,
    ),
]
Url = Annotated[
    str | None,
    typer.Option(
        "--llm-url",
        metavar="URL",
        help="Base URL of an OpenAI-compatible endpoint, such as http://127.0.0.1:8080/v1. The text of the reports is sent there.",
        show_default=False,
    ),
]
Model = Annotated[str | None, typer.Option("--llm-model", metavar="NAME", help="Model at that endpoint.", show_default=False)]
PriceIn = Annotated[
    str | None, typer.Option("--llm-price-in", metavar="PRICE", help="Price of 1,000 tokens sent, for the summary.", show_default=False)
]
PriceOut = Annotated[
    str | None,
    typer.Option("--llm-price-out", metavar="PRICE", help="Price of 1,000 tokens received, for the summary.", show_default=False),
]
Seconds = Annotated[
    str | None,
    typer.Option("--llm-run-seconds", metavar="N", help="Seconds for the whole run; 0: no limit. Default: 28800.", show_default=False),
]
Parallel = Annotated[
    str | None, typer.Option("--llm-parallel", metavar="N", help="Documents asked about at the same time. Default: 1.", show_default=False)
]


def announce(pipeline: Pipeline) -> None:
    """Say once where the text of the reports goes, unless it stays on this machine or no endpoint is used."""
    llm: LlmReader | None = getattr(pipeline, "llm", None)
    if llm is None or llm.options.is_local:
        return
    open_way = "" if llm.options.is_encrypted else ", unencrypted"
    note(f"The text of the reports is sent to {llm.options.host}{open_way} (model {llm.options.model}).")


def used(pipeline: Pipeline) -> dict[str, Any]:
    """What the LLM reader has used, under the key "llm"; nothing for the encoder."""
    llm: LlmReader | None = getattr(pipeline, "llm", None)
    if llm is None:
        return {}
    options = llm.options
    about = {"model": options.model, "endpoint": options.host, "prompt_digest": llm.prompt_digest}
    return {"llm": {**about, **llm.usage.as_dict()}}


def rows(pipeline: Pipeline) -> list[tuple[str, str]]:
    """The same for people: names and values of a summary's rows."""
    found = used(pipeline).get("llm")
    if found is None:
        return []
    tokens = f"{found['tokens_in']:,} sent, {found['tokens_out']:,} received"
    if found["answers_without_token_count"]:
        tokens += f", not counted by the endpoint for {found['answers_without_token_count']:,} answers"
    cost = "unknown" if found["cost"] is None else f"{found['cost']:,.4f}"
    dropped = ", ".join(f"{name} {count:,}" for name, count in found["dropped"].items()) or "nothing"
    requests = f"{found['requests']:,}, {found['retries']:,} tried again, {found['repairs']:,} repaired, {found['cut_short']:,} cut short"
    return [
        ("model", f"{found['model']} at {found['endpoint']}"),
        ("requests", requests),
        ("tokens", tokens),
        ("cost", cost),
        ("dropped, not in the text or a code list", dropped),
    ]
