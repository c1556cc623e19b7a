from dataclasses import replace

import pytest

from syndicate.articles.decoding import decode
from syndicate.articles.findings import blocking
from syndicate.articles.identity import article_id, tag_uri
from syndicate.articles.model import RawDocument
from syndicate.articles.reading import fingerprint, read
from tests.unit.articles.article_samples import RULES, TITLE, a_document, a_dump, codes, reading_of


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
        ("<!DOCTYPE html><title>x</title>", "HTML"),
        ("\n <html><body>x", "HTML"),
        ("<div><p>a</p><p>b</p></div>", "HTML"),
        ("<?xml version='1.0'?><rss/>", "XML"),
        ("---\ntitle: x\n---\nbody", "front matter"),
        ("+++\ntitle = 'x'\n+++\nbody", "front matter"),
        ('{"title": "x"}', "JSON"),
        ('[{"title": "x"}]', "JSON"),
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
        fingerprint(replace(document, fault=blocking("x", TITLE)), RULES),
    ]
    assert len({same, *others}) == 5
