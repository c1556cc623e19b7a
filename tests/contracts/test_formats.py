"""What every form of an article promises: the same story read the same, and nothing hostile let through."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest

from syndicate.articles.formats.sniff import DocumentFormat, sniff
from syndicate.articles.intake import IntakeOutcome, decide
from syndicate.articles.model import Draft, RawDocument, Severity
from syndicate.articles.reading import read
from syndicate.articles.rules import Rules
from syndicate.net.addresses import is_public
from tests.contracts.formats import LACKS, PARAGRAPHS, UNTOLD, WRITERS, Picture, Story

RULES = Rules(language="en", zone=ZoneInfo("Europe/Berlin"))
NOW = datetime(2025, 10, 6, 9, tzinfo=UTC)


def every_form(*needed: str) -> pytest.MarkDecorator:
    """Run a test for each form, of those that have a place for all that the test is about."""
    able = [form for form in WRITERS if LACKS.get(form, frozenset()).isdisjoint(needed)]
    return pytest.mark.parametrize("form", able, ids=lambda form: form.name.lower())


def has_place(form: DocumentFormat, name: str) -> bool:
    return name not in LACKS.get(form, ())


def reading(content: str | bytes) -> Draft:
    data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    return read(RawDocument(source="desk", external_id="story", content=data), RULES)


def told(form: DocumentFormat, story: Story) -> Draft:
    return reading(WRITERS[form](story))


def blocks(draft: Draft) -> list[str]:
    return [one.code for one in draft.findings if one.severity is Severity.BLOCK]


# --- the same story ---------------------------------------------------------------------


@every_form()
def test_the_form_is_told_by_its_content(form: DocumentFormat) -> None:
    assert sniff(WRITERS[form](Story())) is form


@every_form()
def test_the_same_story_is_read_the_same(form: DocumentFormat) -> None:
    draft = told(form, Story())
    assert blocks(draft) == []
    assert draft.title == Story().title
    assert draft.deck == (Story().deck if has_place(form, "deck") else None)
    assert draft.sections == (("World",) if has_place(form, "section") else ())
    assert [one.name for one in draft.authors] == (["Ann Reed", "Bo Dale"] if has_place(form, "authors") else [])
    published = draft.published.isoformat() if draft.published else None
    assert published == ("2025-10-05T15:34:55+02:00" if has_place(form, "date") else None)
    assert draft.body_text == "\n\n".join(PARAGRAPHS)
    assert re.sub(r"</?[a-z0-9]+>\s*", "|", draft.body_html).strip("|").split("||") == list(PARAGRAPHS)
    assert [(one.candidates[0].url, one.description) for one in draft.media] == [
        ("https://pictures.example/ferry.jpg", "The ferry at its berth at dusk.")
    ]
    assert draft.direction == "ltr"


@every_form()
def test_several_pictures_keep_their_order(form: DocumentFormat) -> None:
    pictures = tuple(Picture(url=f"pictures/{number}.jpg", alt=f"Number {number}") for number in range(3))
    draft = told(form, Story(pictures=pictures))
    assert [(one.candidates[0].url, one.description) for one in draft.media] == [
        (f"pictures/{number}.jpg", f"Number {number}") for number in range(3)
    ]


@every_form("date")
@pytest.mark.parametrize(
    ("date", "read_as"),
    [
        ("October 5, 2025, 15:34:55 CET", "2025-10-05T15:34:55+01:00"),
        ("2025-10-05T15:34:55Z", "2025-10-05T15:34:55+00:00"),
        ("5 October 2025", "2025-10-05T00:00:00+02:00"),
        ("October 5, 2025, 15:34:55 IST", None),
        ("October 35, 2025", None),
        (None, None),
    ],
)
def test_dates_follow_one_policy(form: DocumentFormat, date: str | None, read_as: str | None) -> None:
    published = told(form, Story(date=date)).published
    assert (published.isoformat() if published else None) == read_as


@every_form("date")
def test_an_ambiguous_zone_is_marked_and_a_missing_date_told(form: DocumentFormat) -> None:
    ambiguous = told(form, Story(date="October 5, 2025, 15:34:55 CET"))
    assert "zone-ambiguous" in [one.code for one in ambiguous.findings]
    assert "no-date" in [one.code for one in told(form, Story(date=None)).findings]


@every_form("date")
def test_a_date_in_the_future_is_an_embargo_and_an_unclear_one_holds(form: DocumentFormat) -> None:
    coming = decide(told(form, Story(date="October 7, 2025, 12:00 +0200")), None, NOW)
    assert coming.embargo_until == datetime(2025, 10, 7, 10, tzinfo=UTC)
    unclear = decide(told(form, Story(date="October 7, 2025, 12:00 IST")), None, NOW)
    assert unclear.outcome is IntakeOutcome.HELD


# --- characters -------------------------------------------------------------------------


@every_form()
@pytest.mark.parametrize(
    "title",
    [
        "مترجم يعود إلى المدينة القديمة بعد غياب طويل",
        "חזרת המעבורת אל הנמל הישן אחרי שנים רבות",
        "Night Ferry 🚢 Returns 👩‍👩‍👧‍👦 To The Harbour",
        "Café Crème Am Großen Fluß Ist Wieder Da",
        "夜の船が古い港に戻ってくる 三十年ぶりの航路",
    ],
)
def test_every_script_comes_through_and_right_to_left_is_noticed(form: DocumentFormat, title: str) -> None:
    draft = told(form, Story(title=title))
    assert draft.title == title
    assert draft.direction == ("rtl" if ord("\u0590") <= ord(title[0]) <= ord("\u06ff") else "ltr")


@every_form()
def test_decomposed_letters_are_composed(form: DocumentFormat) -> None:
    assert (
        told(form, Story(title="Cafe\u0301 Am Alten Hafen Ist Wieder Da")).title == "Café Am Alten Hafen Ist Wieder Da"
    )


@every_form()
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_byte_order_marks_and_line_ends_change_nothing(form: DocumentFormat, encoding: str, line_end: str) -> None:
    text = WRITERS[form](Story())
    plain, odd = reading(text), reading(text.replace("\n", line_end).encode(encoding))
    assert (odd.title, odd.deck, odd.body_text, odd.media) == (plain.title, plain.deck, plain.body_text, plain.media)


@every_form()
def test_no_break_spaces_are_spaces(form: DocumentFormat) -> None:
    draft = told(
        form, Story(title="Night\u00a0Ferry Returns\u2003To The Old Harbour", deck="A\u00a0Route Sails In\u00a0Spring")
    )
    assert draft.title == "Night Ferry Returns To The Old Harbour"
    assert draft.deck == ("A Route Sails In Spring" if has_place(form, "deck") else None)


@every_form()
@pytest.mark.parametrize(
    "char", ["\x01", "\x08", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\x9b", "\u200b", "\ufeff", "\ufffe"]
)
def test_control_characters_do_not_come_through(form: DocumentFormat, char: str) -> None:
    lead = PARAGRAPHS[0].replace(" a ", f" {char}a ")
    draft = told(form, Story(title=f"Night Ferry {char}Returns To The Harbour", paragraphs=(lead, *PARAGRAPHS[1:])))
    shown = "".join((draft.title or "", draft.deck or "", draft.body_html, draft.body_text))
    assert char not in shown


@every_form()
@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"caf\xe9", b"a\x00b", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_text_is_held(form: DocumentFormat, content: bytes) -> None:
    assert blocks(reading(WRITERS[form](Story()).encode() + content)) == ["not-text"]


# --- hostile words ----------------------------------------------------------------------

INJECTIONS = [
    "<script>alert(1)</script> Is The Headline Now",
    '"><img src=x onerror=alert(1)> Sails Again Today',
    "Ferry {{1337*7331}} Returns {% include 'x' %}",
    "Ferry ${jndi:ldap://x} Returns #{7*7} Again",
    "Ferry ]]> Returns <![CDATA[ To The Harbour",
    "Ferry </mj-text><mj-raw><script>x</script> Returns",
    "Ferry %0d%0aBcc: all@x.example Returns Again",
    "Ferry =?utf-8?q?Bcc=3A_x?= Returns To Harbour",
    "Ferry <!-- comment --> Returns <?php x ?> Again",
    "Ferry </td></tr></table></body> Returns To Harbour",
]


@every_form()
@pytest.mark.parametrize("words", INJECTIONS)
def test_markup_in_a_headline_or_deck_is_a_text_like_others(form: DocumentFormat, words: str) -> None:
    draft = told(form, Story(title=words, deck=f"{words} and more"))
    assert (draft.title, draft.deck) == (words, f"{words} and more" if has_place(form, "deck") else None)


@every_form()
@pytest.mark.parametrize("words", INJECTIONS)
def test_markup_in_a_paragraph_is_shown_as_it_is_written(form: DocumentFormat, words: str) -> None:
    paragraph = f"The harbour master wrote on the board that evening: {words}, and nobody knew what it meant at all."
    draft = told(form, Story(paragraphs=(PARAGRAPHS[0], paragraph, *PARAGRAPHS[2:])))
    assert paragraph in draft.body_text
    assert set(re.findall(r"</?([a-z0-9-]+)", draft.body_html)) <= {"p", "h2"}
    assert not re.search(r"<[^>]*(?:onerror|mj-|script)", draft.body_html)


@every_form()
@pytest.mark.parametrize("words", INJECTIONS)
def test_markup_in_the_words_of_a_picture_is_text(form: DocumentFormat, words: str) -> None:
    draft = told(form, Story(pictures=(Picture(url="a.jpg", alt=words, caption=words),)))
    caption = words if has_place(form, "caption") else ""
    assert [(one.description, one.caption) for one in draft.media] == [(words, caption)]


@every_form()
@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)//x.jpg",
        "JaVaScRiPt:alert(1)",
        "data:image/png;base64,iVBORw0KGgo=",
        "file:///etc/passwd.jpg",
        "vbscript:x.jpg",
        "ftp://h.example/a.jpg",
        "/etc/passwd.jpg",
        "../../secret.jpg",
        "a/../../b.jpg",
        "..\\..\\b.jpg",
        "http://h.example\\@evil.example/a.jpg",
        "http://",
        "notes.txt",
        "http://[bad/a.jpg",
    ],
)
def test_no_address_that_must_not_be_fetched_becomes_a_picture(form: DocumentFormat, url: str) -> None:
    good = Picture(url="https://pictures.example/ok.jpg")
    draft = told(form, Story(pictures=(Picture(url=url), good)))
    assert [file.url for one in draft.media for file in one.candidates] == [good.url]
    is_told = "picture-address" in [one.code for one in draft.findings]
    assert is_told is not (form in UNTOLD and url.startswith(UNTOLD[form]))
    assert blocks(draft) == []


@every_form()
@pytest.mark.parametrize("host", ["169.254.169.254", "127.0.0.1", "[::1]", "10.0.0.1", "0.0.0.0"])  # noqa: S104 - an address in a text
def test_the_address_of_an_inner_host_is_kept_for_the_fetcher_to_refuse(form: DocumentFormat, host: str) -> None:
    draft = told(form, Story(pictures=(Picture(url=f"http://{host}/latest/meta-data.jpg"),)))
    (file,) = draft.media[0].candidates
    assert not is_public(urlsplit(file.url).hostname or "")


# --- too little and too much ----------------------------------------------------------------


@every_form()
def test_a_headline_without_a_text_is_held(form: DocumentFormat) -> None:
    assert blocks(told(form, Story(paragraphs=())))


@every_form()
def test_what_pages_print_around_articles_is_no_text(form: DocumentFormat) -> None:
    story = Story(paragraphs=("Share this article", "Advertisement", "You may also like", "Leave a Comment"))
    assert blocks(told(form, story))


@every_form()
@pytest.mark.parametrize("content", ["", " \n\t\r\n", "\ufeff", "\u200b"])
def test_nothing_is_no_article(form: DocumentFormat, content: str) -> None:
    del form
    assert blocks(reading(content))


@every_form()
@pytest.mark.timeout(20)
def test_a_megabyte_is_read_whole(form: DocumentFormat) -> None:
    many = tuple(f"{PARAGRAPHS[1]} Number {number}." for number in range(5_200))
    text = WRITERS[form](Story(paragraphs=(PARAGRAPHS[0], PARAGRAPHS[1], "A Sub Heading", *many)))
    assert 900_000 < len(text) < 1_200_000
    draft = reading(text)
    assert blocks(draft) == []
    assert draft.body_text.count("Number ") == 5_200


@every_form()
def test_more_than_a_million_characters_are_held(form: DocumentFormat) -> None:
    many = (PARAGRAPHS[1],) * 7_000
    assert blocks(told(form, Story(paragraphs=(PARAGRAPHS[0], PARAGRAPHS[1], "A Sub Heading", *many)))) == ["too-long"]


@every_form()
def test_reading_again_gives_the_same(form: DocumentFormat) -> None:
    assert told(form, Story()) == told(form, Story())
