"""Feeds taken apart: which items are articles, what each is called, and what is refused."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.articles.formats.feed import divide_feed
from syndicate.articles.formats.feed.tree import open_feed
from tests.unit.articles.article_samples import codes
from tests.unit.articles.feed_samples import ITEM, OWN_ID, an_atom, an_rss, drafts_of, item_of, parts_of

LOOSE = "<title>x</title><description>y</description>"


def fault_of(text: str | bytes) -> str:
    draft = drafts_of(text)[""]
    (finding,) = [one for one in draft.findings if one.code.startswith("feed-")]
    return f"{finding.code}: {finding.message}"


@pytest.mark.parametrize(
    ("item", "name"),
    [
        ("<guid>tag:quay.example,2026:7</guid><link>https://quay.example/a</link>", "tag:quay.example,2026:7"),
        ("<guid>\n 7 \n</guid>", "7"),
        ("<guid> </guid><link>https://quay.example/a</link>", "https://quay.example/a"),
        ('<atom:link rel="alternate" href="/a"/>', "/a"),
    ],
)
def test_an_item_is_called_by_its_guid_or_else_by_its_link(item: str, name: str) -> None:
    (part,) = parts_of(an_rss(LOOSE + item))
    assert (part.item, part.external_id) == (name, f"quay.rss#{name}")


def test_a_long_name_is_cut_so_that_no_two_become_one() -> None:
    names = [f"https://quay.example/?{'x' * 5_000}{number}" for number in range(2)]
    parts = parts_of(an_rss(*(f"{LOOSE}<guid>{one}</guid>" for one in names)))
    assert len({one.item for one in parts}) == 2
    assert all(len(one.item) < 200 for one in parts)


def test_items_without_a_name_and_later_ones_of_the_same_name_are_told_and_cost_no_other() -> None:
    second = LOOSE.replace("x<", "the second<")
    found = drafts_of(an_rss(LOOSE, f"{LOOSE}<guid>b</guid>", ITEM, f"{second}<guid>b</guid>"))
    assert set(found) == {"", "a", "b"}
    assert found["b"].title == "x"
    (finding,) = found[""].findings
    assert finding.message == (
        "2 of 4 articles in the feed were not read: item 1 (line 3) has no guid or id, and no link; "
        "item 4 (line 6) has the id “b”, which item 2 (line 4) has as well, so one of them "
        "alone is the article."
    )


def test_a_part_does_not_change_with_the_other_items_nor_with_the_feeds_own_dates() -> None:
    one, other = ITEM, ITEM.replace("<guid>a", "<guid>b")
    early = parts_of(an_rss(one, other, head="<link>https://quay.example/</link><lastBuildDate>1</lastBuildDate>"))
    late = parts_of(an_rss(other, one, head="<lastBuildDate>2</lastBuildDate><link>https://quay.example/</link>"))
    assert {part.item: part.content for part in early} == {part.item: part.content for part in late}


def test_a_part_keeps_the_feeds_language_link_and_author() -> None:
    head = "<author><name>Ann Reed</name></author><link href='https://quay.example/'/><updated>x</updated>"
    (draft,) = drafts_of(
        an_atom(
            '<id>a</id><title>x</title><content type="html">&lt;a href="b"&gt;b&lt;/a&gt;</content>',
            head=head,
            attributes='xml:lang="de"',
        )
    ).values()
    assert (draft.language, [one.name for one in draft.authors]) == ("de", ["Ann Reed"])
    assert 'href="https://quay.example/b"' in draft.body_html


def test_a_feed_of_one_item_is_divided_as_well() -> None:
    assert [one.item for one in parts_of(an_rss(ITEM))] == ["a"]


def test_what_is_our_own_is_not_read_again_whoever_passes_it_on() -> None:
    own, other = (ITEM.replace("<guid>a", f"<guid>{name}") for name in (OWN_ID, "tag:quay.example,2026:k3j9"))
    text = an_rss(own, other, head="<generator>planet</generator>")
    told = "1 of its articles are this newsroom's own, as their ids say; they were not read again."
    assert fault_of(text) == f"feed-own: {told}"
    assert set(drafts_of(text)) == {"", "tag:quay.example,2026:k3j9"}
    assert fault_of(an_atom(f"<id> {OWN_ID} </id>")) == f"feed-own: {told}"
    both = fault_of(an_rss(own, other, ITEM.replace("<guid>a</guid>", "")))
    assert both.startswith("feed-items: 1 of 3 articles in the feed were not read: item 3 (line 5) has ")
    assert both.endswith(f". {told}")


def test_a_feed_of_another_newsroom_that_syndicate_wrote_is_read() -> None:
    other = ITEM.replace("<guid>a", "<guid>tag:quay.example,2026:k3j9")
    assert set(drafts_of(an_rss(other, head="<generator>syndicate</generator>"))) == {"tag:quay.example,2026:k3j9"}


def test_a_feed_without_items_is_told() -> None:
    assert fault_of(an_rss(" ").replace("<item> </item>", "")) == "feed-items: The feed has no articles."
    assert fault_of("<rss/>") == "feed-items: The feed has no articles."


@pytest.mark.timeout(60)
def test_ten_thousand_items_are_divided_and_more_are_not() -> None:
    many = [f"{LOOSE}<guid>{number}</guid>" for number in range(10_001)]
    assert len(parts_of(an_rss(*many[1:]))) == 10_000
    assert "at most 10,000" in fault_of(an_rss(*many))


def test_a_head_that_is_too_large_to_be_given_to_every_item_holds_the_feed() -> None:
    many = [f"{LOOSE}<guid>{number}</guid>" for number in range(1_000)]
    assert "Shorten its head" in fault_of(an_rss(*many, head=f"<link>https://quay.example/{'x' * 100_000}</link>"))


@pytest.mark.timeout(60)
def test_ten_thousand_items_of_which_none_is_good_are_counted_and_not_listed() -> None:
    assert fault_of(an_rss(*[LOOSE] * 10_000)).endswith("; and 9,995 more.")


# --- XML ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("<rss>\n<channel><item>", "line 2, column 16", "Premature end"),
        ("<rss>\n<channel></item></channel></rss>", "line 2, column 17", "mismatch"),
        ("<rss>\n <a>Tom & Ana</a></rss>", "line 2, column 10", "no name"),
        ("<rss>\n <a>caf&Eacutx;</a></rss>", "line 2, column 16", "'Eacutx' not defined"),
        ('<!DOCTYPE rss SYSTEM "a.dtd"><rss>\n <a>caf&eacutx;</a></rss>', "line 2, column 16", "'eacutx' not defined"),
        ("<rss>\n <a>caf&eacute</a></rss>", "line 2, column 15", "expecting ';'"),
        ("<rss>&nbsp;\n <a>&LT;/a></rss>", "line 2", "mismatch"),
        ("<rss>&nbsp;" + "<![CDATA[" * 1_000_000, "line 1", "not finished"),
        ("<rss>&nbsp;" + "<!--" * 1_000_000, "line 1", "hyphen"),
        ("<rss><a>&#1;</a></rss>", "line 1, column 13", "invalid"),
        ("<rss/><rss/>", "line 1, column 7", "Extra content"),
        ("<rss>" + "<a>" * 300 + "</a>" * 300 + "</rss>", "line 1", "256"),
        ("<rss><a>" + "x" * 10_000_001 + "</a></rss>", "line 1", "too long"),
    ],
    ids=lambda value: value[:20],
)
def test_xml_that_cannot_be_read_is_explained_with_its_place(text: str, place: str, reason: str) -> None:
    told = fault_of(text)
    assert told.startswith("feed-broken: The feed cannot be read (line ")
    assert place in told
    assert reason in told


LAUGHS = '<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "declarations",
    [
        LAUGHS,
        '<!ENTITY i SYSTEM "file:///etc/passwd">',
        '<!ENTITY i SYSTEM "http://127.0.0.1:9/x">',
        '<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;',
        '<!ATTLIST guid isPermaLink CDATA "false">',
        "]>]><![",
    ],
    ids=lambda value: value[:20],
)
@pytest.mark.parametrize("before", ["", "<!-- ]> -->", '<?xml-stylesheet href="a>b"?>'])
def test_a_document_type_that_declares_something_is_refused(declarations: str, before: str) -> None:
    text = f"{before}<!DOCTYPE rss [{declarations}]><rss><channel><item><guid>&i;</guid></item></channel></rss>"
    assert fault_of(text).startswith("feed-broken: ")


def test_a_document_type_is_never_loaded() -> None:
    text = '<!DOCTYPE rss PUBLIC "-//N//D" "http://127.0.0.1:9/rss.dtd">' + an_rss(ITEM).partition("\n")[2]
    assert drafts_of(text)["a"].title == "Night ferry"
    odd = '<!DOCTYPE rss SYSTEM "a>b" [<!ENTITY i "x">]>' + an_rss(ITEM).partition("\n")[2]
    assert "declares" in fault_of(odd)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Caf&eacute;&nbsp;am Gro&szlig;en Flu&szlig;&hellip;", "Café am Großen Fluß…"),
        ("3 &NotEqualTilde; 4 &amp;nbsp; &#8230; &apos;", "3 ≂̸ 4 &nbsp; … '"),
        ("&LT;b&GT; &AMP;lt; &QUOT;&lt;/i&gt;", '<b> &lt; "</i>'),
        (
            "<![CDATA[a &eacute; b]]> &eacute;<!-- &x; <![CDATA[ --> &eacute;<?x <![CDATA[ ?> &eacute;",
            "a &eacute; b é é é",
        ),
    ],
)
def test_names_that_html_has_for_characters_mean_the_same_here(written: str, meant: str) -> None:
    (draft,) = drafts_of(an_atom(f"<id>a</id><title>{written}</title><content>y</content>")).values()
    assert draft.title == meant


def test_a_name_of_html_in_an_attribute_is_read_as_well() -> None:
    (draft,) = drafts_of(an_atom('<id>a</id><title>x</title><category term="Caf&eacute;&nbsp;&QUOT;"/>')).values()
    assert draft.tags == ('Café "',)


@pytest.mark.parametrize("declared", ['SYSTEM "a.dtd"', 'PUBLIC "-//N//D" "http://127.0.0.1:9/rss.dtd"', ""])
def test_a_name_of_html_loads_no_document_type(declared: str) -> None:
    text = an_rss(ITEM.replace("Night", "Night&nbsp;&#38;")).partition("\n")[2]
    assert drafts_of(f"<!DOCTYPE rss {declared}>{text}")["a"].title == "Night & ferry"


def test_control_characters_in_xml_go_and_the_rest_stays() -> None:
    assert item_of("<title>Night\x0b fer\x08ry\ufffe</title>").title == "Night ferry"


@pytest.mark.parametrize(
    ("content", "title"),
    [
        (an_rss(ITEM).replace("Night", "Nächtliche").encode("utf-16"), "Nächtliche ferry"),
        (
            '<?xml version="1.0" encoding="ISO-8859-1"?><rss>N\xe4chtliche ferry \x93</rss>'.encode("latin-1"),
            "Nächtliche ferry “",
        ),
        ('<?xml version="1.0" encoding="koi8-r"?><rss>Ночной паром</rss>'.encode("koi8-r"), "Ночной паром"),
        ('<?xml version="1.0" encoding="ISO-8859-1"?><rss>Nächtliche ferry</rss>'.encode(), "Nächtliche ferry"),
    ],
    ids=["utf-16", "latin-1", "koi8-r", "declared-wrong"],
)
def test_the_encoding_is_the_declared_one_unless_it_is_utf_8(content: bytes, title: str) -> None:
    utf_16 = content.startswith(b"\xff\xfe")
    if not utf_16:
        content = re.sub(
            rb"<rss>(.*)</rss>",
            rb"<rss><channel><item><guid>a</guid><title>\1</title><description>y</description></item></channel></rss>",
            content,
        )
    assert drafts_of(content)["a"].title == title


@pytest.mark.parametrize("declaration", ["", '<?xml version="1.0"?>', '<?xml version="1.0" encoding="utf-8"?>'])
def test_an_encoding_that_is_not_declared_is_not_guessed(declaration: str) -> None:
    draft = drafts_of(f"{declaration}<rss>caf\xe9</rss>".encode("latin-1"))[""]
    assert codes(draft) == ["not-text"]


# --- nothing brings it down ----------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *("<item>", "</item>", "<channel>", "</channel>", "<entry>", "</entry>", "<guid>", "</guid>", "7", "<title>"),
        *(
            "</title>",
            "<description>",
            "</description>",
            "&lt;p&gt;",
            "&amp;amp;",
            "&nbsp;",
            "<![CDATA[",
            "]]>",
            "<!--",
        ),
        *(
            "-->",
            "<?x",
            "?>",
            "<!DOCTYPE rss [",
            "<media:content url='a.jpg' width='-1'/>",
            "<media:group>",
            "</media:group>",
        ),
        *(
            "<link/>",
            "<link href='http://[x'/>",
            "<link>//</link>",
            "<enclosure url='http://[' type='audio/mpeg'/>",
            "<x:y",
        ),
        *(
            "xml:base='http://[' ",
            "<author><name>a</name></author>",
            "<itunes:duration>9:99:99</itunes:duration>",
            "\x00",
            ">",
        ),
    ]
)


@given(
    st.sampled_from(["<rss>", "<rss><channel><item>", "<feed><entry>"]),
    st.lists(PIECES | st.text(max_size=5), max_size=30),
)
def test_whatever_follows_the_start_of_a_feed_is_read_or_held(start: str, pieces: list[str]) -> None:
    for draft in drafts_of(start + "".join(pieces)).values():
        assert "unreadable" not in codes(draft)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20), max_size=8))
def test_every_item_with_a_name_of_its_own_is_found_again(names: list[str]) -> None:
    from html import escape

    division = divide_feed(an_rss(*(f"<guid>{escape(one)}</guid>{LOOSE}" for one in names)) if names else "<rss/>")
    read = [open_feed(text) for _, text in division.items]
    assert [feed.identity(feed.items[0]) for feed in read] == [name for name, _ in division.items]
