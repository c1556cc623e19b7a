"""Names of months and days of the week as pages print them: whole, short, and in the case that a date asks for.

A name is here only if it is the same month wherever it is used. *Listopada* is not, in Latin letters: it is November
in Poland and October in Croatia.
"""

from __future__ import annotations

import re

#: A row a language, twelve cells; the spellings of a month stand in one cell. Arabic has four rows: of Egypt and the
#: Gulf, the Levant, the western Maghreb and the eastern.
_MONTHS = """
january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|october oct|november nov|december dec
januar jänner jan|februar feber feb|märz mär mrz maerz|april apr|mai|juni jun|juli jul|august aug|september sept sep|oktober okt|november nov|dezember dez
janvier janv jan|février fevrier févr fevr fév|mars|avril avr|mai|juin|juillet juil|août aout|septembre sept|octobre oct|novembre nov|décembre decembre déc
enero ene|febrero feb|marzo mar|abril abr|mayo may|junio jun|julio jul|agosto ago|septiembre setiembre sept sep set|octubre oct|noviembre nov|diciembre dic
gennaio gen|febbraio feb|marzo mar|aprile apr|maggio mag|giugno giu|luglio lug|agosto ago|settembre sett set|ottobre ott|novembre nov|dicembre dic
janeiro jan|fevereiro fev|março marco mar|abril abr|maio mai|junho jun|julho jul|agosto ago|setembro set|outubro|novembro nov|dezembro dez
januari jan|februari feb|maart mrt|april apr|mei|juni jun|juli jul|augustus aug|september sept sep|oktober okt|november nov|december dec
januar|februar|marts mar|april|maj|juni|juli|august|september|oktober okt|november|december dec des desember
januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december
januari|februari|maret|april|mei|juni|juli|agustus agt agu|september|oktober|november|desember des
ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık
січня січень січ|лютого лютий лют|березня березень берез бер|квітня квітень квіт кві|травня травень трав тра|червня червень черв чер|липня липень лип|серпня серпень серп сер|вересня вересень верес вер|жовтня жовтень жовт жов|листопада листопад листоп лис|грудня грудень груд гру
января январь янв|февраля февраль февр фев|марта март мар|апреля апрель апр|мая май|июня июнь июн|июля июль июл|августа август авг|сентября сентябрь сент сен|октября октябрь окт|ноября ноябрь нояб ноя|декабря декабрь дек
يناير|فبراير|مارس|ابريل|مايو|يونيو يونيه يونية|يوليو يوليه يولية|اغسطس|سبتمبر|اكتوبر|نوفمبر|ديسمبر
كانون الثاني|شباط|اذار|نيسان|ايار|حزيران|تموز|اب|ايلول|تشرين الاول|تشرين الثاني|كانون الاول
يناير|فبراير|مارس|ابريل|ماي|يونيو|يوليوز|غشت|شتنبر|اكتوبر|نونبر|دجنبر
جانفي|فيفري|مارس|افريل|ماي|جوان|جويلية|اوت|سبتمبر|اكتوبر|نوفمبر|ديسمبر
בינואר ינואר|בפברואר פברואר|במרץ במרס מרץ מרס|באפריל אפריל|במאי מאי|ביוני יוני|ביולי יולי|באוגוסט אוגוסט|בספטמבר ספטמבר|באוקטובר אוקטובר|בנובמבר נובמבר|בדצמבר דצמבר
"""

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
_ARABIC = _ALEF | {code: None for code in (*range(0x64B, 0x653), 0x640, 0x670)}
_SPACES = re.compile(r"\s+")


def _table(rows: str) -> dict[str, int]:
    known: dict[str, int] = {}
    for row in rows.strip().split("\n"):
        for number, cell in enumerate(row.split("|"), start=1):
            # Two words in Arabic are one name, elsewhere two spellings.
            for name in [cell] if cell.startswith(("كانون", "تشرين")) else cell.split():
                if known.setdefault(name, number) != number:
                    message = f"{name} is the name of two months"
                    raise ValueError(message)
    return known


_NUMBERS = _table(_MONTHS)
_DAYS = frozenset(_WEEKDAYS.split())
#: Months that English dates begin with, however short they are written.
_ENGLISH = frozenset(_MONTHS.strip().partition("\n")[0].replace("|", " ").split())
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
