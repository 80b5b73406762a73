"""Modes and sub-events that the words of a sentence show, where the heads of the encoder leave them open.

Two tables that can be read from top to bottom: the first row that fits counts. Modes follow PLOVER (Halterman et al. 2023), sub-events the
ACLED codebook (2024).
"""

from __future__ import annotations

import re
from dataclasses import dataclass


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})", re.IGNORECASE)


MODES: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = {
    event_type: tuple((mode, _words(pattern)) for mode, pattern in rows.items())
    for event_type, rows in {
        "CONSULT": {
            "phone": r"phone|telephon|call with|by video|video ?conferenc",
            "third-party": r"mediat|brokered|good offices|shuttle",
            "multilateral": r"summit|conference|multilateral|general assembly|trilateral|quadrilateral",
            "visit": r"visit|arrived? in|arrived? for|travel|flew to|host(?:ed|s|ing)\b|received\b|trip\b",
        },
        "RETREAT": {
            "ceasefire": r"cease-?fire|truce|halt(?:ed|s)? (?:fire|hostilities|fighting)|cessation of",
            "disarm": r"disarm|demobili[sz]|surrender(?:ed|ing)?\b.{0,20}(?:arms|weapons)|hand(?:ed|ing|s)? (?:over"
            r"|in) .{0,20}(?:arms|weapons)|la(?:id|y|ying) down",
            "release": r"releas|freed\b|free(?:ing|s)?\b|let go",
            "access": r"access|reopen|open(?:ed|ing)? .{0,30}(?:crossing|corridor|border|road)|lift(?:ed|ing|s)? .{0,20}(?:siege"
            r"|blockade)|allow(?:ed|ing|s)? .{0,30}"
            r"(?:in|through|inspectors|convoys?|aid)\b",
            "resign": r"resign|step(?:ped|s|ping)? down|quit\b",
            "withdraw": r"withdr|retreat|pull(?:ed|ing|s)? (?:out|back)|left\b|evacuat|relocat|disengag",
        },
        "REQUEST": {
            "meet": r"\b(?:meet|talks|negotiat|dialogue|summit)",
            "yield": r"\b(?:releas|withdraw|resign|surrender|ceasefire|cease-fire|stop|halt|end|free|leave|step down|lift)\b",
            "assist": r"\b(?:aid|help|assist|support|arms|weapons|reinforce|troops|funds|donat|appeal)",
            "change": r"\b(?:reform|change|law|rights|election|policy|investigat)",
        },
        "ACCUSE": {
            "investigate": r"investigat|probe|inquir|inquest",
            "allege": r"accus|alleg|blam|claim|charg|held .{0,20}responsible",
            "disapprove": r"condemn|critici[sz]|denounc|deplor|protest|disapprov|slam|decri|outrage|reprimand",
        },
        "REJECT": {
            "meet": r"\b(?:meet|talks|negotiat|dialogue|summit)",
            "assist": r"\b(?:aid|help|assist|support|arms|weapons|troops|funds)",
            "yield": r"\b(?:releas|withdraw|resign|surrender|ceasefire|cease-fire|stop|halt|leave|step down|lift|demands?|ultimatum)",
            "change": r"\b(?:reform|change|law|proposal|plan|deal|election|policy|resolution)",
        },
        "THREATEN": {
            "arrest": r"\b(?:arrest|jail|prison|prosecut|detain)",
            "expel": r"\b(?:expel|expuls|deport)",
            "relations": r"\b(?:relations|ties|ambassador|embassy|diplomatic)",
            "territory": r"\b(?:annex|occupy|territor|invade|invasion|seize|capture)",
            "restrict": r"\b(?:sanction|restrict|ban|block|close|embargo|tariff|cut off)",
            "violence": r"\b(?:attack|kill|strike|strikes|war\b|force|bomb|violen|reveng|retaliat|destroy|shoot|execut|death)",
        },
        "PROTEST": {
            "hunger": r"hunger[- ]strik|fast(?:ed|ing)?\b",
            "strike": r"(?:general |labou?r )?strikes?\b|struck work|walk(?:ed)? out|stoppage|down(?:ed)? tools",
            "boycott": r"boycott",
            "riot": r"riot|clash|pelt|threw|hurl|stone-throwing|rampag",
            "vandalize": r"vandal|torch|set fire|loot|smash|ransack|deface|burn(?:ed|t|ing)",
            "obstruct": r"block|barricad|sit-in|sit in|occup|road ?block|obstruct|chain(?:ed)? themselves|dug in",
            "demo": r"demonstrat|march|rall(?:y|ied|ies)|protest|gather|vigil|took to the streets|chant",
        },
        "SANCTION": {
            "convict": r"convict|sentenc|jail|imprison|found .{0,12}guilty|execut",
            "expel": r"expel|expuls|evict|displac|fled|flee|driven out|persona non grata|uproot|forced out|oust",
            "withdraw": r"recall|withdr|sever|broke off|cut(?:ting)? .{0,20}(?:ties|relations)|left the",
            "discontinue": r"suspend|cancel|discontinu|freez|froze|halt|sanction|embargo|stop(?:ped|s)?\b"
            r"|cut(?:ting)?\b.{0,20}(?:aid|trade|funds)",
        },
        "MOBILIZE": {
            "weapons": r"missile|tank|artillery|weapon|warship|aircraft|jets?\b|rocket|armou?r|ammunition|system|hardware",
            "police": r"police|gendarme|riot squad|carabinieri",
            "militia": r"militia|fighters|volunteers|rebels|tribes|recruit|militants",
            "troops": r"troops|soldiers|forces|army|brigade|battalion|reinforce|units?\b|convoy|deploy|reservist|paratroop"
            r"|marines|exercise",
        },
        "COERCE": {
            "cyber": r"cyber|hack|ransomware|denial-of-service|malware",
            "misinformation": r"disinformation|misinformation|propaganda|fake news|false reports",
            "martial-law": r"martial law|state of emergency|emergency rule",
            "curfew": r"curfew",
            "censor": r"censor|(?:shut|clos|suspend|block|ban)\w*\b.{0,40}(?:newspaper|radio|station|website|internet|channel"
            r"|broadcast|media|social)",
            "deport": r"deport|repatriat|extradit",
            "arrest": r"arrest|detain|detention|custody|round(?:ed)? up|captur|jail",
            "seize": r"seiz|confiscat|impound|expropriat|intercept|took over",
            "withhold": r"withh[eo]ld|den(?:y|ied|ying) .{0,30}(?:aid|access|food|water|power|medicine)|cut(?:ting)? off|besieg"
            r"|siege|starv|blockad",
            "restrict": r"restrict|ban(?:ned|s)?\b|block|clos(?:ed|ing|es)\b|checkpoint|prevent|forbid|forbade|prohibit|raid|search",
        },
        "ASSAULT": {
            "suicide-attack": r"suicide|kamikaze|blew (?:himself|herself|themselves) up|martyrdom operation|explosive (?:vest|belt)",
            "unconventional": r"chemical|chlorine|sarin|mustard gas|nerve agent|(?:poison(?:ous)?|toxic) gas|biological|radiological",
            "sexual": r"rap(?:ed?|ing|es)\b|sexual|gang-rap|molest",
            "torture": r"tortur|maim|mutilat|electric shocks|waterboard",
            "abduct": r"abduct|kidnap|hostage|forcibly disappear|disappearance",
            "drone": r"drone|uav\b|unmanned|quadcopter|shahed",
            "aerial": r"air ?strike|air raid|warplane|fighter jets?|jets?\b|aircraft|helicopter|barrel bomb|from the air",
            "crowd-control": r"tear ?gas|water cannon|rubber (?:bullet|coated)|baton|pepper spray|stun grenade|lathi",
            "heavy-weapons": r"shell(?:ed|ing|s)?\b|artillery|mortar|rocket|missile|howitzer|tank fire",
            "explosives": r"bomb|explosi|explod|mines?\b|landmine|ied\b|grenade|dynamit|detonat|booby|blast|blew up",
            "targeted": r"assassinat|targeted killing|execut|behead",
            "firearms": r"shot\b|shoot|gunfire|gunned down|opened fire|rifle|machine ?gun|gunmen|bullets|fired\b",
            "primitive": r"machete|kni(?:fe|ves)|stab|axe|spear|arrow|hack(?:ed)? to death|sword|club(?:bed|s)\b|lynch|stone[ds]?\b",
            "beat": r"beat|punch|kick|assault(?:ed)? physically|flogg|whipp",
            "destroy": r"destroy|burn|torch|raz(?:ed|ing)|demolish|set .{0,20}(?:fire|ablaze)|vandal|ransack",
        },
    }.items()
}


