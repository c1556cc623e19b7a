from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from json import loads

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.articles.disclosure import DisclosureWords
from syndicate.articles.model import AiUse, Author, ForeignTime
from syndicate.errors import BadDataError
from syndicate.feeds import atom, json_feed, rss
from syndicate.feeds.documents import check
from syndicate.feeds.entries import MAX_CONTENT_BYTES, entry_of, summarised, uri_of
from syndicate.images.model import HeroState, Original, Rendition, Role
from syndicate.text.html import Outlet, sanitise
from tests.unit.feeds.feed_samples import BST, LINKS, a_hero, an_article, an_entry

AT = datetime(2025, 10, 5, 14, 34, 55, tzinfo=UTC)
_MARKUP = [
    "<p>",
    "</p>",
    "<a href='",
    "'>",
    "&#0;",
    "&#x1F;",
    "&nbsp;",
    "&#xD800;",
    "]]>",
    "<!--",
    "<b",
    "\x00",
    "\u0338",
]
_HTML = st.lists(st.one_of(st.sampled_from(_MARKUP), st.text(max_size=6)), max_size=10).map("".join)


def _published(offset: timedelta, at: datetime = AT) -> ForeignTime:
    return ForeignTime(at=at, offset=offset, raw="as found")


def test_the_id_is_the_articles_tag_whatever_else_changes() -> None:
    moved = an_article(title="Another title", permalink="https://elsewhere.example/x", sections=("Arts",), revision=7)
    assert entry_of(moved, None, LINKS).id == entry_of(an_article(), None, LINKS).id == an_article().tag


def test_the_address_is_the_permalink() -> None:
    assert entry_of(an_article(), None, LINKS).url == "https://news.example/phones?page=1&full=yes"


def test_an_article_without_permalink_has_a_page_of_ours() -> None:
    entry = entry_of(an_article(permalink=None), None, LINKS)
    assert entry.url == "https://news.example/desk/articles/a-phone-with-a-second-screen-abcdefghijklm"


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("https://news.example/a b<c>", "https://news.example/a%20b%3Cc%3E"),
        ("https://news.example/Käse?q=ü", "https://news.example/K%C3%A4se?q=%C3%BC"),
        ("https://news.example/K%C3%A4se#top", "https://news.example/K%C3%A4se#top"),
        ("https://käse.example:8080/", "https://xn--kse-qla.example:8080/"),
        ("https://straße.example/", "https://xn--strae-oqa.example/"),
        ("HTTPS://news.example/~me/(1)", "https://news.example/~me/(1)"),
    ],
)
def test_an_address_is_written_in_ascii_as_uris_are(written: str, sent: str) -> None:
    assert uri_of(written) == sent


@pytest.mark.parametrize(
    "bad",
    [
        "/phones",
        "javascript:alert(1)",
        "ftp://news.example/",
        "https:///x",
        "https://[::1/",
        "https://a..ü/",
        "",
        "https://e/\ud800",
    ],
)
def test_a_permalink_that_is_no_web_address_is_refused_by_name(bad: str) -> None:
    with pytest.raises(BadDataError, match="is no web address"):
        uri_of(bad)


def test_the_time_of_publication_keeps_its_offset_and_loses_its_microseconds() -> None:
    entry = entry_of(an_article(), None, LINKS)
    assert entry.published_at == datetime(2025, 10, 5, 15, 34, 55, tzinfo=BST)
    assert entry.published_at.utcoffset() == timedelta(hours=1)


def _second(at: datetime) -> datetime:
    return at.replace(microsecond=0)


@pytest.mark.parametrize("offset", [timedelta(seconds=3208), timedelta(hours=-24), timedelta(days=3)])
def test_an_offset_that_cannot_be_written_becomes_utc(offset: timedelta) -> None:
    entry = entry_of(an_article(published=_published(offset)), None, LINKS)
    assert (entry.published_at, entry.published_at.utcoffset()) == (AT, timedelta())


def test_an_instant_at_the_end_of_time_stays_in_utc() -> None:
    at = datetime(1, 1, 1, tzinfo=UTC)
    entry = entry_of(an_article(published=_published(timedelta(hours=-5), at)), None, LINKS)
    assert (entry.published_at, entry.published_at.tzinfo) == (at, UTC)


def test_an_article_without_a_date_is_dated_by_first_sight() -> None:
    entry = entry_of(an_article(published=None), None, LINKS)
    assert entry.published_at == datetime(2025, 10, 6, 8, 0, 0, tzinfo=UTC)


def test_the_first_revision_was_updated_when_it_was_published() -> None:
    entry = entry_of(an_article(updated=_published(timedelta(), AT + timedelta(days=9))), None, LINKS)
    assert _second(entry.updated_at) == entry.published_at


