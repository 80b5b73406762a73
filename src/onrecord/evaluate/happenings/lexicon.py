"""Words that name happenings, by the coarse groups that event corpora count: a small thesaurus in the terms of ACE, KAIROS and FrameNet."""

from __future__ import annotations

from collections import defaultdict

GROUPS = (
    "attack death injury arrest protest damage movement battle statement justice agreement meeting".split()  # in the order of the models
)
_VERBS = {
    "attack": "attack strike bomb bombard shell raid ambush assault hit target fire shoot storm invade explode detonate blast "
    "blow stab beat rape torture hijack kidnap abduct snipe strafe gun ram pelt firebomb terrorise terrorize lob hurl "
    "launch",
    "battle": "battle clash fight combat skirmish counterattack defend defeat resist repel engage besiege capture recapture conquer",
    "death": "kill die murder assassinate execute slay massacre slaughter perish drown behead hang lynch strangle exterminate "
    "decapitate electrocute suffocate starve succumb",
    "injury": "wound injure hurt maim mutilate bleed cripple harm burn disfigure poison infect hospitalise hospitalize",
    "arrest": "arrest detain jail capture imprison incarcerate apprehend intern nab seize round catch hold remand",
    "protest": "protest demonstrate march rally riot picket chant loot revolt",
    "damage": "destroy damage demolish wreck ruin raze devastate burn torch shatter collapse vandalise vandalize smash sabotage "
    "dismantle flatten gut rip tear break down",
    "movement": "move travel go come leave arrive depart flee evacuate deploy send transport carry deliver bring take drive fly "
    "walk cross enter return withdraw escape reach ship smuggle import export migrate displace head march visit "
    "retreat run rush follow sail cruise approach land step transfer transit traffic relocate resettle ferry haul "
    "pull push advance descend climb wander roam slip sneak dispatch airlift deport expel exit emigrate immigrate "
    "trek hike race roll tow lift drop fall crawl stroll stream pour divert board",
    "meeting": "meet visit discuss negotiate consult confer attend gather greet convene welcome host mediate interview chat "
    "converse debate",
    "agreement": "agree sign ratify pledge",
    "statement": "say tell announce report claim declare state add warn deny confirm call speak write accuse condemn ask urge "
    "order demand threaten describe explain insist note acknowledge admit allege assert suggest remark comment reply "
    "respond complain vow promise reveal broadcast publish inform instruct request propose argue maintain mention "
    "relate recount reiterate stress emphasize repeat testify lecture tweet brief notify advise proclaim pronounce "
    "preach exclaim mutter shout yell phone telephone contact correspond",
    "justice": "charge convict sentence indict try prosecute acquit accuse investigate plead appeal sue extradite pardon parole "
    "fine punish execute exonerate arraign testify probe search release free question interrogate impeach",
}
_NOUNS = {
    "attack": "attack strike bomb bombing shelling airstrike explosion shooting shootout gunfire firefight invasion offensive "
    "bombardment blast detonation crossfire massacre genocide rape torture beating hijacking kidnapping abduction "
    "raid ambush assault shot gunshot terrorism violence war conflict aggression barrage siege stabbing incursion "
    "suicide assassination atrocity",
    "battle": "battle clash fight combat war conflict skirmish fighting counterattack warfare hostility confrontation campaign "
    "struggle insurgency resistance offensive firefight battlefield",
    "death": "death killing murder assassination execution massacre slaughter fatality casualty homicide suicide slaying "
    "genocide toll victim demise beheading",
    "injury": "injury wound casualty burn trauma bruise harm",
    "arrest": "arrest detention custody imprisonment captivity jail prison incarceration capture apprehension prisoner",
    "protest": "protest demonstration march rally riot unrest uprising sit-in protester demonstrator rebellion revolt strike",
    "damage": "damage destruction devastation collapse ruin demolition wreckage vandalism sabotage arson",
    "movement": "movement travel trip arrival departure flight evacuation deployment transport transportation delivery return "
    "withdrawal escape journey shipment smuggling import export migration displacement exodus march visit retreat "
    "entry crossing transfer convoy tour voyage passage trafficking relocation deportation expulsion pullout",
    "meeting": "meeting talk summit visit conference negotiation discussion dialogue gathering interview consultation session "
    "ceremony reception conversation debate forum",
    "agreement": "agreement deal treaty pact ceasefire cease-fire truce accord contract convention memorandum understanding "
    "protocol settlement",
    "statement": "statement announcement report claim declaration warning denial call speech remark comment threat demand order "
    "request message letter broadcast testimony allegation accusation proposal explanation assertion tweet briefing "
    "sermon ultimatum address",
    "justice": "charge conviction sentence indictment trial prosecution acquittal accusation investigation plea appeal lawsuit "
    "extradition pardon parole fine punishment hearing verdict probe inquiry release search court case execution "
    "guilt",
}
_FORMS = {
    "attack": "struck shot hit blew blown beaten gunned opened",
    "battle": "fought repelled",
    "death": "slain slew dead deadly fatal fatally lethal died dying killed killer hanged hung",
    "injury": "hurt bled wounded",
    "arrest": "caught held jailed detained seized behind",
    "damage": "torn broken broke burnt blown ripped",
    "movement": "went gone came left fled sent carried brought took taken drove driven flew flown ran led fell fallen rode",
    "meeting": "met talks held",
    "statement": "said told spoke spoken wrote written saying",
    "justice": "tried sentenced guilty sued freed pleaded pled",
    "protest": "protests took",
    "agreement": "agreed signed",
}
_VOWELS = frozenset("aeiou")


def forms(lemma: str, *, verb: bool) -> set[str]:
    """The regular inflected forms of a lemma; more than English has where doubling a consonant is a matter of stress."""
    last = lemma[-1]
    stem = lemma[:-1] if last == "e" else lemma
    if last == "y" and lemma[-2:-1] not in _VOWELS:
        found = {lemma, f"{lemma[:-1]}ies"} | ({f"{lemma[:-1]}ied", f"{lemma}ing"} if verb else set())
    else:
        found = {lemma, f"{lemma}es" if lemma.endswith(("s", "sh", "ch", "x", "z", "o")) else f"{lemma}s"}
        if verb:
            found |= {f"{stem}ed", f"{lemma if lemma.endswith('ee') else stem}ing"}
            if last not in _VOWELS | set("wxy") and lemma[-2:-1] in _VOWELS:
                found |= {f"{lemma}{last}ed", f"{lemma}{last}ing"}
    return found


def _lexicon() -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for group, lemmas in _VERBS.items():
        for lemma in lemmas.split():
            for form in forms(lemma, verb=True):
                found[form].add(group)
    for group, lemmas in _NOUNS.items():
        for lemma in lemmas.split():
            for form in forms(lemma, verb=False):
                found[form].add(group)
    for group, words in _FORMS.items():
        for word in words.split():
            found[word].add(group)
    return {word: tuple(sorted(groups)) for word, groups in found.items()}


_LEXICON = _lexicon()


def groups_of(word: str) -> tuple[str, ...]:
    """The coarse groups that a word, in lower case, may name; often none."""
    return _LEXICON.get(word, ())


_ENDINGS = (("ations", "ate"), ("ation", "ate"), ("ings", ""), ("ing", ""), ("ies", "y"), ("ied", "y"), ("ed", ""), ("es", ""), ("s", ""))


def stem_of(word: str) -> str:
    """What the forms of a word share, roughly: "bombed", "bombings" and "bomb" are "bomb", "charge" and "charged" "charg"."""
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)] + instead
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word[-1] == "e" else word
