import logging
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.articles.findings import LIMIT, blocking
from syndicate.articles.formats.media.addresses import FILES, PICTURES
from syndicate.articles.identity import article_id, tag_uri
from syndicate.articles.model import RawDocument, Severity
from syndicate.articles.reading import drafts, fingerprint, read
from syndicate.articles.reading.decoding import decode
from syndicate.articles.review import checks
from tests.unit.articles.article_samples import (
    DATELINE,
    LEAD,
    RULES,
    SECOND,
    TITLE,
    a_document,
    a_dump,
    a_picture,
    an_array,
    codes,
    reading_of,
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_marked_encodings_are_read(encoding: str) -> None:
    assert decode("fährt 🚢".encode(encoding)) == "fährt 🚢"


def test_utf_16_of_the_other_order_is_read() -> None:
    assert decode(b"\xfe\xff" + "fährt".encode("utf-16-be")) == "fährt"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("Die Fähre".encode("latin-1"), "byte 5 (0xe4)"),
        (b"\xef\xbb\xbfab\xff", "byte 5 (0xff)"),
        (b"\xff\xfea", "UTF-16"),
        (b"ab\x00c", "character 2 is NUL"),
        (b"\x89PNG\r\n\x1a\n", "byte 0"),
    ],
)
def test_what_is_not_text_is_held_with_the_place(content: bytes, words: str) -> None:
    draft = reading_of(content)
    assert codes(draft) == ["not-text"]
    assert words in draft.findings[0].message


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("<?xml version='1.0'?><urlset/>", "XML"),
        ("<?xml version='1.0'?><feed xmlns='urn:products'><entry/></feed>", "XML"),
        ("<manifest><ship>Ferry</ship><port>Quay</port></manifest>", "XML"),
    ],
)
def test_other_formats_are_held_by_their_content(text: str, word: str) -> None:
    draft = reading_of(text)
    assert codes(draft) == ["format-unknown"]
    assert word in draft.findings[0].message


@pytest.mark.parametrize("text", ["[" * 100_000, "{ not json", "<div> is not closed", "- - -"])
def test_what_only_looks_like_another_format_is_read_as_a_dump(text: str) -> None:
    assert "format-unknown" not in codes(reading_of(f"{text}\n\n{a_dump()}"))


def test_a_fault_of_the_source_is_the_whole_reading() -> None:
    fault = blocking("file-too-large", "too large")
    draft = read(RawDocument(source="desk", external_id="x", content=b"", fault=fault), RULES)
    assert (draft.title, draft.findings) == (None, (fault,))


def test_the_sources_pattern_gives_the_permalink() -> None:
    rules = replace(RULES, permalink="https://site.example/{stem}/{slug}-{id}")
    draft = read(a_document(a_dump(title="Über die See: Ärmelkanal"), "world/2025 Ferry.txt"), rules)
    assert (
        draft.permalink
        == f"https://site.example/2025-ferry/uber-die-see-armelkanal-{article_id('desk', 'world/2025 Ferry.txt')}"
    )
    assert reading_of(a_dump()).permalink is None


def test_a_title_without_latin_letters_still_gives_a_permalink() -> None:
    rules = replace(RULES, permalink="https://site.example/{slug}")
    draft = read(a_document(a_dump(title="המעבורת חוזרת אל הנמל")), rules)
    assert draft.permalink == f"https://site.example/{article_id('desk', 'ferry.txt')}"


def test_an_id_depends_on_source_and_name_alone() -> None:
    assert article_id("desk", "a.txt") == article_id("desk", "a.txt")
    assert len({article_id("desk", "a.txt"), article_id("desk", "b.txt"), article_id("other", "a.txt")}) == 3
    assert tag_uri("quay.example,2026", "abc") == "tag:quay.example,2026:abc"


def test_a_document_is_read_again_when_its_bytes_or_the_rules_change() -> None:
    document = a_document(a_dump())
    same = fingerprint(document, RULES)
    assert fingerprint(a_document(a_dump()), replace(RULES)) == same
    others = [
        fingerprint(a_document(a_dump() + " "), RULES),
        fingerprint(document, replace(RULES, zone_names={"CET": "Europe/Berlin"})),
        fingerprint(document, replace(RULES, size_order=("s1",))),
        fingerprint(document, replace(RULES, size_rewrite={"s5": "s1"})),
        fingerprint(replace(document, fault=blocking("x", TITLE)), RULES),
    ]
    assert len({same, *others}) == 6


