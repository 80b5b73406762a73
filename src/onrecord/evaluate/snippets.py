"""One label for a whole snippet: ACLED's sub-events and the five other classes of CASE 2021 (Haneczok et al. 2021), relevance for CEHA.

A snippet has one label though it may tell of several happenings: what it is told for comes first. Rules read the whole snippet, claims
say what they can; where the reader found no claim, the words alone decide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.model import Claim
from onrecord.read import Scene, mode_shown, sub_event_shown


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})", re.IGNORECASE)


_RESPONSIBILITY = _words(
    r"(?:claim(?:s|ed|ing)?|t(?:oo|a)k(?:e|en|ing|es)?|accept(?:ed|s)?|den(?:y|ied|ies)|admit(?:ted|s)?) (?:\w+ )?responsibility"
    r"|claim(?:ed|s)? (?:the|an?) (?:attack|bombing)"
    r"|(?:reject|den|dismiss)\w* (?:\w+ )?(?:accusation|allegation|involvement|carrying out)|has been blamed|(?:are|is|were"
    r"|was) blamed (?:for|on)|blamed .{0,40} for the"
)
_NATURE = _words(
    r"earthquakes?|aftershocks?|floods?\b|flooding|hurricanes?|typhoons?|cyclones?|tornado(?:es)?|tsunami|landslides?|mudslides?"
    r"|avalanches?|droughts?|wildfires?|bushfires?"
    r"|forest fires?|volcan\w+|eruptions?|heavy (?:rains?|snow)|rainstorms?|heat ?waves?|blizzards?|lightning|epidemic|outbreak of"
)
_ACCIDENT = _words(
    r"crash(?:ed|es|ing)?\b|collision|collided|overturn|derail|capsiz|s[au]nk\b|shipwreck|(?:plant|factory|refinery|mine|furnace"
    r"|tank|boiler|warehouse|pipeline|gas) (?:fire|explosion|blast)"
    r"|(?:gas|chemical|oil) (?:leak|spill)|caught fire|catching fire|collapse[ds]?\b|short circuit|accident(?!al)\w*|stampede"
    r"|electrocut|engine failure|spill(?:ed|age)?\b"
)
_INDUSTRY = _words(
    r"plants?\b(?! (?:a |the )?bombs?)|factor(?:y|ies)|refiner(?:y|ies)|furnace|boiler|silo|fertili[sz]er|pipeline|gas cylinder"
    r"|power station|fireworks (?:factory|warehouse|depot)|industrial|warehouse"
)
_BLAST = _words(r"explo(?:sions?|ded?)|blasts?|fire\b|burn(?:s|ed|ing)?\b|smoke")
_DELIBERATE = _words(
    r"bomb(?:s|ed|er|ers|ing|ings)?\b|terror\w*|militants?|rebels?|insurgents?|ied\b|mines?\b(?! (?:collapse|shaft|fire"
    r"|accident))|landmines?|detonated|suicide|gunmen|troops|soldiers?"
    r"|shell(?:ed|ing|s)\b|rockets?|missiles?|air ?strikes?|attack(?:ed|s|ers?)?\b|arson|clash\w*|army|drones?|war\b|sabotage"
    r"|grenades?|planted"
)
_CRIME = _words(
    r"smuggl|traffick|drug (?:lord|dealer|ring|gang|cartel|bust|haul)|narco|cocaine|heroin|meth\b|methamphetamine|counterfeit"
    r"|launder|extort|racket|cartels?\b|mafia"
    r"|organi[sz]ed crime|poach|prostitution ring|robber(?:y|s|ies)"
)
_DIPLOMACY = _words(
    r"sanctions?\b|diplomats?|ambassadors?|envoys?|embass(?:y|ies)|expel(?:s|led)? .{0,30}(?:diplomats?|ambassador|envoys?)"
    r"|summits?|foreign ministers?|bilateral|diplomatic|talks\b"
    r"|state visit|meeting with|persona non grata|negotiat\w+"
)
_WAR = _words(r"kill|attack|shell|bomb|clash|air ?strike|shot\b|fight|fought|explo|wound|captur|abduct|protest|demonstrat|riot")
_GAS = _words(
    r"(?:poison(?:ous)?|toxic|chlorine|sarin|nerve|mustard) (?:gas|agents?)|chemical (?:weapons?|attacks?|agents?|substances?"
    r"|strikes?)|sarin|chlorine|novichok|gas attacks?|white phosphorus"
)
_SUICIDE = _words(
    r"suicide (?:bomb|attack|car|vest|truck|mission)|suicide-bomb|kamikaze|blew (?:himself|herself|themselves|itself) up"
    r"|explosive (?:vest|belt)"
)
_GRENADE = _words(r"(?:hand |rocket-propelled )?grenades?\b|rpg\b")
_SEXUAL = _words(r"rap(?:ed?|ing|es)\b|sexual(?:ly)? (?:violence|assault|abus)|gang-rape|molest")
_ABDUCTION = _words(r"kidnap|abduct|hostages?\b|forcibly disappeared|enforced disappearance|went missing|captive")
_CROWD = _words(
    r"protest(?:s|ed|ing|e|o)?rs?\b|protest(?:s|ed|ing)?\b|demonstrat\w+|marched|marches|rall(?:y|ies|ied)\b|rioters?|riots?\b"
    r"|rioting|sit-ins?|strikers|on strike|general strike|took to the streets"
    r"|street action|picket|walkout"
)
_MOB = _words(r"mobs?\b|lynch|vigilantes?|angry (?:crowd|residents|villagers|youths)|communal (?:clash|violence)")
_HOARD = _words(
    r"(?:seiz|confiscat|recover|discover|uncover|f(?:ou|i)nd|intercept|defus|neutrali[sz]|dismantl|deactivat|foil|thwart|stash"
    r"|cache|unearth|accidentally|premature)\w*"
)
_ARMS = _words(
    r"weapons?|rifles?|firearms?|pistols?|guns?\b|ammunition|explosives?|explosive devices?|grenades?|projectiles?|bombs?\b"
    r"|ieds?\b|landmines?|mines?\b|detonators?|drugs|devices?|rockets?|arms\b"
)
_MINE = _words(
    r"land ?mines?\b|mines?\b|ieds?\b|improvised explosive|roadside bomb|car bomb|booby|explosive devices?|remote-controlled"
    r"|bomb(?:s|ing|ings)?\b(?! barrel)"
)
_BY_AIR = _words(
    r"air ?strikes?|air raids?|warplanes?|fighter jets?|jets?\b|drones?\b|aerial|helicopters?|air force|barrel bombs?|aircraft"
)
_SHELLING = _words(r"shell(?:ed|ing|s)\b|artillery|mortars?\b|rockets?\b|missiles?\b|howitzers?|bombard\w*")
_HAND_OVER = _words(
    r"without (?:a fight|resistance|fighting|any resistance|firing)|hand(?:ed|ing|s)? over (?:control|the (?:town|city|base"
    r"|territory))|deserted|unopposed|peacefully"
    r"|after .{0,60}(?:pulled out|withdrew|left)|ceded"
)
_TOOK = _words(
    r"(?:re)?t(?:oo|a)k(?:e|en|ing)? (?:over|control|back)|(?:re)?captur(?:ed|es|ing)\b|seiz(?:ed|es|ing|e)\b (?:control"
    r"|the (?:town|city|village|district|area|base)|a |an |several villages|it\b)|overr[au]n"
    r"|recover(?:ed|s)? control|liberat|regain|gain(?:ed)? control|retook|retak"
)
_PLACE = _words(r"town|city|cities|village|district|province|territor|crossing|base\b|hill|area|site|region|neighbou?rhood")
_REBELS = _words(
    r"rebels?|militants?|insurgents?|jihadists?|islamists?|taliban|islamic state|isis\b|isil\b|daesh|shabaab|boko haram"
    r"|separatists?|houthis?|al[- ]qaeda|opposition fighters|guerrillas?"
)
_HQ = _words(
    r"(?:set(?:ting)? up|establish\w*|open(?:ed|ing)?|built|build(?:ing)?|construct\w*|erect\w*).{0,60}(?:bases?\b|camps?\b"
    r"|headquarters|outposts?|observation (?:post|point)|checkpoints?|barracks)"
)
_ACCORD = _words(
    r"cease-?fire|truce|peace (?:deal|agreement|accord|treaty)|signed|agree(?:d|ment)|exchange of prisoners|prisoner (?:swap"
    r"|exchange)|disarmament|accord"
)
_GROUP = _words(
    r"reinforc|redeploy|recruit|merg(?:ed|er)|split from|renamed|exercises?\b|drills?\b|mobili[sz]|withdr[ae]w|deploy"
    r"|moved (?:troops|forces)|new group|surrender"
)
_ARREST = _words(r"arrest|detain|rounded up|jailed|custody|apprehend|captured alive|nabbed")
_LOOT = _words(
    r"loot|ransack|vandal|raz(?:ed|ing)|torch(?:ed|ing)?\b|burn(?:ed|t|ing) down|set .{0,25}(?:fire|ablaze)|destroy(?:ed|ing"
    r"|s)?\b|demolish|stole\b|defac"
)
_ARMED = _words(
    r"army|troops|soldiers?|security forces|police|militants?|rebels?|insurgents?|terrorists?|fighters|militia\w*|taliban|gunmen"
    r"|jihadists?|isis|daesh|shabaab|boko haram|forces|bandits|gangs?"
)
_FIGHT = _words(
    r"clash|battl(?!eship)|fight|fought|skirmish|exchange of fire|exchang\w+ fire|gun ?battle|gunfight|firefight|shoot-?out"
    r"|ambush|military operation|offensive|repel|repuls"
)
_HARM = _words(r"kill|dead\b|died|murder|wound|injur|shot\b|shoot|stabb|behead|massacre|attack|slain|execut|hacked|gunned|beat")
_CASE = {
    "Armed clash": "ARMED_CLASH",
    "Government regains territory": "GOV_REGAINS_TERIT",
    "Non-state actor overtakes territory": "NON_STATE_ACTOR_OVERTAKES_TER",
    "Chemical weapon": "CHEM_WEAP",
    "Air/drone strike": "AIR_STRIKE",
    "Suicide bomb": "SUIC_BOMB",
    "Shelling/artillery/missile attack": "ART_MISS_ATTACK",
    "Remote explosive/landmine/IED": "REM_EXPLOS",
    "Grenade": "GRENADE",
    "Sexual violence": "SEX_VIOL",
    "Attack": "ATTACK",
    "Abduction/forced disappearance": "ABDUCT_DISSAP",
    "Peaceful protest": "PEACE_PROTEST",
    "Protest with intervention": "PROTEST_WITH_INTER",
    "Excessive force against protesters": "FORCE_AGAINST_PROTEST",
    "Violent demonstration": "VIOL_DEMONSTR",
    "Mob violence": "MOB_VIOL",
    "Agreement": "AGREEMENT",
    "Arrests": "ARREST",
    "Change to group/activity": "CHANGE_TO_GROUP_ACT",
    "Disrupted weapons use": "DISR_WEAP",
    "Headquarters or base established": "HQ_ESTABLISHED",
    "Looting/property destruction": "PROPERTY_DISTRUCT",
    "Non-violent transfer of territory": "NON_VIOL_TERRIT_TRANSFER",
    "Other": "OTHER",
}


def case_label(text: str, claims: Sequence[Claim]) -> str:
    """The class of a snippet among ACLED's 25 sub-events and DIPLO, ATTRIB, ORG_CRIME, NATURAL_DISASTER and MAN_MADE_DISASTER."""
    other = _beyond_acled(text)
    if other is not None:
        return other
    return _CASE[_sub_event(text, sorted(claims, key=lambda c: (-c.confidence, c.trigger)))]


