from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.articles.formats.sniff import DocumentFormat, sniff
from syndicate.articles.formats.written import read_markdown
from syndicate.articles.intake import IntakeOutcome, decide
from syndicate.articles.model import AiUse, Audio, Author, Draft, PictureOrigin, Severity
from tests.unit.articles.article_samples import RULES, codes, reading_of

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
BODY = "The ferry sails again, the port authority announced on Sunday.\n\nBookings open in December."


def a_document(head: str, body: str = BODY, fence: str = "---") -> str:
    return f"{fence}\n{head}\n{fence}\n\n{body}\n"


def messages(draft: Draft, code: str) -> list[str]:
    return [one.message for one in draft.findings if one.code == code]


def test_every_key_is_read() -> None:
    draft = reading_of(
        a_document(
            "title: Night ferry\ndeck: It sails again\ndate: 2025-10-05 15:34:55 +02:00\nupdated: 2025-10-06\n"
            "slug: Ferry Returns!\nsections: [World, Europe]\ntags: ships, night\nauthors:\n  - Ann Reed\n"
            "  - {name: Bo Dale, url: https://bo.example/}\nimage: pictures/ferry.jpg\nimage_alt: The ferry at dusk\n"
            "image_caption: At its berth\nimage_credit: Cy Low\nfocal: 50% 30%\ncanonical: https://quay.example/ferry\n"
            "draft: no\nlang: PT-br"
        )
    )
    assert (draft.title, draft.deck, draft.slug) == ("Night ferry", "It sails again", "ferry-returns")
    assert draft.published is not None
    assert draft.updated is not None
    assert draft.published.isoformat() == "2025-10-05T15:34:55+02:00"
    assert draft.updated.isoformat() == "2025-10-06T00:00:00+02:00"
    assert (draft.sections, draft.tags) == (("World", "Europe"), ("ships", "night"))
    assert draft.authors == (Author(name="Ann Reed"), Author(name="Bo Dale", url="https://bo.example/"))
    assert (draft.permalink, draft.language) == ("https://quay.example/ferry", "pt-BR")
    (picture,) = draft.media
    assert picture.candidates[0].url == "pictures/ferry.jpg"
    assert (picture.description, picture.caption, picture.credit) == ("The ferry at dusk", "At its berth", "Cy Low")
    assert (picture.origin, picture.focal) == (PictureOrigin.PICKED, (50, 30))
    assert draft.body_text == BODY
    assert not [one for one in draft.findings if one.severity is Severity.BLOCK]


def test_toml_and_json_say_the_same_as_yaml() -> None:
    yaml = a_document("title: Night ferry\ndate: 2025-10-05 15:34:55 +02:00\ntags: [a, b]\nauthor: {name: Ann Reed}")
    toml = a_document(
        'title = "Night ferry"\ndate = 2025-10-05T15:34:55+02:00\ntags = ["a", "b"]\n[author]\nname = "Ann Reed"',
        fence="+++",
    )
    json = (
        '{"title": "Night ferry", "date": "2025-10-05T15:34:55+02:00", "tags": ["a", "b"],\n'
        f' "author": {{"name": "Ann Reed"}}}}\n\n{BODY}'
    )
    drafts = [reading_of(text) for text in (yaml, toml, json)]
    assert len({(one.title, one.tags, one.authors, one.body_text) for one in drafts}) == 1
    assert {one.published.isoformat() for one in drafts if one.published} == {"2025-10-05T15:34:55+02:00"}


@pytest.mark.parametrize("title", ["No", "yes", "1.10", "0x1F", "2025-10-05", "1_000", "12:30:45", "1e3", "Off"])
def test_a_title_is_what_was_written_whatever_yaml_would_make_of_it(title: str) -> None:
    assert reading_of(a_document(f"title: {title}")).title == title


@pytest.mark.parametrize("nothing", ["", "~", "null"])
def test_a_title_that_says_nothing_is_none(nothing: str) -> None:
    assert "no-title" in codes(reading_of(a_document(f"title: {nothing}")))


