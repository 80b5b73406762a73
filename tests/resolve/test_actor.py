"""Hard mentions of actors in invented reports: who speaks or acts, for which organisation, for which party."""

from __future__ import annotations

import re
from datetime import date

import pytest

from onrecord.model import ActorRef, Claim, Document, Link, Place, Reading, Role, Span
from onrecord.resolve.actor import ActorResolver, ActorTable

TABLE = ActorTable.load()
RESOLVER = ActorResolver(TABLE)


def reading(text: str, *claims: Claim, publisher: str | None = None, published: date | None = None) -> Reading:
    document = Document(text=text, publisher=publisher, published=published)
    sentences = tuple(Span(m.start(), m.end()) for m in re.finditer(r"[^.\n]+\.?", text))
    return Reading(document=document, sentences=sentences, paragraphs=(), mentions=(), attributions=(), claims=claims)


def claim_of(
    text: str, *, voices: tuple[str, ...] = (), roles: tuple[str, ...] = (), names: dict[str, str] | None = None, country: str | None = None
) -> Claim:
    def at(words: str) -> Span:
        start = text.index(words)
        return Span(start, start + len(words))

    called = names or {}
    first = at(text.split()[0])
    places = (Place(span=first, name="somewhere", kind="town", country=country),) if country else ()
    return Claim(
        document_id="d0",
        trigger=first,
        evidence=first,
        event_type="ASSAULT",
        status="occurred",
        certainty="asserted",
        places=places,
        attribution=tuple(Link(source=at(voice), cue=None, name=called.get(voice, voice)) for voice in voices),
        actors=tuple(Role(span=at(role), name=called.get(role, role)) for role in roles),
    )


def resolved(
    text: str,
    words: str,
    *,
    voice: bool,
    publisher: str | None = None,
    published: date | None = None,
    name: str | None = None,
    country: str | None = None,
) -> ActorRef:
    called = {words: name} if name else None
    made = claim_of(text, voices=(words,) if voice else (), roles=() if voice else (words,), names=called, country=country)
    done = RESOLVER.resolve(reading(text, made, publisher=publisher, published=published)).claims[0]
    actor = done.attribution[0].actor if voice else done.actors[0].actor
    assert actor is not None
    return actor


