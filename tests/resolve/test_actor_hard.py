"""More hard mentions in invented reports: other scripts, offices, institutions against places, groups that changed sides."""

from __future__ import annotations

from datetime import date

import pytest

from tests.resolve.test_actor import CONTEXT, PEOPLE, PUBLISHERS, ROLES, VOICES, cut, resolved

# text with the mention between «», organisation, party
SCRIPTS = [
    ("«Міністерство оборони України» повідомило про удар.", "ua.defence", "ua"),
    ("«Генштаб ВСУ» сообщил об ударе.", "ua.military", "ua"),
    ("«МИД России» выразил протест.", "ru.foreign", "ru"),
    ("«Песков» отверг обвинения.", "ru.president", "ru"),
    ("«ХАМАС» отверг перемирие.", "hamas", "hamas"),
    ("«Хезболла» взяла ответственность.", "hezbollah", "hezbollah"),
    ("«ООН» призвала к перемирию.", "un", "un"),
    ("«ТАСС» сообщило об ударе.", "tass", "ru"),
    ("«Украина» отвергла обвинения.", "ua", "ua"),
    ("«Таджикистан» закрыл границу.", "tj", "tj"),
    ("«Азербайджан» сообщил о перестрелке.", "az", "az"),
    ("«حماس» رفضت الهدنة", "hamas", "hamas"),
    ("«حزب الله» أعلن مسؤوليته", "hezbollah", "hezbollah"),
    ("«تنظيم الدولة» أعلن مسؤوليته", "islamic-state", "islamic-state"),
    ("«قوات الدعم السريع» نفت القصف", "rsf", "rsf"),
    ("«الأمم المتحدة» دعت إلى هدنة", "un", "un"),
    ("«السودان» أغلق حدوده", "sd", "sd"),
    ("«الجزائر» أدانت الهجوم", "dz", "dz"),
]
OFFICES = [
    ("«The secretary of the Russian Security Council» said so.", "ru.security-council", "ru"),
    ("«The Ukrainian president» signed it.", "ua.president", "ua"),
    ("«Iran's supreme leader» rejected it.", "ir.crown", "ir"),
    ("«The chief of staff of the Nigerian army» resigned.", "ng.military", "ng"),
    ("«The governor of Kharkiv» counted six dead.", "ua.local-government", "ua"),
    ("«A deputy foreign minister of Iran» denied it.", "ir.foreign", "ir"),
    ("«The Malian prime minister» denied it.", "ml.prime-minister", "ml"),
    ("«The French foreign minister» denied it.", "fr.foreign", "fr"),
    ("«The Kenyan interior cabinet secretary» denied it.", "ke.interior", "ke"),
    ("«The UN secretary-general» condemned it.", "un", "un"),
    ("«The NATO secretary general» condemned it.", "nato", "nato"),
    ("«The EU's foreign policy chief» condemned it.", "eu", "eu"),
    ("«The spokesman of the Turkish Ministry of National Defence» confirmed it.", "tr.defence", "tr"),
    ("«A spokesperson for the Rwandan government» denied it.", "rw.government", "rw"),
    ("«The Ethiopian Human Rights Commission» counted 40 dead.", None, None),
    ("«The undersecretary of the Bolivian government» said so.", "bo.government", "bo"),
    ("«The Colombian vice minister» said so.", "co.government", "co"),
    ("«The Somali ministry of information» said so.", "so.information", "so"),
    ("«Niger's junta» denied it.", "ne.government", "ne"),
    ("«The Sudanese Armed Forces» denied it.", "sd.military", "sd"),
]
INSTITUTIONS = [
    # the place of the fighting is named more often than the state whose ministry speaks
    (
        "NAIROBI (Wire) - The government of Kenya regretted the fighting in Somalia. Somali gunmen had taken Somali towns. "
        "«The ministry of foreign affairs» called for talks.",
        {},
        "ke.foreign",
    ),
    (
        "PARIS - The French presidency spoke of Malian rebels near Gao. Malian towns fell. «The foreign ministry» advised against travel.",
        {},
        "fr.foreign",
    ),
    ("ANKARA (Wire) - Syrian militants shelled Syrian farms. «The Defence Ministry» said its troops fired back.", {}, "tr.defence"),
    ("LAGOS - Bandits raided a market. «The army» said it had sent troops.", {"publisher": "Premium Times"}, "ng.military"),
    ("The Chadian army crossed the border. «The military» said it had killed ten.", {}, "td.military"),
    ("Police in Manila held two men. «The health ministry» counted five wounded.", {}, "ph.health"),
]
# mention, day of publication, organisation, party
DATED = [
    ("the Rapid Support Forces", date(2020, 1, 1), "rsf", "sd"),
    ("the Rapid Support Forces", date(2024, 1, 1), "rsf", "rsf"),
    ("Hemedti", date(2020, 1, 1), "rsf", "sd"),
    ("Hemedti", date(2024, 1, 1), "rsf", "rsf"),
    ("the Taliban", date(2015, 1, 1), "taliban", "taliban"),
    ("the Taliban", date(2023, 1, 1), "taliban", "af"),
    ("Taliban officials", date(2023, 1, 1), "taliban", "af"),
    ("the Sandinistas", date(1985, 1, 1), "fsln", "ni"),
    ("the Sandinistas", date(1995, 1, 1), "fsln", "fsln"),
    ("Daniel Ortega", date(1988, 1, 1), "ni.president", "ni"),
    ("Daniel Ortega", date(2012, 1, 1), "ni.president", "ni"),
    ("Daniel Ortega", date(1997, 1, 1), None, "ni"),
    ("Donald Trump", date(2018, 5, 1), "us.president", "us"),
    ("Donald Trump", date(2023, 5, 1), None, "us"),
    ("Benjamin Netanyahu", date(2022, 1, 1), None, "il"),
    ("Benjamin Netanyahu", date(2024, 1, 1), "il.prime-minister", "il"),
    ("Ansar Dine", date(2013, 1, 1), "ansar-dine", "ansar-dine"),
    ("Ansar Dine", date(2019, 1, 1), "ansar-dine", "jnim"),
    ("Boko Haram", date(2015, 10, 1), "boko-haram", "islamic-state"),
    ("Boko Haram", date(2012, 1, 1), "boko-haram", "boko-haram"),
    ("Hayat Tahrir al-Sham", date(2020, 1, 1), "hts", "hts"),
    ("the Popular Mobilization Forces", date(2015, 1, 1), "pmf", "pmf"),
    ("the Popular Mobilization Forces", date(2018, 1, 1), "pmf", "iq"),
    ("the Khmer Rouge", date(1977, 1, 1), "khmer-rouge", "kh"),
    ("the Khmer Rouge", date(1989, 1, 1), "khmer-rouge", "khmer-rouge"),
    ("the Rwandan Patriotic Front", date(1993, 1, 1), "rpf", "rpf"),
    ("the Rwandan Patriotic Front", date(2005, 1, 1), "rpf", "rw"),
]


