"""Which date goes to which claim."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from onrecord.model import Claim, Document, Link, Reading, Span, When
from onrecord.resolve.when import resolve_times

FRIDAY = date(2024, 6, 7)


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def reading(
    text: str,
    triggers: list[str],
    *,
    cues: tuple[str, ...] = (),
    published: date | None = FRIDAY,
    sentences: tuple[str, ...] = (),
    given: dict[str, When] | None = None,
) -> Reading:
    spans = tuple(span(text, s) for s in sentences) or (Span(0, len(text)),)
    claims = []
    for words in triggers:
        trigger = span(text, words)
        evidence = next(s for s in spans if s.contains(trigger))
        chain = tuple(Link(source=None, cue=span(text, cue), name="somebody") for cue in cues)
        claims.append(
            Claim(
                document_id="d",
                trigger=trigger,
                evidence=evidence,
                event_type="ASSAULT",
                status="occurred",
                certainty="asserted",
                attribution=chain,
                time=(given or {}).get(words),
            )
        )
    document = Document(text=text, published=published)
    return Reading(document=document, sentences=spans, paragraphs=(), mentions=(), attributions=(), claims=tuple(claims))


def marked(text: str, words: str) -> When:
    """Words of time as a reader marks them."""
    return When(span=span(text, words), expression=None, earliest=None, latest=None, rule="reader")


def times(read: Reading) -> list[tuple[str | None, str | None] | None]:
    done = resolve_times(read)
    return [None if c.time is None else (c.time.expression, str(c.time.earliest) if c.time.earliest else None) for c in done.claims]


@pytest.mark.parametrize(
    ("text", "triggers", "cues", "expected"),
    [
        ("On Monday, jets struck the depot.", ["struck"], (), [("On Monday", "2024-06-03")]),
        ("Rebels shot two men on Tuesday.", ["shot"], (), [("on Tuesday", "2024-06-04")]),
        ("The army said on Tuesday that jets struck the depot.", ["struck"], ("said",), [None]),
        ("The army said on Tuesday that jets struck the depot on Monday.", ["struck"], ("said",), [("on Monday", "2024-06-03")]),
        ("On Tuesday the army said that jets struck the depot.", ["struck"], ("said",), [None]),
        ("In April, state media said that a missile strike had hit the port.", ["missile strike"], ("said",), [("In April", "2024-04-01")]),
        (
            "On Wednesday, gunmen raided the village and burned three houses.",
            ["raided", "burned"],
            (),
            [("On Wednesday", "2024-06-05")] * 2,
        ),
        (
            "On Wednesday, gunmen raided a village where families who had fled the coast live.",
            ["raided", "fled"],
            (),
            [("On Wednesday", "2024-06-05"), None],
        ),
        ("The movement, which fought the army in 2006, has sent men abroad.", ["fought", "sent"], (), [("in 2006", "2006-01-01"), None]),
        ("The general condemned Saturday's attack on the market.", ["condemned", "attack"], (), [None, ("Saturday", "2024-06-01")]),
        (
            "The group has bombed convoys since the war began in 2011.",
            ["bombed", "began"],
            (),
            [("since the war began in 2011", "2011-01-01"), ("in 2011", "2011-01-01")],
        ),
        ("Troops shelled the town from 3 to 5 June.", ["shelled"], (), [("from 3 to 5 June", "2024-06-03")]),
        ("The fighting lasted three days.", ["fighting"], (), [None]),
        ("Shells now fall daily.", ["fall"], (), [None]),
        ("The town was quiet.", ["quiet"], (), [None]),
        ("Troops will withdraw before Sunday.", ["withdraw"], (), [None]),
        ("Elders met officers on Tuesday and handed the town over.", ["met", "handed"], (), [("on Tuesday", "2024-06-04")] * 2),
        (
            "Rebels robbed a lorry near Nyala, in Darfur, at Kas, on Tuesday; the driver was led off.",
            ["robbed", "led"],
            (),
            [("on Tuesday", "2024-06-04"), None],
        ),
        (
            "Troops surrounded the port on Monday and looted it on Tuesday.",
            ["surrounded", "looted"],
            (),
            [("on Monday", "2024-06-03"), ("on Tuesday", "2024-06-04")],
        ),
        (
            "On Sunday a crowd stopped an ambulance, dragged the crew out and set it on fire.",
            ["stopped", "dragged", "set"],
            (),
            [("On Sunday", "2024-06-02")] * 3,
        ),
        (
            "Commandos flew in on Tuesday, killed the guard and flew off again.",
            ["flew in", "killed", "flew off"],
            (),
            [("on Tuesday", "2024-06-04")] * 3,
        ),
        ("Troops took the post on Tuesday after killing two men.", ["took", "killing"], (), [("on Tuesday", "2024-06-04")] * 2),
        (
            "A drone struck the mast, a landmark, on Tuesday, setting it on fire.",
            ["struck", "setting"],
            (),
            [("on Tuesday", "2024-06-04")] * 2,
        ),
        ("Farmers came down on Tuesday and the police asked for help.", ["came down", "asked"], (), [("on Tuesday", "2024-06-04"), None]),
        ("He was forced to resign on Tuesday.", ["forced", "resign"], (), [("on Tuesday", "2024-06-04")] * 2),
        ("On Tuesday, she says, soldiers shot the men.", ["shot"], ("says",), [("On Tuesday", "2024-06-04")]),
        ("On Tuesday, according to the police, two men were shot.", ["shot"], ("according to",), [("On Tuesday", "2024-06-04")]),
        ("He confirmed the toll of Monday's hit on a hotel.", ["hit"], ("confirmed",), [("Monday", "2024-06-03")]),
        ("Lorries brought the first flour let in since March.", ["let in"], (), [None]),
        ("After the coup of July 2023 his men bombed a pipeline.", ["bombed"], (), [None]),
    ],
)
def test_a_date_belongs_to_the_trigger_of_its_clause(
    text: str, triggers: list[str], cues: tuple[str, ...], expected: list[tuple[str, str] | None]
) -> None:
    assert times(reading(text, triggers, cues=cues)) == expected


def test_a_date_of_another_sentence_is_not_taken() -> None:
    text = "On Monday jets struck the depot. Two men were shot."
    read = reading(text, ["struck", "shot"], sentences=("On Monday jets struck the depot.", "Two men were shot."))
    assert times(read) == [("On Monday", "2024-06-03"), None]


def test_the_dateline_anchors_but_dates_nothing() -> None:
    text = "PORT VELA, 12 FEB 90 (NEWSWIRE) -- Rebels attacked a post on Sunday and shelled another."
    assert times(reading(text, ["attacked"], published=None)) == [("on Sunday", "1990-02-11")]
    assert times(reading(text.replace(" on Sunday", ""), ["attacked"], published=None)) == [None]


def test_a_day_without_a_year_is_kept_unresolved() -> None:
    assert times(reading("On June 3, jets struck the depot.", ["struck"], published=None)) == [("On June 3", None)]
    assert times(reading("On June 3, jets struck the depot.", ["struck"])) == [("On June 3", "2024-06-03")]


def test_the_span_that_the_reader_gave_wins() -> None:
    text = "On Monday jets struck the depot after the raid of late May."
    given = When(span=span(text, "late May"), expression=None, earliest=None, latest=None, rule="reader")
    (claim,) = resolve_times(reading(text, ["struck"], given={"struck": given})).claims
    assert claim.time is not None
    assert (claim.time.span, claim.time.earliest, claim.time.latest) == (given.span, date(2024, 5, 21), date(2024, 5, 31))


def test_a_given_span_that_names_no_date_is_kept_unresolved() -> None:
    text = "During the first phase of the operation, troops took the ridge."
    given = When(span=span(text, "During the first phase of the operation"), expression=None, earliest=None, latest=None, rule="reader")
    (claim,) = resolve_times(reading(text, ["took"], given={"took": given})).claims
    assert claim.time is not None
    assert (claim.time.expression, claim.time.earliest, claim.time.rule) == ("During the first phase of the operation", None, "unresolved")


@pytest.mark.parametrize(
    ("text", "trigger", "earliest", "latest", "rule"),
    [
        (
            "The ceasefire took effect on May 20. Shelling resumed a week after the ceasefire.",
            "Shelling",
            "2024-05-26",
            "2024-05-28",
            "counted-from-event",
        ),
        (
            "The vote was held on 2 June. Gunmen killed a mayor two days before the vote.",
            "killed",
            "2024-05-31",
            "2024-05-31",
            "counted-from-event",
        ),
        (
            "The vote was held on 2 June. Gunmen killed a mayor on the eve of the vote.",
            "killed",
            "2024-06-01",
            "2024-06-01",
            "counted-from-event",
        ),
    ],
)
def test_a_date_counted_from_a_dated_happening(text: str, trigger: str, earliest: str, latest: str, rule: str) -> None:
    first, second = text.split(". ")
    (claim,) = resolve_times(reading(text, [trigger], sentences=(f"{first}.", second))).claims
    assert claim.time is not None
    assert (str(claim.time.earliest), str(claim.time.latest), claim.time.rule) == (earliest, latest, rule)


@pytest.mark.parametrize(
    "text",
    [
        "Shelling resumed a week after the ceasefire.",
        "A truce held from June 1. A truce failed on June 4. The fort fell a week after the truce.",
    ],
)
def test_a_count_from_a_happening_without_one_date_is_none(text: str) -> None:
    sentences = tuple(part if part.endswith(".") else f"{part}." for part in text.split(". "))
    trigger = sentences[-1].split()[1] if "resumed" in text else "fell"
    (claim,) = resolve_times(reading(text, [trigger], sentences=sentences)).claims
    assert claim.time is None or claim.time.earliest is None


@pytest.mark.parametrize(
    ("text", "trigger", "words", "expected"),
    [
        ("Fighters clashed yesterday during the morning with a patrol.", "clashed", "during the morning", "2024-06-06"),
        ("The army denied today that planes bombed a camp.", "bombed", "today", None),
        ("The army, which fought the rebels in 2006, has sent men.", "sent", "in 2006", None),
        ("Men were killed since the war began in 2011.", "killed", "since", "2011-01-01"),
        ("Planes used gas on towns.", "used", "on", None),
    ],
)
def test_words_of_the_reader_are_completed_or_dropped(text: str, trigger: str, words: str, expected: str | None) -> None:
    given = When(span=span(text, words), expression=None, earliest=None, latest=None, rule="reader")
    (claim,) = resolve_times(reading(text, [trigger], given={trigger: given}, cues=("denied",) if "denied" in text else ())).claims
    assert (None if claim.time is None or claim.time.earliest is None else str(claim.time.earliest)) == expected


@pytest.mark.parametrize(
    ("text", "trigger", "words", "status", "expected"),
    [
        ("The army is to leave the fort within 14 months.", "leave", "within 14 months", "planned", ("2024-06-07", "2025-08-07")),
        ("The army would enter the town within 48 hours.", "enter", "within 48 hours", "planned", ("2024-06-07", "2024-06-09")),
        ("The army is to leave the fort by 10 July.", "leave", "by 10 July", "planned", ("2024-06-07", "2024-07-10")),
        ("The men were freed by 10 May.", "freed", "by 10 May", "occurred", ("2024-05-10", "2024-05-10")),
        ("Farmers have blocked the road for nine days.", "blocked", "for nine days", "ongoing", ("2024-05-29", "2024-06-07")),
        ("The union has maintained roadblocks for nine days.", "roadblocks", "for nine days", "ongoing", ("2024-05-29", "2024-06-07")),
        ("The state has suspended flights for a month.", "suspended", "for a month", "occurred", None),
        ("Farmers blocked the road for nine days.", "blocked", "for nine days", "occurred", None),
    ],
)
def test_lengths_and_limits_are_told_from_publication(
    text: str, trigger: str, words: str, status: str, expected: tuple[str, str] | None
) -> None:
    given = When(span=span(text, words), expression=None, earliest=None, latest=None, rule="reader")
    read = reading(text, [trigger], given={trigger: given})
    (claim,) = resolve_times(replace(read, claims=tuple(replace(c, status=status) for c in read.claims))).claims
    assert claim.time is not None
    told = None if claim.time.earliest is None else (str(claim.time.earliest), str(claim.time.latest))
    assert told == expected


def test_words_of_another_sentence_date_nothing_here() -> None:
    text = "Two men died on Monday. A convoy was shelled."
    sentences = ("Two men died on Monday.", "A convoy was shelled.")
    given = marked(text, "on Monday")
    read = resolve_times(reading(text, ["died", "shelled"], sentences=sentences, given={"died": given, "shelled": given}))
    assert [c.time is not None for c in read.claims] == [True, False]


def test_a_day_gone_by_dates_no_plan() -> None:
    text = "The junta had asked for the departure of the mission in May."
    read = reading(text, ["asked", "departure"])
    planned = tuple(replace(c, status="planned") if c.trigger.of(text) == "departure" else c for c in read.claims)
    assert times(replace(read, claims=planned)) == [("in May", "2024-05-01"), None]


def test_a_date_opens_the_clause_that_follows_it() -> None:
    text = "The siege began on June 3, when troops stormed the market."
    assert times(reading(text, ["siege", "stormed"])) == [None, ("on June 3", "2024-06-03")]


def test_the_readers_words_stay_with_the_clause_they_open_and_the_list_they_trail() -> None:
    text = "The siege began on June 3, when troops stormed the market."
    given = When(span=span(text, "on June 3"), expression=None, earliest=None, latest=None, rule="reader")
    assert times(reading(text, ["siege", "stormed"], given={"stormed": given}))[1] == ("on June 3", "2024-06-03")
    text = "Gunmen seized, looted and abandoned the town in April."
    given = When(span=span(text, "in April"), expression=None, earliest=None, latest=None, rule="reader")
    assert times(reading(text, ["seized", "looted", "abandoned"], given={"seized": given})) == [("in April", "2024-04-01")] * 3


def test_a_list_of_deeds_shares_the_date_that_trails_it() -> None:
    text = "Gunmen seized, looted and abandoned the town in April."
    assert times(reading(text, ["seized", "looted", "abandoned"])) == [("in April", "2024-04-01")] * 3


@pytest.mark.parametrize(
    ("text", "earliest"),
    [
        ("On Wednesday a bus was stopped. Gunmen shot the driver late in the evening.", "2024-06-05"),
        ("On Wednesday a bus was stopped. Gunmen shot the driver at about 17:00.", "2024-06-05"),
        ("On Wednesday a bus was stopped.\n\nGunmen shot the driver before dawn.", "2024-06-07"),
        ("On Wednesday a bus was stopped.\n\nGunmen shot the driver at about 17:00.", None),
        ("Gunmen shot the driver during the night.", "2024-06-06"),
    ],
)
def test_a_time_of_day_falls_on_the_day_of_its_paragraph(text: str, earliest: str | None) -> None:
    (claim,) = resolve_times(reading(text, ["shot"], sentences=(text[text.index("Gunmen") :],))).claims
    assert claim.time is not None
    assert (str(claim.time.earliest) if claim.time.earliest else None) == earliest


@pytest.mark.parametrize(("published", "expected"), [(FRIDAY, ("2024-06-02", "2024-06-07")), (date(2024, 6, 1), None), (None, None)])
def test_since_then_runs_from_the_date_told_last(published: date | None, expected: tuple[str, str] | None) -> None:
    text = "Rebels entered the quarter on 2 June 2024. The army has shelled it since then."
    (claim,) = resolve_times(reading(text, ["shelled"], sentences=("The army has shelled it since then.",), published=published)).claims
    told = None if claim.time is None or claim.time.earliest is None else (str(claim.time.earliest), str(claim.time.latest))
    assert told == expected


def test_what_goes_on_daily_since_a_month_runs_to_publication() -> None:
    text = "Jets have bombed the city daily since March."
    given = When(span=span(text, "daily since March"), expression=None, earliest=None, latest=None, rule="reader")
    (claim,) = resolve_times(reading(text, ["bombed"], given={"bombed": given})).claims
    assert claim.time is not None
    assert (str(claim.time.earliest), str(claim.time.latest)) == ("2024-03-01", "2024-06-07")


def test_an_hour_takes_the_day_of_its_own_sentence() -> None:
    text = "On Monday a bus was stopped. Gunmen shot the driver between 0600 and 0700 on Tuesday."
    (claim,) = resolve_times(reading(text, ["shot"], sentences=(text[text.index("Gunmen") :],))).claims
    assert claim.time is not None
    assert str(claim.time.earliest) == "2024-06-04"


def test_resolving_twice_changes_nothing() -> None:
    once = resolve_times(reading("On Wednesday, gunmen raided the village and burned three houses.", ["raided", "burned"]))
    assert resolve_times(once) == once


def test_a_claim_that_the_reader_leaves_bare_has_no_date_of_its_own() -> None:
    text = "Gunmen raided the town on Monday. The mayor refused on Tuesday to leave his post."
    sentences = ("Gunmen raided the town on Monday.", "The mayor refused on Tuesday to leave his post.")
    bare = reading(text, ["raided", "leave"], sentences=sentences)
    assert times(bare)[1] is not None
    read = reading(text, ["raided", "leave"], sentences=sentences, given={"raided": marked(text, "on Monday")})
    assert times(read) == [("on Monday", "2024-06-03"), None]


def test_the_happening_that_a_relative_clause_dates() -> None:
    text = "Two men died in the blast and the fire, which took place at 0215 on Monday."
    read = reading(text, ["died", "blast"], given={"blast": marked(text, "at 0215 on Monday")})
    assert times(read)[1] == ("at 0215 on Monday", "2024-06-03")
    text = "Two men died in the blast at the port, which reopened on Monday."
    assert times(reading(text, ["died", "blast"], given={"blast": marked(text, "on Monday")}))[1] is None


@pytest.mark.parametrize(
    ("before", "words", "expected"),
    [
        ("A truce was signed.", "at half past three", "2024-06-07"),
        ("A truce was signed.", "after dark", "2024-06-06"),
        ("A truce was signed on Thursday.\n\n", "after dark", "2024-06-06"),
        ("A truce was signed on Thursday.\n\n", "at half past three", "2024-06-07"),
        ("A truce was signed on Thursday.", "at half past three", "2024-06-06"),
        ("A truce was signed on Thursday.\n\n", "in the evening", "2024-06-06"),
        ("A truce was signed on 3 May.", "after dark", None),
        ("A truce was signed on Thursday.", "the evening before that", None),
    ],
)
def test_hours_that_the_reader_marks_are_of_the_day_that_the_report_tells_of(before: str, words: str, expected: str | None) -> None:
    told = f"Gunmen shot the driver {words}."
    text = f"{before} {told}"
    read = resolve_times(reading(text, ["shot"], sentences=(told,), given={"shot": marked(text, words)}))
    (claim,) = read.claims
    assert claim.time is not None
    assert (claim.time.earliest and str(claim.time.earliest)) == expected
    assert claim.time.expression == words


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("for a third day", ("2024-06-05", "2024-06-07")),
        ("for the fifth straight day", ("2024-06-03", "2024-06-07")),
        ("for a second day on Thursday", ("2024-06-05", "2024-06-06")),
        ("for the first day", None),
    ],
)
def test_what_goes_on_for_the_nth_day_began_before(words: str, expected: tuple[str, str] | None) -> None:
    text = f"Shells fell on the port {words}."
    (claim,) = resolve_times(reading(text, ["fell"], given={"fell": marked(text, words)})).claims
    assert claim.time is not None
    assert (None if claim.time.earliest is None else (str(claim.time.earliest), str(claim.time.latest))) == expected