@pytest.mark.parametrize(
    ("head", "place", "remedy"),
    [
        ("title: Yes: no", "line 2, column 11", "quotation marks"),
        ("title: x\n\tdeck: y", "line 3, column 1", "Use spaces"),
        ("title: x\ndeck: @home", "line 3, column 7", "quotation marks"),
        ('title: "x\ndeck: y', "line ", "not closed"),
        ("title: &a x\ndeck: *a", "line 2, column 8", "References"),
        ("title: !!python/object:os.system x", "line 2, column 8", "Types"),
        ("title: x\ntitle: y", "line 3, column 1", "second time"),
        ("title: x\n? [a, b]\n: y", "line 3", "one word"),
        ("title: " + "[" * 30, "line 2", "in one another"),
    ],
)
def test_yaml_that_cannot_be_read_is_explained_with_its_place(head: str, place: str, remedy: str) -> None:
    draft = reading_of(a_document(head))
    assert codes(draft) == ["front-matter-broken"]
    assert place in draft.findings[0].message
    assert remedy in draft.findings[0].message


@pytest.mark.parametrize(
    ("head", "place"),
    [("title = x", "line 2, column 9"), ('title = "x"\ntitle = "y"', "line 3"), ("x = " + "[" * 9_000, "line ")],
)
def test_toml_that_cannot_be_read_is_explained_with_its_place(head: str, place: str) -> None:
    draft = reading_of(a_document(head, fence="+++"))
    assert codes(draft) == ["front-matter-broken"]
    assert place in draft.findings[0].message


def test_front_matter_that_is_not_closed_is_explained() -> None:
    assert "no second line" in messages(reading_of(f"---\ntitle: x\n\n{BODY}"), "front-matter-broken")[0]