# text with the mention between «», organisation, party, named
VOICES = [
    # offices and ministries that name their state
    ("«The Syrian Foreign Ministry» protested.", "sy.foreign", "sy", True),
    ("«Syria's Foreign Ministry» protested.", "sy.foreign", "sy", True),
    ("«The Ministry of Defence of Ukraine» counted 40 drones.", "ua.defence", "ua", True),
    ("«The Ministry of Defence of the Russian Federation» counted 40 drones.", "ru.defence", "ru", True),
    ("«The Russian MoD» counted 40 drones.", "ru.defence", "ru", True),
    ("«Минобороны России» сообщило об ударе.", "ru.defence", "ru", True),
    ("«ВСУ» сообщили об ударе.", "ua.military", "ua", True),
    ("«وزارة الدفاع الروسية» أعلنت الضربة", "ru.defence", "ru", True),
    # the surname of a known person at the end of another's name
    ("«Salvadoran Foreign Minister Jose Manuel Pacas Castro» spoke.", "sv.foreign", "sv", True),
    ("«A Pentagon spokesman» confirmed the raid.", "us.defence", "us", True),
    ("«The Pentagon» confirmed the raid.", "us.defence", "us", True),
    ("«The White House» condemned the raid.", "us.president", "us", True),
    ("«Downing Street» condemned the raid.", "gb.prime-minister", "gb", True),
    ("«The Quai d'Orsay» condemned the raid.", "fr", "fr", True),
    ("«The Kremlin» denied it.", "ru.president", "ru", True),
    ("«US Central Command» said it struck a depot.", "us-centcom", "us", True),
    ("«U.S. Central Command» said it struck a depot.", "us-centcom", "us", True),
    ("«CENTCOM» said it struck a depot.", "us-centcom", "us", True),
    ("«The Iraqi Defence Ministry's press office» said so.", "iq.defence", "iq", True),
    ("«A statement of the Nigerian army» said so.", "ng.military", "ng", True),
    ("«The Philippine Department of National Defense» said so.", "ph.defence", "ph", True),
    ("«The Turkish presidency» said so.", "tr.president", "tr", True),
    ("«India's External Affairs Ministry» said so.", "in.foreign", "in", True),
    ("«The Inter-Services Public Relations» said so.", "pk-ispr", "pk", True),
    ("«Somalia's National Intelligence and Security Agency» said so.", "so.intelligence", "so", True),
    ("«the Lebanese Health Ministry» raised the toll.", "lb.health", "lb", True),
    ("«Jordanian Ministry of Public Health, operations room» raised the toll.", "jo.health", "jo", True),
    ("«The State Emergency Service of Ukraine» dug for survivors.", "ua.emergency", "ua", True),
    ("«The Sumy Regional Prosecutor's Office» opened a case.", "ua.prosecutor", "ua", True),
    ("«The Aleppo governorate» said so.", "sy.local-government", "sy", True),
    ("«The Islamic Republic's Foreign Ministry» said so.", "ir.foreign", "ir", True),
    ("«Damascus» rejected the charge.", "sy", "sy", True),
    ("«Representatives of the Russian forces» rejected the charge.", "ru.military", "ru", True),
    ("«The Russian side» rejected the charge.", "ru", "ru", True),
    ("«Syria's ambassador to the UN» rejected the charge.", "sy.embassy", "sy", True),
    ("«The Russian Center for Reconciliation of Warring Parties» reported four strikes.", "ru-reconciliation", "ru", True),
    ("«The Israeli military» admitted the strike.", "il.military", "il", True),
    ("«IDF» admitted the strike.", "il.military", "il", True),
    ("«The Revolutionary Guards» claimed the strike.", "irgc", "ir", True),
    ("«the Nigerien junta» closed the border.", "ne.government", "ne", True),
    ("«The Myanmar military» denied it.", "mm.military", "mm", True),
    ("«The Armed Forces of the DR Congo» denied it.", "cd.military", "cd", True),
    ("«Les Forces armées de la RDC, secteur Nord» denied it.", "cd.military", "cd", True),
    # unnamed voices
    ("«A Chadian security source» gave a higher toll.", None, "td", False),
    ("«a security official» gave a higher toll.", None, None, False),
    ("«activists» gave a higher toll.", None, None, False),
    ("«Witnesses» gave a higher toll.", None, None, False),
    ("«Local residents» gave a higher toll.", None, None, False),
    ("«Two Syrian army officers» gave a higher toll.", "sy.military", "sy", False),
    ("«A Syrian military source» gave a higher toll.", "sy.military", "sy", False),
    ("«An Iraqi official» gave a higher toll.", None, "iq", False),
    ("«A Somali police officer» gave a higher toll.", "so.police", "so", False),
    ("«Western diplomats» gave a higher toll.", None, None, False),
    ("«Sources in the Libyan National Army» gave a higher toll.", "lna", "lna", False),
    ("«a source in the Iraqi Interior Ministry» gave a higher toll.", "iq.interior", "iq", False),
    ("«Hospital sources» gave a higher toll.", None, None, False),
    ("«Relatives of soldiers» gave a higher toll.", None, None, False),
    ("«former Kenyan army officers» gave a higher toll.", None, None, False),
    ("«A French lawyer» gave a higher toll.", None, None, False),
    # armed groups, movements and their mouths
    ("«The Gaza health ministry» raised the toll.", "gaza.health", "hamas", True),
    ("«The Hamas-run health ministry» raised the toll.", "gaza.health", "hamas", True),
    ("«the Health Ministry in Gaza» raised the toll.", "gaza.health", "hamas", True),
    ("«Gaza's civil defence agency» raised the toll.", "gaza.emergency", "hamas", True),
    ("«The Palestinian Health Ministry» raised the toll.", "ps.health", "ps", True),
    ("«The Houthi-run health ministry» raised the toll.", "houthis.health", "houthis", True),
    ("«Amaq» carried the claim.", "amaq", "islamic-state", True),
    ("«Islamic State's Amaq news agency» carried the claim.", "amaq", "islamic-state", True),
    ("«Az-Zallaqa» carried the claim.", "az-zallaqa", "jnim", True),
    ("«Islamic State Sahel Province» claimed it.", "issp", "islamic-state", True),
    ("«JNIM» claimed it.", "jnim", "jnim", True),
    ("«Mouvement du 23 mars, press office» denied it.", "m23", "m23", True),
    ("«The Rapid Support Forces, press service» denied it.", "rsf", "rsf", True),
    ("«A spokesman for the Houthi movement» denied it.", "houthis", "houthis", True),
    ("«Hezbollah Media Relations» denied it.", "hezbollah-media", "hezbollah", True),
    ("«Ansar Allah» denied it.", "houthis", "houthis", True),
    ("«Ansarullah» denied it.", "houthis", "houthis", True),
    ("«The Syrian Democratic Forces» denied it.", "sdf", "sdf", True),
    ("«The YPG» denied it.", "ypg", "sdf", True),
    ("«the al-Qassam Brigades» denied it.", "qassam", "hamas", True),
    ("«The Pakistani Taliban» denied it.", "ttp", "ttp", True),
    ("«Al-Shabab» denied it.", "al-shabaab", "al-shabaab", True),
    ("«THE FARABUNDO MARTI NATIONAL LIBERATION FRONT» DENIED IT.", "fmln", "fmln", True),
    ("«SENDERO LUMINOSO» CLAIMED IT.", "shining-path", "shining-path", True),
    ("«RADIO VENCEREMOS» CLAIMED IT.", "radio-venceremos", "fmln", True),
    ("«The Saudi-led coalition» denied it.", "saudi-coalition", "saudi-coalition", True),
    ("«The US-led coalition» denied it.", "cjtf-oir", "cjtf-oir", True),
    ("«Wagner Group» denied it.", "wagner", "ru", True),
    ("«حزب الله» أعلن ذلك", "hezbollah", "hezbollah", True),
    # bodies, monitors, media
    ("«The Syrian Observatory for Human Rights» counted 12 dead.", "sohr", "sohr", True),
    ("«The UK-based Syrian Observatory for Human Rights» counted 12 dead.", "sohr", "sohr", True),
    ("«UN human rights monitors» counted 12 dead.", "ohchr", "un", False),
    ("«UNIFIL» counted 12 dead.", "unifil", "un", True),
    ("«The UN envoy to Syria» counted 12 dead.", "un", "un", True),
    ("«Doctors Without Borders» counted 12 dead.", "msf", "msf", True),
    ("«Syrian state television» showed it.", "syrian-tv", "sy", True),
    ("«The Syrian news agency Sana» showed it.", "sana", "sy", True),
    ("«TASS» showed it.", "tass", "ru", True),
    ("«Reuters» showed it.", "reuters", None, True),
    ("«Agence France-Presse» showed it.", "afp", None, True),
    ("«Al Jazeera» showed it.", "al-jazeera", None, True),
    ("«Burundian state radio» showed it.", "bi.state-media", "bi", True),
    ("«A Reuters photographer» saw it.", "reuters", None, True),
    # stands alone
    ("«The director of Al-Wafa Hospital» counted the bodies.", None, None, True),
    ("«The Pinewood Times» saw it.", None, None, True),
    ("«The Free Galian Army» claimed it.", None, None, True),
]

