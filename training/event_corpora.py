"""Training windows from the corpora of events: WikiEvents, GENEVA and the role fillers of MUC-4."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from dealt import arguments_of, dealt
from labels import DEEDS, EVENT_TYPES, FILLERS, ROLES
from onrecord.model import Span
from onrecord.read.packing import Packer, Window
from windows import IGNORE, Example, Predicate, WordIndex, bucket, inside, load, role_rows, tag_spans

# Role names of the two ontologies, in lower case, to the product's five.
_ROLE_NAMES = {
    "actor": "attacker agent killer injurer assailant terrorist perpetrator destroyer damager damagerdestroyer jailer police "
    "authorities demonstrator protester communicator speaker transporter sender side_1 conqueror invader avenger "
    "executioner investigator prosecutor judgecourt offender signatory participant participants interlocutors "
    "self_mover traveler traveller surrenderer retreater granter preventer victor helper supplier",
    "target": "target victim deceased patient detainee person defendant defeated suspect side_2 defender injured_party "
    "executed prisoner recipient addressee artifact passenger passengerartifact theme land injured experiencer "
    "benefited_party",
    "instrument": "instrument weapon explosivedevice explosive vehicle means projectile",
    "place": "place location destination goal origin source area prison",
    "time": "time",
}
_COARSE = {name: role for role, names in _ROLE_NAMES.items() for name in names.split()}
_ARGUMENTS = ("actor", "target", "instrument", "place")


# WikiEvents' ontology, first two levels, to PLOVER; types that PLOVER does not have stand for "none of the known types".
_WIKI = {
    "Conflict.Attack": "ASSAULT",
    "Conflict.Defeat": "ASSAULT",
    "Conflict.Demonstrate": "PROTEST",
    "Life.Die": "ASSAULT",
    "Life.Injure": "ASSAULT",
    "ArtifactExistence.DamageDestroyDisableDismantle": "ASSAULT",
    "Justice.ArrestJailDetain": "COERCE",
    "Justice.Convict": "SANCTION",
    "Justice.Sentence": "SANCTION",
    "Justice.ReleaseParole": "RETREAT",
}
_WIKI_SKIP = {
    "Justice.ChargeIndict",
    "Justice.InvestigateCrime",
    "Justice.TrialHearing",
    "Movement.Transportation",
    "Contact.RequestCommand",
    "Contact.ThreatenCoerce",
    "Justice.Acquit",
    "Control.ImpedeInterfereWith",
    "GenericCrime.GenericCrime",
    "Contact.Contact",
}
_WIKI_TYPES = {"ASSAULT", "PROTEST", "SANCTION"}


def _arguments(args: list[tuple[Span, str]], index: WordIndex, window: Window, n: int, known: set[str]) -> np.ndarray:
    """Roles of one event as rows; words of an argument whose role has no counterpart say nothing for or against any role."""
    spans: dict[str, list[tuple[int, int]]] = {}
    silent: list[tuple[int, int]] = []
    for span, name in args:
        if where := inside(index, window, {"start": span.start, "end": span.end}):
            role = _COARSE.get(name.lower())
            (spans.setdefault(role, []) if role else silent).append(where)
    # A role that the event has none of here may stand unmarked in the text or in another sentence: that says nothing against any word.
    rows = role_rows(n, spans, known & set(spans), ROLES)
    for a, b in silent:
        rows[:, a:b] = IGNORE
    return rows


def wikievents(packer: Packer, path: Path, split: str) -> Iterator[Example]:
    """Triggers in the types that PLOVER shares, all deeds in coarse groups, and the arguments of both."""
    known = np.array([t in _WIKI_TYPES for t in EVENT_TYPES])
    for record in load(path):
        if record["split"] != split:
            continue
        events = dealt(record)
        for window in packer.windows(record["text"]):
            index = WordIndex(window)
            n = len(window.words)
            example = Example("wikievents", window, trigger_known=known)
            triggers, deeds, unknown, other = [], [], [], []
            for event in events:
                w = inside(index, window, {"start": event.span.start, "end": event.span.end})
                if not w:
                    continue
                kinds = {(e.get("group"), ".".join(e["type"].split(".")[:2])) for e in event.events}
                group, level2 = kinds.pop() if event.share == 1.0 and len(kinds) == 1 else (None, None)
                if group in DEEDS:
                    deeds.append((*w, DEEDS.index(group)))
                else:
                    other.append(w)
                if level2 is None or level2 in _WIKI_SKIP:
                    unknown.append(w)
                elif level2 in _WIKI:
                    triggers.append((*w, EVENT_TYPES.index(_WIKI[level2])))
                # A window may hide arguments of earlier text, which is what the reader sees too.
                if event.arguments is not None:
                    example.predicates.append(Predicate(w, roles=_arguments(event.arguments, index, window, n, set(_ARGUMENTS))))
            tags, groups = tag_spans(n, triggers), tag_spans(n, deeds)
            for a, b in unknown:
                tags[a:b] = IGNORE
            for a, b in other:
                groups[a:b] = IGNORE
            example.tags = {"trigger": tags, "deed": groups}
            yield example


def frames(packer: Packer, path: Path, split: str) -> Iterator[Example]:
    """GENEVA's frames: arguments of single events; a sentence's other events are not annotated, so only the given triggers count."""
    for record in load(path):
        if record["split"] != split:
            continue
        for window in packer.windows(record["text"]):
            index = WordIndex(window)
            n = len(window.words)
            example = Example("geneva", window)
            groups = np.full(n, IGNORE, dtype=np.int64)
            for event in record["events"]:
                w = inside(index, window, event["trigger"])
                if not w:
                    continue
                if event.get("group") in DEEDS:
                    groups[w[0]] = 1 + 2 * DEEDS.index(event["group"])
                    groups[w[0] + 1 : w[1]] = 2 + 2 * DEEDS.index(event["group"])
                roles = _arguments(arguments_of(event), index, window, n, {*_ARGUMENTS, "time"})
                example.predicates.append(Predicate(w, roles=roles))
            example.tags = {"deed": groups}
            if example.predicates:
                yield example


def muc(packer: Packer, path: Path, split: str) -> Iterator[Example]:
    """The role fillers of a dispatch, wherever one of their strings stands in it; every other window without any is left out."""
    for record in load(path):
        if record["split"] != split:
            continue
        text, found = record["text"], []
        for number, role in enumerate(FILLERS):
            for alternatives in record["role_entities"].get(role, []):
                for value in alternatives:
                    pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, value.split())) + r"(?!\w)"
                    found += [(m.start(), m.end(), number) for m in re.finditer(pattern, text, re.IGNORECASE)]
        for number, window in enumerate(packer.windows(text)):
            index = WordIndex(window)
            spans = [(*w, k) for a, b, k in found if (w := inside(index, window, {"start": a, "end": b}))]
            if spans or bucket(f"{record['id']}:{number}", 2) == 0:
                yield Example("muc4", window, {"filler": tag_spans(len(window.words), spans)})
