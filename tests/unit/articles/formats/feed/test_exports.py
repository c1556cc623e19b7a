"""Exports of WordPress and Blogger: posts alone are read, with what the export says of them elsewhere."""

from __future__ import annotations

import pytest

from syndicate.articles.formats.feed import divide_feed
from syndicate.articles.formats.feed.wxr import classic_text
from syndicate.articles.model import Draft, RawDocument
from syndicate.articles.reading.dividing import Dividing
from tests.unit.articles.feed_samples import an_atom, an_rss, drafts_of
from tests.unit.articles.withholding_samples import WXR, a_post, an_export

KIND = "http://schemas.google.com/g/2005#kind"


def the_only(text: str) -> Draft:
    (draft,) = drafts_of(text).values()
    return draft


def an_entry_of_blogger(kind: str, number: int) -> str:
    term = f"http://schemas.google.com/blogger/2008/kind#{kind}"
    return (
        f"<id>{kind}-{number}</id><title>Ropes {number}</title><published>2024-05-06T10:00:00Z</published>"
        f'<category scheme="{KIND}" term="{term}"/><category scheme="http://www.blogger.com/atom/ns#" term="ropes"/>'
        f'<content type="html">&lt;p&gt;Ropes are ranked here by an honest hand.&lt;/p&gt;</content>'
    )


def test_what_is_no_post_is_passed_over_and_counted_by_its_kind() -> None:
    kinds = ("page", "attachment", "attachment", "nav_menu_item", "revision", "wp_block", "product")
    pages = [a_post(kind=kind, number=number) for number, kind in enumerate(kinds, start=2)]
    division = divide_feed(an_export(a_post(), *pages))
    assert [name for name, _ in division.items] == ["p1"]
    assert division.fault is None
    assert division.passed_over == {
        "page": 1, "attachment": 2, "nav_menu_item": 1, "revision": 1, "wp_block": 1, "product": 1,
    }  # fmt: skip


def test_an_export_without_a_single_post_has_no_fault() -> None:
    division = divide_feed(an_export(a_post(kind="page")))
    assert (division.items, division.fault, division.passed_over) == ((), None, {"page": 1})


@pytest.mark.parametrize("kind", ["comment", "settings", "template", "page"])
def test_of_bloggers_entries_posts_alone_are_read(kind: str) -> None:
    text = an_atom(an_entry_of_blogger("post", 1), an_entry_of_blogger(kind, 2))
    assert divide_feed(text).passed_over == {kind: 1}
    draft = the_only(text)
    assert (draft.title, draft.tags) == ("Ropes 1", ("ropes",))


def test_the_newer_export_of_blogger_says_it_in_elements_of_its_own() -> None:
    namespace = 'xmlns:b="http://schemas.google.com/blogger/2018"'
    entries = [
        f"<id>{number}</id><title>Ropes {number}</title><b:type {namespace}>{kind}</b:type>"
        f'<b:status {namespace}>LIVE</b:status><content type="html">Ropes are ranked here.</content>'
        for number, kind in enumerate(("POST", "PAGE", "COMMENT"))
    ]
    text = an_atom(*entries)
    assert divide_feed(text).passed_over == {"page": 1, "comment": 1}
    assert the_only(text).title == "Ropes 0"


def test_a_walk_over_documents_keeps_what_was_passed_over() -> None:
    document = RawDocument(source="desk", external_id="e.xml", content=an_export(a_post(kind="page")).encode())
    dividing = Dividing(own=lambda _: ())
    assert list(dividing.articles(iter([document]))) == []
    assert dividing.passed_over == {"e.xml": {"page": 1}}
    assert dividing.divided == ["e.xml"]


def test_a_post_has_its_authors_name_categories_tags_excerpt_time_and_featured_picture() -> None:
    author = (
        "<wp:author><wp:author_login>areed</wp:author_login>"
        "<wp:author_display_name><![CDATA[Ann Reed]]></wp:author_display_name></wp:author>"
    )
    picture = a_post("<wp:attachment_url>https://quay.example/a.jpg</wp:attachment_url>", kind="attachment", number=9)
    inside = (
        "<dc:creator>areed</dc:creator><excerpt:encoded>It sails in spring</excerpt:encoded>"
        "<wp:post_date_gmt>2025-10-05 13:34:55</wp:post_date_gmt>"
        '<category domain="category" nicename="world">World</category>'
        '<category domain="category" nicename="uncategorized">Uncategorized</category>'
        '<category domain="post_tag" nicename="ships">Ships</category>'
        "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>9</wp:meta_value></wp:postmeta>"
    )
    draft = the_only(an_export(a_post(inside), picture, head=f"<wp:wxr_version>1.2</wp:wxr_version>{author}"))
    assert [one.name for one in draft.authors] == ["Ann Reed"]
    assert (draft.deck, draft.sections, draft.tags) == ("It sails in spring", ("World",), ("Ships",))
    assert draft.published is not None
    assert draft.published.isoformat() == "2025-10-05T13:34:55+00:00"
    assert [file.url for one in draft.media for file in one.candidates] == ["https://quay.example/a.jpg"]


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
        ("One\ntwo.\r\n\r\n\r\nThree.", "<p>One<br>\ntwo.</p>\n<p>Three.</p>"),
        ("<h2>Head</h2>\nOne <em>two</em>.", "<h2>Head</h2>\n<p>One <em>two</em>.</p>"),
        ("One.\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\nTwo.", None),
        ("One.<br /><br />Two.", "<p>One.</p>\n<p>Two.</p>"),
        ("<pre>a\n\nb</pre>\n\nTwo.", "<pre>a\n\nb</pre>\n<p>Two.</p>"),
        ("[gallery ids='1,2']\n\nOne.", "<p>One.</p>"),
        (
            "<!-- wp:paragraph -->\n<p>One.</p>\n<!-- /wp:paragraph -->",
            "<!-- wp:paragraph -->\n<p>One.</p>\n<!-- /wp:paragraph -->",
        ),
        ("", ""),
    ],
)
def test_classic_text_gets_its_paragraphs_and_blocks_are_left_alone(written: str, html: str | None) -> None:
    if html is not None:
        assert classic_text(written) == html