PEOPLE = [
    # text, mention, name, organisation, party, country
    (
        "Major General Pavel Orlov, deputy head of the Russian Center for Reconciliation of Warring Parties, spoke.",
        "Pavel Orlov",
        "ru-reconciliation",
        "ru",
    ),
    ("The strike failed, said Ukrainian Deputy Defence Minister Halyna Petrenko.", "Halyna Petrenko", "ua.defence", "ua"),
    ("Colonel Musa Danjuma, a spokesman for the Nigerian army, denied it.", "Musa Danjuma", "ng.military", "ng"),
    ("The spokesman of the Iraqi Interior Ministry, Saad Kareem, denied it.", "Saad Kareem", "iq.interior", "iq"),
    ("Abu Khalid, a commander of Ahrar al-Sham, denied it.", "Abu Khalid", "ahrar-al-sham", "ahrar-al-sham"),
    ("Maria Lopez of Amnesty International denied it.", "Maria Lopez", "amnesty", "amnesty"),
    ("Poltava regional governor Bohdan Marchenko denied it.", "Bohdan Marchenko", "ua.local-government", "ua"),
    ("Dr. Samir Haddad, director of the Al-Nour Hospital in Aleppo, counted bodies.", "Samir Haddad", None, None),
    ("COLONEL RAMIRO PAZ, SPOKESMAN FOR THE PERUVIAN ARMY, DENIED IT.", "RAMIRO PAZ", "pe.military", "pe"),
    ("PRESIDENT ALFREDO CRISTIANI DENIED IT.", "ALFREDO CRISTIANI", "sv.president", "sv"),
    ("Foreign Secretary Boris Johnson denied it.", "Boris Johnson", "gb.foreign", "gb"),
    (
        "Sergei Shoigu, Secretary of the Security Council of the Russian Federation, denied it.",
        "Sergei Shoigu",
        "ru.security-council",
        "ru",
    ),
    ("Hezbollah lawmaker Ali Mansour denied it.", "Ali Mansour", "hezbollah.parliament", "hezbollah"),
    ("Ruth Amsel, spokeswoman for the World Food Programme, denied it.", "Ruth Amsel", "wfp", "un"),
    ("Reuters photographer Omar Zidan saw it.", "Omar Zidan", "reuters", None),
    ("Fisherman Tomas Blau saw it.", "Tomas Blau", None, None),
]

