"""What a report says of two events, in the answer of the API and on the page of an event."""

from __future__ import annotations

import html
from datetime import timedelta
from pathlib import Path

from fastapi.testclient import TestClient

from onrecord.api import worker
from onrecord.api.app import create_app
from onrecord.relink import relink
from onrecord.settings import Settings
from onrecord.store import Store
from onrecord.ui.app import install
from tests.export import made
from tests.link.build import DAY, claim, document


def test_an_event_names_the_other_event_and_the_words(tmp_path: Path) -> None:
    settings = Settings.load({"ONRECORD_STORE": str(tmp_path / "a.db")})
    paper = document("Jets bombed the camp in retaliation for the raid on Talm.")
    earlier = DAY - timedelta(days=30)
    told = [
        claim(paper, "bombed", sub_event="Air/drone strike", days=(DAY, DAY)),
        claim(paper, "raid", sub_event="Armed clash", town="Talm", days=(earlier, earlier)),
    ]
    with Store.open(settings.store) as record:
        record.add(made.captured(paper), made.reading(paper, told), made.PRODUCER)
        relink(record, settings)
        raid, bombed = record.events()
    app = create_app(settings, user="ana", run_job=worker.run)
    install(app)
    with TestClient(app, base_url="http://localhost:8470") as client:
        for event, other, words in ((bombed, raid, "retaliation for"), (raid, bombed, "answered by")):
            (found,) = client.get(f"/api/v1/events/{event.id}").json()["relations"]
            assert (found["kind"], found["words"], found["event"]["id"]) == ("retaliation_for", words, other.id)
            assert found["cue"] == "in retaliation for"
            assert paper.text[slice(*found["cue_span"])] == found["cue"]
            page = html.unescape(client.get(f"/events/{event.id}").text)
            assert f'{words.capitalize()} <a href="/events/{other.id}">' in page
            assert "“<bdi>in retaliation for</bdi>”" in page
