import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.articles.model import Author, Severity
from syndicate.text.html import Outlet, sanitise
from tests.unit.articles.article_samples import (
    DATELINE,
    DECK,
    LAST,
    LEAD,
    SECOND,
    TITLE,
    a_dump,
    a_picture,
    an_array,
    codes,
    reading_of,
)

FURNITURE = ("»", "[{", "Akismet", "You may also like", "Leave a Comment", "Lighthouse Keeper", "CET")


def test_the_family_is_read_whole() -> None:
    draft = reading_of(a_dump(media=an_array()))
    assert draft.title == TITLE
    assert draft.deck == DECK
    assert draft.sections == ("World",)
    assert draft.published is not None
    assert draft.published.isoformat() == "2025-10-05T15:34:55+01:00"
    assert draft.body_text.startswith(LEAD)
    assert draft.body_html.count("<h2>") == 1
    assert "<h2>A Yard Full Of Cabins</h2>" in draft.body_html
    assert draft.media[0].description == "The ferry at its berth at dusk."
    assert draft.direction == "ltr"
    assert not [word for word in FURNITURE if word in draft.body_html + draft.body_text]


def test_single_line_ends_part_paragraphs_as_blank_lines_do() -> None:
    assert reading_of(a_dump(gap="\n")).body_text == reading_of(a_dump()).body_text


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\u2028"])
def test_foreign_line_ends_make_no_difference(ending: str) -> None:
    assert reading_of(a_dump().replace("\n", ending)).body_text == reading_of(a_dump()).body_text


def test_a_byte_order_mark_and_hard_spaces_make_no_difference() -> None:
    marked = b"\xef\xbb\xbf" + a_dump().replace(" ", "\u00a0").encode()
    assert reading_of(marked).body_text == reading_of(a_dump()).body_text
    assert reading_of(marked).title == TITLE


@pytest.mark.parametrize("home", ["Home", "Accueil", "Inicio", "ראשי", "Whatever"])
def test_the_first_word_of_the_breadcrumb_may_be_in_any_language(home: str) -> None:
    draft = reading_of(a_dump(crumb=f"{home} » Welt » Norden » "))
    assert draft.sections == ("Welt", "Norden")
    assert draft.title == TITLE


def test_a_headline_may_hold_the_breadcrumbs_own_sign() -> None:
    draft = reading_of(a_dump(title="Paris » Berlin: The Night Train Is Back"))
    assert draft.title == "Paris » Berlin: The Night Train Is Back"
    assert draft.sections == ("World",)


def test_such_a_headline_without_a_breadcrumb_is_whole() -> None:
    draft = reading_of(a_dump(title="Paris » Berlin: The Night Train Is Back", crumb=None))
    assert draft.title == "Paris » Berlin: The Night Train Is Back"
    assert draft.sections == ()


def test_a_headline_that_is_cut_in_the_breadcrumb_is_taken_from_below() -> None:
    text = a_dump().replace(f"Home » World » {TITLE}", f"Home » World » {TITLE[:30]}…")
    assert reading_of(text).title == TITLE
    assert reading_of(text).sections == ("World",)


def test_a_headline_that_stands_in_the_breadcrumb_alone_is_found_there() -> None:
    text = a_dump(deck=None).replace(f"\n\n{TITLE}\n\n", "\n\n", 1)
    draft = reading_of(text)
    assert (draft.title, draft.sections) == (TITLE, ("World",))


def test_a_breadcrumb_may_end_with_the_section_or_word_the_headline_otherwise() -> None:
    assert reading_of(f"Home » World\n\n{a_dump(crumb=None)}").sections == ("World",)
    other = reading_of(f"Home » World » Night ferry returns to old harbour\n\n{a_dump(crumb=None, title=TITLE[:36])}")
    assert (other.title, other.sections) == (TITLE[:36], ("World",))


def test_a_headline_without_a_breadcrumb_is_found() -> None:
    draft = reading_of(a_dump(crumb=None))
    assert (draft.title, draft.deck, draft.sections) == (TITLE, DECK, ())


def test_without_a_deck_there_is_none() -> None:
    draft = reading_of(a_dump(deck=None))
    assert draft.deck is None
    assert draft.body_text.startswith(LEAD)


def test_without_a_dateline_the_time_is_unknown_and_the_editor_is_told() -> None:
    draft = reading_of(a_dump(dateline=None))
    assert draft.published is None
    assert "no-date" in codes(draft)
    assert draft.deck == DECK
    assert draft.body_text.startswith(LEAD)
    assert all(finding.severity is Severity.WARN for finding in draft.findings)


