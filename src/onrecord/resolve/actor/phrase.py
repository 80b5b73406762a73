"""What a phrase about an actor says by itself: which row, or which organ of which holder, which people; no context, no dates.

The known names and grammar words of a phrase are found (`words`), and the head of the noun phrase decides: "a Pentagon spokesman",
"spokesman for the Ministry of Defence of Ukraine", "Turkish-backed Syrian rebels", "residents of Homs".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from onrecord.resolve.actor.names import tokens
from onrecord.resolve.actor.words import NO_TAGS, Item, Words

_HOLDER_TAGS = "NACY"
_OWN = frozenset(("of", "in", "for", "at", "from", "inside", "de", "du", "в", "في"))
_TOWARDS = frozenset(("of", "for", "from", "at", "with", "in", "inside", "to", "by", "de"))
_BELONG = frozenset(("of", "from", "with", "in", "for", "who", "and"))
_FORMER = frozenset(("former", "ex", "retired"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Parse:
    """What a phrase says. `rows` are candidates; `organ` with `holders` is an organ of one of them (of none yet if empty)."""

    kind: str = "unknown"
    rows: tuple[str, ...] = ()
    organ: str | None = None
    holders: tuple[str, ...] = ()
    holder_row: str | None = None
    people: str | None = None
    standalone: int | None = None
    lands: tuple[str, ...] = ()
    role: str | None = None
    person: str | None = None
    belongs: bool = False
    members: bool = False
    former: bool = False

    @property
    def strength(self) -> int:
        """3 an organisation is known, 2 an organ or people, 1 a kind, 0 nothing."""
        if self.rows or self.holder_row or (self.organ and self.holders) or self.kind == "holder":
            return 3
        if self.organ or self.people or self.standalone is not None:
            return 2
        return 1 if self.role or self.lands else 0


_NOTHING = Parse()


class PhraseReader(Words):
    """Parses phrases against a compiled table (`compile`); results are remembered, up to a bound."""

    def __init__(self, built: dict[str, Any]) -> None:
        super().__init__(built["index"])
        self._rows: dict[str, list[Any]] = built["rows"]
        self._organs: dict[str, list[Any]] = built["organs"]
        self._seen: dict[str, Parse] = {}

    def parse(self, phrase: str) -> Parse:
        """What the phrase says by itself."""
        parsed = self._seen.get(phrase)
        if parsed is None:
            if len(self._seen) > 50_000:
                self._seen.clear()
            parsed = self._parse(phrase)
            if parsed.organ and not parsed.rows and not parsed.holder_row and _SO_CALLED.match(phrase):
                parsed = Parse()
            self._seen[phrase] = parsed
        return parsed

    def national(self, phrase: str) -> bool:
        """Whether the phrase names a state or a nationality, not only one of its towns."""
        return any(item.tags.keys() & {"N", "A"} for part in self.segments(tokens(phrase), shout=phrase.isupper()) for item in part)

    def _parse(self, phrase: str) -> Parse:
        words = tokens(phrase)
        segments = self.segments(words, shout=phrase.isupper())
        best, leftover = _NOTHING, None
        for number, segment in enumerate(segments):
            if number and best.organ and not best.holders and not best.rows:
                land = self._land_only(segment)
                if land:
                    return replace(best, holders=land, person=best.person or leftover)
            found = self._phrase(segment)
            if not number and found.strength == 0:
                leftover = " ".join(item.raw for item in segment if "K" not in item.tags and "T" not in item.tags)
            if number and best.standalone is not None and found.organ == "state-media" and found.holders:
                leftover = " ".join(item.raw for item in segments[0])
                best = _NOTHING
            if found.strength > best.strength:
                best = found
            if best.kind == "row" and best.person is None and self._rows[best.rows[0]][1] == "person" and number + 1 < len(segments):
                office = self._phrase(segments[number + 1])
                if office.strength >= 2 and (office.rows or office.organ):
                    return self._of_person(best.rows[0], office)
            if best.strength == 3 or (best.strength == 2 and best.people):
                break
        if leftover and best.strength and not best.person:
            best = replace(best, person=leftover)
        return best

    def _land_only(self, segment: list[Item]) -> tuple[str, ...]:
        if len(segment) == 1 or (len(segment) == 2 and "m" in segment[0].tags):
            return self._held(segment[-1])
        return ()

    def _held(self, item: Item) -> tuple[str, ...]:
        for tag in _HOLDER_TAGS:
            if tag in item.tags:
                return tuple(item.tags[tag])
        return ()

    def _phrase(self, items: list[Item]) -> Parse:
        head: list[Item] = []
        rest: list[tuple[str, list[Item]]] = []
        for item in items:
            if "p" in item.tags and not (item.tags.keys() & {"N", "A", "W"}):
                rest.append((item.key, []))
            elif rest:
                rest[-1][1].append(item)
            else:
                head.append(item)
        return self._noun(head, rest)

    def _noun(self, items: list[Item], rest: list[tuple[str, list[Item]]]) -> Parse:
        live, former = self._live(items)
        at = next((i for i in range(len(live) - 1, -1, -1) if live[i].tags.keys() & _HEADS and not self._surname(live, i)), None)
        if at is None:
            found = self._headless(live, rest)
        else:
            found = self._headed(live, at, rest)
            trailing = [item for item in live[at + 1 :] if "K" not in item.tags and "T" not in item.tags]
            ranked = at + 1 < len(live) and "K" in live[at + 1].tags and live[at + 1].capital
            if ranked and trailing and found.strength >= 2 and _capitals(trailing):
                # "Harbour County Police Lt. Ana Ruiz" is somebody of that police.
                found = replace(found, person=" ".join(item.raw for item in trailing), members=False, belongs=False)
            elif trailing and found.kind == "organ" and not found.holders and _genitive(trailing) and (held := self._held(trailing[-1])):
                found = replace(found, holders=held)
            elif trailing:
                found = self._trailing(found, live[at], trailing)
        return replace(found, former=True) if former and found.strength else found

    def _live(self, items: list[Item]) -> tuple[list[Item], bool]:
        """The words of a noun phrase without determiners in front and without "anti-X", "X-backed"; and whether it is about the past."""
        live: list[Item] = []
        former = skip = False
        for i, item in enumerate(items):
            if skip:
                skip = False
                continue
            following = items[i + 1].tags if i + 1 < len(items) else NO_TAGS
            if "n" in item.tags and following.keys() & {"N", "A", "C", "W", "P", "O"}:
                former = former or item.key == "ex"
                skip = True
            elif "x" in following and not (item.tags.keys() & {"O", "F", "R"} and "W" not in item.tags):
                skip = True
            elif "r" in item.tags and live:
                continue
            else:
                former = former or item.key in _FORMER
                if not (item.tags.keys() <= {"m"} and item.tags) or item.key in _ETHNIC:
                    live.append(item)
        return live, former

    def _headed(self, live: list[Item], at: int, rest: list[tuple[str, list[Item]]]) -> Parse:
        item, before = live[at], live[:at]
        tags = item.tags
        if "W" in tags and " " not in item.key and self._part_of_name(live, at):
            return Parse(kind="standalone", standalone=int(tags["S"])) if "S" in tags else _NOTHING
        if "W" in tags and "O" in tags:
            # "The Security Council" is a world body, unless a country is named with it or elsewhere in the report.
            organ = self._organ(str(tags["O"]), before, rest, role=None)
            return organ if organ.strength == 3 else replace(organ, kind="row", rows=tuple(tags["W"]))
        if "W" in tags and not ("N" in tags and at + 1 < len(live)):
            return self._row(tuple(tags["W"]), before)
        capital = next((one for one in before if not one.tags and one.capital), None)
        if "O" in tags and not (capital and "S" in tags and not any("O" in one.tags for one in before)):
            return self._organ(str(tags["O"]), before, rest, role=None)
        if "F" in tags:
            of_body = next((one for one in before if "S" in one.tags and "O" not in one.tags), None)
            if of_body is not None:  # "the bishops' conference president"
                return Parse(kind="standalone", standalone=int(of_body.tags["S"]), lands=self._lands(before, rest), role="head")
            if str(tags["F"]) in _HEADS_OF_STATE and self._of_other(rest):
                return Parse(role="head", lands=self._lands(before, rest))
            return self._organ(str(tags["F"]), before, rest, role="head")
        if "B" in tags:
            inner = self._inner(before)
            if inner.strength < 2:
                outer = self._complement(rest, _BELONG)
                inner = outer if outer.rows or outer.holder_row or (outer.organ and outer.holders) else inner
            if inner.strength >= 2 and inner.organ and not inner.rows:
                filled = inner if inner.holders else replace(inner, **self._owner(rest))
                return replace(filled, members=True)
            if inner.rows:
                return replace(inner, members=True)
            found = self._organ(str(tags["B"]), before, rest, role=None)
            if not found.holders and not found.rows and not found.holder_row and "P" in tags:
                return Parse(kind="people", people=str(tags["P"]), lands=self._lands(before, rest), members=True, organ=found.organ)
            return replace(found, members=True)
        if "U" in tags and "S" in tags and any(one.key[0].isdigit() or "O" in one.tags for one in before):
            held = self._lands(before, rest)
            return Parse(kind="organ", organ="military", holders=held, belongs=True) if held else Parse(kind="standalone", standalone=-2)
        if "S" in tags and (capital or ("R" not in tags and "P" not in tags)):
            lands = self._lands(before, rest)
            if "U" in tags and not capital and not before:
                return Parse(lands=lands)
            return Parse(kind="standalone", standalone=int(tags["S"]), lands=lands)
        if "P" in tags or "R" in tags:
            return self._voice(item, before, rest)
        if "U" in tags:
            inner = self._inner(before)
            if inner.kind == "people":
                return inner
            if inner.strength < 3:
                inner = self._complement(rest, _OWN) if not inner.organ else replace(inner, **self._owner(rest))
            if inner.strength:
                return replace(inner, belongs=True)
            return Parse(kind="standalone", standalone=int(tags["S"])) if "S" in tags else _NOTHING
        return Parse(kind="people", people="people.civilians", lands=tuple(tags["D"]))

    def _of_other(self, rest: list[tuple[str, list[Item]]]) -> bool:
        """Whether "of" names something else than a country: "president of the Council of Churches"."""
        if not rest or rest[0][0] != "of" or not rest[0][1] or any(self._held(one) for _, items in rest for one in items):
            return False
        return not any(one.tags.keys() & {"O", "F", "B", "R", "P", "W"} or one.key in _COUNTRIES for one in rest[0][1])

    def _part_of_name(self, live: list[Item], at: int) -> bool:
        """Whether a single surname of the table stands inside a longer, unknown name ("Harbour Times")."""
        kind = self._rows[live[at].tags["W"][0]][1]
        beside = live[max(0, at - 1) : at] + (live[at + 1 : at + 2] if kind == "person" else [])
        return kind in ("person", "media") and any(not one.tags and one.capital for one in beside)

    def _surname(self, live: list[Item], at: int) -> bool:
        """Whether it is but the surname of somebody else with an office: "Foreign Minister Pacas Castro" is no Castro of the table."""
        item = live[at]
        if "W" not in item.tags or " " in item.key or self._rows[item.tags["W"][0]][1] != "person" or not self._part_of_name(live, at):
            return False
        return any("F" in one.tags for one in live[:at])

    def _row(self, rows: tuple[str, ...], before: list[Item]) -> Parse:
        if self._rows[rows[0]][1] == "person" and any(one.tags.keys() & {"O", "F", "W", "R"} for one in before):
            office = self._inner(before)
            if office.strength >= 2 and (office.rows or office.organ):
                return self._of_person(rows[0], office)
        holder, _, organ = rows[0].rpartition(".")
        if len(rows) == 1 and organ in self._organs and before and "A" in before[-1].tags and holder not in before[-1].tags["A"]:
            return Parse(kind="organ", organ=organ, holders=tuple(before[-1].tags["A"]))
        return Parse(kind="row", rows=rows)

    def _of_person(self, row: str, office: Parse) -> Parse:
        """The organisation that an office names, held by a person of the table; the person tells whose office it is if the words do not."""
        whose = row if not office.holders and not office.rows and not office.holder_row else office.holder_row
        return replace(office, person=self._rows[row][0], holder_row=whose)

    def _inner(self, before: list[Item]) -> Parse:
        return self._noun(before, []) if before else _NOTHING

    def _organ(self, organ: str, before: list[Item], rest: list[tuple[str, list[Item]]], *, role: str | None) -> Parse:
        for one in reversed(before):
            if "W" not in one.tags:
                continue
            first = one.tags["W"][0]
            kind = self._rows[first][1]
            if kind == "group":
                return Parse(kind="organ", organ=organ, holder_row=first, role=role)
            if kind == "person" and role is None:
                return Parse(kind="organ", organ=organ, holder_row=first)
            if kind != "person" and not self._held(one):
                return Parse(kind="row", rows=tuple(one.tags["W"]), role=role)
        irregular = next((one.tags["P"] for one in before if one.tags.get("P") in _IRREGULAR), None)
        if irregular:  # "rebel army", "guerrilla commandos": no organ of a state
            return Parse(kind="people", people=str(irregular), lands=self._lands(before, rest))
        held = next((self._held(one) for one in reversed(before) if self._held(one)), ())
        scope = self._organs[organ][4]
        strange = any(not one.tags and one.capital for one in before)
        if strange and scope == "f":
            return Parse(kind="standalone", standalone=-1, lands=held)
        if held:
            return Parse(kind="organ", organ=organ, holders=held, role=role)
        return Parse(kind="organ", organ=organ, role=role, **self._owner(rest))

    def _owner(self, rest: list[tuple[str, list[Item]]]) -> dict[str, Any]:
        """The holder that "of N", "in N" name, as fields of `Parse`."""
        for preposition, items in rest:
            if preposition not in _OWN:
                continue
            for one in items:
                held = self._held(one)
                if held:
                    return {"holders": held}
                if "W" in one.tags and self._rows[one.tags["W"][0]][1] in ("group", "person"):
                    return {"holder_row": one.tags["W"][0]}
        return {}

    def _lands(self, before: list[Item], rest: list[tuple[str, list[Item]]]) -> tuple[str, ...]:
        for one in reversed(before):
            if held := self._held(one) or tuple(one.tags.get("D", ())):
                return held
        for preposition, items in rest:
            if preposition in _OWN:
                for at, one in enumerate(items):
                    # "Arvenia's Jesuit Curia" is no body of Arvenia's.
                    strange = one.raw[-2:].lower() in ("'s", "’s") and any(not other.tags and other.capital for other in items[at + 1 :])
                    if (held := self._held(one)) and not strange:
                        return held
        return ()

    def _complement(self, rest: list[tuple[str, list[Item]]], through: frozenset[str]) -> Parse:
        for number, (preposition, items) in enumerate(rest):
            if preposition in through and items:
                found = self._noun(items, rest[number + 1 :])
                if found.strength >= 2:
                    return found
        return _NOTHING

    def _voice(self, item: Item, before: list[Item], rest: list[tuple[str, list[Item]]]) -> Parse:
        """A role ("spokesman", "sources", "fighters") or generic people ("residents"), with the organisation behind it if one is named."""
        tags = item.tags
        role = str(tags["R"]) if "R" in tags else None
        member = "g" in tags
        if role is None and not member:
            lands = self._lands(before, rest)
            return Parse(kind="people", people=str(tags["P"]), lands=lands)
        inner = self._inner(before)
        if inner.people == "people.civilians" and before[0].capital and item.capital and role == "spokes":
            # "The Public Health Emergency Operations Centre" is an office, not the public.
            outer = self._complement(rest, _TOWARDS)
            return replace(outer, role=role) if outer.strength == 3 else Parse(kind="standalone", standalone=-2)
        if inner.strength < 3 or (inner.kind == "holder" and (member or role != "anonymous")):
            outer = self._complement(rest, _BELONG if member or role == "member" else _TOWARDS)
            if outer.strength == 3 or (inner.strength < 2 and outer.strength):
                if inner.organ and inner.strength == 2 and outer.kind == "holder":
                    inner = replace(inner, holders=outer.holders)
                elif inner.strength < 3 or outer.kind != "holder":
                    inner = outer
        if member or role == "member":
            if inner.rows or inner.holder_row or (inner.organ and inner.holders):
                return replace(inner, members=True, role=None)
            people = tags.get("P") or inner.people
            lands = self._lands(before, rest)
            if people:
                return Parse(kind="people", people=people, lands=lands)
            return replace(inner, members=True) if inner.strength else Parse(lands=lands)
        if inner.strength >= 2:
            if inner.kind == "holder" and role == "anonymous" and "P" in tags:
                return replace(inner, role=role, people=str(tags["P"]))
            return replace(inner, role=role)
        if "P" in tags:
            return Parse(kind="people", people=str(tags["P"]), lands=self._lands(before, rest), role="anonymous")
        return Parse(role=role, lands=self._lands(before, rest))

    def _headless(self, live: list[Item], rest: list[tuple[str, list[Item]]]) -> Parse:
        held = [item for item in live if self._held(item)]
        towns = [item for item in held if not item.tags.keys() & {"N", "A", "C"}]
        if held and not towns and all(self._held(item) or item.tags for item in live):
            return Parse(kind="holder", holders=self._held(held[-1]))
        adjectives = [item for item in live if "A" in item.tags]
        if adjectives:
            return Parse(lands=tuple(adjectives[-1].tags["A"]))
        if not held and not live and rest:
            return self._complement(rest, _TOWARDS)
        return Parse(lands=self._lands([], rest) if any(item.tags or not item.capital for item in live) else ())

    def _trailing(self, found: Parse, head: Item, trailing: list[Item]) -> Parse:
        name = " ".join(item.raw for item in trailing)
        capitals = _capitals(trailing)
        title = head.tags.keys() & {"F", "R", "P", "B", "K"} and not head.tags.keys() & {"W", "O"} and not (head.shout and "P" in head.tags)
        if capitals and (title or ("W" in head.tags and found.role)):
            return replace(found, person=name)
        if found.strength == 3 and found.kind != "people":
            return replace(found, belongs=True)
        # "refugee homes", "front-end loader", "Mezzeh military airport": things, not voices.
        thing = found.kind in ("organ", "people") or found.standalone == _GROUP or not capitals
        return Parse(lands=found.lands) if thing else found


# A "so-called Junior Officers' Command" is no command of a state.
_SO_CALLED = re.compile(r"(?:(?:the|an?)\s+)?(?:so-called|self-styled|self-proclaimed|alleged|purported)\b", re.IGNORECASE)
_GROUP = -1
_HEADS_OF_STATE = frozenset(("president", "vice-president", "prime-minister", "crown"))
_COUNTRIES = frozenset(("nation", "country", "republic", "state", "federation", "kingdom", "union", "land"))
_IRREGULAR = frozenset(("people.rebels", "people.militants", "people.traffickers"))
_HEADS = frozenset("WOFBRPSUD")
_ETHNIC = frozenset(("opposition",))


def _capitals(trailing: list[Item]) -> bool:
    """Whether the words may be somebody's name: capitals, with particles between them."""
    return all(item.capital or item.key in ("al", "el", "bin", "ibn", "de", "van", "von", "la", "der", "da") for item in trailing)


def _genitive(trailing: list[Item]) -> bool:
    """Whether a single name follows its head as in Russian, Ukrainian and Arabic, where no preposition stands between."""
    return len(trailing) == 1 and not trailing[0].key[0].isascii()
