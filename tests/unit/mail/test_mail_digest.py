"""The digest as HTML and as text: structure, words, hostile content."""

from __future__ import annotations

import re
import shutil
import textwrap
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from lxml import html as lxml_html
from lxml.html import HtmlElement

from syndicate.errors import BadDataError
from syndicate.mail.digest import DigestRenderer
from syndicate.mail.lines import columns
from syndicate.mail.merge_fields import fields_in, fill
from syndicate.mail.model import Digest, Rendering, Story
from tests.unit.mail.quay import (
    ARABIC,
    DIGEST,
    DIGESTS,
    FERRY,
    PREFERENCES,
    SECONDARY,
    SINGLE,
    TEMPLATES,
    UNSUBSCRIBE,
    VALUES,
    thumbnail,
)
from tests.unit.mail.test_mail_contrast import TOKENS

HOSTILE = [
    "{{1337*7331}}",
    "{{ from 5",
    "{% raw %} {# x #}",
    "</mj-text><mj-raw><script>alert(1)</script></mj-raw>",
    "<mj-include path='/etc/passwd' />",
    "<style>p{display:none}</style>",
    "</td></table></body></html><!--",
    "--><![endif]-->",
    "R&D < 5 % \"quoted\" 'single'",
    "&#123;&#123;x&#125;&#125; &amp;",
    "fieldabcdefghijklmnop",
    "\x00\x02control\x1b",
    "back\\slash \\{{x}}",
]


@cache
def rendered(name: str) -> Rendering:
    return DigestRenderer(TEMPLATES).render(DIGESTS[name])


def page(html: str) -> HtmlElement:
    return lxml_html.document_fromstring(html)


def texts(tree: HtmlElement, path: str) -> list[str]:
    return [" ".join(element.text_content().split()) for element in tree.findall(f".//{path}")]


def with_text(text: str) -> Digest:
    story = replace(FERRY, headline=text, kicker=text, deck=text, excerpt=text)
    assert story.picture is not None
    lead = replace(story, picture=replace(story.picture, alt=text, caption=text))
    second = replace(lead, picture=thumbnail("vans", text))
    return replace(DIGEST, title=text, subject=text, preheader=text, lead=lead, secondary=(second,), more=(lead,))


def filled(digest: Digest) -> Rendering:
    return fill(DigestRenderer(TEMPLATES).render(digest), VALUES)


def test_a_small_story_without_a_deck_is_told_by_its_excerpt() -> None:
    told = replace(SECONDARY[0], deck="", excerpt="The keepers found a letter.")
    result = filled(replace(DIGEST, secondary=(told,)))
    assert "The keepers found a letter." in texts(page(result.html), "p")
    assert "\nThe keepers found a letter.\n" in result.text


@pytest.mark.parametrize("text", HOSTILE)
def test_content_is_shown_as_it_was_written_and_does_nothing(text: str) -> None:
    result = filled(with_text(text))
    shown = text.replace("\x00", "").replace("\x02", "").replace("\x1b", "")
    tree = page(result.html)
    squeezed = " ".join(shown.split())
    assert texts(tree, "h1") == [squeezed]
    assert texts(tree, "title") == [squeezed]
    assert [image.get("alt") for image in tree.iter("img")] == [shown, shown]
    assert squeezed in " ".join(result.text.split())
    assert tree.find(".//script") is None
    assert len(tree.findall(".//h1")) == 1
    links = [link.get("href") for link in tree.iter("a")]
    assert links[-4:] == [UNSUBSCRIBE, PREFERENCES, DIGEST.site_url, DIGEST.feed_url]


@pytest.mark.parametrize("name", DIGESTS)
def test_headings_are_one_h1_and_then_h2(name: str) -> None:
    levels = [element.tag for element in page(rendered(name).html).iter("h1", "h2", "h3", "h4")]
    assert levels[0] == "h1"
    assert set(levels[1:]) <= {"h2", "h3"}


@pytest.mark.parametrize("name", DIGESTS)
def test_every_table_is_for_layout_and_says_so(name: str) -> None:
    assert {table.get("role") for table in page(rendered(name).html).iter("table")} == {"presentation"}


@pytest.mark.parametrize("name", DIGESTS)
def test_every_article_is_linked_in_both_parts(name: str) -> None:
    digest, rendering = DIGESTS[name], rendered(name)
    links = {link.get("href") for link in page(rendering.html).iter("a")}
    expected = {story.url for story in (digest.lead, *digest.secondary, *digest.more, *digest.corrections) if story}
    expected |= {digest.web_url, digest.site_url, digest.feed_url, "{{unsubscribe_url}}", "{{preferences_url}}"}
    expected |= {block.url for block in digest.blocks if block.url}
    assert expected <= links
    assert {url for url in links - expected if url} <= {"https://quay.example/why", "https://quay.example/boats"}
    assert all(url in rendering.text for url in expected)


