"""Rules on what stands where, on HTML, on ids and on namespaces: one thing broken in a document without fault."""

import html5lib
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from syndicate.feedcheck import check
from syndicate.feedcheck.hypertext import html_rules
from syndicate.feedcheck.uris import is_normal, is_reachable
from syndicate.text.uris import is_id
from tests.profiles import effort
from tests.unit.feeds.ideal_feeds import ATOM, RSS, faults, slugs

GUID = '<guid isPermaLink="false">tag:news.example,2026:two</guid>'
HTML = "<p>Bread, and roses.</p>"
CONTENT = '<content type="html">&lt;p&gt;Bread, and roses.&lt;/p&gt;</content>'
ID = "<id>tag:news.example,2026:one</id>"
IN_CHANNEL = "<ttl>15</ttl>"
IN_ITEM = GUID
MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/"'


@pytest.mark.parametrize(
    ("before", "after", "slug"),
    [
        (IN_CHANNEL, "loose words", "unexpected-text"),
        (IN_CHANNEL, '<ttl unit="minutes">15</ttl>', "unexpected-attribute"),
        (IN_CHANNEL, '<ttl dc:note="x">15</ttl>', "extension-attribute"),
        (IN_CHANNEL, "<ttl><b>15</b></ttl>", "undefined-element"),
        (IN_CHANNEL, "<content:encoded>x</content:encoded>", "undefined-element"),
        (IN_CHANNEL, '<media:content url="https://a.example/1"/>', "undefined-element"),
        (IN_CHANNEL, "<dc:editor>Ada</dc:editor>", "undefined-element"),
        (IN_CHANNEL, "<category>News</category><dc:subject>News</dc:subject>", "duplicate-semantics"),
        (IN_CHANNEL, "<atom:title>The Gazette</atom:title>", "duplicate-semantics"),
        (IN_CHANNEL, "<generator/>", "blank"),
        (IN_CHANNEL, "<dc:rights>Ours &amp;copy; 2026</dc:rights>", "contains-html"),
        (IN_CHANNEL, '<cloud domain="a.example" path="/" port="80" protocol="xml-rpc"/>', "missing-attribute"),
        (IN_CHANNEL, '<cloud port="0"/>', "invalid-number"),
        (IN_CHANNEL, "<skipHours><hour>24</hour></skipHours>", "invalid-value"),
        (IN_CHANNEL, "<skipHours><hour>3</hour><hour>3</hour></skipHours>", "duplicate-value"),
        (IN_CHANNEL, "<skipDays><day>Caturday</day></skipDays>", "invalid-value"),
        (IN_CHANNEL, "<skipDays/>", "missing-element"),
        (IN_CHANNEL, "<webMaster>Ada a@news.example</webMaster>", "missing-name"),
        (IN_CHANNEL, "<media:adult>false</media:adult>", "deprecated-element"),
        ("<width>88</width>", "<width>88</width><width>88</width>", "duplicate-element"),
        ("<width>88</width>", "<description>R&amp;eacute;</description>", "contains-html"),
        ("<title>The Gazette</title><link>", "<title> </title><link>", "blank"),
        ("en-gb", "qq", "invalid-language"),
        (IN_ITEM, f"{GUID}<fh:archive/>", "undefined-element"),
        (IN_ITEM, f"{GUID}<source>Elsewhere</source>", "invalid-address"),
        (IN_ITEM, f'{GUID}<source url="https://a.example/feed">a &lt;/b&gt;</source>', "contains-html"),
        (IN_ITEM, f"{GUID}<atom:published>2025-10-04T10:00:00Z</atom:published>", "duplicate-semantics"),
        (IN_ITEM, f'{GUID}<atom:link href="/two"/>', "invalid-address"),
        (IN_ITEM, f"{GUID}<category>Arts &amp;amp; Crafts</category>", "contains-html"),
        (IN_ITEM, f"{GUID}<category>Arts &lt;/b&gt;</category>", "contains-html"),
        ("Sat, 04 Oct 2025 10:00:00 GMT", "Sat, 04 Oct 2025 10:00:00 +0545", "problematic-date"),
        ('<enclosure url="https://news.example/media', '<enclosure url="http://localhost:8080/media', "local-address"),
        ("News from nowhere.", "Q&amp;4", "contains-html"),
        ("News from nowhere.", "Salt &amp;copy pepper", "contains-html"),
        ("News from nowhere.", "CafÃ©", "bad-character"),
        ("News from nowhere.", "News \U0001fffe", "bad-character"),
        ('version="2.0"', 'version="2.0" lang="en"', "unexpected-attribute"),
        ("http://search.yahoo.com/mrss/", "http://search.yahoo.com/mrss", "misspelt-namespace"),
        ('xmlns:fh="', 'xmlns:unused="urn:nobody" xmlns:fh="', "unknown-namespace"),
        ("<language>", '<fh:x xmlns:fh="urn:other"/><language>', "misleading-prefix"),
        ('xmlns:fh="', 'xmlns:itunes="urn:other" xmlns:fh="', "misleading-prefix"),
        ('<?xml version="1.0"', '<?xml version="1.1"', "invalid-xml-version"),
    ],
)
def test_a_broken_rule_of_rss_is_named(before: str, after: str, slug: str) -> None:
    assert slug in faults(RSS, before, after)


