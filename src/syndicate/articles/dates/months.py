"""Names of months and days of the week as pages print them: whole, short, and in the case that a date asks for.

A name is here only if it is the same month wherever it is used. *Listopada* is not, in Latin letters: it is November
in Poland and October in Croatia.
"""

from __future__ import annotations

import re

#: The twelve months, parted by ``|``: English, German, French, Spanish, Italian, Portuguese, Dutch, the Scandinavian
#: languages, Indonesian, Turkish, Ukrainian, Russian, Arabic (of Egypt, the Levant and both ends of the Maghreb),
#: Hebrew. ``_`` is the space in a name of two words.
_MONTHS = """
    january jan januar jänner janvier janv enero ene gennaio gen janeiro januari ocak січня січень січ января
    январь янв يناير كانون_الثاني جانفي בינואר ינואר |
    february feb februar feber février fevrier févr fevr fév febrero febbraio fevereiro fev februari şubat
    лютого лютий лют февраля февраль февр фев فبراير شباط فيفري בפברואר פברואר |
    march mar märz mär mrz maerz mars marzo março marco maart mrt marts maret mart березня березень берез бер
    марта март мар مارس اذار במרץ במרס מרץ מרס |
    april apr avril avr abril abr aprile nisan квітня квітень квіт кві апреля апрель апр ابريل نيسان افريل
    באפריל אפריל |
    may mai mayo maggio mag maio mei maj mayıs травня травень трав тра мая май مايو ايار ماي במאי מאי |
    june jun juni juin junio giugno giu junho haziran червня червень черв чер июня июнь июн يونيو يونيه يونية
    حزيران جوان ביוני יוני |
    july jul juli juillet juil julio luglio lug julho temmuz липня липень лип июля июль июл يوليو يوليه يولية
    تموز يوليوز جويلية ביולי יולי |
    august aug août aout agosto ago augustus augusti agustus agt agu ağustos серпня серпень серп сер августа
    август авг اغسطس اب غشت اوت באוגוסט אוגוסט |
    september sept sep septembre septiembre setiembre set settembre sett setembro eylül вересня вересень верес
    вер сентября сентябрь сент сен سبتمبر ايلول شتنبر בספטמבר ספטמבר |
    october oct oktober okt octobre octubre ottobre ott outubro ekim жовтня жовтень жовт жов октября октябрь окт
    اكتوبر تشرين_الاول באוקטובר אוקטובר |
    november nov novembre noviembre novembro kasım листопада листопад листоп лис ноября ноябрь нояб ноя نوفمبر
    تشرين_الثاني نونبر בנובמבר נובמבר |
    december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro des desember aralık грудня
    грудень груд гру декабря декабрь дек ديسمبر كانون_الاول دجنبر בדצמבר דצמבר
"""

#: English dates begin with the month, however short it is written.
_ENGLISH = frozenset(
    "january jan february feb march mar april apr may june jun july jul august aug september sept sep october oct"  # noqa: SIM905
    " november nov december dec".split()
)

_WEEKDAYS = """
monday mon tuesday tues tue wednesday wednes wed thursday thurs thu friday fri saturday satur sat sunday sun
montag mo dienstag di mittwoch mi donnerstag do freitag fr samstag sonnabend sa sonntag so
lundi lun mardi mar mercredi mer jeudi jeu vendredi ven samedi sam dimanche dim
lunes martes miércoles mié miercoles mie jueves jue viernes vie sábado sáb sabado sab domingo dom
lunedì martedì mercoledì giovedì venerdì sabato lunedi martedi mercoledi giovedi venerdi gio
segunda terça quarta quinta sexta feira seg ter qua qui sex
maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
senin selasa rabu kamis jumat jum'at sabtu minggu ahad
pazartesi salı çarşamba perşembe cuma cumartesi pazar
понеділок вівторок середа четвер п’ятниця п'ятниця субота неділя пн вт ср чт пт сб нд
понедельник вторник среда четверг пятница суббота воскресенье вс
الاثنين الثلاثاء الاربعاء الخميس الجمعة السبت الاحد
"""

# Arabic is written with and without vowel signs, and alef with and without its hamza.
_ALEF = {ord(sign): "ا" for sign in "أإآٱ"}
_VOWELS = (*range(0x64B, 0x653), 0x640, 0x670)
_ARABIC = {**_ALEF, **dict.fromkeys(_VOWELS)}
_SPACES = re.compile(r"\s+")


def _table(months: str) -> dict[str, int]:
    known: dict[str, int] = {}
    for number, names in enumerate(months.split("|"), start=1):
        for name in names.split():
            if known.setdefault(name.replace("_", " "), number) != number:
                message = f"{name} is the name of two months"
                raise ValueError(message)
    return known


_NUMBERS = _table(_MONTHS)
_DAYS = frozenset(_WEEKDAYS.split())
#: Shorter names are of too many languages, and of too many other things, to begin a date.
_LONG = 4


def month_of(name: str) -> int | None:
    """The number of a month by its name, ``None`` for other words. A name of two words has any space between them."""
    return _NUMBERS.get(_plain(name))


def begins_dates(name: str) -> bool:
    """Whether dates are written with that name first: ``October 5, 2025``, ``Octubre 5, 2025``."""
    plain = _plain(name)
    return plain in _ENGLISH or len(plain) >= _LONG or not plain.isascii()


def is_weekday(name: str) -> bool:
    """Whether that is the name of a day of the week, or its short form."""
    return _plain(name) in _DAYS


def _plain(name: str) -> str:
    # Not casefold: it makes an "s" of "ſ", which no page that means a month has.
    lower = name.lower()
    return lower if lower.isascii() else _SPACES.sub(" ", lower.translate(_ARABIC))
