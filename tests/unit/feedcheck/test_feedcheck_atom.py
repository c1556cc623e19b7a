import pytest

from syndicate.feedcheck import check, kind_of
from tests.unit.feeds.ideal_feeds import ATOM, ATOM_ADDRESS, faults

SECOND = "<id>tag:news.example,2026:two</id>"
TOMB = '<at:deleted-entry ref="tag:news.example,2026:gone" when="2025-10-05T00:00:00Z"/>'
ALTERNATE = '<link rel="alternate" type="text/html" href="https://news.example/second"/>'


def test_an_ideal_feed_has_no_fault_and_its_tombstones_no_warning() -> None:
    assert check(ATOM.encode(), address=ATOM_ADDRESS) == ()
    assert kind_of(ATOM.encode()) == "atom"


@pytest.mark.parametrize(
    ("before", "after", "slug"),
    [
        ("<id>tag:news.example,2026:feed</id>", "", "missing-element"),
        ("<id>tag:news.example,2026:feed</id>", "<id>feed</id>", "invalid-id"),
        ("<updated>2025-10-06T08:00:00Z</updated>", "", "missing-element"),
        ("2025-10-06T08:00:00Z", "2025-10-06T08:00:00", "invalid-rfc3339-date"),
        ("2025-10-06T08:00:00Z", "2025-10-06T08:00:00+00:53:28", "invalid-rfc3339-date"),
        ("2025-10-06T08:00:00Z", "2025-13-06T08:00:00Z", "invalid-rfc3339-date"),
        ("<subtitle>", "<tagline>x</tagline><subtitle>", "undefined-element"),
        ("<subtitle>", '<note xmlns="">x</note><subtitle>', "not-in-a-namespace"),
        ("<subtitle>", "<subtitle>x</subtitle><subtitle>", "duplicate-element"),
        ("<subtitle>", '<subtitle type="application/xml">', "invalid-text-type"),
        ("<subtitle>", '<subtitle type="xhtml">', "avoid-xhtml"),
        ("News from nowhere.", "News <b>from</b> nowhere", "unexpected-element"),
        ("News from nowhere.", "News &lt;b&gt;from&lt;/b&gt; nowhere", "undeclared-html"),
        ("<subtitle>News", '<subtitle type="html">&lt;script&gt;', "risky-element"),
        ("<subtitle>News from nowhere.", "<subtitle>", "blank"),
        ("<author><name>The newsroom</name></author>\n", "", "missing-author"),
        ("<name>The newsroom</name>", "<name/>", "missing-name"),
        ("<name>The newsroom</name>", "<name>A</name><uri>a</uri>", "invalid-address"),
        ("<name>The newsroom</name>", "<name>A</name><email>a</email>", "invalid-mailbox"),
        ("<icon>https://news.example/mark.png", "<icon>mark.png", "invalid-address"),
        ("<icon>", "<generator/><icon>", "blank"),
        ('xml:lang="en-GB"', 'xml:lang="English (GB)"', "invalid-language"),
        ('rel="self"', 'rel="related"', "missing-self"),
        ('type="text/html" href="https://news.example/"/>', 'type="text/html" href="/"/>', "invalid-address"),
        (TOMB, TOMB.replace("gone", "one"), "deleted-and-present"),
        (TOMB, TOMB + TOMB, "duplicate-tombstone"),
        (TOMB, TOMB.replace("tag:news.example,2026:", ""), "invalid-tombstone"),
        (TOMB, TOMB.replace("T00:00:00Z", ""), "invalid-tombstone"),
        ("</feed>", "<rights>x</rights></feed>", "misplaced-metadata"),
        (SECOND, "<id>tag:news.example,2026:one</id>", "duplicate-id"),
        ("<updated>2025-10-04T10:00:00Z", "<updated>2025-10-06T08:00:00Z", "duplicate-updated"),
        (SECOND, SECOND + SECOND, "duplicate-element"),
        (SECOND, "", "missing-element"),
        (ALTERNATE, "", "missing-alternate"),
        (ALTERNATE, ALTERNATE + ALTERNATE, "duplicate-atom-link"),
        (ALTERNATE, ALTERNATE.replace("alternate", "next"), "history-link-in-entry"),
        ("<summary>Two.</summary>\n", "", "missing-text"),
        ('rel="enclosure" type="image/jpeg"', 'rel="enclosure"', "missing-attribute"),
        (
            '<link rel="enclosure"',
            '<link rel="enclosure" type="a/b" length="1" href="https://a.example/"/><link rel="enclosure"',
            "duplicate-enclosure",
        ),
        ('<category term="World"/>', "<category/>", "missing-attribute"),
        ('term="World"', 'term=""', "blank"),
        ('term="World"', 'term="World" scheme="world"', "invalid-address"),
        ('<content type="html">', '<content type="CDATA">', "invalid-media-type"),
        ('<content type="html">', '<content src="/a" type="text/html">', "invalid-address"),
        ('<content type="html">', '<content src="https://a.example/">', "missing-attribute"),
        ("&lt;p&gt;Bread", "&lt;iframe&gt;", "risky-element"),
        ("<title>Second</title>", "<title>Second\x7f</title>", "bad-character"),
    ],
)
def test_a_broken_rule_is_named(before: str, after: str, slug: str) -> None:
    assert slug in faults(ATOM, before, after)


def test_a_feed_that_is_served_elsewhere_is_warned_of() -> None:
    assert {one.slug for one in check(ATOM.encode(), address="http://news.example/feeds/atom.xml")} == {
        "self-elsewhere"
    }


def test_a_page_of_an_archive_with_its_links_has_no_fault() -> None:
    links = "".join(
        f'<link rel="{rel}" href="https://news.example/{rel}"/>' for rel in ("current", "prev-archive", "next-archive")
    )
    assert check(ATOM.replace("<icon>", f"<fh:archive/>{links}<icon>").encode()) == ()
