"""Whose report a text is by its dateline: agencies whose reports others print, broadcasts that monitors took down."""

from __future__ import annotations

import pytest

from onrecord.model import Document
from tests.resolve.test_actor import RESOLVER

CASES = [
    ("TALM (ARVENIA), 16 NOV 89 (ACAN-EFE) -- [TEXT] TWO DIED.", "(PRC)", "acan-efe"),
    ("TALM, 16 NOV 89 (ACAN - EFE) -- [TEXT] TWO DIED.", "(PRC)", "acan-efe"),
    ("TALM, 16 NOV 89 (RADIO KESTREL) -- [TEXT] TWO DIED.", "(PRC)", "local:radio kestrel"),
    ("TALM (ARVENIA), 16 NOV 89 (DOMESTIC SERVICE) --\n[TEXT] TWO DIED.", "(PRC)", "local:talm domestic service"),
    ("TALM, 16 NOV 89 (MERIDIAN [MER]) -- [TEXT] TWO DIED.", "(PRC)", "local:meridian"),
    ("KABUL, Jan. 3 (Xinhua) -- Two died.", "Harbour Gazette", "xinhua"),
    ("TALM, Arvenia (AP) — Two died.", "harbour-gazette.example", "ap"),
    # the publisher's own short name, what is no agency of the table, and no dateline
    ("TALM, June 3 (Meridian) - Two died.", "Meridian Newswire", "local:meridian newswire"),
    ("TALM, June 3 (Kestrel) - Two died.", "Harbour Gazette", "local:harbour gazette"),
    # where the page of another outlet says so: under a caption, in a byline, in the notice of rights
    ("(Ana Ruiz via AP). Police at the market.\n\nTALM, Arvenia (AP) - Two died.", "harbour-gazette.example", "ap"),
    ("Two die at Talm\n\nBy ANA RUIZ and IVO KERN\nAssociated Press\n\nTwo died.", "harbour-gazette.example", "ap"),
    ("By Ivo Kern, Associated Press\n\nTwo died.", "harbour-gazette.example", "ap"),
    ("By The Associated Press\n\nTwo died.", "harbour-gazette.example", "ap"),
    ("Two died.\n\nCopyright 2031 The Associated Press. All rights reserved.", "harbour-gazette.example", "ap"),
    ("Two died.\n\nCopyright 2031 Harbour Media Group. All rights reserved.", "Harbour Gazette", "local:harbour gazette"),
    ("By Ana Ruiz\nStaff Writer\n\nTwo died.", "Harbour Gazette", "local:harbour gazette"),
    ("Two died, the Associated Press reports.", "Harbour Gazette", "local:harbour gazette"),
    ("LYON (France) - Two died.", "Harbour Gazette", "local:harbour gazette"),
    ("The army (AP) said two died.", "Harbour Gazette", "local:harbour gazette"),
    ("Two died at Talm.", "Harbour Gazette", "local:harbour gazette"),
]


@pytest.mark.parametrize(("text", "publisher", "actor_id"), CASES)
def test_the_wire_in_the_dateline_is_the_publisher(text: str, publisher: str, actor_id: str) -> None:
    assert RESOLVER.publisher_actor(Document(text=text, publisher=publisher)).actor_id == actor_id


@pytest.mark.parametrize(
    ("one", "other"),
    [("The Hindu", "The Times of India"), ("La Prensa Gráfica", "El Diario de Hoy"), ("Le Monde", "Le Figaro"), ("Der Spiegel", "Bild")],
)
def test_two_papers_of_one_country_are_two(one: str, other: str) -> None:
    first, second = (RESOLVER.publisher_actor(Document(text="Two died.", publisher=name)) for name in (one, other))
    assert first.known
    assert second.known
    assert first.actor_id != second.actor_id


@pytest.mark.parametrize(("one", "other"), [("Times of India", "The Times of India"), ("AP", "Associated Press"), ("EFE", "Agencia EFE")])
def test_two_names_of_one_outlet_are_one(one: str, other: str) -> None:
    first, second = (RESOLVER.publisher_actor(Document(text="Two died.", publisher=name)) for name in (one, other))
    assert first.actor_id == second.actor_id