@pytest.mark.parametrize(
    ("dateline", "expected"),
    [
        ("2025-01-05 15:34", "2025-01-05T15:34:00+01:00"),
        ("5 January 2025", "2025-01-05T00:00:00+01:00"),
        ("January 5, 2025", "2025-01-05T00:00:00+01:00"),
        ("Published on January 5, 2025, 15:34 UTC", "2025-01-05T15:34:00+00:00"),
        ("January 5, 2095, 15:34 UTC", "2095-01-05T15:34:00+00:00"),
    ],
)
@pytest.mark.parametrize("dash", ["-", "–", "—"])
def test_a_dateline_glued_to_the_first_paragraph_is_cut_off(dateline: str, expected: str, dash: str) -> None:
    draft = reading_of(a_dump(dateline=None).replace(LEAD, f"{dateline} {dash} {LEAD}"))
    assert draft.published is not None
    assert draft.published.isoformat() == expected
    assert draft.body_text.startswith(LEAD)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("January 5, 2025", "2025-01-05T00:00:00+01:00"),
        ("Posted on January 5, 2025 at 3:34 PM by Ann Reed", "2025-01-05T15:34:00+01:00"),
        ("By Ann Reed January 5, 2025, 10:00 AM UTC", "2025-01-05T10:00:00+00:00"),
        ("Published 5 January 2025 | Updated 7 January 2025", "2025-01-05T00:00:00+01:00"),
        ("Last updated January 7, 2025 Published January 5, 2025", "2025-01-05T00:00:00+01:00"),
    ],
)
def test_a_line_of_dates_is_read_and_leaves_the_text(line: str, expected: str) -> None:
    draft = reading_of(a_dump(dateline=None).replace(DECK, f"{DECK}\n\n{line}"))
    assert draft.published is not None
    assert draft.published.isoformat() == expected
    assert draft.deck == DECK
    assert draft.body_text.startswith(LEAD)


def test_a_time_of_change_alone_is_no_time_of_publication() -> None:
    draft = reading_of(a_dump(dateline=None).replace(DECK, "Updated January 7, 2025"))
    assert draft.published is None
    assert draft.updated is not None


def test_a_date_above_the_headline_counts_if_it_is_next_to_it() -> None:
    draft = reading_of("5 January 2025\n\n" + a_dump(crumb=None, dateline=None))
    assert draft.published is not None
    assert reading_of("5 January 2025\n\nHarbour News\n\n" + a_dump(crumb=None, dateline=None)).published is None


def test_a_date_in_prose_is_no_dateline() -> None:
    draft = reading_of(a_dump(dateline=None, body=("October 5, 2025 was a cold day in the harbour.", SECOND)))
    assert draft.published is None
    assert "October 5, 2025 was a cold day" in draft.body_text


def test_an_uncertain_zone_leaves_the_time_out_but_not_the_article() -> None:
    draft = reading_of(a_dump(dateline="October 5, 2025, 15:34 IST"))
    assert draft.published is None
    assert {"zone-unknown", "no-date"} <= set(codes(draft))
    assert draft.body_text.startswith(LEAD)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ann Reed", ["Ann Reed"]),
        ("by ANN REED, BO DALE and Cy van der Berg", ["ANN REED", "BO DALE", "Cy van der Berg"]),
        ("Written by Ann Reed, Chief Editor", ["Ann Reed"]),
        ("By Ann Reed | The Harbour News", ["Ann Reed"]),
    ],
)
def test_a_byline_names_the_authors(line: str, names: list[str]) -> None:
    draft = reading_of(a_dump().replace(DECK, f"{DECK}\n\n{line}"))
    assert [author.name for author in draft.authors] == names
    assert line not in draft.body_text


def test_a_byline_beside_a_date_names_the_author() -> None:
    draft = reading_of(a_dump(dateline=None).replace(DECK, "By Ann Reed January 5, 2025"))
    assert draft.authors == (Author(name="Ann Reed"),)


def test_prose_that_starts_with_by_is_no_byline() -> None:
    first = "By the time the ferry left the harbour, the rain had stopped and the lamps were lit."
    assert reading_of(a_dump(dateline=None, body=(first, SECOND))).authors == ()


def test_the_tails_phrase_inside_prose_stays() -> None:
    prose = "If you like ferries, you may also like trains; leave a comment with the harbour master, he said."
    assert prose in reading_of(a_dump(body=(prose, SECOND))).body_text


def test_a_second_article_behind_the_tail_is_cut() -> None:
    draft = reading_of(a_dump(tail=("Click to comment", "Another Story Entirely", SECOND * 3)))
    assert "Another Story" not in draft.body_text


def test_the_tails_phrase_below_the_headline_cuts_nothing() -> None:
    draft = reading_of(a_dump(deck="Leave a comment"))
    assert draft.deck is None
    assert LAST in draft.body_text


def test_share_lines_and_advertisements_leave_the_text() -> None:
    noise = ("Share on Facebook", "Advertisement", "Facebook Twitter WhatsApp", "Copyright © 2025 The Harbour News")
    draft = reading_of(a_dump(body=(SECOND, *noise, SECOND)))
    assert draft.body_text == f"{LEAD}\n\n{SECOND}\n\n{SECOND}"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not-an-article"),
        ("\n".join(a_dump().split("\n\n")[-4:][:1]), "not-an-article"),
        ("You may also like\n\nLeave a Comment\n\nThis site uses Akismet to reduce spam.", "not-an-article"),
        (f"Home » World » {TITLE}\n\n{TITLE}\n\nLeave a Comment", "no-body"),
        (LEAD * 3 + "\n\n" + SECOND, "no-title"),
    ],
)
def test_what_is_no_article_is_held_with_the_reason(text: str, code: str) -> None:
    draft = reading_of(text)
    assert (draft.findings[0].severity, draft.findings[0].code) == (Severity.BLOCK, code)


