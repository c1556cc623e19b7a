"""What is read of a feed's item: its texts, names and dates."""

from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.articles.disclosure import OUR_WORDS
from syndicate.articles.formats.sniff import DocumentFormat, sniff
from syndicate.articles.model import Author
from tests.golden.feed_corpus import corpus
from tests.unit.articles.article_samples import codes
from tests.unit.articles.feed_samples import ITEM, an_atom, an_rss, drafts_of, entry_of, item_of

GOLDEN = Path(__file__).parents[4] / "golden" / "feeds"
CONTENT = '<content type="html">&lt;p&gt;It sails again.&lt;/p&gt;</content>'
XHTML = '<h:script>no()</h:script><svg xmlns="http://www.w3.org/2000/svg"><text>no</text></svg></h:div>'

# --- titles -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Tom &amp; Ana", "Tom & Ana"),
        ("Tom &#038; Ana&#8217;s", "Tom & Ana’s"),
        ("Tom &amp;amp; Ana&amp;#8217;s", "Tom & Ana’s"),
        ("<![CDATA[Tom &amp; Ana]]>", "Tom & Ana"),
        ("<![CDATA[AT&T and R&D; 5 < 6]]>", "AT&T and R&D; 5 < 6"),
        ("The &lt;em&gt;night&lt;/em&gt; ferry", "The night ferry"),
        ("What the &lt;table&gt; tag is for", "What the <table> tag is for"),
        ("Is a &lt; b &gt; c?", "Is a < b > c?"),
        ("  Two\n lines ", "Two lines"),
        ("The <b>night</b> ferry", "The night ferry"),
        ("&amp;lt;b&amp;gt; is bold", "<b> is bold"),
    ],
)
def test_an_rss_title_is_html_only_where_it_shows_it(written: str, read: str) -> None:
    assert item_of(f"<title>{written}</title>").title == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<title>Tom &amp;amp; &lt;b&gt;</title>", "Tom &amp; <b>"),
        ('<title type="text">Tom &amp;#8217;s</title>', "Tom &#8217;s"),
        ('<title type="html">Tom &amp;amp; &lt;b&gt;Ana&lt;/b&gt;</title>', "Tom & Ana"),
        ('<title type="html">&amp;lt;b&amp;gt; is bold</title>', "<b> is bold"),
        (
            '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Tom <b>&amp;</b> &lt;Ana&gt;</div></title>',
            "Tom & <Ana>",
        ),
    ],
)
def test_an_atom_title_is_what_its_type_says(written: str, read: str) -> None:
    assert entry_of(written + CONTENT).title == read


@given(st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), min_size=1, max_size=60).map(str.strip))
def test_a_title_comes_back_from_atom_as_it_was(title: str) -> None:
    from syndicate.text.plain import one_line

    read = entry_of(f"<title>{escape(title)}</title>{CONTENT}").title
    assert (read or "") == one_line(title)


@pytest.mark.parametrize("title", ["", "<title> </title>", "<title/>"])
def test_an_item_without_a_title_is_a_short_text(title: str) -> None:
    draft = item_of(title)
    assert (draft.title, draft.body_text, codes(draft)) == (None, "It sails.", ["no-date"])
    assert codes(entry_of(f"{title}{CONTENT}")) == ["no-date"]


@pytest.mark.parametrize(
    "text", ["", "<description/>", "<description>&lt;a href='/c'&gt;Comments&lt;/a&gt;</description>"]
)
def test_a_title_and_a_link_are_an_article_and_each_alone_is_none(text: str) -> None:
    title, link = "<title>Ferry bill passes</title>", "<link>https://pier.example/bill</link>"
    (draft,) = drafts_of(an_rss(f"<guid isPermaLink='false'>a</guid>{title}{link}{text}")).values()
    assert (draft.title, draft.permalink, draft.body_html) == ("Ferry bill passes", "https://pier.example/bill", "")
    assert codes(draft) == ["no-date"]
    (draft,) = drafts_of(an_rss(f"<guid isPermaLink='false'>a</guid>{title}{text}")).values()
    assert "no-body" in codes(draft)
    (draft,) = drafts_of(an_rss(f"<guid isPermaLink='false'>a</guid>{link}{text}")).values()
    assert "no-title" in codes(draft)


