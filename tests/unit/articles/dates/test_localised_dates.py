from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from syndicate.articles.dates import Reading, find_all, find_at, read_text
from syndicate.articles.dates.months import begins_dates, is_weekday, month_of

BERLIN = ZoneInfo("Europe/Berlin")

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "en short": "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "de at": "Jänner Feber Mrz April Mai Jun Jul Aug Sep Okt Nov Dez",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "fr short": "janv févr mars avr mai juin juil août sept oct nov déc",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "es short": "ene feb mar abr may jun jul ago set oct nov dic",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "uk nominative": "Січень Лютий Березень Квітень Травень Червень Липень Серпень Вересень Жовтень Листопад Грудень",
    "uk short": "січ лют бер кві тра чер лип сер вер жов лис гру",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "ar Egypt": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "ar plain alef": "يناير فبراير مارس ابريل مايو يونيه يوليه اغسطس سبتمبر اكتوبر نوفمبر ديسمبر",
    "ar Levant": "كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول",
    "ar Morocco": "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر",
    "ar Algeria": "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
}


def reading_of(text: str, language: str = "", **zone_names: str) -> Reading:
    reading = read_text(text, BERLIN, zone_names, language)
    assert reading is not None
    return reading


def instant_of(text: str, language: str = "") -> str:
    time = reading_of(text, language).time
    assert time is not None
    return time.isoformat()


@pytest.mark.parametrize("language", MONTHS)
def test_every_month_has_its_name(language: str) -> None:
    names = [name.replace("_", " ") for name in MONTHS[language].split()]
    assert [month_of(name) for name in names] == list(range(1, 13))
    days = [datetime.fromisoformat(instant_of(f"17 {name} 2025")) for name in names]
    assert [(day.month, day.day, day.year) for day in days] == [(month, 17, 2025) for month in range(1, 13)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sonntag, 5. Oktober 2025, 15:34 Uhr", "2025-10-05T15:34:00+02:00"),
        ("5. Oktober 2025 um 15.34 Uhr MEZ", "2025-10-05T15:34:00+01:00"),
        ("dimanche 5 octobre 2025 à 15h34", "2025-10-05T15:34:00+02:00"),
        ("1er août 2025 à 9 h 05", "2025-08-01T09:05:00+02:00"),
        ("domingo, 5 de octubre de 2025 a las 3:34 p. m.", "2025-10-05T15:34:00+02:00"),
        ("Octubre 5, 2025", "2025-10-05T00:00:00+02:00"),
        ("5 de outubro de 2025 às 15h34", "2025-10-05T15:34:00+02:00"),
        ("Неділя, 5 жовтня 2025 року, 15:34", "2025-10-05T15:34:00+02:00"),
        ("5 октября 2025, 15:34 МСК", "2025-10-05T15:34:00+03:00"),
        ("الأحد، 5 أكتوبر 2025، الساعة 3:34 م", "2025-10-05T15:34:00+02:00"),
        ("٥ أكتوبر ٢٠٢٥ - ١٥:٣٤", "2025-10-05T15:34:00+02:00"),
        ("أكتوبر 5, 2025", "2025-10-05T00:00:00+02:00"),
        ("5 أيّار 2025 10:00 صباحًا", "2025-05-05T10:00:00+02:00"),
        ("10 نوفمبر/تشرين الثاني 2025", "2025-11-10T00:00:00+01:00"),
        ("5 تشرين الأول (أكتوبر) 2025", "2025-10-05T00:00:00+02:00"),
        ("5 באוקטובר 2025", "2025-10-05T00:00:00+02:00"),
        ("2025年10月5日", "2025-10-05T00:00:00+02:00"),
        ("2025년 10월 5일", "2025-10-05T00:00:00+02:00"),
        ("05-Oct-2025 15:34 GMT", "2025-10-05T15:34:00+00:00"),
        ("2025/10/05 15:34 UTC", "2025-10-05T15:34:00+00:00"),
        ("2025.10.05", "2025-10-05T00:00:00+02:00"),
    ],
)
def test_dates_are_read_as_each_language_writes_them(text: str, expected: str) -> None:
    assert instant_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("25.10.2025", "2025-10-25T00:00:00+02:00"),
        ("10/25/2025 3:34 PM", "2025-10-25T15:34:00+02:00"),
        ("5.5.2025", "2025-05-05T00:00:00+02:00"),
        ("25. 10. 2025", "2025-10-25T00:00:00+02:00"),
    ],
)
def test_numbers_that_mean_one_day_only_are_read(text: str, expected: str) -> None:
    assert instant_of(text) == expected