ROLES = [
    ("«Nigerian soldiers» shot at the bus.", "ng.military", "ng"),
    ("«Somali police» shot at the bus.", "so.police", "so"),
    ("«Russian aviation» hit the ridge.", "ru.air-force", "ru"),
    ("«Russian warplanes» hit the ridge.", "ru.air-force", "ru"),
    ("«Warplanes» hit the ridge above the Syrian town.", None, None),
    ("«President Salva Kiir's forces» hit the ridge.", "ss.military", "ss"),
    ("«Assad's forces» hit the ridge.", "sy.military", "sy"),
    ("«ISIL fighters» hit the ridge.", "islamic-state", "islamic-state"),
    ("«members of Hamas» hit the ridge.", "hamas", "hamas"),
    ("«Turkish-backed Syrian rebels» hit the ridge.", None, None),
    ("«Iran-backed militia» hit the ridge.", None, None),
    ("«anti-Taliban fighters» hit the ridge.", None, None),
    ("«Pro-Russian separatists» hit the ridge.", "donbas-separatists", "ru"),
    ("«Israeli settlers» burned cars.", None, None),
    ("«Palestinian gunmen» fired.", None, None),
    ("«residents of Homs» fled.", None, None),
    ("«Syrians» fled.", None, None),
    ("«Rebels» fired.", None, None),
    ("«Guerrilla commandos» fired at the Peruvian army.", None, None),
    ("«protesters» threw stones.", None, None),
    ("«the Zamfara bandits» fired.", None, None),
    ("«Chadian 12th Desert Patrol Battalion» took part.", None, "td"),
    ("«UMOPAR TROOPS» FIRED.", "bo-umopar", "bo"),
    ("«the Salvadoran Armed Forces» fired.", "sv.military", "sv"),
    ("«Kurdish Peshmerga» fired.", "peshmerga", "krg"),
    ("«The Arakan Army» fired.", "arakan-army", "arakan-army"),
]