# --- texts ------------------------------------------------------------------------------


def test_the_full_text_is_taken_and_the_description_is_the_deck() -> None:
    text = escape("<p>The ferry will carry passengers <em>again</em>.</p>")
    (draft,) = drafts_of(
        an_rss(
            "<title>x</title><guid>a</guid><description>A route that was lost sails in spring</description>"
            f"<content:encoded>{text}</content:encoded>"
        )
    ).values()
    assert draft.body_html == "<p>The ferry will carry passengers <em>again</em>.</p>"
    assert draft.deck == "A route that was lost sails in spring"


@pytest.mark.parametrize(
    "description", ["The ferry will carry passengers", "The ferry will &#8230;", "Night ferry", "x"]
)
def test_a_description_that_is_a_cut_or_the_title_is_no_deck(description: str) -> None:
    text = escape("<p>The ferry will carry passengers again, said the port.</p>")
    (draft,) = drafts_of(
        an_rss(
            f"<title>Night ferry</title><guid>a</guid><description>{description}</description>"
            f"<content:encoded>{text}</content:encoded>"
        )
    ).values()
    assert draft.deck is None


def test_a_description_without_a_full_text_is_the_text() -> None:
    draft = item_of("<title>x</title>")
    assert (draft.body_html, draft.deck) == ("<p>It sails.</p>", None)


def test_an_empty_full_text_is_no_text_although_there_is_a_description() -> None:
    assert "no-body" in codes(item_of("<title>x</title><content:encoded/>"))


def test_a_plain_description_keeps_its_paragraphs() -> None:
    (draft,) = drafts_of(
        an_rss("<title>x</title><guid>a</guid><description>One &amp;amp; only.\n\nTwo.</description>")
    ).values()
    assert draft.body_html == "<p>One &amp; only.</p>\n<p>Two.</p>"


def test_html_that_was_not_escaped_is_read_all_the_same() -> None:
    (draft,) = drafts_of(
        an_rss('<title>x</title><guid>a</guid><description>One <p>Two<br/>three <a href="/b">b</a></p></description>')
    ).values()
    assert draft.body_text == "One\n\nTwo\nthree b"
    assert 'href="https://quay.example/b"' in draft.body_html


def test_what_a_program_adds_to_every_text_is_cut_off() -> None:
    tail = '<p>The post <a href="/a">Night ferry</a> appeared first on <a href="/">The Quay</a>.</p>'
    draft = item_of(f"<title>x</title><content:encoded>{escape('<p>It sails again.</p>' + tail)}</content:encoded>")
    assert (draft.body_html, draft.body_text) == ("<p>It sails again.</p>", "It sails again.")


@pytest.mark.parametrize(
    ("content", "read"),
    [
        (CONTENT, "It sails again."),
        ("<content>One &lt;b&gt;.\n\nTwo.</content>", "One <b>.\n\nTwo."),
        (
            f'<content type="xhtml"><h:div xmlns:h="http://www.w3.org/1999/xhtml"><h:p>One<h:br/>two</h:p>{XHTML}</content>',
            "One\ntwo",
        ),
        ('<content type="image/png">aGVsbG8=</content><summary>It sails.</summary>', "It sails."),
        ('<content src="https://quay.example/a"/><summary>It sails.</summary>', "It sails."),
        ("<summary>It sails.</summary>", "It sails."),
    ],
)
def test_atom_content_is_read_by_its_type(content: str, read: str) -> None:
    assert entry_of(f"<title>x</title>{content}").body_text == read


def test_no_markup_of_strangers_comes_through() -> None:
    hostile = (
        '<script>no()</script><p onclick="no()">It sails <a href="javascript:no()">again</a>.</p><svg onload=no()>'
    )
    draft = item_of(f"<title>x</title><content:encoded>{escape(hostile)}</content:encoded>")
    assert draft.body_html == "<p>It sails again.</p>"