def test_references_that_would_grow_to_gigabytes_are_refused_at_once() -> None:
    levels = "\n".join(f"x{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))
    assert codes(reading_of(a_document(f"x0: &a0 lol\n{levels}"))) == ["front-matter-broken"]


@pytest.mark.parametrize(
    ("date", "read"),
    [
        ("2025-10-05", "2025-10-05T00:00:00+02:00"),
        ("2025-10-05 15:34:55", "2025-10-05T15:34:55+02:00"),
        ("2025-10-05T15:34:55Z", "2025-10-05T15:34:55+00:00"),
        ('"October 5, 2025, 15:34:55 CET"', "2025-10-05T15:34:55+01:00"),
        ("2025-10-05T15:34:55.123+05:30", "2025-10-05T15:34:55+05:30"),
    ],
)
def test_dates_are_read_from_what_was_written_by_the_one_policy(date: str, read: str) -> None:
    draft = reading_of(a_document(f"title: x\ndate: {date}"))
    assert draft.published is not None
    assert draft.published.isoformat() == read


def test_a_date_in_numbers_is_not_guessed() -> None:
    draft = reading_of(a_document("title: x\ndate: 05.10.2025"))
    assert draft.published is None
    assert "either of two days" in messages(draft, "date-unclear")[0]
    assert decide(draft, None, NOW).outcome is IntakeOutcome.NEW  # 2025 is over


def test_a_date_in_numbers_is_read_where_the_language_knows_one_order() -> None:
    published = reading_of(a_document("title: x\ndate: 05.10.2025\nlang: de")).published
    assert published is not None
    assert published.isoformat().startswith("2025-10-05T00:00:00")


@pytest.mark.parametrize("head", ["date: 05.10.2027", "date: next Tuesday", "embargo: soon", "embargo: 2027-13-45"])
def test_a_date_that_nobody_can_read_and_that_may_be_ahead_holds_the_article(head: str) -> None:
    decision = decide(reading_of(a_document(f"title: x\n{head}")), None, NOW)
    assert decision.outcome is IntakeOutcome.HELD
    assert "embargo-unclear" in [one.code for one in decision.findings]


def test_an_embargo_of_its_own_holds_as_long_as_the_later_of_the_two() -> None:
    draft = reading_of(a_document("title: x\ndate: 2026-11-20\nembargo: 2026-11-22 12:00 +01:00"))
    assert decide(draft, None, NOW).embargo_until == datetime(2026, 11, 22, 11, tzinfo=UTC)
    assert decide(draft, None, NOW + timedelta(hours=2)).embargo_until is None
    later = reading_of(a_document("title: x\ndate: 2026-11-24 00:00Z\nembargo: 2026-11-23 00:00Z"))
    assert decide(later, None, NOW).embargo_until == datetime(2026, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    ("embargo", "until"),
    [
        ("2027-01-05 12:00 CEST", datetime(2027, 1, 5, 11, tzinfo=UTC)),  # local time was meant, perhaps
        ("2027-07-05 12:00 CET", datetime(2027, 7, 5, 11, tzinfo=UTC)),  # literally
        ("2026-10-25 02:30", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),  # the second of the two
    ],
)
def test_an_ambiguous_embargo_lasts_as_long_as_it_may(embargo: str, until: datetime) -> None:
    draft = reading_of(a_document(f"title: x\nembargo: {embargo}"))
    assert draft.embargo_until == until


@pytest.mark.parametrize("word", ["true", "yes", "on", "True", "maybe", '"yes"', "[]", "{a: b}"])
def test_a_draft_and_what_may_be_one_is_held(word: str) -> None:
    assert "draft" in codes(reading_of(a_document(f"title: x\ndraft: {word}")))


@pytest.mark.parametrize("word", ["false", "no", "off", "", "~", '"no"', "0"])
def test_what_is_no_draft_is_not_held(word: str) -> None:
    assert "draft" not in codes(reading_of(a_document(f"title: x\ndraft: {word}")))


def test_an_unknown_key_is_told_with_the_one_that_was_meant() -> None:
    found = messages(reading_of(a_document("title: x\nsubtitel: y\nauhtor: z\nqwertz: 1")), "setting-unknown")
    assert "“deck”" in found[0]
    assert "“author”" in found[1]
    assert "title, deck, date" in found[2]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("tags: {a: b}", "setting-unfit"),
        ("author: [[x]]", "setting-unfit"),
        ("author: {url: https://x.example/}", "setting-unfit"),
        ("canonical: javascript:alert(1)", "setting-unfit"),
        ("lang: english please", "setting-unfit"),
        ("image: javascript:alert(1)", "picture-address"),
        ("image: ../../etc/passwd.jpg", "picture-address"),
        ("image: x.jpg\nfocal: 120% 3%", "setting-unfit"),
        ("image: x.jpg\nfocal: left", "setting-unfit"),
        ("deck: [a]", "setting-unfit"),
        (f"deck: {'long ' * 500}", "setting-unfit"),
    ],
)
def test_a_value_that_does_not_fit_is_left_out_and_told(line: str, code: str) -> None:
    draft = reading_of(a_document(f"title: x\n{line}"))
    assert code in codes(draft)
    assert not [one for one in draft.findings if one.severity is Severity.BLOCK]


def test_the_first_heading_is_the_title_where_none_is_named() -> None:
    draft = reading_of(a_document("date: 2025-10-05", f"# The *night* ferry\n\n{BODY}"))
    assert draft.title == "The night ferry"
    assert draft.body_text == BODY


def test_a_heading_that_repeats_the_title_goes_and_another_stays() -> None:
    assert "<h2>" not in reading_of(a_document("title: Night Ferry", f"# Night ferry\n\n{BODY}")).body_html
    assert "<h2>Day ferry</h2>" in reading_of(a_document("title: Night Ferry", f"# Day ferry\n\n{BODY}")).body_html


