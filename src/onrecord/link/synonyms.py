"""Words that news reports use for one kind of happening: a small hand-written thesaurus over light lemmas."""

from __future__ import annotations

from onrecord.link.words import lemma

_GROUPS = """
attack assault strike raid hit offensive storm target
bomb bombing blast explosion explode detonate detonation blow
shell shelling bombard bombardment barrage fire rocket missile
kill death die murder slay slaying homicide dead massacre execute execution assassinate assassination fatality perish slaughter
shoot shooting gunfire shot fire gun
injure injury wound hurt
stab stabbing knife slash
clash fight fighting battle combat skirmish firefight engage confront confrontation
arrest detain detention custody apprehend capture catch nab seize
kidnap abduct abduction kidnapping hostage
release free freed liberate
escape flee escapee breakout getaway run
charge indict indictment accuse accusation allege
convict conviction guilty verdict
sentence sentencing prison jail imprison imprisonment term
trial court hearing case prosecute prosecution
plead plea
investigate investigation probe inquiry inquest examine
protest demonstrate demonstration rally march riot unrest
strike walkout stoppage
withdraw withdrawal retreat pull leave pullout
occupy occupation overrun invade invasion
deploy deployment send dispatch
earthquake quake temblor tremor shake aftershock
flood flooding inundate
fire blaze burn arson torch
storm hurricane cyclone typhoon tornado
collapse crumble fall
damage destroy destruction devastate wreck ruin demolish
crash collide collision accident wreck
rescue save evacuate evacuation
say tell state statement announce announcement report claim declare confirm comment according
deny denial refute reject rejection dismiss
ask request urge call demand appeal
warn warning threaten threat
agree agreement deal accord pact treaty sign
meet meeting talk talks discuss discussion summit negotiate negotiation
vote election elect poll ballot
win victory triumph beat defeat win
lose loss defeat
appoint appointment name nominate nomination select choose pick choice hire hiring cast
resign resignation quit step leave retire retirement
fire sack dismiss dismissal oust
buy purchase acquire acquisition takeover buyout
sell sale
offer bid propose proposal
launch unveil introduce introduction release debut reveal
plan intend intention
start begin open commence kick
end finish conclude stop halt
increase rise grow climb jump surge
decrease fall drop decline
arrive arrival reach come
visit trip tour travel
marry wedding marriage wed
divorce split separate separation
sue lawsuit suit
steal theft rob robbery burglary heist loot
hide conceal
search hunt manhunt seek look
find discover discovery locate
award prize honor honour
hospitalize hospital treat treatment rehab rehabilitation admit
suspend suspension ban
celebrate celebration party
play game match
score goal
replace replacement succeed succession
cut slash reduce reduction
approve approval pass
""".strip()

_OF: dict[str, frozenset[int]] = {}
for _number, _line in enumerate(_GROUPS.splitlines()):
    for _word in _line.split():
        _OF[lemma(_word)] = _OF.get(lemma(_word), frozenset()) | {_number}


def alike(a: str, b: str) -> bool:
    """Whether two light lemmas can name one kind of happening: they share a group, or the stem of one derivation (decide, decision)."""
    if _OF.get(a, frozenset()) & _OF.get(b, frozenset()):
        return True
    return derived(a, b)


def derived(a: str, b: str) -> bool:
    """Whether two lemmas share at least four first letters that make up most of the shorter one."""
    common = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        common += 1
    return common >= 4 and common >= min(len(a), len(b)) - 2


def kinds_of(word: str) -> frozenset[int]:
    """Numbers of the groups of the thesaurus that hold the light lemma `word`."""
    return _OF.get(word, frozenset())