# --- addresses --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inside", "permalink"),
    [
        ("<link>https://quay.example/a</link>", "https://quay.example/a"),
        ("<link> /a </link>", "https://quay.example/a"),
        ('<atom:link href="https://quay.example/b"/>', "https://quay.example/b"),
        ('<atom:link rel="enclosure" href="https://quay.example/b.mp3"/>', None),
        ("<link>javascript:alert(1)</link>", None),
        ("<link>https://user:word@quay.example/a</link>", None),
        ("<link/>", None),
    ],
)
def test_the_permalink_is_an_absolute_address_or_none(inside: str, permalink: str | None) -> None:
    assert item_of(f"<title>x</title>{inside}").permalink == permalink


def test_a_guid_is_an_address_unless_it_says_that_it_is_none() -> None:
    for attribute, permalink in (("", "https://quay.example/7"), ('isPermaLink="false"', None)):
        item = f"<title>x</title><guid {attribute}>https://quay.example/7</guid><description>y</description>"
        (draft,) = drafts_of(an_rss(item, head="")).values()
        assert draft.permalink == permalink


def test_the_address_behind_a_counting_one_is_taken() -> None:
    inside = "<link>https://count.example/~r/1</link><f:origLink>https://quay.example/a</f:origLink>"
    burner = 'xmlns:f="http://rssnamespace.org/feedburner/ext/1.0"'
    assert item_of(f"<title>x</title>{inside}", namespaces=burner).permalink == "https://quay.example/a"


def test_relative_addresses_follow_xml_base_from_the_outside_in() -> None:
    draft = entry_of(
        '<title>x</title><link href="p"/><content type="html" xml:base="c/">&lt;a href="q"&gt;q&lt;/a&gt;</content>',
        attributes='xml:base="https://quay.example/news/"',
    )
    assert draft.permalink == "https://quay.example/news/p"
    assert 'href="https://quay.example/news/c/q"' in draft.body_html


# --- names, tags, languages -------------------------------------------------------------


@pytest.mark.parametrize(
    ("inside", "authors"),
    [
        ("<dc:creator>Ann Reed</dc:creator><dc:creator>Bo Dale</dc:creator>", ["Ann Reed", "Bo Dale"]),
        ("<dc:creator><![CDATA[Ann Reed and Bo Dale]]></dc:creator>", ["Ann Reed", "Bo Dale"]),
        ("<author>ann@quay.example (Ann Reed)</author>", ["Ann Reed"]),
        ("<author>Ann Reed &lt;ann@quay.example&gt;</author>", ["Ann Reed"]),
        ("<author>ann@quay.example</author>", []),
        ("<dc:creator>admin</dc:creator>", []),
        ("<itunes:author>Ann Reed</itunes:author>", ["Ann Reed"]),
        ("<dc:creator>Tom O&amp;#8217;Hara</dc:creator>", ["Tom O’Hara"]),
    ],
)
def test_authors_have_names_and_no_mail_addresses(inside: str, authors: list[str]) -> None:
    assert [one.name for one in item_of(f"<title>x</title>{inside}").authors] == authors


def test_an_atom_entry_has_its_own_author_or_that_of_its_source_or_of_the_feed() -> None:
    ann = "<author><name>Ann Reed</name><uri>https://ann.example/</uri><email>a@b.example</email></author>"
    head = "<author><name>Bo Dale</name></author>"
    author = Author(name="Ann Reed", url="https://ann.example/")
    assert entry_of(f"<title>x</title>{CONTENT}{ann}", head=head).authors == (author,)
    assert entry_of(f"<title>x</title>{CONTENT}<source>{ann}</source>", head=head).authors == (author,)
    assert entry_of(f"<title>x</title>{CONTENT}", head=head).authors == (Author(name="Bo Dale"),)


def test_categories_are_tags_and_only_a_named_section_is_one() -> None:
    rss = item_of("<title>x</title><category>Q&amp;amp;A</category><dc:subject>ships</dc:subject>")
    assert (rss.tags, rss.sections) == (("Q&A", "ships"), ())
    atom = entry_of(f'<title>x</title>{CONTENT}<category term="ships" label="Ships at sea"/><category term="night"/>')
    assert atom.tags == ("Ships at sea", "night")
    prism = 'xmlns:p="http://prismstandard.org/namespaces/basic/2.1/"'
    assert item_of("<title>x</title><p:section>World</p:section>", namespaces=prism).sections == ("World",)


