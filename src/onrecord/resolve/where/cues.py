"""Words that tell what kind of place a name is, and words that name no place by themselves."""

from __future__ import annotations

import re

PROVINCE, DISTRICT, TOWN, NATURAL, SITE, REGION, COUNTRY = "province", "district", "town", "natural", "site", "region", "country"

# A cue is a hard constraint: a name called a mountain range is looked up among natural features only.
_CUES = {
    PROVINCE: "province|governorate|oblast|krai|wilaya|wilayat|department|prefecture|voivodeship|state|autonomous region|republic",
    DISTRICT: "district|sub-district|subdistrict|county|raion|rayon|parish|municipality|nahiya|borough|canton|commune",
    TOWN: "city|town|village|hamlet|settlement|suburb|neighbourhood|neighborhood|quarter|township",
    NATURAL: (
        "mountain range|mountain ranges|mountain area|mountains|mountain|ranges|range|hills|hill|heights|desert|valley|river|"
        "lake|sea|ocean|strait|"
        "straits|gulf|forest|woods|island|islands|peninsula|plateau|oasis|wadi|delta|bay|basin|gorge|marshes|steppe|creek|"
        "reservoir|canal|channel|"
        "cape|coast"
    ),
    SITE: (
        "international airport|military airport|airport|airfield|air base|airbase|air force base|naval base|military base|base|"
        "bases|refugee camp|"
        "displacement camp|training camp|camp|camps|garrison|border crossing|crossing|checkpoint|seaport|port|harbour|prison|"
        "hospital|school|mosque|"
        "church|cathedral|monastery|embassy|consulate|university|station|power plant|nuclear plant|plant|bridge|barracks|"
        "facility|depot|refinery|"
        "oil field|gas field|market|square|street|avenue|block|road|highway|building|site|headquarters|compound|dam|tunnel|pass|junction"
    ),
    REGION: (
        "region|regions|area|areas|countryside|zone|sector|front|axis|outskirts|border area|border region|border|frontier|"
        "territory|corridor"
    ),
}
_PLURALS = {
    PROVINCE: "provinces|governorates|oblasts|departments|states",
    DISTRICT: "districts|counties|raions",
    TOWN: "cities|towns|villages",
    NATURAL: "rivers",
}
KIND_OF: dict[str, str] = {cue: kind for table in (_CUES, _PLURALS) for kind, cues in table.items() for cue in cues.split("|")}

# The longest cue first, so that "mountain range" is not read as a range.
CUES = "|".join(sorted((re.escape(cue).replace(r"\ ", r"\s+") for cue in KIND_OF), key=len, reverse=True))

STREETS = frozenset(("street", "avenue", "block"))

DIRECTIONS = {
    "north": 0.0,
    "northeast": 45.0,
    "east": 90.0,
    "southeast": 135.0,
    "south": 180.0,
    "southwest": 225.0,
    "west": 270.0,
    "northwest": 315.0,
}
COMPASS = r"(?:north|south)(?:[\s-]?(?:east|west))?|east|west"
UNITS = {"km": 1000.0, "kilometer": 1000.0, "kilometre": 1000.0, "mile": 1609.344, "mi": 1609.344, "m": 1.0, "metre": 1.0, "meter": 1.0}

_GENERIC = """
capital office country nation location place scene house home vicinity premises ground land attack war housing staff the a an this that
these those its their his
her our same other some several many various all major main of in and near nearby there here north south east west northern southern
eastern western central local
surrounding neighbouring neighboring rural urban military civilian residential
"""
_PLACE_WORDS = frozenset(
    "capital office country nation location place scene house home vicinity premises ground land housing there here north south "
    "east west northeast northwest southeast southwest".split()
) | frozenset(
    word for cue in KIND_OF for word in cue.split() if word not in ("military", "power", "international", "air", "force", "training")
)
GENERIC = frozenset(_GENERIC.split()) | frozenset(word for cue in KIND_OF for word in cue.split())
_WORD = re.compile(r"[^\W\d_]+")
_SITES = frozenset(
    """
abroad academy airspace alley apartment arcade arena armoury assembly avenue backyard bakery bank barge barn barrier basement bazaar
beach belt block borehole boundary brickworks cafe café campus canal cave cell cellar cemetery center centre chapel citadel classroom
clearing clinic club coalfield college corner courtroom courtyard crater crossroad dairy dispensary ditch dock door dormitory elsewhere
enclave entrance estate everywhere exile factory fairground farm farmhouse farmland field flat floor gap garage garden gate gateway
ghetto gin grave graveyard grove guesthouse gym gymnasium hall hangar heartland hideout highland hinterland hostel hotel hut inn
interior intersection jail jetty jungle kiosk kraal lab laboratory lagoon landfill lane library line lock-up lodge lodging lowland mall
mansion marina marketplace meadow mill mine monument motorway museum nationwide nightclub oilfield orchard orphanage outpost overseas
palace park parliament pasture path pavement pier pit pitch plain plantation playground pocket pontoon position post project quarry
quay ramp ranch residence restaurant ridge roadblock roadside roof rooftop room roundabout route ruin runway sanctuary savannah
schoolyard section sewer shelter shop shore shrine silo sky slope slum space span stadium stage stairwell store stretch strip
strongpoint structure studio subway supermarket synagogue temple tent terminal theater theatre tower track trail trailer trench
underpass veranda villa vineyard wall ward warehouse water waterway well wetland wing workshop yard
""".split()
)
"""Common nouns for places beside the cues."""


def is_place_word(word: str) -> bool:
    """Whether a common noun in small letters, singular or plural, is a word for a place: "orchards", "town", "there"."""
    forms = (word, word.removesuffix("s"), word.removesuffix("es"), re.sub("ies$", "y", word))
    return any(form in _SITES or form in _PLACE_WORDS for form in forms)


def key(cue: str) -> str:
    """The form under which `KIND_OF` lists a cue word."""
    return " ".join(cue.lower().split())


def bearing(direction: str | None) -> float | None:
    """Degrees clockwise from north for "north-east" or "northern"; None for None."""
    return None if direction is None else DIRECTIONS[re.sub(r"[\s-]|ern$", "", direction.lower())]


def metres(figure: str, unit: str) -> float:
    """Metres for a distance as it is printed ("12,5" "km")."""
    return float(figure.replace(",", ".")) * UNITS[unit.lower().removesuffix("s")]


def is_generic(words: str) -> bool:
    """Whether a phrase names nothing by itself: "the same village", "SOME AREAS".

    True without any capital letter, and for common nouns only in a text of capitals or as a single word.
    """
    if words == words.lower() and words != words.upper():
        return True
    if not (words.isupper() or words[:1].islower() or " " not in words.strip()):
        return False
    tokens = _WORD.findall(words.lower())
    return bool(tokens) and all(token in GENERIC or token.removesuffix("s") in GENERIC for token in tokens)
