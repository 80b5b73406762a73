"""Words of time in Arabic: the Gregorian months by their borrowed, Levantine and Maghreb names, weekdays, days and units.

Everything is written without vowel marks, as reports write it; `ARABIC_PREFIX` are the letters that join the next word ("and", "in").
"""

from __future__ import annotations

ARABIC_PREFIX = "وبلف"

ARABIC_MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "يناير,جانفي,كانون الثاني,كانون ثاني",
            "فبراير,فيفري,شباط",
            "مارس,آذار,اذار",
            "أبريل,ابريل,إبريل,أفريل,افريل,نيسان",
            "مايو,ماي,أيار,ايار",
            "يونيو,يونيه,جوان,حزيران",
            "يوليو,يوليه,جويلية,تموز",
            "أغسطس,اغسطس,أوت,اوت,آب",
            "سبتمبر,شتنبر,أيلول,ايلول",
            "أكتوبر,اكتوبر,تشرين الأول,تشرين الاول,تشرين أول",
            "نوفمبر,نونبر,تشرين الثاني,تشرين ثاني",
            "ديسمبر,دجنبر,كانون الأول,كانون الاول,كانون أول",
        ),
        1,
    )
    for name in names.split(",")
}
ARABIC_WEEKDAYS: dict[str, int] = {
    "الاثنين": 0, "الإثنين": 0, "الأثنين": 0, "الثلاثاء": 1, "الأربعاء": 2, "الاربعاء": 2, "الخميس": 3, "الجمعة": 4, "السبت": 5,
    "الأحد": 6, "الاحد": 6,
}  # fmt: skip
ARABIC_DAY_WORDS: dict[str, int] = {
    "اليوم": 0, "الليلة": 0, "أمس": -1, "امس": -1, "البارحة": -1, "أول أمس": -2, "أول من أمس": -2, "غدا": 1, "غداً": 1, "بعد غد": 2,
}  # fmt: skip
ARABIC_PARTS: dict[str, str] = {
    "فجر": "TMO", "صباح": "TMO", "ظهر": "T12:00", "عصر": "TAF", "مساء": "TEV", "ليل": "TNI", "ليلة": "TNI", "صباحا": "TMO", "صباحاً": "TMO",
    "مساء أمس": "TEV",
}  # fmt: skip
ARABIC_SEASONS: dict[str, str] = {"ربيع": "SP", "صيف": "SU", "خريف": "FA", "شتاء": "WI"}
ARABIC_UNITS: dict[str, tuple[str, int]] = {
    "دقيقة": ("minute", 1), "دقائق": ("minute", 0), "ساعة": ("hour", 1), "ساعات": ("hour", 0), "ساعتين": ("hour", 2),
    "يوم": ("day", 1), "أيام": ("day", 0), "ايام": ("day", 0), "يوما": ("day", 0), "يومين": ("day", 2),
    "أسبوع": ("week", 1), "اسبوع": ("week", 1), "أسابيع": ("week", 0), "اسابيع": ("week", 0), "أسبوعين": ("week", 2),
    "اسبوعين": ("week", 2),
    "شهر": ("month", 1), "أشهر": ("month", 0), "اشهر": ("month", 0), "شهور": ("month", 0), "شهرا": ("month", 0), "شهرين": ("month", 2),
    "عام": ("year", 1), "سنة": ("year", 1), "أعوام": ("year", 0), "اعوام": ("year", 0), "سنوات": ("year", 0), "عاما": ("year", 0),
    "عامين": ("year", 2), "سنتين": ("year", 2), "عقود": ("decade", 0),
}  # fmt: skip
"""Unit and the number that the form itself tells: 1 for the singular, 2 for the dual, 0 for a plural."""
ARABIC_NUMBERS: dict[str, int | None] = {
    "ثلاثة": 3, "ثلاث": 3, "أربعة": 4, "أربع": 4, "خمسة": 5, "خمس": 5, "ستة": 6, "ست": 6, "سبعة": 7, "سبع": 7, "ثمانية": 8, "ثماني": 8,
    "تسعة": 9, "تسع": 9, "عشرة": 10, "عشر": 10, "بضعة": None, "بضع": None, "عدة": None,
}  # fmt: skip
ARABIC_THE_UNITS: dict[str, str] = {
    "الأسبوع": "week", "الاسبوع": "week", "الشهر": "month", "العام": "year", "السنة": "year", "العقد": "decade",
}  # fmt: skip
ARABIC_RELATIONS: dict[str, int] = {
    "الماضي": -1, "الماضية": -1, "المنصرم": -1, "المنصرمة": -1, "الفائت": -1, "الجاري": 0, "الجارية": 0, "الحالي": 0, "الحالية": 0,
    "المقبل": 1, "المقبلة": 1, "القادم": 1, "القادمة": 1,
}  # fmt: skip
ARABIC_CONTEXT = frozenset(
    "في من إلى الى حتى منذ قبل بعد خلال يوم عام سنة شهر أول أوائل اوائل مطلع بداية منتصف أواسط أواخر اواخر نهاية الثاني الأول الاول ثاني "
    "كانون تشرين غد هذا هذه الأيام القليلة القليلين الأسابيع الأشهر القليلة الأخيرة السنوات الأعوام العقود الساعات".split()
)