def test_direction_follows_the_first_letter_that_has_one() -> None:
    rtl = reading_of(a_dump(title="12 המעבורת חוזרת אל הנמל הישן", deck=None, dateline=None))
    assert rtl.direction == "rtl"
    assert rtl.title == "12 המעבורת חוזרת אל הנמל הישן"
    assert reading_of("").direction is None


def test_emoji_and_entities_survive() -> None:
    draft = reading_of(a_dump(title="Ferry &amp; Train 👩‍🚀 &#8220;Again&#8221; And More", deck=None))
    assert draft.title == "Ferry & Train 👩‍🚀 “Again” And More"
    assert reading_of(
        a_dump(body=("🎉🎉", "&lt;b&gt; &amp;lt; is how it is written, he said.", SECOND))
    ).body_html.count("<p>&lt;b&gt; &amp;lt; is how")


@pytest.mark.parametrize(
    "hostile",
    [
        "{{1337*7331}} {% raw %} And More Words",
        "<script>alert(1)</script> And More Words",
        "]]> <![CDATA[ And More Words",
        "</mj-text><mj-raw> And More Words",
        "=?utf-8?q?Hello=0D=0ABcc:_v@evil.test?= And More Words",
        "Subject: x Bcc: v@evil.test And More Words",
        "' OR 1=1 -- And More Words",
    ],
)
def test_markup_in_any_field_stays_literal_text(hostile: str) -> None:
    draft = reading_of(
        a_dump(
            title=f"T {hostile}",
            crumb=f"Home » S {hostile} » ",
            deck=f"D {hostile}",
            body=(f"B {hostile} ends here.", SECOND),
            media=an_array(a_picture(description=f"A {hostile}", title=f"M {hostile}")),
        )
    )
    assert draft.title == f"T {hostile}"
    assert draft.deck == f"D {hostile}"
    assert draft.sections == (f"S {hostile}",)
    assert f"B {hostile} ends here." in draft.body_text
    assert draft.media[0].description == f"A {hostile}"
    assert "<script" not in draft.body_html
    assert "]]>" not in draft.body_html
    assert sanitise(draft.body_html, Outlet.MAIL) == draft.body_html


def test_lists_become_lists() -> None:
    draft = reading_of(a_dump(body=("• one", "• two", SECOND)))
    assert "<ul>\n<li>one</li>\n<li>two</li>\n</ul>" in draft.body_html
    assert "• one\n• two" in draft.body_text


def test_wrapped_lines_are_one_paragraph() -> None:
    wrapped = (
        "The harbour master waited for the evening tide and then\n"
        "rang the bell that had been silent for thirty years, as he\n"
        "had promised the children of the upper town.\n"
    )
    assert " ".join(wrapped.split()) in reading_of(a_dump(body=(wrapped, SECOND))).body_text


@pytest.mark.timeout(60)  # a guard against squares, not a measurement
def test_a_megabyte_is_read_in_linear_time() -> None:
    paragraph = f"{SECOND} [sic] [1, 2] will in 2024 a.B "
    draft = reading_of(a_dump(body=tuple([paragraph * 4] * (1_000_000 // len(paragraph * 4)))))
    assert len(draft.body_text) > 900_000


@pytest.mark.timeout(60)  # a guard against squares, not a measurement
@pytest.mark.parametrize(
    "pattern",
    ["» ", "[", '[{"', "a.", "1", " ", "2025-", "\n", "&", "&lt;", "<", "Share ", "•", "will in ", "\u202e", "Home » "],
)
def test_no_repetition_makes_the_reader_slow_or_raise(pattern: str) -> None:
    reading_of(pattern * (100_000 // len(pattern)))


LINES = st.sampled_from(
    [
        TITLE,
        DECK,
        LEAD,
        SECOND,
        f"Home » World » {TITLE}",
        f"{DATELINE} - {LEAD}",
        an_array(),
        an_array()[:40],
        *("You may also like", "By Ann Reed", "January 5, 2025", "", "• one", "»", "Share", "&#0;&#x1;", "{{x}}", "- "),
    ]
)


@given(st.lists(LINES | st.text(max_size=60), max_size=12))
def test_any_pile_of_lines_is_read_or_refused_but_never_raises(lines: list[str]) -> None:
    draft = reading_of("\n".join(lines).encode("utf-8", "surrogatepass"))
    assert sanitise(draft.body_html, Outlet.MAIL) == draft.body_html
    blocked = any(finding.severity is Severity.BLOCK for finding in draft.findings)
    assert blocked or (draft.title and draft.body_text)
