import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from syndicate.feedcheck import Remark, check, check_agreement, kind_of
from tests.unit.feeds.ideal_feeds import ATOM, JSON, OPML, RSS, SITEMAP, faults, slugs

BOMB = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">]><rss>&a;</rss>'


@pytest.mark.parametrize(
    ("document", "slug"),
    [
        (b"", "not-well-formed"),
        ("<rss", "not-well-formed"),
        (RSS[:900], "not-well-formed"),
        (RSS.replace("&amp;b", "&b"), "not-well-formed"),
        (RSS.replace("Second", "Sec\x01ond"), "not-well-formed"),
        (RSS.replace("Second", "&nbsp;"), "not-well-formed"),
        ("<rss>" * 5_000, "not-well-formed"),
        (BOMB, "doctype"),
        ("<?xml version='1.0'?><!-- a -- --><?p q?>\n" + BOMB, "doctype"),
        ("<?xml version='1.0'?><!-- a - b --><?p q?>\n" + BOMB, "doctype"),
        (RSS.encode("latin-1", "replace") + b"\xff", "not-utf8"),
        (RSS.encode("utf-16"), "not-utf8"),
        (RSS.replace("UTF-8", "ISO-8859-1"), "not-utf8"),
        ("<html/>", "unknown-kind"),
        (b" " * 5_000_001, "too-large"),
    ],
)
def test_bytes_that_are_no_feed_are_refused_with_one_word(document: str | bytes, slug: str) -> None:
    assert slugs(document) == {slug}


def test_a_byte_order_mark_of_utf8_is_no_fault_of_xml() -> None:
    assert check(b"\xef\xbb\xbf" + RSS.encode()) == ()


@given(st.binary(max_size=200))
def test_any_bytes_get_an_answer(content: bytes) -> None:
    assert check(content)
    assert kind_of(content) in {None, "json"}


@example(RSS, 70, b"\x7f")
@given(st.sampled_from([RSS, ATOM, JSON, OPML, SITEMAP]), st.integers(0, 2_000), st.binary(max_size=6))
def test_a_damaged_document_gets_an_answer(document: str, at: int, damage: bytes) -> None:
    content = document.encode()
    for remark in check(content[:at] + damage + content[at + 3 :]):
        assert isinstance(remark, Remark)
        assert remark.slug
        assert str(remark).isprintable()


@pytest.mark.parametrize(
    ("before", "after", "slug"),
    [
        ("<ttl>15", "<ttl>" + "0" * 10_000, "invalid-number"),
        ("<width>88", "<width>" + "8" * 10_000, "invalid-number"),
        ("<ttl>15</ttl>", f"<webMaster>{'a' * 500_000}</webMaster>", "invalid-mailbox"),
        ("<ttl>15</ttl>", f"<webMaster>a@b.example ({'( ' * 250_000}</webMaster>", "missing-name"),
        ("<category>World", "<category>" + "&amp; " * 300_000 + "<b/>", "undefined-element"),
        ("<p>Bread", "<div><b>" + "<li><td>" * 100_000 + "</i></div>" * 50_000, "invalid-html"),
    ],
)
def test_what_is_large_without_end_is_judged_in_time(before: str, after: str, slug: str) -> None:
    assert slug in faults(RSS, before, after)


def test_content_that_is_said_to_be_base64_is_judged_in_time() -> None:
    content = f'<content type="image/png">{"A " * 500_000}!</content>'
    assert "not-base64" in faults(ATOM, "<summary>Two.</summary>", content)


@pytest.mark.parametrize(
    ("before", "after", "slug"),
    [
        ('version="2.0"', 'version="1.0"', "invalid-version"),
        ("<head><title>Feeds of the Gazette</title></head>", "", "missing-element"),
        ("<title>", "<dateCreated>now</dateCreated><title>", "invalid-rfc822-date"),
        ('text="World"', 'text=""', "blank"),
        ("feeds/world.xml", "feeds/rss.xml", "duplicate-feed"),
        ('title="World"', "", "missing-attribute"),
        ('xmlUrl="https://news.example/feeds/world.xml"', "", "invalid-address"),
        ('htmlUrl="https://news.example/world"', 'htmlUrl="/world"', "invalid-address"),
    ],
)
def test_a_list_of_feeds_has_rules_too(before: str, after: str, slug: str) -> None:
    assert check(OPML.encode()) == ()
    assert slug in faults(OPML, before, after)


@pytest.mark.parametrize(
    ("before", "after", "slug"),
    [
        ("<loc>https://news.example/bread</loc>", "", "missing-element"),
        ("https://news.example/bread", "/bread", "invalid-address"),
        ("<news:title>Bread &amp; roses</news:title>", "", "missing-element"),
        ("Bread &amp; roses", " ", "blank"),
        ("2025-10-05T15:34:55+01:00", "2025-10-05", "invalid-rfc3339-date"),
        ("<news:name>The Gazette</news:name>", "", "missing-element"),
        ("<news:language>en<", "<news:language>?<", "invalid-language"),
        ("<news:language>en<", "<news:language>en-GB<", "language-with-region"),
    ],
)
def test_a_news_sitemap_has_rules_too(before: str, after: str, slug: str) -> None:
    assert check(SITEMAP.encode()) == ()
    assert slug in faults(SITEMAP, before, after)


def test_a_news_sitemap_names_an_address_once_and_a_thousand_at_most() -> None:
    head, url = SITEMAP.split("<url>")
    url = "<url>" + url.replace("</urlset>\n", "")
    assert slugs(f"{head}{url}{url}</urlset>") == {"duplicate-url"}
    many = "".join(url.replace("/bread", f"/bread/{number}") for number in range(1_001))
    assert slugs(f"{head}{many}</urlset>") == {"too-many-urls"}
    assert slugs(f"{head}<url><loc>https://news.example/</loc></url></urlset>") == {"missing-element"}


def test_the_three_formats_of_one_feed_agree() -> None:
    assert _together() == set()


@pytest.mark.parametrize(
    ("name", "before", "after", "slug"),
    [
        ("rss", "2026:two", "2026:three", "entries-differ"),
        ("atom", "2025-10-04T10:00:00Z", "2025-10-04T10:00:01Z", "dates-differ"),
        ("json", '"date_modified": "2025-10-06', '"date_modified": "2025-10-07', "dates-differ"),
        ("rss", "<ttl>15", "<ttl>60", "ttl-differs"),
    ],
)
def test_formats_that_disagree_are_told_of(name: str, before: str, after: str, slug: str) -> None:
    assert _together(**{name: {"rss": RSS, "atom": ATOM, "json": JSON}[name].replace(before, after, 1)}) == {slug}


def test_a_document_that_cannot_be_read_is_passed_over() -> None:
    assert _together(json="{", atom="<feed") == set()


def test_a_large_document_may_hold_fewer_entries_but_no_others() -> None:
    padding = "<!--" + "x" * 1_000_000 + "-->"
    large = {"rss": RSS.encode() + padding.encode(), "atom": (_first_only(ATOM) + padding).encode()}
    assert check_agreement(large) == ()
    assert {one.slug for one in check_agreement({"rss": RSS.encode(), "atom": _first_only(ATOM).encode()})} == {
        "entries-differ"
    }


def _first_only(atom: str) -> str:
    return atom.partition("<entry>\n<id>tag:news.example,2026:two")[0] + "</feed>"


def _together(**changed: str) -> set[str]:
    documents = {"rss": RSS, "atom": ATOM, "json": JSON, **changed}
    found = check_agreement({name: text.encode() for name, text in documents.items()}, ttl_minutes=15)
    return {remark.slug for remark in found}
