"""Words for comparing passages and names: folded tokens, stop words, a light lemma."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b

_TOKEN = re.compile(r"\w+(?:['’]\w+)?")
STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
a about after again against all also an and any are around as at be because been before being between both but by can could did do does
down during each for from further had has have he her here hers him his how i if in into is it its just like made may me more most my no
nor not now of off on once only or other our out over own said same say says she should so some such than that the their them then there
these they this those through to too under until up us very was we were what when where which while who whom why will with would you
your according told mr mrs ms
        """,
    )
)
_IRREGULAR = {
    "shot": "shoot",
    "fought": "fight",
    "struck": "strike",
    "stricken": "strike",
    "hit": "hit",
    "blew": "blow",
    "blown": "blow",
    "fell": "fall",
    "fallen": "fall",
    "held": "hold",
    "took": "take",
    "taken": "take",
    "fled": "flee",
    "left": "leave",
    "met": "meet",
    "sent": "send",
    "brought": "bring",
    "built": "build",
    "began": "begin",
    "begun": "begin",
    "led": "lead",
    "lost": "lose",
    "won": "win",
    "gave": "give",
    "given": "give",
    "went": "go",
    "gone": "go",
    "came": "come",
    "saw": "see",
    "seen": "see",
    "withdrew": "withdraw",
    "withdrawn": "withdraw",
    "overran": "overrun",
    "broke": "break",
    "broken": "break",
    "drove": "drive",
    "driven": "drive",
    "threw": "throw",
    "thrown": "throw",
    "told": "tell",
    "said": "say",
    "made": "make",
    "died": "die",
    "dying": "die",
    "dead": "die",
    "death": "die",
    "killing": "kill",
    "bombing": "bomb",
    "shooting": "shoot",
    "bought": "buy",
    "sold": "sell",
    "paid": "pay",
    "got": "get",
    "ran": "run",
    "spoke": "speak",
    "spoken": "speak",
    "stole": "steal",
    "stolen": "steal",
    "won't": "will",
    "found": "find",
    "felt": "feel",
    "kept": "keep",
    "knew": "know",
    "known": "know",
    "written": "write",
    "wrote": "write",
    "rose": "rise",
    "risen": "rise",
    "set": "set",
    "hurt": "hurt",
    "caught": "catch",
    "beat": "beat",
    "beaten": "beat",
    "chose": "choose",
    "chosen": "choose",
    "became": "become",
    "thought": "think",
    "laid": "lay",
    "lying": "lie",
    "stood": "stand",
    "dealt": "deal",
    "slain": "slay",
    "slew": "slay",
    "sank": "sink",
    "sunk": "sink",
    "shook": "shake",
    "shaken": "shake",
    "arose": "arise",
    "was": "be",
    "were": "be",
    "is": "be",
    "are": "be",
    "been": "be",
    "being": "be",
    "has": "have",
    "had": "have",
    "did": "do",
    "done": "do",
}


def fold(text: str) -> str:
    """`text` in lower case without accents."""
    if text.isascii():
        return text.lower()
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()


def tokens(text: str) -> list[str]:
    """Folded words and numbers of `text`, possessive endings cut."""
    return [token[:-2] if token.endswith(("'s", "’s")) else token for token in _TOKEN.findall(fold(text))]


@lru_cache(maxsize=65_536)
def lemma(word: str) -> str:
    """A light lemma of a folded English word: enough that strike, strikes, struck and striking compare equal."""
    if word in _IRREGULAR:
        return _bare(_IRREGULAR[word])
    for ending, least in (("ing", 3), ("ed", 3), ("es", 3), ("s", 3)):
        if not word.endswith(ending) or len(word) - len(ending) < least or (ending == "s" and word.endswith(("ss", "us", "is"))):
            continue
        stem = word[: -len(ending)]
        if stem in _IRREGULAR:
            return _bare(_IRREGULAR[stem])
        if ending in ("ing", "ed", "es"):
            if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "lsz":
                return stem[:-1]
            if stem.endswith("i"):
                return stem[:-1] + "y"
        return _bare(stem)
    return _bare(word)


def _bare(word: str) -> str:
    """The word without a final silent e, which its other forms drop."""
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


def content_lemmas(text: str) -> frozenset[str]:
    """Lemmas of the words of `text` that are no stop words."""
    return frozenset(lemma(token) for token in tokens(text) if token not in STOP_WORDS)


# Larger than what a day of reports names, small enough for the collector of garbage, which looks through it.
@lru_cache(maxsize=1 << 15)
def number(*parts: str) -> int:
    """64 bits of the parts, the same on every machine."""
    return int.from_bytes(blake2b("\0".join(parts).encode(), digest_size=8).digest(), "little")