def mode_shown(event_type: str, trigger: str, around: str) -> str | None:
    """The mode that a trigger's own words show, else those of its sentence; None where neither does or the type has no modes."""
    rows = MODES.get(event_type, ())
    return next((mode for words in (trigger, around) for mode, pattern in rows if pattern.search(words)), None)


_FORCES = _words(
    r"police|security forces?|troops|soldiers?|army|officers?|gendarm|riot squad|authorities|military|law enforcement"
    r"|national guard|guards?\b|forces"
)
_CROWD = _words(
    r"protest(?:e|o)rs?|demonstrators?|protests?\b|demonstrations?|crowds?\b|march(?:e(?:s|rs))?\b|rall(?:y|ies)|rioters?"
    r"|strikers|sit-in|activists in the street"
)
_LETHAL = _words(
    r"live (?:rounds?|ammunition|fire|bullets)|opened fire|shot (?:dead|and|at|live)|gunned down|killed|kill(?:ing|s)\b|shot\b"
    r"|dead\b|deaths?\b|deadly|massacre"
)
_DISPERSE = _words(
    r"dispers|tear ?gas|water cannon|rubber bullet|baton|pepper spray|stun grenade|lathi|arrest|detain|broke up|break up"
    r"|drag(?:ged)?\b|clear(?:ed|ing)?\b"
)
_RIOTOUS = _words(
    r"threw|throw(?:ing|n)?\b|hurl|pelt|stones?\b|rocks?\b|petrol bombs?|molotov|set .{0,25}(?:fire|ablaze|alight)|torch"
    r"|burn(?:ed|t|ing)\b|riot|vandal|smash|barricad"
    r"|loot|storm(?:ed|ing)\b|ransack|breach|clash|fireworks|attack(?:ed|ing) police"
)
_MOB = _words(
    r"mobs?\b|lynch|vigilantes?|angry (?:crowd|residents|villagers|youths)|communal (?:clash|violence|riot)|villagers (?:beat"
    r"|attacked|clashed|chased|set)|rival (?:groups of )?"
    r"(?:supporters|gangs|villagers|students)|pastoralists?|herdsmen and farmers"
)
_WEAPONS = _words(
    r"weapons?|rifles?|firearms?|pistols?|guns?\b|ammunition|rounds of|explosives?|grenades?|rockets?|missiles?|mortars?"
    r"|projectiles?|bombs?\b|ieds?\b|mines?\b|"
    r"detonators?|arms\b"
)
_FOUND = _words(
    r"seiz|confiscat|defus|neutrali[sz]|dismantl|discover|f(?:ou|i)nd|recover|intercept|foil|thwart|uncover|disarm|deactivat"
    r"|unearth|cache|stash|detonated .{0,20}controlled"
)
_GOODS = _words(
    r"shops?|houses?|homes?|stores?|villages?|property|properties|crops|market|school|church|mosque|vehicles?|buildings?"
    r"|livestock|cattle|warehouses?|offices?"
)
_TAKEN = _words(r"loot|ransack|plunder|destroy|burn|torch|raz(?:ed|ing)|demolish|set .{0,25}(?:fire|ablaze|alight)|vandal|pillag|stole")
_TOWN = _words(
    r"town|city|village|district|province|territory|area|crossing|base|hills?|hilltops?|positions?|outpost|site|airport|region"
    r"|checkpoint|neighbou?rhoods?|island|buildings?|installations?|colon(?:y|ies)|capital|streets?|road"
)
_PEACEFULLY = _words(
    r"without (?:a fight|resistance|fighting|firing)|peacefully|unopposed|hand(?:ed|ing|s)? over|deserted|abandoned"
    r"|transfer(?:red)? (?:of )?control|ceded|cede\b"
    r"|turned over control|after .{0,60}(?:withdrew|pulled out|left)"
)
_REGAIN = _words(
    r"retook|retak|recaptur|recover(?:ed|s|ing)? control|liberat|regain|took back|taken back|reclaim|clear(?:ed|ing) .{0,30}of"
)
_TAKE = _words(
    r"took (?:over|control)|tak(?:en?|ing) (?:over|control)|seiz|captur|overr[au]n|occup(?:y|ied)|conquer|fell to|gained control"
    r"|wrest|retook|retak|recaptur|regain"
)
_NON_STATE = _words(
    r"rebels?|militants?|insurgents?|guerrillas?|jihadists?|islamists?|taliban|islamic state|isis|isil|daesh|shabaab|al[- ]qaeda"
    r"|boko haram|separatists?|houthis?|militia\w*"
    r"|opposition fighters|gunmen|fmln|farc|hamas|hezbollah|terrorists?"
)
_OTHER = _words(r"mass graves?|coup\b|putsch|assassination plot|overthr[eo]w")
_CIVILIANS = _words(
    r"civilians?|villagers?|residents?|people|women|children|journalists?|farmers?|workers?|students?|teachers?|worshippers"
    r"|passengers|priests?|villages?|families|boys?|girls?"
    r"|refugees|activists?|mosque|church|market|school|hospital|candidate|lawmaker|mayor"
)
_FIGHT = _words(
    r"clash|battl|fight|fought|skirmish|exchang|gunfight|firefight|gun ?battle|shoot-?out|ambush|offensive|repel"
    r"|repuls|combat"
)
_GROUP = _words(
    r"reinforc|redeploy|deploy|moved|relocat|withdr|retreat|pull(?:ed)? (?:out|back)|surrender|disarm|defect|merg|split|renam"
    r"|form(?:ed|ation)|exercise|drill|resign"
    r"|demobili[sz]|mobili[sz]|lay down|laid down|sent\b"
)
BASE = _words(r"camps?\b|bases?\b|headquarters|outposts?|garrisons?|barracks|observation (?:post|point)")
SET_UP = _words(r"emerg|establish|set up|setting up|open|buil[dt]|construct|creat|erect|set\b")


