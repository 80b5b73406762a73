"""Charts, the origins graph and the timeline as numbers, without a browser."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.api.models import ClaimView, CollapseView, FigurePoint, FigureRangeView, OriginsGraph, OriginView, Voice
from onrecord.api.summary import Bin, Timeline
from onrecord.ui import figures, graph, timeline
from onrecord.ui.filters import chips
from onrecord.ui.templating import days, environment, kilometres, number, with_value


def said(low: int | None, high: int | None, *, unknown: bool = False, day: date | None = None) -> FigurePoint:
    return FigurePoint(claim_id="c1", claimant="a", date=day, low=low, high=high, unknown=unknown, text="x", taken_back=False)


def ranged(*points: FigurePoint, best: float | None = None) -> FigureRangeView:
    return FigureRangeView(
        what="killed",
        victims=None,
        line="killed 1",
        lowest=None,
        highest=None,
        best=best,
        rule="median",
        open_ended=False,
        unknown=False,
        said=points,
    )


@pytest.mark.parametrize(
    ("point", "words"),
    [
        (said(12, 12), "12"),
        (said(12, None), "12 or more"),
        (said(None, 12), "up to 12"),
        (said(1200, 1500), "1,200 to 1,500"),
        (said(0, 0), "0"),
        (said(None, None, unknown=True), "number unknown"),
        (said(None, None), "no number"),
    ],
)
def test_no_figure_zero_and_unknown_are_three_things(point: FigurePoint, words: str) -> None:
    assert figures.charts([ranged(point)])[0].rows[0].words == words


def test_numbers_lie_on_the_line_in_their_order() -> None:
    chart = figures.charts([ranged(said(17, 17), said(31, 31), said(0, 0), best=17.0)])[0]
    places = sorted((row.low or 0.0, row.said.low or 0) for row in chart.rows)
    assert [n for _, n in places] == [0, 17, 31]
    assert all(0 <= place <= 100 for place, _ in places)
    assert (chart.first, chart.last) == (0, 31)


def test_one_huge_number_and_only_unknown_ones_make_a_line_too() -> None:
    assert figures.charts([ranged(said(10**9, 10**9))])[0].rows[0].low is not None
    assert figures.charts([ranged(said(None, None, unknown=True))])[0].rows[0].low is None


def test_rows_come_in_the_order_of_their_dates_undated_last() -> None:
    chart = figures.charts([ranged(said(3, 3), said(2, 2, day=date(2024, 2, 1)), said(1, 1, day=date(2024, 1, 1)))])[0]
    assert [row.said.low for row in chart.rows] == [1, 2, 3]


def view(claim_id: str, document_id: str = "") -> ClaimView:
    voice = Voice(
        name="P", cue=None, source_span=None, cue_span=None, actor_id=None, party=None, named=True, is_publisher=True, is_origin=True
    )
    return ClaimView.model_construct(id=claim_id, document_id=document_id or claim_id, publisher="P", published=None, chain=(voice,))


def origin(*claim_ids: str) -> OriginView:
    return OriginView(name="O", party=None, organisations=(), stance="unknown", named=True, claim_ids=claim_ids)


def test_claims_that_were_collapsed_stand_beside_each_other_with_the_reason() -> None:
    pairs = (("a", "c", "same_text"), ("c", "b", "relay"))
    collapses = tuple(CollapseView(a=x, b=y, reason=r, reasons=(r,), explanation="") for x, y, r in pairs)
    drawn = graph.draw(
        OriginsGraph(asserting=(origin("a", "b", "c"),), denying=(origin("d"),), withdrawn=(), collapses=collapses),
        [view(i) for i in "abcd"],
    )
    assert [(n.claim_id, n.same_as_above) for n in drawn.nodes] == [("a", None), ("c", "same_text"), ("b", "relay"), ("d", None)]
    assert [g.kind for g in drawn.groups] == ["says", "denies"]
    edges = [n.y for n in drawn.nodes]
    assert edges == sorted(edges)
    assert drawn.groups[0].y + drawn.groups[0].height < drawn.groups[1].y
    assert drawn.height > edges[-1] + graph.ROW


def test_what_a_document_says_twice_stands_together_and_every_row_of_a_group_says_why() -> None:
    """Nothing was collapsed there: it was never counted as two."""
    pairs = (("a", "c", "same_origin"), ("a", "e", "rests_on"))
    collapses = tuple(CollapseView(a=x, b=y, reason=r, reasons=(r,), explanation="") for x, y, r in pairs)
    drawn = graph.draw(
        OriginsGraph(asserting=(origin("a", "c", "b", "e"),), denying=(), withdrawn=(), collapses=collapses),
        [view("a", "d1"), view("b", "d1"), view("c", "d2"), view("e", "d1")],
    )
    rows = [(n.claim_id, n.same_as_above) for n in drawn.nodes]
    assert rows == [("a", None), ("b", "same_document"), ("e", "rests_on"), ("c", "same_origin")]


def test_a_graph_of_nothing_is_drawn() -> None:
    assert graph.draw(OriginsGraph(asserting=(), denying=(), withdrawn=(), collapses=()), []).nodes == ()


def bins(*counts: tuple[date, date, int]) -> Timeline:
    return Timeline(unit="day", bins=tuple(Bin(start=a, end=b, count=n, grades={}) for a, b, n in counts), undated=1)


def test_bars_lie_on_the_line_and_the_brush_around_what_is_chosen() -> None:
    found = bins((date(2024, 1, 1), date(2024, 1, 1), 3), (date(2024, 3, 1), date(2024, 3, 1), 1))
    drawn = timeline.draw(found, date(2024, 2, 1), None)
    assert drawn is not None
    assert [bar.chosen for bar in drawn.bars] == [False, True]
    assert drawn.brush is not None
    assert drawn.brush[0] <= drawn.bars[1].x
    assert all(0 <= bar.x <= 100 and 0 < bar.height <= timeline.HEIGHT for bar in drawn.bars)


@pytest.mark.parametrize("day", [date.min, date(2024, 5, 5), date.max])
def test_one_day_at_either_end_of_time_is_drawn(day: date) -> None:
    drawn = timeline.draw(bins((day, day, 1)), None, day)
    assert drawn is not None
    assert drawn.first <= day <= drawn.last


def test_no_dates_no_timeline() -> None:
    assert timeline.draw(bins(), None, None) is None


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2024, 3, 5), date(2024, 3, 5), "5 March 2024"),
        (date(2024, 3, 3), date(2024, 3, 5), "3 to 5 March 2024"),
        (date(2024, 2, 28), date(2024, 3, 5), "28 February to 5 March 2024"),
        (date(2023, 12, 31), date(2024, 1, 1), "31 December 2023 to 1 January 2024"),
        (None, None, "no date"),
    ],
)
def test_days_as_people_write_them(first: date | None, last: date | None, words: str) -> None:
    assert days(first, last) == words


def test_numbers_and_lengths_as_people_write_them() -> None:
    assert [number(1234), number(2.5), kilometres(1800), kilometres(2000), kilometres(318_000)] == [
        "1,234",
        "2.5",
        "1.8 km",
        "2 km",
        "318 km",
    ]


def test_a_part_of_the_filter_is_put_in_and_taken_out() -> None:
    assert with_value([("country", "SD")], "grade", "contested") == "/?country=SD&grade=contested"
    assert with_value([("grade", "contested")], "grade", "contested") == "/"
    assert chips([("country", "SD"), ("bbox", "1,2,3,4"), ("cursor", "x")]) == [
        ("country", "Sudan", "/?bbox=1%2C2%2C3%2C4"),
        ("box", "1.0 2.0 3.0 4.0", "/?country=SD"),
    ]


def test_what_reports_say_is_escaped_and_made_visible() -> None:
    shown = environment().from_string("{{ words }}").render(words="<b>\u202e\x07&")
    assert shown == "&lt;b&gt;\ufffd\ufffd&amp;"