def test_a_markdown_file_needs_no_front_matter() -> None:
    draft = reading_of(f"# The night ferry\n\n{BODY}\n")
    assert (draft.title, draft.body_text) == ("The night ferry", BODY)


@pytest.mark.parametrize(
    "text",
    [
        f"#harbour\n\n{BODY}",
        f"# 1 in the charts\n\n{BODY}",
        f"Home » World » Ferry\n\nFerry\n\n# Not the start\n\n{BODY}",
        f"----------\n\nFerry\n\n{BODY}",
        f"---\n\nThe night ferry\n\n{BODY}",
        '[{"id":1,"title":"a","images":{}}]\n\nThe night ferry\n\n' + BODY,
    ],
)
def test_a_dump_is_not_taken_for_markdown(text: str) -> None:
    assert sniff(text) is DocumentFormat.PAGE_DUMP


def test_markup_in_markdown_is_text_and_addresses_are_judged() -> None:
    body = (
        "A <script>alert(1)</script> [x](javascript:alert(1)) [y](https://y.example/) [z](/z) "
        "![p](data:image/png;base64,x)"
    )
    draft = reading_of(a_document("title: x", body))
    assert "<script" not in draft.body_html
    assert "&lt;script&gt;" in draft.body_html
    assert '<a href="https://y.example/">y</a> z' in draft.body_html
    assert "picture-address" in codes(draft)
    assert draft.media == ()


def test_pictures_of_the_body_become_media_with_their_words() -> None:
    body = f'{BODY}\n\n![The ferry](pictures/f%20x.jpg "At night")\n\nAnd ![a](https://h.example/a.jpg?x=1&y=2).'
    draft = reading_of(a_document("title: x\nimage: hero.jpg", body))
    assert [one.candidates[0].url for one in draft.media] == [
        "hero.jpg",
        "pictures/f x.jpg",
        "https://h.example/a.jpg?x=1&y=2",
    ]
    assert [one.origin for one in draft.media] == [PictureOrigin.PICKED, PictureOrigin.BODY, PictureOrigin.BODY]
    assert (draft.media[1].description, draft.media[1].title) == ("The ferry", "At night")
    assert "<img" not in draft.body_html


def test_tables_lists_quotes_and_code_are_kept() -> None:
    body = "> quoted\n\n1. one\n2. two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n~~old~~ `x < y`\n\n## Sub"
    html = reading_of(a_document("title: x", body)).body_html
    for part in ("<blockquote>", "<ol>", "<td>1</td>", "<s>old</s>", "<code>x &lt; y</code>", "<h2>Sub</h2>"):
        assert part in html


def test_the_slug_and_the_canonical_address_beat_the_rule_of_the_source() -> None:
    rules = replace(RULES, permalink="https://quay.example/news/{slug}")
    named = reading_of(a_document("title: Night ferry\nslug: ferry"), rules)
    assert named.permalink == "https://quay.example/news/ferry"
    elsewhere = reading_of(a_document("title: Night ferry\ncanonical: https://other.example/f"), rules)
    assert elsewhere.permalink == "https://other.example/f"


def test_a_text_without_words_is_held() -> None:
    assert "no-body" in codes(reading_of(a_document("title: x", "")))
    assert "no-body" in codes(reading_of(a_document("title: x", "You may also like\n\nLeave a comment")))
    assert "too-long" in codes(reading_of(a_document("title: x", "word " * 250_000)))


@pytest.mark.parametrize("prefix", ["", "> ", "   "])
def test_a_table_that_would_be_filled_up_with_empty_cells_is_refused_at_once(prefix: str) -> None:
    rows = ["|a" * 256, "|-" * 256, *["|b"] * 255]
    draft = reading_of(a_document("title: x", "\n".join(prefix + row for row in rows)))
    assert "body-unfit" in codes(draft)
    assert draft.body_html == ""