def test_a_later_revision_was_updated_when_its_content_changed() -> None:
    changed_at = datetime(2025, 10, 7, 9, 0, 0, 5, tzinfo=timezone(timedelta(hours=2)))
    entry = entry_of(an_article(revision=2, changed_at=changed_at), None, LINKS)
    assert _second(entry.updated_at).isoformat() == "2025-10-07T07:00:00+00:00"


def test_no_update_precedes_the_publication() -> None:
    entry = entry_of(an_article(revision=2, changed_at=datetime(2020, 1, 1, tzinfo=UTC)), None, LINKS)
    assert _second(entry.updated_at) == entry.published_at


def test_two_of_one_second_differ_in_their_own_fractions_for_ever() -> None:
    numbers = range(500)
    first = [entry_of(an_article(tag=f"tag:news.example,2026:{one}"), None, LINKS).updated_at for one in numbers]
    assert len(set(first)) == len(first)
    again = [entry_of(an_article(tag=f"tag:news.example,2026:{one}"), None, LINKS).updated_at for one in numbers]
    assert again == first


def test_the_deck_is_the_summary() -> None:
    assert entry_of(an_article(deck=" It shows\nthe time. "), None, LINKS).summary == "It shows the time."


def test_without_a_deck_the_body_begins_the_summary() -> None:
    summary = entry_of(an_article(deck=None, body_html=f"<p>{'word ' * 100}</p>"), None, LINKS).summary
    assert summary.endswith("word…")
    assert len(summary) <= 200


def test_an_article_of_a_title_alone_still_says_something_everywhere() -> None:
    entry = entry_of(an_article(deck=None, body_html="", body_text="", title="Tea < coffee"), None, LINKS)
    assert (entry.summary, entry.content_html) == ("Tea < coffee", "<p>Tea &lt; coffee</p>")


@pytest.mark.parametrize(("text", "title"), [("First words.", "First words."), ("", "Untitled")])
def test_an_article_without_a_title_has_one_where_a_format_must(text: str, title: str) -> None:
    article = an_article(title=None, deck=None, body_html=f"<p>{text}</p>" if text else "", body_text=text)
    entry = entry_of(article, None, LINKS)
    assert (entry.title, entry.is_titled) == (title, False)
    assert f"<title>{title}</title>" in atom.entry(entry).decode()
    assert "<title>" not in rss.entry(entry).decode()
    assert f"<description>{title}</description>" in rss.entry(entry).decode()
    assert "title" not in loads(json_feed.entry(entry))


def test_the_whole_body_is_the_content_without_what_feeds_must_not_carry() -> None:
    body = '<p onclick="x()">The phone.</p><script>alert(1)</script><p><a href="/more">More</a></p>'
    content = entry_of(an_article(body_html=body), None, LINKS).content_html
    assert "The phone." in content
    assert "script" not in content
    assert "onclick" not in content
    assert 'href="https://news.example/more"' in content


def test_characters_that_no_xml_holds_leave_the_body_however_they_are_written() -> None:
    entry = entry_of(an_article(body_html="<p>a&#1;b&#xFFFE;c\x0bd\ud800e&#13;f</p>"), None, LINKS)
    assert entry.content_html.replace("\r", "") == "<p>abcdef</p>"
    check(entry)


def test_a_combining_solidus_after_a_tag_does_not_eat_the_tag() -> None:
    body = "<p>\u0338 onclick=alert(1) <b>x</b></p>"
    assert entry_of(an_article(body_html=body), None, LINKS).content_html == body


@given(title=st.text(max_size=20), deck=st.text(max_size=20), body=_HTML)
def test_an_article_of_any_text_becomes_an_entry_that_every_format_can_hold(title: str, deck: str, body: str) -> None:
    check(entry_of(an_article(title=title, deck=deck, body_html=body, body_text=body), None, LINKS))


@pytest.mark.parametrize("letter", ["x", "é"])
def test_a_huge_body_goes_out_as_its_summary_with_a_link(letter: str) -> None:
    body = f"<p>{letter * (MAX_CONTENT_BYTES // len(letter.encode()))}</p>"
    entry = entry_of(an_article(body_html=body, title="A & B"), None, LINKS)
    assert entry.content_html == (
        "<p>It shows the time on its back.</p>"
        '<p><a href="https://news.example/phones?page=1&amp;full=yes">A &amp; B</a></p>'
    )