def test_lists_tables_and_captions_of_classic_text_keep_their_shape() -> None:
    text = (
        "One.\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\nTwo\n<blockquote>Three.\n\nFour.</blockquote>\n"
        '[caption id="x" width="300"]<img src="https://quay.example/a.jpg" alt="The quay" /> '
        "The quay at dusk[/caption]\n\nFive."
    )
    draft = the_only(an_export(a_post(text=text)))
    assert draft.body_text.split("\n\n") == ["One.", "• a\n• b", "Two", "Three.", "Four.", "Five."]
    (media,) = draft.media
    assert (media.caption, media.description) == ("The quay at dusk", "The quay")


def test_a_post_made_of_blocks_is_read_as_it_is() -> None:
    paragraph = "<!-- wp:paragraph -->\n<p>One\ntwo.</p>\n<!-- /wp:paragraph -->"
    draft = the_only(an_export(a_post(text=f"{paragraph}\n\n<!-- wp:list --><ul><li>a</li></ul><!-- /wp:list -->")))
    assert draft.body_text == "One two.\n\n• a"
    assert "<br" not in draft.body_html


def test_a_post_carries_its_old_guid_and_every_address_it_had() -> None:
    slugs = [
        f"<wp:postmeta><wp:meta_key>_wp_old_slug</wp:meta_key><wp:meta_value>{slug}</wp:meta_value></wp:postmeta>"
        for slug in ("ferry", "the-ferry")
    ]
    head = "<link>https://quay.example/news</link>"
    link = "<link>https://quay.example/news/2025/10/night-ferry/</link>"
    inside = f"{link}<wp:post_name>night-ferry</wp:post_name>{''.join(slugs)}"
    text = an_rss(a_post(inside, number=71), head=head, namespaces=WXR).replace(
        "<guid>p71</guid>", '<guid isPermaLink="false">http://quay.example/?post_type=post&amp;p=71</guid>'
    )
    draft = the_only(text)
    assert draft.guid == "http://quay.example/?post_type=post&p=71"
    assert draft.old_addresses == (
        "https://quay.example/news/2025/10/night-ferry/",
        "http://quay.example/?post_type=post&p=71",
        "https://quay.example/news/?p=71",
        "https://quay.example/news/2025/10/ferry/",
        "https://quay.example/news/2025/10/the-ferry/",
    )


@pytest.mark.parametrize(
    ("head", "address"),
    [
        ("", "/2018/05/ropes.html"),
        ('<link href="https://ropes.example/"/>', "https://ropes.example/2018/05/ropes.html"),
    ],
)
def test_an_entry_of_blogger_carries_its_id_and_the_address_that_its_export_names(head: str, address: str) -> None:
    inside = (
        "<id>tag:blogger.com,1999:blog-1.post-2</id><title>Ropes</title>"
        '<b:filename xmlns:b="http://schemas.google.com/blogger/2018">/2018/05/ropes.html</b:filename>'
        '<content type="html">Ropes are ranked here.</content>'
    )
    draft = the_only(an_atom(inside, head=head))
    assert (draft.guid, draft.old_addresses) == ("tag:blogger.com,1999:blog-1.post-2", (address,))


@pytest.mark.parametrize("filename", ["//evil.example/a", "/a b", "javascript:alert(1)", "", "a.html"])
def test_what_is_no_address_is_no_old_address(filename: str) -> None:
    inside = (
        "<id>a</id><title>Ropes</title>"
        f'<b:filename xmlns:b="http://schemas.google.com/blogger/2018">{filename}</b:filename>'
        '<content type="html">Ropes are ranked here.</content>'
    )
    assert the_only(an_atom(inside)).old_addresses == ()
