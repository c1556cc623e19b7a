import pytest

from syndicate.feedcheck import Level, check, kind_of
from tests.unit.feeds.ideal_feeds import RSS, RSS_ADDRESS, faults

ITEM = "<item>\n<title>Second"
GUID = '<guid isPermaLink="false">tag:news.example,2026:two</guid>'
DATE = "Sat, 04 Oct 2025 10:00:00 GMT"


def test_an_ideal_channel_has_no_fault() -> None:
    assert check(RSS.encode(), address=RSS_ADDRESS) == ()
    assert kind_of(RSS.encode()) == "rss"


@pytest.mark.parametrize(
    ("before", "after", "slug"),
    [
        ('version="2.0"', 'version="0.91"', "invalid-version"),
        ("<title>The Gazette</title>\n<link>", "<link>", "missing-element"),
        ("<ttl>15</ttl>", "<ttl>0</ttl>", "invalid-number"),
        ("<ttl>15</ttl>", "<ttl>١٥</ttl>", "invalid-number"),
        ("<ttl>15</ttl>", "<ttl>15</ttl><ttl>15</ttl>", "duplicate-element"),
        ("<ttl>15</ttl>", "<blink>15</blink>", "undefined-element"),
        ("<ttl>15</ttl>", "<managingEditor>Ada</managingEditor>", "invalid-mailbox"),
        ("<ttl>15</ttl>", "<webMaster>a@news.example</webMaster>", "missing-name"),
        ("<ttl>15</ttl>", "<textInput/>", "avoid-text-input"),
        ("<language>en-gb</language>\n", "", "missing-language"),
        ("en-gb", "english_GB", "invalid-language"),
        ("<link>https://news.example/</link>\n<desc", "<link>/</link>\n<desc", "invalid-address"),
        ("News from nowhere.", "News &lt;/b&gt; from nowhere", "contains-html"),
        ("News from nowhere.", "R&amp;eacute;sum&amp;eacute;", "contains-html"),
        ("News from nowhere.", " ", "blank"),
        ("News from nowhere.", "Newsâ\x80\x99", "bad-character"),
        ("Mon, 06 Oct 2025 08", "Tue, 06 Oct 2025 08", "invalid-rfc822-date"),
        ("<image><url>https://news.example/mark.png", "<image><url>https://news.example/mark.svg", "image-file"),
        ("<image><url>https://news.example/mark.png", "<image><url>mark.png", "invalid-address"),
        ("<title>The Gazette</title><link>", "<title>A Gazette</title><link>", "image-title-differs"),
        ("<link>https://news.example/</link><width>", "<link>https://n.example/</link><width>", "image-link-differs"),
        ("<title>The Gazette</title><link>", "<link>", "missing-element"),
        ("<width>88</width>", "<width>600</width>", "invalid-number"),
        ('rel="self"', 'rel="via"', "missing-self"),
        ('rel="hub"', 'rel="self"', "duplicate-self"),
        ('rel="hub"', 'rel="pub"', "unregistered-rel"),
        ('"https://hub.example/"', '"//hub.example/"', "invalid-address"),
        ('href="https://hub.example/" ', "", "missing-href"),
        ('rel="hub"/>', 'rel="hub">hub</atom:link>', "link-not-empty"),
        ('rel="hub"', 'rel="hub" type="html"', "invalid-media-type"),
        ('rel="hub"', 'rel="hub" hreflang="?"', "invalid-language"),
        ('rel="hub"', 'rel="hub" title=" "', "blank"),
        ('rel="hub"', 'rel="hub" length="-1"', "invalid-number"),
        ('rel="self" type="application/rss+xml"', 'rel="self" type="text/html"', "self-not-a-feed"),
        ("</channel>", "<ttl>5</ttl></channel>", "misplaced-item"),
        (ITEM, "<fh:archive/>" + ITEM, "archive-without-current"),
        ('rel="hub"', 'rel="next-archive"', "next-archive-in-current"),
        ('"https://hub.example/" rel="hub"', f'"{RSS_ADDRESS}" rel="prev-archive"', "link-past-end"),
        ("<ttl>15</ttl>", '<fh:complete/><atom:link rel="next" href="https://a.example/"/>', "link-in-complete"),
        (GUID, "", "missing-guid"),
        (GUID, GUID.replace(":two", ":one"), "duplicate-guid"),
        (GUID, GUID + GUID, "duplicate-element"),
        (GUID, "<guid>tag:news.example,2026:two</guid>", "invalid-guid"),
        (GUID, '<guid isPermaLink="no">a</guid>', "invalid-boolean"),
        (GUID, '<guid isPermaLink="false"/>', "invalid-guid"),
        (GUID, '<guid isPermaLink="false">17</guid>', "not-unique-enough"),
        (GUID, '<guid isPermaLink="false">tag:news.example:two</guid>', "invalid-tag-uri"),
        (DATE, "Sun, 04 Oct 2025 10:00:00 GMT", "invalid-rfc822-date"),
        (DATE, "Sat, 04 Oct 2025 10:00:00", "invalid-rfc822-date"),
        (DATE, "Sat, 04 Oct 2025 10:00:00 +005328", "invalid-rfc822-date"),
        (DATE, "Sat, 04 Oct 2025 10:00:00 +0060", "invalid-rfc822-date"),
        (DATE, "Sat, 04 Oct 2025 25:00:00 GMT", "invalid-rfc822-date"),
        (DATE, "2025-10-04T10:00:00Z", "invalid-rfc822-date"),
        ("2025-10-06T08:00:00+00:00", "2025-10-06 08:00", "invalid-rfc3339-date"),
        ("<title>Second</title>\n<description>Two.</description>", "", "missing-element"),
        ("<title>Second</title>", "<title> </title>", "blank"),
        ("<title>Second</title>", "<title>Salt &amp; pepper</title>", "title-character-reference"),
        ("<title>Second</title>", "<title>1 &#60; 2</title>", "title-character-reference"),
        ("<title>Second</title>", "<title><![CDATA[Salt & pepper]]></title>", "title-character-reference"),
        ("?a=1", "/ä", "invalid-address"),
        ("?a=1", "/100%", "invalid-address"),
        ("?a=1", "[1]", "invalid-address"),
        ("news.example/bread", "news.example:port/bread", "invalid-address"),
        ("https://news.example/bread", "javascript:alert(1)", "invalid-address"),
        ("<p>Bread", '<p onclick="a()">Bread', "risky-attribute"),
        ("<p>Bread", '<p style="color:red">Bread', "risky-attribute"),
        ("<p>Bread", "<script>1</script><p>Bread", "risky-element"),
        ("<p>Bread", "<bread>Bread", "not-html"),
        ("https://news.example/roses", "/roses", "relative-address"),
        ("https://news.example/roses", " java\tscript:alert(1)", "risky-address"),
        ("<dc:creator>", "<author>a@b.example (Ada)</author><dc:creator>", "duplicate-semantics"),
        ("<dc:creator>Ada Marsh", "<dc:creator> ", "blank"),
        ("<category>World", "<category>", "blank"),
        ("<enclosure", '<enclosure url="https://a.example/b" length="1" type="a/b"/><enclosure', "duplicate-enclosure"),
        ('length="98765"', "", "missing-attribute"),
        ('length="98765"', 'length="None"', "invalid-number"),
        ('/a.jpg" length', '/a b.jpg" length', "invalid-address"),
        ('length="98765" type="image/jpeg"', 'length="98765" type="jpeg"', "invalid-media-type"),
        ('width="1200"', 'width="0"', "invalid-number"),
        ('width="1200"', 'breadth="1200"', "unexpected-attribute"),
        ('medium="image"', 'medium="picture"', "invalid-medium"),
        ('medium="image"', 'medium="image" lang="?"', "invalid-language"),
        ('fileSize="98765" type="image/jpeg"', 'type="x"', "invalid-media-type"),
        ('content url="https://news.example/media/a.jpg"', "content", "missing-attribute"),
        ('content url="https:', 'content url="', "invalid-address"),
        ("A loaf", "A &amp;eacute; loaf", "contains-html"),
        ('type="plain">A', 'type="text">A', "invalid-text-type"),
        ('role="photographer"', 'role="Photographer"', "invalid-credit-role"),
        ('role="photographer"', 'scheme="nowhere"', "invalid-address"),
        ("Bo</media:credit>", "</media:credit>", "blank"),
        ("<media:credit", "<media:title>B</media:title><media:credit", "duplicate-element"),
        ("<media:credit", '<media:thumbnail url="a"/><media:credit', "invalid-address"),
        (
            "<dc:creator>",
            '<media:group><media:content url="https://a.example/"/></media:group><dc:creator>',
            "group-without-choice",
        ),
        ("<dc:creator>", '<x:y xmlns:x="urn:x"/><dc:creator>', "unknown-namespace"),
    ],
)
def test_a_broken_rule_is_named(before: str, after: str, slug: str) -> None:
    assert slug in faults(RSS, before, after)


def test_a_channel_that_says_another_address_is_warned_of() -> None:
    assert {one.slug for one in check(RSS.encode(), address="https://news.example/other.xml")} == {"self-elsewhere"}


def test_content_before_its_description_is_warned_of() -> None:
    turned = RSS.replace("<description>Both, &lt;em&gt;please&lt;/em&gt;.</description>\n", "")
    assert [one.slug for one in check(turned.encode())] == ["content-before-description"]


def test_a_remark_says_where_it_is_and_how_bad() -> None:
    (remark,) = check(RSS.replace(DATE, "yesterday").encode())
    assert remark.level is Level.ERROR
    assert (remark.element, remark.line) == ("channel/item/pubDate", 34)
    assert str(remark) == "34: channel/item/pubDate: error: no date of RFC 822: 'yesterday' [invalid-rfc822-date]"


def test_two_channels_or_none_are_no_feed() -> None:
    assert "missing-element" in {one.slug for one in check(b'<rss version="2.0"/>')}