@pytest.mark.parametrize(
    "after",
    [
        "<category>R&amp;D</category>",
        "<category>Arts &#x26;amp; Crafts</category>",
        '<source url="https://a.example/feed">Elsewhere</source>',
        '<category domain="https://a.example/">World</category>',
        '<x:y xmlns:x="https://podcastindex.org/namespace/1.0" z="1"><x:any/>words</x:y>',
        '<media:thumbnail url="https://a.example/1.jpg" width="75" height="50" time="12:05:01.123"/>',
        "<dcterms:created>2025-10-04T10:00:00Z</dcterms:created>",
        "<dc:subject>World</dc:subject>",
    ],
)
def test_what_the_standards_allow_in_an_item_is_no_fault(after: str) -> None:
    assert slugs(RSS.replace(GUID, GUID + after)) == set()


@pytest.mark.parametrize(
    "after",
    [
        "<skipDays><day>Sunday</day></skipDays><skipHours><hour>0</hour><hour>23</hour></skipHours>",
        '<cloud domain="a.example" port="80" path="/" registerProcedure="" protocol="http-post"/>',
        "<webMaster>a@news.example (Ada Marsh)</webMaster>",
        "<sy:updatePeriod xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>hourly</sy:updatePeriod>",
        '<media:rating scheme="urn:simple">nonadult</media:rating>',
        "<dc:rights>Ours</dc:rights>",
    ],
)
def test_what_the_standards_allow_in_a_channel_is_no_fault(after: str) -> None:
    assert slugs(RSS.replace("<ttl>", f"{after}<ttl>")) == set()


@pytest.mark.parametrize(
    ("before", "after", "slug"),
    [
        ("<icon>", "loose words<icon>", "unexpected-text"),
        ("<icon>https", "<icon> https", "unexpected-space"),
        ("2025-10-06T08:00:00Z</updated>", "2025-10-06T08:00:00Z </updated>", "unexpected-space"),
        ("<subtitle>", '<subtitle lang="en">', "unexpected-attribute"),
        ("<icon>", '<generator uri="x">y</generator><icon>', "invalid-address"),
        ("<icon>", "<generator>y &amp;lt; z</generator><icon>", "contains-html"),
        ('xml:lang="en-GB"', 'xml:lang="en-GB" version="1.0"', "unexpected-attribute"),
        ("<name>The newsroom</name>", "<name>A &lt;b&gt;B&lt;/b&gt;</name>", "contains-html"),
        ("<name>The newsroom</name>", "<name>A &amp;amp; B</name>", "contains-html"),
        ("<name>The newsroom</name>", "<name>A &lt;a@news.example&gt;</name>", "mail-in-name"),
        ("<name>The newsroom</name>", "<name>A</name><name>B</name>", "duplicate-element"),
        ("<name>The newsroom</name>", "<name>A</name><homepage/>", "undefined-element"),
        ('term="World"', 'term="World" label="&lt;/b&gt;"', "contains-html"),
        (ID, ID.replace("tag:news.example", "tag:News.example"), "invalid-id"),
        (ID, "<id>urn:uuid:1234</id>", "invalid-id"),
        (ID, "<id>urn:x</id>", "invalid-id"),
        (ID, "<id>blah:one</id>", "unregistered-scheme"),
        (ID, "<id>https://News.example/one</id>", "id-not-normalised"),
        (ID, ID + "<channel/>", "undefined-element"),
        (CONTENT, CONTENT.replace('type="html"', 'type="multipart/alternative"'), "invalid-media-type"),
        (CONTENT, CONTENT.replace('type="html"', 'type="text/html"'), "html-fragment"),
        (CONTENT, CONTENT.replace('type="html"', 'type="image/png"'), "not-base64"),
        (CONTENT, CONTENT.replace('type="html"', 'type="html" mode="escaped"'), "unexpected-attribute"),
        (
            "<summary>Two.</summary>",
            '<content src="https://a.example/1" type="image/png"/>',
            "missing-summary",
        ),
        ("<summary>Two.</summary>", '<content type="image/png">AAAA</content>', "missing-summary"),
        ("<summary>Two.</summary>", "<summary>Two.</summary><source><title>A</title></source>", "missing-element"),
        ('xmlns:fh="', 'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:fh="', "avoid-prefix"),
        ("<icon>", '<fh:complete/><link rel="current" href="https://a.example/"/><icon>', "link-in-complete"),
        (
            'rel="alternate" type="text/html" href="https://news.example/"/>',
            'rel="first" href="https://news.example/feeds/atom.xml"/><link rel="previous" href="https://a.example/"/>',
            "link-past-end",
        ),
    ],
)
def test_a_broken_rule_of_atom_is_named(before: str, after: str, slug: str) -> None:
    assert slug in faults(ATOM, before, after)