def test_the_tables_hold_two_hundred_mentions() -> None:
    tables = (VOICES, ROLES, PUBLISHERS, PEOPLE, CONTEXT, SCRIPTS, OFFICES, INSTITUTIONS, DATED)
    assert sum(len(table) for table in tables) >= 200


@pytest.mark.parametrize(("marked", "organisation", "party"), SCRIPTS + OFFICES)
def test_scripts_and_offices(marked: str, organisation: str | None, party: str | None) -> None:
    text, words = cut(marked)
    actor = resolved(text, words, voice=True)
    assert actor.party == party
    assert organisation is None or actor.organisation == organisation


@pytest.mark.parametrize(("marked", "given", "organisation"), INSTITUTIONS)
def test_institutions_speak_for_their_own_state(marked: str, given: dict[str, str], organisation: str) -> None:
    text, words = cut(marked)
    assert resolved(text, words, voice=True, **given).organisation == organisation  # type: ignore[arg-type]


@pytest.mark.parametrize(("words", "day", "organisation", "party"), DATED)
def test_sides_and_offices_on_the_day_of_publication(words: str, day: date, organisation: str | None, party: str) -> None:
    actor = resolved(f"On Monday {words} said so.", words, voice=True, published=day)
    assert (actor.organisation, actor.party) == (organisation, party)
