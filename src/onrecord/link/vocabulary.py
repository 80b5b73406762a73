"""Words that say little by themselves: of places, of people, of what attacks do, of acts in general."""

from __future__ import annotations

import re

from onrecord.link.words import lemma

# The words of place names that name no place by themselves; a place of nothing else ("the village") is left out.
PLACE_NOUNS = frozenset(
    re.findall(
        r"\w+",
        """
        a the of in on at near between and al el ad as ar ash az jabal tell tel north south east west northern southern eastern
        western central northeast northwest southeast southwest northeastern northwestern southeastern southwestern upper lower
        outskirts edge city town village settlement locality hamlet camp district province governorate region area zone territory
        territories state county oblast raion department municipality commune suburb neighbourhood neighborhood quarter street
        road highway route border frontier hospital clinic university college school church mosque temple market prison jail base
        airport port bridge station police headquarters office home house residence building center centre medical regional
        general memorial community national international park square avenue ave st rd boulevard corner club bar mall store shop
        hotel block new san santa saint line front desert mountain mountains hill hills highlands heights range valley river lake
        sea coast island forest plateau capital country there here s
        """,
    )
)
# The words of a doer or a sufferer that fit one of a thousand happenings: "two men", "the 24-year-old victim", "armed men".
ANYBODY = frozenset(
    lemma(word)
    for word in (
        "a an the his her their its our other another several many some few dozen dozens hundred hundreds thousand thousands one "
        "two three four five six seven eight nine ten eleven twelve least than more about around nearly up first second third "
        "fourth fifth both all each half number group least unknown unidentified young old year years male female adult juvenile "
        "teenage teenager teen man men woman women boy boys girl girls child children kid baby person persons people victim "
        "victims suspect suspects gunman gunmen assailant assailants attacker attackers shooter driver passenger resident "
        "residents civilian civilians citizen citizens individual individuals family families brother sister mother father son "
        "daughter wife husband friend friends student students worker workers police officer officers policeman policemen deputy "
        "deputies cop cops authority authorities official officials responder responders soldier soldiers troop troops fighter "
        "fighters militant militants terrorist terrorists rebel rebels armed force forces member members crew crews pilot pilots "
        "aircraft plane planes jet jets warplane warplanes drone drones enemy unit units body bodies wounded injured dead killed "
        "deceased of who them they us we it him"
    ).split()
)
# What an attack does to people and things: told of the same happening as the attack itself.
OUTCOMES = frozenset(
    lemma(word)
    for word in (
        "kill die dead death fatality casualty victim wound injure injury hurt maim toll martyr perish slay eliminate neutralise "
        "neutralize liquidate destroy destruction damage hit burn collapse demolish lose loss"
    ).split()
)
GENERIC_TRIGGERS = frozenset(
    lemma(word)
    for word in (
        "attack",
        "incident",
        "event",
        "happen",
        "occur",
        "take",
        "place",
        "carry",
        "conduct",
        "action",
        "operation",
        "assault",
        "cause",
    )
)
# Words that tellers use for one thing: what one calls sites the next calls bases.
SAME_THING = {
    word: name
    for name, words in {
        "position": "site base position location camp hideout stronghold outpost redoubt lair den bunker",
        "depot": "depot warehouse arsenal store stockpile",
        "convoy": "convoy column motorcade",
        "vehicle": "vehicle truck pickup car lorry",
        "aircraft": "aircraft plane jet warplane",
    }.items()
    for word in words.split()
}