def test_a_body_that_grows_huge_by_whole_addresses_goes_out_as_its_summary_too() -> None:
    body = '<a href="/x">x</a>' * (MAX_CONTENT_BYTES // 18)
    assert len(entry_of(an_article(body_html=body), None, LINKS).content_html) < 300


def test_authors_and_categories_are_named_once_in_their_order() -> None:
    article = an_article(
        authors=(Author(name=" Ada  Marsh "), Author(name=""), Author(name="ada marsh"), Author(name="Bo Lind")),
        sections=("World", "Arts"),
        tags=("phones", "ARTS", " "),
    )
    entry = entry_of(article, None, LINKS)
    assert entry.authors == ("Ada Marsh", "Bo Lind")
    assert entry.categories == ("World", "Arts", "phones")


def test_the_hero_is_the_picture_once_its_large_rendition_exists() -> None:
    picture = entry_of(an_article(), a_hero(), LINKS).picture
    assert picture is not None
    assert (picture.url, picture.width, picture.height, picture.size) == (
        "https://news.example/desk/media/ab/cd.jpg",
        1200,
        675,
        98_765,
    )
    assert (picture.alt, picture.caption) == ("The phone's back", "Seen in May. Cy Low")
    assert (picture.title, picture.credit) == ("The phone, from behind", "Cy Low")


def test_what_stands_for_a_picture_is_its_name_or_else_what_is_said_about_it() -> None:
    picture = an_entry().picture
    assert picture is not None
    bare = replace(picture, title="", caption=None)
    assert (picture.name, picture.description) == ("The phone, from behind", "The second screen.")
    assert (bare.name, bare.description) == (picture.alt, "")
    assert replace(picture, caption=None).description == picture.alt


def test_a_hero_that_is_not_rendered_is_no_picture() -> None:
    thumb = Rendition(role=Role.THUMB, name="t.jpg", width=240, height=180, size=9)
    for hero in (None, a_hero(state=HeroState.WANTED, renditions=()), a_hero(renditions=(thumb,))):
        assert entry_of(an_article(), hero, LINKS).picture is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("By <b>Ada</b> Marsh", "By Ada Marsh"),
        ("Ada Marsh <ada@news.example>", "Ada Marsh"),
        ("<a href='/ada'>Ada</a>", "Ada"),
        ("Ada <3", "Ada <3"),
        ("x < y > z", "x < y > z"),
    ],
)
def test_a_name_loses_markup_and_mail_addresses_that_came_with_it(written: str, read: str) -> None:
    article = an_article(authors=(Author(name=written),), sections=(), tags=(written,))
    entry = entry_of(article, None, LINKS)
    assert (entry.authors, entry.categories) == ((read,), (read,))


def test_a_name_of_markup_alone_is_none() -> None:
    assert entry_of(an_article(authors=(Author(name="</title></b>"),)), None, LINKS).authors == ()


@pytest.mark.parametrize("mark", ["\ufdd0", "\ufdef", "\U0001fffe", "\U0010ffff"])
def test_noncharacters_of_every_plane_are_taken_out(mark: str) -> None:
    entry = entry_of(an_article(title=f"A{mark}B", body_html=f"<p>C{mark}D&#{ord(mark)};</p>"), None, LINKS)
    assert (entry.title, entry.content_html) == ("AB", "<p>CD</p>")


MADE = an_article(ai=AiUse.GENERATED, language="de")
SAID = "Dieser Text wurde von KI erzeugt."


def test_what_is_said_of_ai_stands_once_at_the_end_of_the_content_where_no_sanitiser_takes_it_out() -> None:
    entry = entry_of(MADE, None, LINKS)
    assert entry.content_html.endswith(f'<p lang="de" dir="ltr"><small>{SAID}</small></p>')
    assert sanitise(entry.content_html, Outlet.MAIL).count(SAID) == 1
    assert entry.content_text.endswith(f"\n\n{SAID}")
    assert SAID not in entry.summary


def test_without_its_content_an_entry_says_it_behind_the_summary() -> None:
    for entry in (summarised(entry_of(MADE, None, LINKS)), entry_of(replace(MADE, is_paid=True), None, LINKS)):
        assert entry.summary == f"It shows the time on its back. {SAID}"
        assert summarised(entry) == entry


def test_of_a_picture_it_is_said_where_the_picture_is_shown() -> None:
    hero = replace(a_hero(), original=Original(digest="0", width=1200, height=675, ai=AiUse.GENERATED))
    told = "The picture was generated by AI."
    assert told in entry_of(an_article(), hero, LINKS).content_html
    assert told not in entry_of(an_article(), replace(hero, renditions=()), LINKS).content_html
    by_document = replace(hero, choice=replace(hero.choice, ai=AiUse.NONE))
    assert told not in entry_of(an_article(), by_document, LINKS).content_html


def test_own_sentences_are_escaped_and_stand_in_place_of_ours() -> None:
    own = DisclosureWords(language="en", text_generated="Made by <b>R&D</b>.")
    entry = entry_of(MADE, None, LINKS, disclosures=own)
    assert "<small>Made by &lt;b&gt;R&amp;D&lt;/b&gt;.</small>" in entry.content_html
    assert SAID not in entry.content_html


@pytest.mark.parametrize("use", [None, AiUse.NONE])
def test_nothing_is_said_of_ai_where_there_is_nothing_to_say(use: AiUse | None) -> None:
    hero = a_hero()
    said = replace(hero, choice=replace(hero.choice, ai=use))
    assert entry_of(an_article(ai=use), said, LINKS) == entry_of(an_article(), hero, LINKS)