@pytest.mark.parametrize(
    ("head", "inside", "language"),
    [
        ("<language>de-de</language>", "", "de-DE"),
        ("<language>de</language>", "<dc:language>fr</dc:language>", "fr"),
        ("<language>what?</language>", "", None),
        ("", "", None),
    ],
)
def test_the_language_is_the_items_or_else_the_feeds(head: str, inside: str, language: str | None) -> None:
    assert item_of(f"<title>x</title>{inside}", head=head).language == language


def test_an_entrys_language_stands_nearest() -> None:
    assert entry_of(f"<title>x</title>{CONTENT}", attributes='xml:lang="pt_br"').language == "pt-BR"


# --- dates ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "read", "code"),
    [
        ("Sun, 05 Oct 2025 15:34:55 GMT", "2025-10-05T15:34:55+00:00", None),
        ("Sun, 05 Oct 2025 15:34:55 CET", "2025-10-05T15:34:55+01:00", "zone-ambiguous"),
        ("Sun, 05 Oct 2025 15:34:55", "2025-10-05T15:34:55+02:00", "zone-missing"),
        ("Sun, 05 Oct 2025 15:34:55 IST", None, "zone-unknown"),
        ("Sun, 05 Oct 25 15:34:55 GMT", None, "date-invalid"),
        ("soon", None, "date-invalid"),
        ("", None, "no-date"),
    ],
)
def test_dates_of_rss_follow_the_policy_of_the_house(date: str, read: str | None, code: str | None) -> None:
    draft = item_of(f"<title>x</title><pubDate>{date}</pubDate>")
    assert (draft.published.isoformat() if draft.published else None) == read
    assert code is None or code in codes(draft)


def test_a_change_is_not_a_publication() -> None:
    draft = entry_of(f"<title>x</title>{CONTENT}<updated>2025-10-05T12:00:00Z</updated>")
    assert (draft.published, draft.updated is not None) == (None, True)
    assert "no-date" in codes(draft)


def test_a_change_at_the_time_of_publication_is_none() -> None:
    for changed, is_one in (("2025-10-05T12:00:00Z", False), ("2025-10-06T12:00:00Z", True)):
        times = f"<published>2025-10-05T12:00:00Z</published><updated>{changed}</updated>"
        assert (entry_of(f"<title>x</title>{CONTENT}{times}").updated is not None) is is_one


# --- which documents are feeds ------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (an_rss(), DocumentFormat.RSS),
        (f"\n \n{an_rss()}", DocumentFormat.RSS),
        ('<?xml-stylesheet href="a.xsl"?><rss>', DocumentFormat.RSS),
        ('<!DOCTYPE rss PUBLIC "-//Netscape//RSS 0.91//EN" "rss.dtd"><rss version="0.91">', DocumentFormat.RSS),
        (
            '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">',
            DocumentFormat.RSS,
        ),
        (an_atom(), DocumentFormat.ATOM),
        ('<a:feed xmlns:a="http://www.w3.org/2005/Atom">', DocumentFormat.ATOM),
        ("<feed><entry/></feed>", DocumentFormat.ATOM),
        ('<feed xmlns="urn:products">', DocumentFormat.XML),
        ('<?xml version="1.0"?><rdf:RDF xmlns:rdf="x" xmlns:foaf="y">', DocumentFormat.XML),
        ('<?xml version="1.0"?><opml/>', DocumentFormat.XML),
        (f"<!DOCTYPE html><html><body><pre>{an_rss()}</pre></body></html>", DocumentFormat.HTML),
        (f"<p>{an_rss()}</p><p></p><p></p>", DocumentFormat.HTML),
        ("<rsss> is no feed\n\nIt is a text.", DocumentFormat.PAGE_DUMP),
    ],
)
def test_a_feed_is_told_by_its_root(text: str, form: DocumentFormat) -> None:
    assert sniff(text) is form


