"""GeoNames: country dumps and allCountries (readme.txt of download.geonames.org/export/dump), and alternateNamesV2."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from onrecord.resolve.gazetteer.files import Read, bad_line, count, lines, point
from onrecord.resolve.gazetteer.rows import PROMINENCE, RADIUS, Alias
from onrecord.resolve.gazetteer.schema import COMMON, MAIN, OTHER
from onrecord.resolve.gazetteer.sources import Row, city_radius, usable_name

COLUMNS = 19
_ALTERNATE_COLUMNS = (8, 10)
# Feature codes that reports on conflicts name, by kind; whole classes where only the class is given.
_CLASS_KIND = {"P": "town", "T": "natural", "V": "natural"}
_KINDS = {
    "country": "PCL PCLI PCLD PCLF PCLS PCLIX TERR",
    "province": "ADM1 ADM1H",
    "district": "ADM2 ADM3 ADM4 ADM2H ADMD",
    "region": "RGN RGNE RGNH AREA CONT LCTY ZN ZNB ADMF ADM5 FLD PRSH",
    "natural": (
        "STM STMX LK LKS SEA OCN STRT GULF BAY BAYS RSV CNL WAD CHN LGN SPNG FLLS MRSH SWMP RPDS ESTY INLT GLCR OAS BNK CST "
        "PRK RES RESN RESW DLTA HBR"
    ),
    "site": (
        "AIRP AIRB AIRF AIRQ AIRS MILB INSM NVB FT CMP CMPRF CSTM BDRC GATE HSP CTRM PRN PS PSN PSH DAM MSQE UNIV MKT RSTN "
        "BUSTN BUSTP GOVL DIP PAL CSTL OILR OILF GASF OILW DPOF PRT FY FRMS MN MNA RUIN ANS TMPL MNMT BDG TNL PASS ESTO CTRB "
        "STDM PO CMPL CMPLA CMPO FCL ASYL"
    ),
}
_CODE_KIND = {code: kind for kind, codes in _KINDS.items() for code in codes.split()}
# Codes in the languages' column that mark no names.
_NO_NAME = frozenset("link wkdt post iata icao faac tcid unlc abbr fr_1793 piny phon".split())
_LONGEST_NAME = 120


def dump(path: Path, read: Read | None = None) -> Iterator[tuple[int, Row]]:
    """Places of a dump (XX.txt, allCountries.txt, cities*.txt; plain, .zip or .gz) whose feature a report may name.

    Raises `BadInput` with file and line for a line that has not the 19 columns of a dump or a point out of range.
    """
    for number, line in lines(path, read=read):
        cells = line.split("\t")
        if len(cells) != COLUMNS:
            raise bad_line(path, number, f"has {len(cells)} columns where a GeoNames dump has {COLUMNS}", "Give a dump such as SY.txt")
        gid, name, plain, others, lat, lon, group, code, country, _, admin1, admin2, _, _, people = cells[:15]
        if not gid.isdigit():
            raise bad_line(path, number, f"{gid!r} is no geonameid", "Give a dump such as SY.txt")
        kind = _CODE_KIND.get(code) or _CLASS_KIND.get(group)
        where = point(path, number, lat, lon)
        if kind is None or not name or code in ("PPLQ", "PPLH", "PPLW"):
            continue
        population = count(path, number, people, "population")
        names = [(name, MAIN)]
        if plain and plain != name:
            names.append((plain, COMMON))
        names += [(other, OTHER) for other in others.split(",") if usable_name(other)]
        yield (
            number,
            Row(
                gid=f"geonames:{gid}",
                name=name,
                kind=kind,
                feature=code or group,
                country=country or None,
                lat=where[0],
                lon=where[1],
                radius_m=city_radius(population) if kind == "town" else RADIUS[kind],
                population=population or PROMINENCE[kind],
                admin1=f"code:{country}.{admin1}" if admin1 and admin1 != "00" else None,
                admin2=f"code:{country}.{admin1}.{admin2}" if admin2 else None,
                names=names,
            ),
        )


def alternate_names(path: Path, read: Read | None = None) -> Iterator[tuple[int, Alias]]:
    """Names of alternateNamesV2.txt (plain, .zip or .gz) for places that are there by other files; links and codes are left out.

    Raises `BadInput` with file and line for a line that has not the columns of that file.
    """
    for number, line in lines(path, read=read):
        cells = line.split("\t")
        if len(cells) not in _ALTERNATE_COLUMNS or not cells[1].isdigit():
            raise bad_line(
                path, number, f"has {len(cells)} columns where alternateNamesV2 has {_ALTERNATE_COLUMNS[1]}", "Give alternateNamesV2.txt"
            )
        _, gid, language, name, preferred, _, slang, _ = cells[:8]
        if language in _NO_NAME or slang == "1" or len(name) > _LONGEST_NAME or not usable_name(name):
            continue
        yield number, Alias(gid=f"geonames:{gid}", name=name, rank=COMMON if language == "en" and preferred == "1" else OTHER)
