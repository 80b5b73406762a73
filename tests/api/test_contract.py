"""The description of the API and what it answers agree: schemathesis asks what the description allows and what it does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi import checks

from onrecord.api.app import create_app
from onrecord.settings import Settings
from onrecord.store import Store
from tests.export import made

EXAMPLES = 8
EXCLUDED = [checks.positive_data_acceptance]


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    path = tmp_path_factory.mktemp("contract") / "onrecord.db"
    fill(path)
    app = create_app(Settings.load({}, store=str(path), jobs="1"), run_job=lambda *_: None)
    with TestClient(app, base_url="http://localhost"):
        yield schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, headers={"Host": "localhost"})


def fill(path: Path) -> None:
    bundle = made.bundle()
    with Store.open(path) as record:
        for document in bundle.documents.values():
            record.add(made.captured(document), made.reading(document, bundle.claims.values()), made.PRODUCER)
        record.replace_events(bundle.events)


def test_answers_are_what_the_description_says(api: Any) -> None:
    # Operations are gone through by hand: the plugin for pytest depends on its inside.
    operations = [result.ok() for result in api.get_all_operations()]
    assert len(operations) >= 25
    for operation in operations:
        # Values may be refused for reasons beyond the schema: days out of order, ids that name nothing.
        call_and_validate(operation)


def call_and_validate(operation: Any) -> None:
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
    @given(
        case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE) | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
    )
    def ask(case: Case) -> None:
        case.call_and_validate(headers={"Host": "localhost"}, excluded_checks=EXCLUDED)

    ask()


def test_every_operation_is_described_with_a_sentence_and_examples(api: Any) -> None:
    for path, operations in api.raw_schema["paths"].items():
        for method, operation in operations.items():
            assert operation["description"].endswith("."), (method, path)
            assert "4XX" in operation["responses"]
    assert api.raw_schema["components"]["schemas"]["EventBrief"]["properties"]["grade"]["examples"] == ["corroborated"]