@dataclass(frozen=True, slots=True)
class Scene:
    """What a rule looks at: type and mode, the trigger, who did it to whom (joined names), the sentence."""

    event_type: str
    mode: str | None
    trigger: str
    actors: str
    targets: str
    sentence: str


def sub_event_shown(s: Scene) -> str | None:
    """The ACLED sub-event type that a scene shows; None where none fits.

    Methods come first, then crowds, ground that changes hands, what was taken or found, and last who fought whom.
    """
    if _OTHER.search(s.trigger) or (s.event_type == "COERCE" and _OTHER.search(s.sentence)):
        return "Other"
    match s.event_type:
        case "PROTEST":
            return _of_crowd(s)
        case "AGREE":
            return "Agreement"
        case "RETREAT":
            return _of_retreat(s)
        case "MOBILIZE":
            if SET_UP.search(s.trigger) and BASE.search(s.sentence):
                return "Headquarters or base established"
            return "Change to group/activity" if _GROUP.search(s.trigger) else None
        case "COERCE":
            return _of_coercion(s)
        case "ASSAULT":
            return _of_assault(s)
    return None


def _of_crowd(s: Scene) -> str:
    """Who struck first and how hard: ACLED counts what was done to a crowd before what the crowd did."""
    if _MOB.search(s.sentence) and (s.mode in {"riot", "vandalize"} or not _CROWD.search(s.sentence)):
        return "Mob violence"
    if _RIOTOUS.search(s.sentence) and (s.mode in {"riot", "vandalize"} or _RIOTOUS.search(s.trigger)):
        return "Violent demonstration"
    if _FORCES.search(s.sentence):
        if _LETHAL.search(s.sentence):
            return "Excessive force against protesters"
        if _RIOTOUS.search(s.sentence):
            return "Violent demonstration"
        if _DISPERSE.search(s.sentence):
            return "Protest with intervention"
    return "Violent demonstration" if s.mode in {"riot", "vandalize"} else "Peaceful protest"