@pytest.mark.parametrize("name", DIGESTS)
def test_text_lines_fit_a_terminal(name: str) -> None:
    lines = rendered(name).text.splitlines()
    assert all(columns(line) <= 78 or "http" in line for line in lines)
    assert "\n\n\n" not in rendered(name).text
    assert all(line == line.rstrip() for line in lines)


@pytest.mark.parametrize("name", DIGESTS)
def test_the_same_digest_gives_the_same_bytes(name: str) -> None:
    assert DigestRenderer(TEMPLATES).render(DIGESTS[name]) == rendered(name)


def test_the_parts_stand_in_their_order() -> None:
    html = rendered("lead-and-list").html
    order = [
        DIGEST.preheader,
        ">The Quay<",
        "Monday, 23 November 2026",
        "View in browser",
        "ferry.jpg",
        "Illustration: The Quay",
        ">World<",
        FERRY.headline,
        FERRY.deck,
        FERRY.excerpt[:40],
        "Read on\u00a0→",
        ">Business<",
        "vans.jpg",
        ">Europe<",
        "More today",
        "fog horn",
        "You get this every day",
        "Unsubscribe",
        "20457 Hamburg",
    ]
    body = html.partition("<body")[2].replace(f'alt="{FERRY.headline}"', "")
    places = [body.find(part) for part in order]
    assert -1 not in places
    assert places == sorted(places)


def test_the_hero_is_a_picture_with_numbers_for_its_size() -> None:
    hero = page(rendered("lead-and-list").html).find(".//img")
    assert hero is not None
    assert (hero.get("width"), hero.get("height")) == ("600", "338")
    assert hero.get("alt") == "A white ferry under a low sun, seen from the old basin"


def test_thumbnails_are_shown_at_half_their_pixels() -> None:
    images = list(page(rendered("lead-and-list").html).iter("img"))[1:]
    assert [(image.get("width"), image.get("height")) for image in images] == [("120", "90")] * 3


def test_an_article_without_a_picture_leaves_no_hole() -> None:
    tree = page(rendered("plain").html)
    assert tree.find(".//img") is None
    assert tree.find(".//td[@class='rule thumb']") is None
    assert texts(tree, "h1") == [FERRY.headline]


def test_a_picture_without_words_borrows_the_headline() -> None:
    assert FERRY.picture is not None
    digest = replace(DIGEST, lead=replace(FERRY, picture=replace(FERRY.picture, alt="")))
    image = page(filled(digest).html).find(".//img")
    assert image is not None
    assert image.get("alt") == FERRY.headline


def test_a_video_is_announced_to_those_who_do_not_see_its_badge() -> None:
    image = page(filled(replace(DIGEST, lead=replace(FERRY, is_video=True))).html).find(".//img")
    assert image is not None
    assert (image.get("alt") or "").startswith("Video: A white ferry")


def test_kickers_are_in_capitals_only_where_the_script_has_them() -> None:
    kickers = page(rendered("arabic").html).find_class("kicker")
    capitals = {kicker.text: "caps" in (kicker.get("class") or "") for kicker in kickers}
    assert capitals == {"العالم": False, "أعمال": False, "ثقافة": False, "Europe": True, "المزيد اليوم": False}
    assert all("letter-spacing" not in (one.get("style") or "") for one in kickers if one.text != "Europe")


def test_a_digest_from_right_to_left_is_mirrored() -> None:
    html = rendered("arabic").html
    tree = page(html)
    assert (tree.get("lang"), tree.get("dir")) == ("ar", "rtl")
    assert "direction:ltr" not in html
    assert "القراءة\u00a0←" in html
    foreign = [element for element in tree.iter("table", "li") if element.get("lang") == "en"]
    assert [(element.tag, element.get("dir")) for element in foreign] == [("table", "ltr"), ("li", "ltr")]
    assert "Noto Naskh Arabic" in (tree.findall(".//h1")[0].get("style") or "")
    assert ARABIC.title in html


@pytest.mark.parametrize(
    ("language", "word"),
    [("de-AT", "Weiterlesen"), ("uk", "Читати далі"), ("es", "Seguir leyendo"), ("tlh", "Read on")],
)
def test_fixed_words_follow_the_language(language: str, word: str) -> None:
    result = filled(replace(DIGEST, language=language))
    assert f"{word}\u00a0→" in result.html
    assert f"{word}: " in result.text