def test_a_source_s_patterns_add_the_address_of_another_size() -> None:
    five, boat = "https://cdn.example/s5/a.jpg", "https://cdn.example/boat-300x200.jpg"
    document = a_document(a_dump(media=an_array(a_picture(images={"s5": five, "b": boat, "c": "s5/a.jpg"}))))
    rules = replace(RULES, size_rewrite={"/s5/": "/s1/", r"-\d+x\d+(?=\.\w+$)": "", "^https:.*boat": "file:"})
    (medium,) = read(document, rules).media
    assert [(one.url, one.key) for one in medium.candidates] == [
        ("https://cdn.example/s1/a.jpg", "s5"),
        (five, "s5"),
        ("https://cdn.example/boat.jpg", "b"),
        (boat, "b"),
        ("s5/a.jpg", "c"),
    ]


# --- hostile documents --------------------------------------------------------


@pytest.mark.parametrize(
    "dateline",
    [
        "October 5, 2025, 15:34:55 +99:00",
        "October 5, 2025, 15:34:55 +1275",
        "October 5, 2025, 15:34:55 UTC-24",
        "Auguſt 5, 2025, 15:34:55 CET",
        "Aprıl 5, 2025",
        "AprİL 5, 2025",
        "December 31, 9999, 09:00 CET",
        "January 1, 0000, 09:00 +14:00",
    ],
)
def test_no_dateline_makes_an_article_unreadable(dateline: str) -> None:
    draft = reading_of(a_dump(dateline=dateline))
    assert "unreadable" not in codes(draft)
    assert (draft.title, draft.published) == (TITLE, None)


@pytest.mark.parametrize(
    "sentence",
    [
        "The yard will open a shop in the ſummer 2024 as it said.",
        "The yard will open a shop ın 2024 as it said.",
        "It is &#" + "1" * 5000 + "; that counts, and &#x" + "f" * 5000 + "; as well.",
        an_array(a_picture(title="&#" + "1" * 5000 + ";")),
        an_array(a_picture(images={"s1": "https://h.example/&#" + "1" * 5000 + ".jpg"})),
        '[{"is_video":' + "[" * 950 + "1" + "]" * 950 + ',"images":{"a":"https://h.example/b.jpg"}}]',
    ],
)
def test_no_sentence_makes_an_article_unreadable(sentence: str) -> None:
    draft = reading_of(a_dump(body=(sentence, SECOND)))
    assert "unreadable" not in codes(draft)
    assert draft.title == TITLE
    assert SECOND in draft.body_text


@pytest.mark.parametrize("depth", range(900, 1000, 7))
def test_metadata_of_any_depth_is_read_or_dropped(depth: int) -> None:
    nested = '{"a":' * depth + "1" + "}" * depth
    draft = reading_of(a_dump(media=f'[{{"is_video":{nested},"images":{{"a":"https://h.example/b.jpg"}}}}]'))
    assert "unreadable" not in codes(draft)


def test_a_fault_of_ours_holds_the_one_document_and_is_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(drafts, "sniff", fail)
    with caplog.at_level(logging.ERROR):
        draft = reading_of(a_dump())
    assert (draft.title, codes(draft)) == (None, ["unreadable"])
    assert draft.findings[0].severity is Severity.BLOCK
    (record,) = caplog.records
    assert "ferry.txt" in record.getMessage()
    assert record.exc_info is not None


def test_a_fault_in_the_checks_lets_the_article_out_with_a_warning_and_is_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RecursionError

    read_alone = read(a_document(a_dump()), RULES)
    monkeypatch.setattr(checks, "review_dates", fail)
    with caplog.at_level(logging.ERROR):
        draft = checks.reviewed(read_alone, RULES)
    assert codes(draft) == [*codes(read_alone), "unchecked"]
    assert draft.findings[-1].severity is Severity.WARN
    assert replace(draft, findings=read_alone.findings) == read_alone
    (record,) = caplog.records
    assert TITLE in record.getMessage()
    assert record.exc_info is not None


