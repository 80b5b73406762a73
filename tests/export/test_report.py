"""The report shows everything, runs nothing that it did not bring, and asks nothing of the network."""

from __future__ import annotations

import io
import re
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from typing import Any

import pytest

from onrecord.export import Bundle
from onrecord.export.outlines import Box, Projection, attribution, country_names, frame, outlines
from onrecord.export.report import write_report
from onrecord.export.report_map import build_map, build_timeline, is_area
from onrecord.export.report_view import web_link
from onrecord.model import Document, Span
from tests.export import made

PAYLOAD = "\"'></script></style></title></svg><x-evil onmouseover=alert(1) src=//evil.example/a.js>&lt;b{{7*7}}{%x%}\x1b[31m\u202e"


class Page(HTMLParser):
    """Tags with attributes, in order, and the visible text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def rendered(bundle: Bundle, title: str = "What is on record") -> str:
    out = io.StringIO()
    write_report(bundle, out, title=title)
    return out.getvalue()


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return made.bundle()


@pytest.fixture(scope="module")
def html(bundle: Bundle) -> str:
    return rendered(bundle)


# Names by which one object finds another, and words that the model itself checks.
_KEPT = {"document_id", "document_ids", "claim_ids", "a", "b", "what", "lowest_claim", "highest_claim", "withdrawn_claims", "text"}


def poisoned(value: Any) -> Any:
    """The same object with the payload behind every string in it."""
    if isinstance(value, str):
        return value + PAYLOAD
    if isinstance(value, tuple):
        return tuple(poisoned(v) for v in value)
    if is_dataclass(value) and not isinstance(value, type | Span):
        changed = {f.name: poisoned(getattr(value, f.name)) for f in fields(value) if f.name not in _KEPT}
        return replace(value, **changed)
    return value


def test_no_field_can_bring_in_markup_or_script(bundle: Bundle) -> None:
    documents = {i: replace(poisoned(d), text=d.text + PAYLOAD) for i, d in bundle.documents.items()}
    claims = {
        i: replace(poisoned(c), evidence=Span(0, len(documents[c.document_id].text)), trigger=Span(1, len(documents[c.document_id].text)))
        for i, c in bundle.claims.items()
    }
    events = tuple(poisoned(e) for e in bundle.events)
    html = rendered(Bundle(events=events, claims=claims, documents=documents), title="t" + PAYLOAD)
    page = Page(html)
    clean = Page(rendered(bundle))
    assert {tag for tag, _ in page.tags} <= {tag for tag, _ in clean.tags}
    assert [tag for tag, _ in page.tags].count("script") == 1
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on") or name == "src"]
    assert "x-evil" in "".join(page.words)
    assert "\x1b" not in html
    assert "\u202e" not in html
    assert "{{7*7}}" in html


def test_every_field_reaches_the_page(bundle: Bundle, html: str) -> None:
    words = " ".join("".join(Page(html).words).split())
    for event in bundle.events:
        assert event.id in html
        assert event.grade.explanation in words
        assert all(reason in words for reason in event.grade.reasons)
    for wanted in (
        "Rashid al-Omar",
        "Levant Press Agency",
        "“at least 23”",
        "killed 17-23 or more",
        "killed: number unknown",
        "Denied or taken back",
        "Said to be planned or possible",
        "not taken: Homs (town, Homs, SY), 0.41: the text says province",
        "within 110 km",
        "hedged",
    ):
        assert wanted in words, wanted


def test_nothing_is_fetched(html: str) -> None:
    page = Page(html)
    for tag, attributes in page.tags:
        assert tag not in {"img", "link", "iframe", "object", "embed", "base", "audio", "video", "source", "use", "image"}
        assert not {"src", "srcset", "xlink:href", "action", "formaction", "poster", "background", "ping"} & set(attributes)
        href = attributes.get("href")
        if href is not None and not href.startswith("#"):
            assert href == made.WIRE.url
            assert "noopener" in (attributes.get("rel") or "")
    assert "@import" not in html
    assert "url(" not in html
    code = html[html.index("<script>") :]
    assert not re.search(r"https?:|fetch\(|XMLHttpRequest|import\(|innerHTML|eval\(", code)


def test_the_policy_names_the_one_script(html: str) -> None:
    policy = next(a["content"] for t, a in Page(html).tags if t == "meta" and a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert "default-src 'none'" in policy
    assert re.search(r"script-src 'sha256-[\w+/]{43}='", policy)


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://a.example/x", "https://a.example/x"),
        (" http://a.example ", "http://a.example"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("JaVaScRiPt://a.example/%0aalert(1)", None),
        ("//a.example", None),
        ("https:", None),
        ("http://[", None),
        ("file:///etc/passwd", None),
        (None, None),
        ("", None),
    ],
)
def test_only_web_addresses_become_links(url: str | None, link: str | None) -> None:
    assert web_link(url) == link


def test_every_inner_link_leads_somewhere_and_ids_are_unique(html: str) -> None:
    page = Page(html)
    ids = [a["id"] for _, a in page.tags if "id" in a]
    assert len(ids) == len(set(ids))
    targets = {a["href"] for _, a in page.tags if (a.get("href") or "").startswith("#")}
    assert {t[1:] for t in targets if t} <= set(ids)


def test_labels_and_headings_are_there_for_assistive_technology(html: str) -> None:
    page = Page(html)
    assert ("html", {"lang": "en"}) in page.tags
    ids = {a["id"] for _, a in page.tags if "id" in a}
    assert all(a["aria-labelledby"] in ids for _, a in page.tags if "aria-labelledby" in a)
    assert [t for t, _ in page.tags].count("h1") == 1
    assert "prefers-color-scheme: dark" in html
    assert "@media print" in html


def test_the_same_record_gives_the_same_bytes(bundle: Bundle, html: str) -> None:
    assert rendered(bundle) == html


def test_an_empty_record_says_so() -> None:
    html = rendered(Bundle(events=(), claims={}, documents={}))
    assert "No event is on record" in html
    assert "<article" not in html


def test_a_text_of_another_direction_is_isolated() -> None:
    document = Document(text="قصفت الطائرات المدينة", title="عنوان")
    claim = replace(made.claims()["abduction"][0], document_id=document.id, trigger=Span(0, 4), evidence=Span(0, 21), targets=())
    bundle = Bundle(
        events=tuple(made.graded([[claim]], {document.id: document})), claims={claim.id: claim}, documents={document.id: document}
    )
    assert '<blockquote dir="auto">' in rendered(bundle)


def contrast(first: str, second: str) -> float:
    def luminance(colour: str) -> float:
        digits = colour.lstrip("#")
        digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
        channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1])
def test_colours_reach_wcag_aa(html: str, theme: int) -> None:
    block = re.findall(r":root \{(.*?)\n *\}", html, re.S)[theme]
    colour = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", block))
    pairs = [("ink", "paper"), ("ink", "card"), ("soft", "paper"), ("soft", "card"), ("link", "paper"), ("link", "card")]
    pairs += [("on-grade", g) for g in ("corroborated", "acknowledged", "contested", "one_sided", "single_origin", "retracted", "mixed")]
    pairs += [(g, "card") for g in ("corroborated", "acknowledged", "contested", "one_sided", "single_origin", "retracted", "mixed")]
    pairs += [("ink", name) for name in colour if name.startswith("m-")]
    poor = {
        pair: round(contrast(colour[pair[0]], colour[pair[1]]), 2) for pair in pairs if contrast(colour[pair[0]], colour[pair[1]]) < 4.5
    }
    assert poor == {}


def test_map_draws_areas_as_circles_of_their_radius(bundle: Bundle) -> None:
    numbers = {e.id: n for n, e in enumerate(bundle.events, 1)}
    drawn = build_map(bundle.events, numbers, {e.id: "" for e in bundle.events})
    assert drawn is not None
    areas = [m for m in drawn.markers if m.rx]
    assert len(areas) == 1
    assert areas[0].ry == pytest.approx(110 / 111.32 * 100)
    assert drawn.unlocated == 2
    assert {v.name for v in drawn.views} == {"All", "Sudan", "Syria"}
    assert "Sudan" in {name for name, _ in drawn.countries}
    assert all(is_area(p) for e in bundle.events for p in e.places if p.kind == "province")


def test_no_located_event_no_map() -> None:
    assert build_map((), {}, {}) is None


def test_timeline_bars_lie_on_the_axis(bundle: Bundle) -> None:
    timeline = build_timeline(bundle.events)
    assert [(round(b.left), round(b.width)) for b in timeline.bars] == [(0, 20), (60, 40)]
    assert len(timeline.undated) == 3
    assert timeline.ticks[0] == (0.0, "2024-03-05")
    assert all(0 <= left < 96 for left, _ in timeline.ticks)


def test_outlines_are_those_around_the_box() -> None:
    projection = Projection(parallel=34)
    box = Box(west=35, south=32, east=42, north=37)
    names = {name for name, _ in outlines(box, projection)}
    assert {"Syria", "Iraq", "Lebanon", "Turkey"} <= names
    assert "Brazil" not in names
    assert {"Syria"} <= {n.name for n in country_names(box, projection)}
    syria = next(n for n in country_names(box, projection) if n.name == "Syria")
    assert (syria.x, syria.y) == pytest.approx(projection.xy(38.5, 35.0), abs=60)
    assert "Natural Earth" in attribution()


def test_frame_has_a_least_size_and_stays_on_the_globe() -> None:
    small = frame([Box(west=10, south=10, east=10, north=10)])
    assert (small.east - small.west, small.north - small.south) == (4.0, 4.0)
    whole = frame([Box(west=-180, south=-60, east=180, north=85)])
    assert (whole.west, whole.east, whole.south, whole.north) == (-180, 180, -60, 85)


def test_no_outline_runs_back_around_the_world() -> None:
    world = Box(west=-180, south=-60, east=180, north=85)
    for name, path in outlines(world, Projection(parallel=0)):
        for ring in path.split("M")[1:]:
            moves = re.findall(r"-?\d+", ring)[2:]
            assert max(abs(int(dx)) for dx in moves[::2]) < 9_000, name