def test_an_office_with_public_in_its_name_is_not_the_public() -> None:
    centre = resolved(
        "The Public Health Emergency Operations Centre of the Ministry of Health of Lebanon denied it.",
        "Public Health Emergency Operations Centre of the Ministry of Health of Lebanon",
        voice=True,
    )
    assert (centre.party, centre.named) == ("lb", True)
    bare = resolved("The Public Health Emergency Operations Centre denied it.", "Public Health Emergency Operations Centre", voice=True)
    assert bare.named
    assert not str(bare.organisation).startswith("people.")
    assert resolved("A civilian spokesman denied it.", "civilian spokesman", voice=True).named is False


def cut(marked: str) -> tuple[str, str]:
    words = marked[marked.index("«") + 1 : marked.index("»")]
    return marked.replace("«", "").replace("»", ""), words


@pytest.mark.parametrize(("marked", "organisation", "party", "named"), VOICES)
def test_voices(marked: str, organisation: str | None, party: str | None, named: bool) -> None:
    text, words = cut(marked)
    actor = resolved(text, words, voice=True)
    if actor.organisation is None or not actor.organisation.startswith("local:"):
        assert actor.organisation == organisation
    assert (actor.party, actor.named) == (party, named)
    assert actor.reason


@pytest.mark.parametrize(("text", "name", "organisation", "party"), PEOPLE)
def test_persons_take_the_office_of_their_apposition(text: str, name: str, organisation: str | None, party: str | None) -> None:
    actor = resolved(text, name, voice=True)
    assert (actor.organisation, actor.party, actor.named) == (organisation, party, True)
    assert actor.name == name or actor.known


@pytest.mark.parametrize(("marked", "organisation", "party"), ROLES)
def test_actors_and_targets(marked: str, organisation: str | None, party: str | None) -> None:
    text, words = cut(marked)
    actor = resolved(text, words, voice=False)
    assert (actor.organisation if actor.known else None, actor.party) == (organisation, party)


CONTEXT = [
    # whose organ it is comes from the document
    ("Russian jets hit a ridge near Homs. «The Defence Ministry» said four bases were destroyed.", {}, "ru.defence"),
    ("Rockets fell on the town.\nKYIV - «The Defence Ministry» said two died.", {"publisher": "Ukrinform"}, "ua.defence"),
    ("KHARTOUM (Wire) - Shells fell on a market. «The army» denied it.", {}, "sd.military"),
    ("SAN SALVADOR, 3 MAR 88 (ACAN-EFE) -- [TEXT] «THE ARMED FORCES PRESS COMMITTEE» DENIED IT.", {}, "sv.military"),
    ("LIMA, 3 MAR 88 (EFE) -- [TEXT] «POLICE SOURCES» SAID SIX DIED.", {}, "pe.police"),
    (
        "The Israeli Defence Ministry spoke on Monday, the Syrian Foreign Ministry on Tuesday. «The foreign ministry» said no more.",
        {},
        "sy.foreign",
    ),
    ("Four gunmen were held in the village. «Police» found rifles.", {"country": "KE"}, "ke.police"),
    ("The Security Council of the Russian Federation met. «The Security Council» named no date.", {}, "ru.security-council"),
    ("The blast hit a mosque in Quetta. «The provincial health department» counted 14 dead.", {}, "pk.health"),
    ("Congolese troops left Goma. «The interior ministry» in Kinshasa said so.", {}, "cd.interior"),
]


@pytest.mark.parametrize(("marked", "given", "organisation"), CONTEXT)
def test_the_document_tells_whose_organ_it_is(marked: str, given: dict[str, str], organisation: str) -> None:
    text, words = cut(marked)
    assert resolved(text, words, voice=True, **given).organisation == organisation  # type: ignore[arg-type]


