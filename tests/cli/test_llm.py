"""`--reader llm` from the command line: refused without an endpoint, announced when text leaves the machine, its cost shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import onrecord.pipeline
from onrecord.errors import BadInput
from onrecord.model import Document
from onrecord.read.llm import LlmOptions, LlmReader
from onrecord.settings import Settings
from onrecord.store import Store
from tests.cli.conftest import FakePipeline, Run
from tests.export import made
from tests.read.llm.scripted import Endpoint, Reply, chat, claim, serving

SECRET = "sk-never-shown"
GOOD = chat({"claims": [claim(places=["Homs"]), claim(trigger="bombed")]})


@pytest.fixture(autouse=True)
def _no_settings_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("READER", "LLM_URL", "LLM_MODEL", "LLM_PRICE_IN", "LLM_PRICE_OUT"):
        monkeypatch.delenv(f"ONRECORD_{name}", raising=False)
    monkeypatch.setenv("ONRECORD_LLM_KEY", SECRET)
    monkeypatch.setenv("ONRECORD_LLM_RETRIES", "0")


@pytest.fixture
def endpoint(tmp_path: Path) -> Iterator[Endpoint]:
    (tmp_path / "a.txt").write_text("Jets struck a depot near Homs.")
    with serving([GOOD]) as server:
        yield server


def options(endpoint: Endpoint) -> list[str]:
    return ["--reader", "llm", "--llm-url", endpoint.url, "--llm-model", "tiny"]


def test_reading_without_weights(run: Run, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_WEIGHTS", "no-such-folder")
    result = run("read", "a.txt", *options(endpoint), "--llm-price-in", "1", "--llm-price-out", "2", "--json")
    assert (result.code, result.err) == (0, "")
    found = json.loads(result.out)
    assert (found["read"], found["claims"], found["events"]) == (1, 1, 1)
    used = found["llm"]
    assert (used["model"], used["endpoint"]) == ("tiny", endpoint.url.split("/")[2])
    assert (used["requests"], used["tokens_in"], used["tokens_out"]) == (1, 100, 10)
    assert used["cost"] == pytest.approx(0.12)
    assert used["dropped"] == {"claim: trigger not in the sentence": 1}
    assert endpoint.headers[0]["authorization"] == f"Bearer {SECRET}"

    again = json.loads(run("read", "a.txt", *options(endpoint), "--json").out)
    assert (again["known"], again["llm"]["requests"], again["llm"]["cost"]) == (1, 0, None)
    assert len(endpoint.asked) == 1

    with Store.open("onrecord.db") as record:
        (reading,) = [record.reading(d) for d in {c.document_id for c in record.claims()}]
        assert reading is not None
        (one,) = reading.claims
        assert one.places[0].country == "SY"
    assert SECRET.encode() not in Path("onrecord.db").read_bytes()


def test_the_record_says_who_read(run: Run, endpoint: Endpoint) -> None:
    run("read", "a.txt", *options(endpoint), "--quiet")
    with Store.open("onrecord.db") as record:
        claim_id = next(iter(record.claims())).id
    shown = run("show", claim_id).out
    assert "onrecord llm: tiny at 127.0.0.1" in shown


def test_the_summary_for_people(run: Run, endpoint: Endpoint) -> None:
    words = " ".join(run("read", "a.txt", *options(endpoint)).out.split())
    assert "tokens 100 sent, 10 received" in words
    assert "cost unknown" in words
    assert "claim: trigger not in the sentence 1" in words
    assert SECRET not in words


def test_one_bad_document_does_not_stop_the_batch(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Jets struck a depot near Homs.")
    (tmp_path / "b.txt").write_text("Jets struck a camp near Idlib.")

    def moody(body: dict[str, Any]) -> Reply:
        return Reply(status=503) if "depot" in body["messages"][1]["content"] else chat({"claims": [claim()]})

    with serving([moody]) as server:
        result = run("read", "a.txt", "b.txt", *options(server), "--json")
    assert result.code == 1
    assert json.loads(result.out)["read"] == 1
    assert "a.txt: LLM reader: status 503" in result.err


def test_a_refused_key_ends_the_run_and_is_not_shown(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Jets struck a depot near Homs.")
    with serving([Reply(f"bad {SECRET}".encode(), 401)]) as server:
        result = run("read", "a.txt", *options(server))
    assert result.code == 2
    assert "refuses the key" in result.err
    assert SECRET not in result.err + result.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--reader", "llm"], "llm needs the endpoint"),
        (["--reader", "llm", "--llm-model", "m"], "llm needs the endpoint"),
        (["--reader", "llm", "--llm-url", "http://127.0.0.1:9/v1"], "needs the name of a model"),
        (["--reader", "llm", "--llm-url", "127.0.0.1:9/v1", "--llm-model", "m"], "no http or https address"),
        (["--reader", "llm", "--llm-url", "file:///etc", "--llm-model", "m"], "no http or https address"),
        (["--reader", "llm", "--llm-url", "http://[::1/v1", "--llm-model", "m"], "no http or https address"),
        (["--reader", "llm", "--llm-url", "http://h:99999/v1", "--llm-model", "m"], "no http or https address"),
        (["--reader", "llm", "--llm-url", "https://me:word@h/v1", "--llm-model", "m"], "holds a name or password"),
        (["--reader", "gpt"], "is no reader"),
        (["--llm-price-in", "cheap"], "is no number"),
        (["--llm-price-in", "-1"], "is no number"),
        (["--llm-price-out", "nan"], "is no number"),
        (["--llm-parallel", "0"], "is no number"),
        (["--llm-parallel", "1.5"], "is no whole number"),
    ],
)
def test_a_wrong_command_line(run: Run, tmp_path: Path, fake_pipeline: type[FakePipeline], arguments: list[str], said: str) -> None:
    (tmp_path / "a.txt").write_text("Jets struck a depot near Homs.")
    result = run("read", "a.txt", *arguments)
    assert (result.code, fake_pipeline.loads) == (2, 0)
    assert said in result.err
    assert "word@" not in result.err
    assert not Path("onrecord.db").exists()


def test_the_reader_of_a_setting() -> None:
    given = {"ONRECORD_READER": "llm", "ONRECORD_LLM_URL": "http://localhost/v1", "ONRECORD_LLM_MODEL": "m", "ONRECORD_LLM_KEY": SECRET}
    settings = Settings.load(given)
    assert (settings.reader, settings.llm_key, settings.llm_price_in) == ("llm", SECRET, None)
    assert SECRET not in repr(settings)
    assert settings.digest == Settings.load({}).digest
    with pytest.raises(BadInput, match="no key"):
        Settings.load({**given, "ONRECORD_LLM_KEY": "abc\ndef"})


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://api.example.org/v1", "The text of the reports is sent to api.example.org (model m).\n"),
        ("http://10.0.0.7:80/v1", "The text of the reports is sent to 10.0.0.7:80, unencrypted (model m).\n"),
        ("http://localhost:1/v1", ""),
    ],
)
def test_where_the_text_goes_is_said_once(
    run: Run, tmp_path: Path, fake_pipeline: type[FakePipeline], monkeypatch: pytest.MonkeyPatch, url: str, said: str
) -> None:
    class Answers(LlmReader):
        def read(self, document: Document) -> Any:
            return made.reading(document, [])

    class Pipeline(fake_pipeline):  # type: ignore[misc, valid-type]
        def __init__(self, settings: Settings) -> None:
            super().__init__(settings)
            self.llm = Answers(LlmOptions(url=settings.llm_url, model=settings.llm_model))

        def resolve(self, reading: Any) -> Any:
            return reading

    monkeypatch.setattr(onrecord.pipeline, "Pipeline", Pipeline)
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(f"It rained in {name}.")
    assert run("read", "a.txt", "b.txt", "c.txt", "--reader", "llm", "--llm-url", url, "--llm-model", "m", "--quiet").err == said


def test_predict_with_the_llm(run: Run, endpoint: Endpoint, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": "a", "text": "Jets struck a depot near Homs."}\n')
    result = run("predict", "--task", "claims", "in.jsonl", "out.jsonl", *options(endpoint), "--json")
    assert result.code == 0
    assert json.loads(result.out)["llm"]["tokens_in"] == 100
    (answer,) = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [c["trigger"] for c in answer["claims"]] == [[5, 11]]


def test_predict_refuses_what_the_encoder_alone_does(run: Run, endpoint: Endpoint, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": "a", "text": "x"}\n')
    result = run("predict", "--task", "entities", "in.jsonl", "out.jsonl", *options(endpoint))
    assert result.code == 2
    assert "does not do entities" in result.err
    assert endpoint.asked == []
    assert not (tmp_path / "out.jsonl").exists()
