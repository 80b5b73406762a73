"""Abbreviations of first-level divisions that newspapers print after a town ("Texarkana, Ark."), by the Associated Press and Canadian
Press style books and postal codes."""

from __future__ import annotations

_STATES = """
AL Alabama Ala.|AK Alaska|AZ Arizona Ariz.|AR Arkansas Ark.|CA California Calif. Cal.|CO Colorado Colo.|CT Connecticut Conn.
DE Delaware Del.|FL Florida Fla.|GA Georgia Ga.|HI Hawaii|ID Idaho|IL Illinois Ill.|IN Indiana Ind.|IA Iowa
KS Kansas Kan. Kans.|KY Kentucky Ky.|LA Louisiana La.|ME Maine|MD Maryland Md.|MA Massachusetts Mass.|MI Michigan Mich.
MN Minnesota Minn.|MS Mississippi Miss.|MO Missouri Mo.|MT Montana Mont.|NE Nebraska Neb. Nebr.|NV Nevada Nev.
NH New_Hampshire N.H.|NJ New_Jersey N.J.|NM New_Mexico N.M.|NY New_York N.Y.|NC North_Carolina N.C.|ND North_Dakota N.D.
OH Ohio|OK Oklahoma Okla.|OR Oregon Ore.|PA Pennsylvania Pa. Penn.|RI Rhode_Island R.I.|SC South_Carolina S.C.
SD South_Dakota S.D.|TN Tennessee Tenn.|TX Texas Tex.|UT Utah|VT Vermont Vt.|VA Virginia Va.|WA Washington Wash.
WV West_Virginia W.Va.|WI Wisconsin Wis. Wisc.|WY Wyoming Wyo.|DC District_of_Columbia D.C.
"""
_PROVINCES = """
AB Alberta Alta.|BC British_Columbia B.C.|MB Manitoba Man.|NB New_Brunswick N.B.|NL Newfoundland_and_Labrador N.L. Nfld.
NS Nova_Scotia N.S.|ON Ontario Ont.|PE Prince_Edward_Island P.E.I.|QC Quebec Que.|SK Saskatchewan Sask.|YT Yukon
NT Northwest_Territories N.W.T.
"""


def _read(table: str, country: str) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for cell in table.replace("\n", "|").split("|"):
        if cell:
            postal, name, *printed = cell.split()
            for form in (postal, *printed):
                found[form] = (name.replace("_", " "), country)
    return found


# Printed form -> name of the division, ISO 3166-1 alpha-2 of its country.
ABBREVIATIONS = _read(_STATES, "US") | _read(_PROVINCES, "CA")


def expand(printed: str) -> tuple[str, str] | None:
    """Division name and country for a printed abbreviation ("W. Va.", "La", "La."); None for anything else. Case counts: "la" is no
    state."""
    squeezed = printed.replace(" ", "") if "." in printed else printed
    return ABBREVIATIONS.get(squeezed) or ABBREVIATIONS.get(squeezed + ".")