@pytest.mark.parametrize("text", ["05.10.2025", "10/5/2025", "5-10-2025 15:34 CET", "17:05 05.10.2025"])
def test_numbers_that_mean_two_days_are_left_out_and_may_mean_the_later_one(text: str) -> None:
    reading = reading_of(text, "en")
    assert reading.time is None
    assert [finding.code for finding in reading.findings] == ["date-unclear"]
    assert reading.unread is not None
    assert reading.unread.latest == datetime(2025, 10, 6, 14, tzinfo=UTC)


def test_numbers_with_points_are_certain_where_the_sources_language_knows_one_order() -> None:
    for language in ("de", "uk", "de-AT"):
        assert instant_of("05.10.2025", language) == "2025-10-05T00:00:00+02:00"
        assert reading_of("05/10/2025", language).time is None
    for language in ("en", "fr", "es", "ar", ""):
        assert reading_of("05.10.2025", language).time is None


@pytest.mark.parametrize(
    "text",
    [
        "5 listopada 2025",  # November in Polish, October in Croatian
        "10 نوفمبر/شباط 2025",  # November or February?
        "Mai 5, 2025",
        "5–7 October 2025",
        "5 – 7 October 2025",
        "12 monkeys 2025",
        "32.13.2025.1",
        "192.168.10.2025",
        "call 5/10/20255",
        "5 Octobre",
        "Auguſt 5, 2025",
    ],
)
def test_what_may_not_be_a_date_is_none(text: str) -> None:
    assert read_text(text, BERLIN, {}) is None


def test_a_name_is_a_month_only_as_a_whole_word() -> None:
    assert month_of("mayor") is None
    assert month_of("Marchand") is None
    assert not begins_dates("Mai")
    assert begins_dates("may")
    assert is_weekday("Неділя")
    assert not is_weekday("Reed")


def test_a_word_between_a_clock_and_a_day_keeps_them_apart() -> None:
    (found,) = find_all("It struck 15:34 Reed 5 October 2025")
    assert found.raw == "5 October 2025"
    (found,) = find_all("10:02 AM EST Tuesday, Nov 19, 2019")
    assert found.raw == "10:02 AM EST Tuesday, Nov 19, 2019"


def test_a_date_is_found_where_it_starts_or_not_at_all() -> None:
    text = "on 5 October 2025 - it rained"
    found = find_at(text, 3)
    assert found is not None
    assert found.raw == "5 October 2025"
    assert find_at(text, 0) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [("March 30, 2025, 02:30", "2025-03-30T02:30:00+01:00"), ("October 26, 2025, 02:30", "2025-10-26T02:30:00+02:00")],
)
def test_an_hour_that_never_comes_or_comes_twice_is_read_by_the_clock_before_the_change(
    text: str, expected: str
) -> None:
    reading = reading_of(text)
    assert reading.time is not None
    assert reading.time.isoformat() == expected
    assert reading.time.is_ambiguous
    assert [finding.code for finding in reading.findings] == ["clock-change"]


def test_a_source_may_say_that_cet_is_the_time_of_a_place() -> None:
    summer = reading_of("October 5, 2025, 15:34:55 CET", CET="Europe/Berlin")
    winter = reading_of("December 5, 2025, 15:34:55 CET", CET="Europe/Berlin")
    assert summer.time is not None
    assert winter.time is not None
    assert (summer.time.isoformat(), winter.time.isoformat()) == (
        "2025-10-05T15:34:55+02:00",
        "2025-12-05T15:34:55+01:00",
    )
    assert not summer.findings