def test_a_feed_may_have_any_prefixes_or_forget_to_declare_them() -> None:
    odd = an_rss(
        "<title>x</title><guid>a</guid><c:encoded>It sails.</c:encoded><d:creator>Ann Reed</d:creator>",
        namespaces='xmlns:c="http://purl.org/rss/1.0/modules/content/" xmlns:d="https://www.purl.org/dc/elements/1.1"',
    )
    (draft,) = drafts_of(odd).values()
    assert (draft.body_text, [one.name for one in draft.authors]) == ("It sails.", ["Ann Reed"])
    (draft,) = drafts_of(
        odd.replace("c:", "content:").replace("d:", "dc:").replace("xmlns:content", "x").replace("xmlns:dc", "y")
    ).values()
    assert (draft.body_text, [one.name for one in draft.authors]) == ("It sails.", ["Ann Reed"])
    (draft,) = drafts_of(
        f"<atom:feed><atom:entry><id>7</id><atom:title>x</atom:title>{CONTENT}</atom:entry></atom:feed>"
    ).values()
    assert (draft.title, draft.body_text) == ("x", "It sails again.")


def test_rss_of_every_age_is_read() -> None:
    item = "<title>Night ferry</title><link>https://quay.example/a</link><description>It sails.</description>"
    rdf = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    for text in (
        f'<!DOCTYPE rss SYSTEM "rss-0.91.dtd"><rss version="0.91"><channel><item>{item}</item></channel></rss>',
        f'<rss version="2.0" xmlns="http://backend.userland.com/rss2"><channel><item>{item}</item></channel></rss>',
        f'<rdf:RDF {rdf} xmlns="http://purl.org/rss/1.0/"><channel/><item rdf:about="b">{item}</item></rdf:RDF>',
    ):
        ((name, draft),) = drafts_of(text).items()
        assert (name, draft.title, draft.body_text) == (
            "b" if "about" in text else "https://quay.example/a",
            "Night ferry",
            "It sails.",
        )


def test_one_item_is_read_as_one_article_and_more_are_not() -> None:
    from tests.unit.articles.article_samples import reading_of

    assert codes(reading_of(an_rss(ITEM, ITEM))) == ["feed-items"]


def test_a_description_that_breaks_off_is_told_as_a_teaser() -> None:
    inside = "<title>x</title><guid>a</guid><description>The ferry will carry passengers again […]</description>"
    (draft,) = drafts_of(an_rss(inside)).values()
    assert "text-cut" in codes(draft)


@pytest.mark.parametrize("name", ["rss.xml", "atom.xml"])
def test_what_we_write_is_read_as_it_was_meant(name: str) -> None:
    written = {one.tag: one for one in corpus()}
    text = (GOLDEN / name).read_text(encoding="utf-8").replace("<generator>syndicate</generator>", "")
    read = drafts_of(text)
    assert read.keys() == written.keys()
    for tag, draft in read.items():
        article = written[tag]
        assert (draft.title, draft.deck) == (article.title, article.deck)
        said = [disclosure.text for disclosure in OUR_WORDS.of(article.language, text=article.ai)]
        assert draft.body_text == "\n\n".join((article.body_text, *said))
        if article.published is not None:
            assert draft.published is not None
            assert draft.published.at == article.published.at.replace(microsecond=0)
        assert {one.name for one in article.authors} <= {one.name for one in draft.authors}
    (medium,) = read["tag:news.example,2026:abcdefghijklm"].media
    assert (medium.candidates[0].width, medium.candidates[0].height) == (1200, 675)


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "inside",
    [
        f"<title>{'&lt;b&gt;' * 100_000}</title>",
        f"<title>{'&amp;amp;' * 100_000}</title>",
        f"<title>x</title><author>{'a@' * 100_000}</author>",
        f"<title>x</title><content:encoded>It sails.{'&lt;p&gt;Share this&lt;/p&gt;' * 30_000}</content:encoded>",
        f"<title>x</title>{'<link>javascript:x</link>' * 30_000}",
        f"<title>x</title><content:encoded>y</content:encoded>{'<itunes:summary>x</itunes:summary>' * 3_000}",
    ],
    ids=["b", "amp", "author", "tail", "links", "summaries"],
)
def test_no_length_of_anything_takes_the_reader_long(inside: str) -> None:
    assert item_of(inside).title