@pytest.mark.parametrize(
    "after",
    [
        "<source><id>tag:a.example,2026:feed</id><title>A</title><updated>2025-10-06T08:00:00Z</updated></source>",
        '<content type="text/html">&lt;p&gt;x&lt;/p&gt;</content>'.replace("text/html", "text"),
        '<link rel="edit-media" href="https://a.example/1"/>',
        "<contributor><name>R&amp;D</name><email>a@a.example</email><uri>https://a.example/</uri></contributor>",
    ],
)
def test_what_the_standard_allows_in_an_entry_is_no_fault(after: str) -> None:
    marked = "<summary>Two.</summary>\n"
    found = slugs(ATOM.replace(marked, marked + after))
    assert found == ({"undeclared-html"} if "content" in after and "&lt;" in after else set())


def test_the_author_of_a_source_is_an_author_of_the_entry() -> None:
    entry = "<author><name>Ada Marsh</name></author>"
    source = f"<source>{ID}<title>A</title><updated>2025-10-06T08:00:00Z</updated>{entry}</source>"
    orphaned = ATOM.replace("<author><name>The newsroom</name></author>\n", "").replace(
        "<summary>Two.</summary>", "<summary>Two.</summary>" + source
    )
    assert slugs(orphaned) == set()
    assert slugs(orphaned.replace(entry, "")) == {"missing-author"}


@pytest.mark.parametrize(
    ("html", "slug"),
    [
        ("<p>not closed <b>at all</p>", "invalid-html"),
        ("<p>closed twice</p></p>", "invalid-html"),
        ("<b><i>crossed</b></i>", "invalid-html"),
        ("<p>a <div>block</div> in it</p>", "invalid-html"),
        ("<div>open", "invalid-html"),
        ("<div/>", "invalid-html"),
        ('<p class="a" class="b">x</p>', "invalid-html"),
        ("<p>a < b</p>", "invalid-html"),
        ("<p>a &unknown; b</p>", "invalid-html"),
        ("<p>a &copy b</p>", "invalid-html"),
        ("<p>R&D</p>", "invalid-html"),
        ("<p>&#x80;</p>", "invalid-html"),
        ("<p>&#xFDD0;</p>", "invalid-html"),
        ("<p>&#99999999;</p>", "invalid-html"),
        ("<?php echo 1 ?>", "invalid-html"),
        ("<!DOCTYPE html><p>x</p>", "invalid-html"),
        ("<![CDATA[x]]>", "invalid-html"),
        ("<!-- a -- b -->", "invalid-html"),
        ("<!-- a", "invalid-html"),
        ("<tr><td>x</td></tr>", "invalid-html"),
        ("<p title='a", "invalid-html"),
        ("<p title=a<b>x</p>", "invalid-html"),
        ("<h2>a<h3>b</h3></h2>", "invalid-html"),
        ("<a href='https://a.example/'>a<b><a href='https://a.example/'>b</a></b></a>", "invalid-html"),
        ("<p role='note'>x</p>", "risky-attribute"),
        ("<bdo dir='rtl'>x</bdo>", "risky-element"),
    ],
)
def test_html_that_a_strict_parser_refuses_is_named(html: str, slug: str) -> None:
    assert slug in slugs(
        ATOM.replace(CONTENT, f'<content type="html"><![CDATA[{html.replace("]]>", "]]]]><![CDATA[>")}]]></content>')
    )