def _of_retreat(s: Scene) -> str | None:
    if s.mode == "ceasefire":
        return "Agreement"
    if s.mode == "withdraw" and _PEACEFULLY.search(s.sentence) and _TOWN.search(s.sentence):
        return "Non-violent transfer of territory"
    return "Change to group/activity" if s.mode in {"withdraw", "disarm", "resign"} else None


def _of_coercion(s: Scene) -> str | None:
    if s.mode == "arrest":
        return "Arrests"
    if s.mode == "seize":
        taken = f"{s.trigger} {s.targets}"
        if _TOWN.search(s.targets) and not _WEAPONS.search(taken):
            return "Non-violent transfer of territory"
        if _WEAPONS.search(s.targets or s.sentence):
            return "Disrupted weapons use"
        return "Looting/property destruction" if _GOODS.search(s.targets) else None
    return None


METHODS: dict[str | None, str] = {
    "suicide-attack": "Suicide bomb",
    "unconventional": "Chemical weapon",
    "sexual": "Sexual violence",
    "abduct": "Abduction/forced disappearance",
    "drone": "Air/drone strike",
    "aerial": "Air/drone strike",
    "heavy-weapons": "Shelling/artillery/missile attack",
}


def _of_assault(s: Scene) -> str | None:
    whole = f"{s.trigger} {s.sentence}"
    if s.mode in METHODS:
        return METHODS[s.mode]
    if s.mode == "explosives":
        return "Grenade" if re.search(r"grenade", whole, re.IGNORECASE) else "Remote explosive/landmine/IED"
    if _CROWD.search(f"{s.targets} {s.sentence}") and _FORCES.search(f"{s.actors} {s.sentence}"):
        if s.mode == "crowd-control" and not _LETHAL.search(s.sentence):
            return "Violent demonstration" if _RIOTOUS.search(s.sentence) else "Protest with intervention"
        if _LETHAL.search(s.sentence) and _CROWD.search(s.targets):
            return "Excessive force against protesters"
    if _MOB.search(f"{s.actors} {s.trigger}"):
        return "Mob violence"
    if (_TAKE.search(s.trigger) or _REGAIN.search(s.trigger)) and _TOWN.search(f"{s.targets} {s.sentence}"):
        return ground_taken(s)
    if s.mode == "destroy" and (_TAKEN.search(s.trigger) or _GOODS.search(s.targets)):
        return "Looting/property destruction"
    if _FIGHT.search(s.trigger):
        return "Armed clash"
    if _CIVILIANS.search(s.targets) and not _FORCES.search(s.targets):
        return "Attack"
    return None


def ground_taken(s: Scene) -> str:
    """Which of ACLED's three changes of territory: by whom, and whether there was a fight."""
    if _PEACEFULLY.search(s.sentence):
        return "Non-violent transfer of territory"
    if _NON_STATE.search(s.actors) or (not s.actors and _NON_STATE.search(s.sentence.partition(s.trigger)[0])):
        return "Non-state actor overtakes territory"
    return "Government regains territory"