def test_a_large_table_whose_cells_are_written_is_read() -> None:
    rows = ["| port | ships | crew |", "|---|:-:|--:|", *["| Saltby | 3 | 40 |"] * 900, *["| Hallay |"] * 90]
    draft = reading_of(a_document("title: x", "\n".join(rows)))
    assert "body-unfit" not in codes(draft)
    assert draft.body_html.count("<td") == 990 * 3


YAML_LIKE = st.text(st.sampled_from("title: dekag\n-[]{}&*!|>'\"#%@,?\t~0123+."), max_size=120)


@given(head=YAML_LIKE, body=st.text(max_size=80), fence=st.sampled_from(["---", "+++"]))
def test_no_front_matter_brings_the_reader_down(head: str, body: str, fence: str) -> None:
    read_markdown(f"{fence}\n{head}\n{fence}\n{body}", RULES)


@given(st.text(st.sampled_from("#*_`[]()!<>|-=~ \n\t\\&;:1.x\"'"), max_size=200))
def test_no_markdown_brings_the_reader_down_and_what_comes_out_is_safe(text: str) -> None:
    html = read_markdown(f"# x\n\n{text}", RULES).body_html
    assert "<img" not in html
    assert "<script" not in html


# --- recordings and prices --------------------------------------------------------------


def test_an_editor_names_a_recording() -> None:
    draft = reading_of(a_document("title: x\naudio: https://x.example/a.mp3?b=1\naudio_seconds: 75\naudio_bytes: 4321"))
    assert draft.audio == Audio(url="https://x.example/a.mp3?b=1", media_type="audio/mpeg", size=4321, seconds=75)
    assert not {"setting-unfit", "setting-unknown"} & set(codes(draft))


@pytest.mark.parametrize(
    "head",
    [
        "audio: https://x.example/a.exe",
        "audio: a.mp3",
        "audio: javascript:x.mp3",
        "audio_seconds: 1:15",
        "audio_bytes: -1",
        "audio_seconds: 999999999999999999999",
        "audio_seconds: ٣",
    ],
)
def test_a_recording_that_is_none_is_told_and_left_out(head: str) -> None:
    draft = reading_of(a_document(f"title: x\n{head}"))
    assert draft.audio is None
    assert len(messages(draft, "setting-unfit")) == 1


@pytest.mark.parametrize(
    ("said", "is_paid"), [("true", True), ("yes", True), ("false", False), ("", False), ("5 euros", True)]
)
def test_a_price_counts_when_in_doubt(said: str, *, is_paid: bool) -> None:
    draft = reading_of(a_document(f"title: x\npaid: {said}"))
    assert draft.is_paid is is_paid
    assert ("setting-unfit" in codes(draft)) is (said == "5 euros")


@pytest.mark.parametrize("word", ["none", "assisted", "generated", "Generated"])
def test_what_is_said_of_ai_is_read_of_text_and_picture(word: str) -> None:
    draft = reading_of(f"---\ntitle: x\nai: {word}\nimage: a.jpg\nimage_ai: {word}\n---\n\nIt sails.\n")
    assert (draft.ai, draft.media[0].ai) == (AiUse(word.lower()), AiUse(word.lower()))
    assert "setting-unfit" not in codes(draft)


@pytest.mark.parametrize("line", ["", "ai:", "ai: ~", "ai: ''"])
def test_what_is_not_said_of_ai_stays_unsaid(line: str) -> None:
    draft = reading_of(f"---\ntitle: x\nimage: a.jpg\n{line}\n---\n\nIt sails.\n")
    assert (draft.ai, draft.media[0].ai) == (None, None)
    assert "setting-unfit" not in codes(draft)


@pytest.mark.parametrize("value", ["no", "true", "a little", "[none]"])
def test_what_cannot_be_read_of_ai_is_no_claim_and_the_editor_is_told(value: str) -> None:
    draft = reading_of(f"---\ntitle: x\nai: {value}\n---\n\nIt sails.\n")
    assert draft.ai is None
    assert "setting-unfit" in codes(draft)