@pytest.mark.parametrize(
    "html",
    [
        "<p>one<p>two",
        "<ul><li>one<li>two</ul><dl><dt>a<dd>b</dl>",
        "<table><thead><tr><th>a<tbody><tr><td>b<td>c</table>",
        "<p>one<ul><li>two</li></ul>",
        "<blockquote><p>one</blockquote>",
        "one<br>two<br/>three<hr>",
        "<!----><p title='a < b > c' lang=en>x</p>",
        "<!-- a comment --><p>AT&amp;T &#38; &#x26; &ngE;&nbsp;& more &</p>",
        '<p data-x="1" lang="en" dir="ltr">x</p>',
    ],
)
def test_html_that_leaves_out_end_tags_as_it_may_is_no_fault(html: str) -> None:
    assert slugs(ATOM.replace(CONTENT, f'<content type="html"><![CDATA[{html}]]></content>')) == set()


PIECES = [
    *("<p>", "</p>", "<b>", "</b>", "<i>", "</i>", "<div>", "</div>", "<blockquote>", "</blockquote>", "<h2>", "</h2>"),
    *("<br>", "<hr>", "<!-- x -->", "a", "&amp;", " & ", "&x"),
]


@example("<i><p></i>")
@example("<p>one<p>two")
@example("<h2><h2></h2></h2>")
@example("<div><p>a</div><p>b <b>c</b>")
@given(st.lists(st.sampled_from(PIECES), max_size=6).map("".join))
@effort(2)
def test_our_reading_of_html_agrees_with_html5lib_at_its_strictest(html: str) -> None:
    try:
        html5lib.HTMLParser(strict=True).parseFragment(html)
        is_valid = True
    except html5lib.html5parser.ParseError:
        is_valid = False
    assert is_valid is not any(remark.slug == "invalid-html" for remark in html_rules(html, "content"))


@example("<p>" * 60_000 + "&" * 60_000)
@example("<a " * 60_000)
@example("<a " * 40_000 + 'x=">')
@example('<a x="' * 40_001 + ">")
@example("<a x='\"" * 40_001)
@example("<!--" * 60_000 + ">")
@example("<![" * 60_000)
@example("</a " * 60_000)
@example("&#" * 60_000)
@example("<a x" + " " * 60_000 + ">" + "<a " + "x " * 40_000)
@given(
    st.lists(st.sampled_from(["<p>", "</p>", "<b", ">", "&", "&#x", ";", "<!--", "-->", "<![", "='", "a"])).map("".join)
)
def test_any_html_gets_an_answer(html: str) -> None:
    escaped = html.replace("&", "&amp;").replace("<", "&lt;")
    check(RSS.replace("Both, &lt;em&gt;please&lt;/em&gt;.", escaped).encode())


@pytest.mark.parametrize(
    "uri",
    [
        "tag:news.example,2026:one",
        "tag:a@news.example,2026-01-02:feed/section/arts-crafts",
        "urn:uuid:12345678-1234-1234-1234-123456789abc",
        "urn:isbn:0451450523",
        "https://news.example/a/b?c=%20d#e",
        "http://news.example:8080/",
        "http://[2001:db8::1]/",
    ],
)
def test_an_id_of_the_right_form_is_one(uri: str) -> None:
    assert is_id(uri)
    assert is_normal(uri)


@pytest.mark.parametrize(
    "uri",
    [
        "HTTPS://news.example/",
        "https://News.example/",
        "https://news.example",
        "https://news.example:443/",
        "https://news.example:/",
        "https://news.example/a/../b",
        "https://news.example/%7Eada",
        "https://news.example/%c3%a9",
        "http://news.example:x/",
    ],
)
def test_an_address_that_can_be_written_otherwise_is_not_normal(uri: str) -> None:
    assert not is_normal(uri)


def test_only_what_has_a_domain_or_a_number_can_be_reached_from_elsewhere() -> None:
    assert is_reachable("https://news.example/a.mp3")
    assert is_reachable("http://192.0.2.1:8080/a.mp3")
    assert not is_reachable("http://localhost/a.mp3")
    assert not is_reachable("http://[2001:db8::1]/a.mp3")
    assert not is_reachable("a.mp3")