def test_scripts_have_fonts_of_their_own() -> None:
    hindi = replace(SECONDARY[0], headline="हिन्दी में समाचार", language="hi")
    html = filled(replace(DIGEST, secondary=(hindi, SECONDARY[1]))).html
    heading = page(html).findall(".//h2")[0]
    assert "Devanagari" in (heading.get("style") or "")
    assert "Charter" in (page(html).findall(".//h2")[1].get("style") or "")


def test_what_is_empty_is_left_out() -> None:
    bare = Story(article_id="x", headline="Only a headline", url="https://quay.example/x")
    result = filled(replace(DIGEST, preheader="", lead=bare, secondary=(bare,), more=()))
    body = page(result.html).find("body")
    assert body is not None
    assert not [element for element in body.iter("p", "h1", "h2") if not element.text_content().strip()]
    assert "display:none" not in result.html.partition("<body")[2]
    assert "More today" not in result.html + result.text


def test_one_article_alone_is_a_letter() -> None:
    rendering = rendered("single")
    assert texts(page(rendering.html), "h2") == []
    assert "More today" not in rendering.text
    assert fields_in(rendering.html) == ["unsubscribe_url", "preferences_url"]
    assert FERRY.headline in rendering.text


def test_the_preheader_is_followed_by_filler_so_that_no_first_words_leak() -> None:
    hidden = page(rendered("lead-and-list").html).find(".//body/div/div")
    assert hidden is not None
    style = hidden.get("style") or ""
    assert "display: none; mso-hide: all" in style
    assert f"color: {TOKENS['light']['ink']}" in style
    content = hidden.text_content()
    assert content.startswith(DIGEST.preheader)
    assert len(content) > len(DIGEST.preheader) + 150


def test_style_sheets_stay_below_what_gmail_drops() -> None:
    sheets = re.findall(r"<style.*?</style>", rendered("many").html, re.DOTALL)
    assert sum(map(len, sheets)) < 8_000
    for sheet in sheets:
        depth = 0
        for sign in re.findall(r"@media|[{}]", sheet):
            assert not (sign == "@media" and depth)
            depth += {"{": 1, "}": -1}.get(sign, 0)


def test_forty_articles_stay_below_the_size_that_gmail_cuts() -> None:
    assert len(rendered("many").html.encode()) < 92_000


def test_a_mistake_in_a_template_is_told_with_file_and_line(tmp_path: Path) -> None:
    shutil.copytree(TEMPLATES, tmp_path / "email")
    footer = tmp_path / "email" / "_base" / "footer.mjml.j2"
    lines = footer.read_text(encoding="utf-8").split("\n")
    footer.write_text("\n".join([*lines[:3], "<mj-foo />", *lines[3:]]), encoding="utf-8")
    with pytest.raises(BadDataError) as refused:
        DigestRenderer(tmp_path / "email").render(DIGEST)
    assert refused.value.where == "_base/footer.mjml.j2:4:1"
    assert refused.value.message == "<mj-foo> is no MJML tag"


def test_an_editors_lock_among_the_templates_stops_no_mail(tmp_path: Path) -> None:
    folder = shutil.copytree(TEMPLATES, tmp_path / "email")
    (folder / "digest" / ".#digest.mjml.j2").symlink_to("editor@host.1234:5678")
    assert DigestRenderer(folder).render(DIGEST).html == DigestRenderer(TEMPLATES).render(DIGEST).html


def test_templates_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    folder = shutil.copytree(TEMPLATES, tmp_path / "email")
    for name in ("digest/digest.mjml.j2", "digest/digest.txt.j2", "_base/tokens.toml"):
        (folder / name).write_text((folder / name).read_text(encoding="utf-8"), encoding="utf-8-sig")
    found = DigestRenderer(folder).render(DIGEST)
    expected = DigestRenderer(TEMPLATES).render(DIGEST)
    assert (found.html, found.text) == (expected.html, expected.text)


def test_the_text_part_reads_like_a_letter() -> None:
    start = filled(SINGLE).text.partition("For eighty")[0]
    assert start == textwrap.dedent(
        """\
        The Quay
        Monday, 23 November 2026
        View in browser: https://quay.example/editions/2026-11-23

        ------------------------------------------------------------

        World
        The last diesel ferry leaves, and nobody hears the new one arrive

        Battery boats take over the northern routes this week. The harbour masters
        worry about silence.

        """
    )


def test_a_template_that_calls_merge_fields_slots_is_set_the_same(tmp_path: Path) -> None:
    folder = shutil.copytree(TEMPLATES, tmp_path / "email")
    for name in ("_base/footer.mjml.j2", "digest/digest.txt.j2"):
        file = folder / name
        file.write_text(file.read_text(encoding="utf-8").replace("merge_fields.", "slots."), encoding="utf-8")
    assert DigestRenderer(folder).render(DIGEST) == DigestRenderer(TEMPLATES).render(DIGEST)