TOKENS = st.sampled_from(
    [
        *("October 5, 2025", "Auguſt 5, 2025", "aprıl 31, 2099", "2025-13-41", "Dec. 31, 9999", "5 MAİ 0000", "Mon, "),
        *(", ", " ", " - ", " at ", "T", "15:34:55", "24:00", "99:99", "0:30 PM", "٣:١٥", "Updated: ", "By Ann Reed "),
        *("+99:00", "-1460", "UTC+25", "GMT−12:75", "+٩٩", "CET", "IST", "Z", "(EST)"),
        *("&#" + "1" * 5000 + ";", "&#x110000;", "&#xd800;", "&#0;", "&notit;", "&amp;", "\x85", "\u2028"),
        *(
            " will ",
            " due ",
            " ın ",
            "ſummer ",
            "end of ",
            "in the ",
            "2024",
            "1999.",
            "It is so.Yes",
            TITLE,
            LEAD,
            "\n",
        ),
        *(
            '[{"images":',
            "[" * 995,
            "]" * 995,
            '"is_video":',
            '"http://[x/a.jpg"',
            '"\\ud800.jpg"',
            "}",
            "}]",
            "9" * 4400,
            ",",
        ),
    ]
)


@given(st.lists(TOKENS, max_size=14), st.sampled_from([DATELINE, ""]))
def test_no_pile_of_dates_references_and_metadata_trips_the_reader(tokens: list[str], dateline: str) -> None:
    pile = "".join(tokens)
    for text in (pile, a_dump(dateline=pile.replace("\n", " ")), a_dump(dateline=dateline, body=(pile, SECOND))):
        assert "unreadable" not in codes(reading_of(text))


@pytest.mark.parametrize(
    "text",
    [
        '[{"a\n' * 2000,
        '[{"images":0}]\n' * 2000,
        an_array(*[a_picture(images={"s1": "javascript:x"})] * 500),
        an_array(a_picture(images={f"s{number}": "javascript:x" for number in range(500)})),
        "It is so.Yes it is. " * 500,
        "It is due in 2020. " * 500,
        '"a":1, "b":2\n' * 500,
    ],
)
def test_an_article_has_few_findings_of_a_kind_and_the_last_counts_the_rest(text: str) -> None:
    found = reading_of(a_dump(body=(text, SECOND))).findings
    kinds = {one.code for one in found if len([other for other in found if other.code == one.code]) > LIMIT}
    assert kinds
    for kind in kinds:
        of_a_kind = [one for one in found if one.code == kind]
        assert len(of_a_kind) == LIMIT + 1
        assert of_a_kind[-1].message.startswith("And ")
        assert of_a_kind[-1].message.endswith(" more of this kind.")


def test_an_article_has_few_pictures_of_few_files() -> None:
    files = {f"s{number}": f"https://h.example/{number}.jpg" for number in range(60)}
    draft = reading_of(a_dump(media=an_array(*[a_picture(images=files)] * 80)), replace(RULES, size_order=("s59",)))
    assert len(draft.media) == PICTURES
    assert {len(one.candidates) for one in draft.media} == {FILES}
    assert draft.media[0].candidates[0].key == "s59"
    (told,) = [one for one in draft.findings if one.code == "media-many"]
    assert "80" in told.message


def test_a_text_beyond_a_megabyte_is_held_whole() -> None:
    draft = reading_of(a_dump(body=(SECOND,) * 6000))
    assert codes(draft)[0] == "too-long"
    assert draft.findings[0].severity is Severity.BLOCK
    assert len(draft.body_text) > 1_000_000
    assert "too-long" not in codes(reading_of(a_dump(body=(SECOND,) * 1500)))


def test_a_text_of_too_many_lines_is_held_unread() -> None:
    assert codes(reading_of(a_dump(body=("a\n" * 10_001,)))) == ["too-long"]
    assert codes(reading_of("\n" * 50_000))[0] == "not-an-article"


@pytest.mark.timeout(60)  # a guard against squares, not a measurement
@pytest.mark.parametrize(
    "pattern",
    ["a\n", "• a\n", "By A B\n\n", "\n", "Short line\n", "will ", "will in ", "due in 2020 ", '[{"a\n', '[{"a":\n"}\n'],
)
def test_no_repetition_costs_more_than_its_length(pattern: str) -> None:
    text = a_dump(body=(pattern * (100_000 // len(pattern)), SECOND))
    reading_of(text)