def _beyond_acled(text: str) -> str | None:
    deliberate = _DELIBERATE.search(text) is not None
    if _RESPONSIBILITY.search(text) and _WAR.search(text):
        return "ATTRIB"
    if not deliberate and not _CROWD.search(text):
        if _NATURE.search(text):
            return "NATURAL_DISASTER"
        if _ACCIDENT.search(text) or (_INDUSTRY.search(text) and _BLAST.search(text)):
            return "MAN_MADE_DISASTER"
        if _CRIME.search(text):
            return "ORG_CRIME"
    if _DIPLOMACY.search(text) and not _WAR.search(text) and not _ACCORD.search(text):
        return "DIPLO"
    return None


def _sub_event(text: str, claims: Sequence[Claim]) -> str:
    """Means that are named, then crowds, ground, what is found and agreed; what the claims say; last who was harmed by whom."""
    if _GAS.search(text):
        return "Chemical weapon"
    if _SUICIDE.search(text):
        return "Suicide bomb"
    if _CROWD.search(text):
        return str(sub_event_shown(Scene("PROTEST", mode_shown("PROTEST", text, text), text, "", "", text)))
    if _MOB.search(text):
        return "Mob violence"
    if _HOARD.search(text) and _ARMS.search(text):
        return "Disrupted weapons use"
    if _TOOK.search(text) and _PLACE.search(text):
        return _ground(text)
    if _HQ.search(text):
        return "Headquarters or base established"
    coded = [c.sub_event for c in claims if c.sub_event and c.status != "hypothetical"]
    for pattern, name in (
        (_ABDUCTION, "Abduction/forced disappearance"),
        (_SEXUAL, "Sexual violence"),
        (_GRENADE, "Grenade"),
        (_BY_AIR, "Air/drone strike"),
        (_SHELLING, "Shelling/artillery/missile attack"),
        (_MINE, "Remote explosive/landmine/IED"),
    ):
        if pattern.search(text) and (name in coded or _HARM.search(text) or not coded):
            return name
    for pattern, name in ((_ACCORD, "Agreement"), (_FIGHT, "Armed clash")):
        if pattern.search(text):
            return name
    if coded:
        return coded[0]
    for pattern, name in ((_ARREST, "Arrests"), (_LOOT, "Looting/property destruction"), (_GROUP, "Change to group/activity")):
        if pattern.search(text):
            return name
    if _HARM.search(text):
        return "Armed clash" if len({m.group().lower() for m in _ARMED.finditer(text)}) > 1 else "Attack"
    return "Other"


def _ground(text: str) -> str:
    if _HAND_OVER.search(text):
        return "Non-violent transfer of territory"
    took = _TOOK.search(text)
    before = text[: took.start()] if took else text
    return "Non-state actor overtakes territory" if _REBELS.search(before) else "Government regains territory"
