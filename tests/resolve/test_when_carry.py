"""Dates carried to claims whose own sentence names none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Claim, Document, Link, Reading, Span, When
from onrecord.resolve.when import carry_times, resolve_times

FRIDAY = date(2024, 6, 7)


def reading(sentences: list[tuple[str, str, str | None]], *, breaks: tuple[int, ...] = (), **fields: object) -> Reading:
    """Sentences of (text, trigger words, voice); `breaks` are numbers of sentences that open a paragraph."""
    text, spans, claims, paragraphs = "", [], [], [0]
    for number, (sentence, trigger, voice) in enumerate(sentences):
        if text:
            text += "\n\n" if number in breaks else " "
        if number in breaks:
            paragraphs.append(len(text))
        start = len(text)
        text += sentence
        spans.append(Span(start, len(text)))
        at = start + sentence.index(trigger)
        chain = (Link(source=None, cue=None, name=voice),) if voice else ()
        claims.append(
            Claim(
                document_id="d",
                trigger=Span(at, at + len(trigger)),
                evidence=spans[-1],
                event_type="ASSAULT",
                status="occurred",
                certainty="asserted",
                attribution=chain,
            )
        )
    if fields:
        claims[-1] = replace(claims[-1], **fields)  # type: ignore[arg-type]
    ends = [*paragraphs[1:], len(text)]
    return Reading(
        document=Document(text=text, published=FRIDAY),
        sentences=tuple(spans),
        paragraphs=tuple(Span(a, b) for a, b in zip(paragraphs, ends, strict=True)),
        mentions=(),
        attributions=(),
        claims=tuple(claims),
    )


def carried(read: Reading, groups: list[tuple[int, ...]] | None = None) -> list[tuple[str, str] | None]:
    done = resolve_times(read)
    ids = [claim.id for claim in done.claims]
    after = carry_times(done, [tuple(ids[i] for i in group) for group in groups or []])
    return [None if c.time is None else (str(c.time.earliest), c.time.rule) for c in after.claims]


def test_a_date_known_for_one_claim_of_a_happening_dates_the_others() -> None:
    read = reading(
        [("Gunmen attacked a convoy near Vela.", "attacked", None), ("The attack came on Monday, drivers said.", "attack", "drivers")],
        breaks=(1,),
    )
    assert carried(read) == [None, ("2024-06-03", "weekday-past")]
    assert carried(read, [(0, 1)]) == [("2024-06-03", "carried-same-event"), ("2024-06-03", "weekday-past")]


def test_the_words_that_give_the_date_are_kept() -> None:
    read = resolve_times(
        reading([("Gunmen attacked a convoy.", "attacked", None), ("The attack took place on Monday.", "attack", None)], breaks=(1,))
    )
    first = carry_times(read, [[c.id for c in read.claims]]).claims[0].time
    assert first is not None
    assert first.span is None
    assert first.source is not None
    assert first.source.of(read.document.text) == "on Monday"
    assert first.precision == "day"


def test_tellers_who_disagree_about_the_day_date_nobody_else() -> None:
    read = reading(
        [
            ("Gunmen attacked a convoy.", "attacked", None),
            ("The army said the attack came on Monday.", "attack", "army"),
            ("The mayor said the raid came on Tuesday.", "raid", "mayor"),
        ],
        breaks=(1, 2),
    )
    assert carried(read, [(0, 1, 2)])[0] is None


def test_a_sentence_that_goes_on_takes_the_day_but_no_more_than_a_week_of_certainty() -> None:
    read = resolve_times(
        reading([("On Monday rebels raided Port Vela.", "raided", None), ("They burned the customs house.", "burned", None)])
    )
    second = carry_times(read, []).claims[1].time
    assert second is not None
    assert (second.earliest, second.rule, second.precision) == (date(2024, 6, 3), "carried-continued", "week")


def test_what_does_not_go_on_stays_without_a_date() -> None:
    monday = ("On Monday rebels raided Port Vela.", "raided", None)
    assert carried(reading([monday, ("In 2019 they burned the customs house.", "burned", None)]))[1] == ("2019-01-01", "year")
    assert carried(reading([monday, ("They will burn the fleet.", "burn", None)], status="planned"))[1] is None
    assert carried(reading([monday, ("The mayor condemned it.", "condemned", None)], event_type="ACCUSE"))[1] is None
    assert carried(reading([monday, ("They threatened the mayor.", "threatened", None)], event_type="THREATEN"))[1] is None


def test_another_voice_goes_on_with_the_day() -> None:
    monday = ("On Monday rebels raided Port Vela.", "raided", None)
    assert carried(reading([monday, ("They burned the customs house, the mayor said.", "burned", "mayor")]))[1] is not None
    assert carried(reading([monday, ("They burned nothing.", "burned", None)], status="denied"))[1] is not None


def test_what_goes_on_is_not_dated_by_one_day_of_it() -> None:
    monday, other = ("On Monday rebels raided Port Vela.", "raided", None), ("The raids of the rebels are a scourge.", "raids", None)
    assert carried(reading([monday, other], breaks=(1,)), [(0, 1)])[1] == ("2024-06-03", "carried-same-event")
    assert carried(reading([monday, other], breaks=(1,), status="ongoing"), [(0, 1)])[1] is None


def test_an_hour_of_its_own_keeps_its_words_and_takes_the_day() -> None:
    text = ("On Monday rebels raided Port Vela.", "raided", None), ("They burned the customs house for two hours.", "burned", None)
    for words, expected in (("for two hours", "carried-continued"), ("for two days", "duration"), ("for 20 hours", "duration")):
        told = text[1][0].replace("for two hours", words)
        read = reading([text[0], (told, "burned", None)])
        at = read.document.text.index(words)
        own = When(span=Span(at, at + len(words)), expression=words, earliest=None, latest=None, rule="reader")
        monday = When(span=Span(0, 9), expression="On Monday", earliest=None, latest=None, rule="reader")
        read = replace(read, claims=(replace(read.claims[0], time=monday), replace(read.claims[1], time=own)))
        time = carry_times(resolve_times(read), []).claims[1].time
        assert time is not None
        assert (time.expression, time.rule) == (words, expected)
        assert (time.earliest is not None) == (expected == "carried-continued")
        assert (time.source is not None) == (expected == "carried-continued")


def test_a_list_goes_on_over_a_paragraph() -> None:
    read = reading(
        [("On Monday rebels raided Port Vela.", "raided", None), ("In addition, a patrol was ambushed in Oro.", "ambushed", None)],
        breaks=(1,),
    )
    assert carried(read)[1] == ("2024-06-03", "carried-continued")


def test_a_year_dates_what_is_of_it_only_where_it_is_the_same_happening() -> None:
    read = reading([("Rebels raided villages in 2023.", "raided", None), ("The raid left two dead.", "raid", None)])
    assert carried(read, [(0, 1)])[1] == ("2023-01-01", "carried-same-event")
    other = reading([("Rebels raided villages in 2023.", "raided", None), ("The mayor was shot in Oro.", "shot", None)], breaks=(1,))
    assert carried(other)[1] is None


def test_what_a_claim_takes_does_not_hang_on_what_was_carried_after_it() -> None:
    first = ("Gunmen attacked a convoy.", "attacked", None)
    second, third = ("On Monday rebels raided Port Vela.", "raided", None), ("They burned the customs house.", "burned", None)
    alone, followed = reading([first, second], breaks=(1,)), reading([first, second, third], breaks=(1,))
    assert carried(alone)[0] == carried(followed)[0]


def test_a_long_report_is_carried_in_time_that_grows_with_its_length() -> None:
    day = ("On Monday rebels raided Port Vela.", "raided", None)
    many = reading([day, *[(f"They burned house {n}.", "burned", None) for n in range(400)]])
    assert all(found is not None and found[0] == "2024-06-03" for found in carried(many)[:20])


@given(
    days=st.lists(st.none() | st.integers(min_value=-40, max_value=40), min_size=2, max_size=6),
    group=st.sets(st.integers(min_value=0, max_value=5), min_size=2),
)
def test_carrying_twice_changes_nothing_and_no_known_date(days: list[int | None], group: set[int]) -> None:
    read = reading([(f"Rebels raided town {n}.", "raided", None) for n in range(len(days))])
    claims = []
    for claim, shift in zip(read.claims, days, strict=True):
        day = None if shift is None else FRIDAY + timedelta(days=shift)
        when = day and When(span=claim.evidence, expression="then", earliest=day, latest=day, rule="given", precision="day")
        claims.append(replace(claim, time=when))
    read = replace(read, claims=tuple(claims))
    ids = [claim.id for claim in claims]
    groups = [[ids[i] for i in sorted(group) if i < len(ids)]]
    once = carry_times(read, groups)
    assert carry_times(once, groups) == once
    for before, after in zip(read.claims, once.claims, strict=True):
        assert before.time is None or before.time == after.time
        assert after.time is None or after.time.earliest in {FRIDAY + timedelta(days=d) for d in days if d is not None}