def test_nothing_near_by_leaves_an_organ_without_a_party() -> None:
    actor = resolved("The defence ministry said so.", "The defence ministry", voice=True)
    assert (actor.known, actor.party, actor.sector) == (False, None, "MIL")


@pytest.mark.parametrize(
    ("text", "organisation"),
    [
        ("Fighting in Idlib went on as Syrian rebels advanced. The SNA shelled a farm.", "sna-syria"),
        ("Fighting near Mogadishu went on as Somali troops advanced. The SNA shelled a farm.", "so.military"),
    ],
)
def test_shared_names_go_by_the_country_of_the_document(text: str, organisation: str) -> None:
    assert resolved(text, "The SNA", voice=False).organisation == organisation


def test_a_person_outside_the_dates_of_the_office_keeps_the_party_only() -> None:
    text = "Ash Carter denied it."
    assert resolved(text, "Ash Carter", voice=True, published=date(2016, 5, 1)).organisation == "us.defence"
    later = resolved(text, "Ash Carter", voice=True, published=date(2019, 5, 1))
    assert (later.organisation, later.party) == (None, "us")


def test_what_the_report_says_of_a_person_comes_before_the_table() -> None:
    text = "Sergei Shoigu, the Russian defence minister, denied it."
    actor = resolved(text, "Sergei Shoigu", voice=True, published=date(2025, 1, 1))
    assert (actor.actor_id, actor.organisation) == ("person.sergei-shoigu", "ru.defence")


def test_the_next_voice_of_the_chain_helps() -> None:
    text = "Syrian and Israeli shells fell, TASS quoted the defence ministry as saying."
    made = claim_of(text, voices=("TASS", "the defence ministry"))
    done = RESOLVER.resolve(reading(text, made)).claims[0]
    assert done.attribution[1].actor is not None
    assert done.attribution[1].actor.party == "ru"


PUBLISHERS = [
    ("Reuters", "reuters", None),
    ("www.tass.com", "tass", "ru"),
    ("bbc.co.uk", "bbc", None),
    ("Anadolu Agency", "anadolu", "tr"),
    ("Ministry of Defence of the Russian Federation", "ru.defence", "ru"),
    ("Kenya Defence Forces, media office (X)", "ke.military", "ke"),
    ("Radio Pax (state radio of Niger)", "local:radio pax", "ne"),
    ("Pinewood Courier", "local:pinewood courier", None),
    ("Sudan State News Agency", "suna", "sd"),
    ("Al-Manar", "al-manar", "hezbollah"),
    ("Pinewood Observer", "local:pinewood observer", None),
]


@pytest.mark.parametrize(("publisher", "actor_id", "party"), PUBLISHERS)
def test_publishers(publisher: str, actor_id: str, party: str | None) -> None:
    actor = RESOLVER.publisher_actor(Document(text="x", publisher=publisher))
    assert (actor.actor_id, actor.party) == (actor_id, party)


def test_the_publisher_comes_from_the_address_where_it_is_not_named() -> None:
    assert RESOLVER.publisher_actor(Document(text="x", url="https://www.aljazeera.com/news/1")).actor_id == "al-jazeera"
    nobody = RESOLVER.publisher_actor(Document(text="x"))
    assert (nobody.named, nobody.known) == (False, False)


def test_resolving_twice_changes_nothing() -> None:
    text = "Russian jets hit a ridge. The Defence Ministry said so."
    once = RESOLVER.resolve(reading(text, claim_of(text, voices=("The Defence Ministry",), roles=("Russian jets",))))
    assert RESOLVER.resolve(once) == once


def test_a_relay_by_state_media_keeps_the_origin_of_what_it_relays() -> None:
    tass = TABLE.get("tass")
    afp = TABLE.get("voa")
    assert tass is not None
    assert afp is not None
    assert tass.owner == "ru"
    assert tass.party == "ru"
    assert "relays keeps its own origin" in (tass.party_reason or "")
    assert (afp.owner, afp.party) == ("us", None)
