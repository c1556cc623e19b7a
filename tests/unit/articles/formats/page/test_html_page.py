from dataclasses import replace

import pytest

from syndicate.articles.model import Author, PictureOrigin, Severity
from tests.unit.articles.article_samples import (
    DECK,
    LAST,
    LEAD,
    RULES,
    SECOND,
    TITLE,
    a_picture,
    an_array,
    codes,
    reading_of,
)
from tests.unit.articles.page_samples import ADDRESS, SITE, a_meta, a_page, a_script, a_whole_page, described

PICTURE = "https://pictures.example/ferry.jpg"


def test_a_page_that_says_everything_is_read_whole() -> None:
    draft = reading_of(a_whole_page(keywords="ferries, harbour", image=PICTURE))
    assert draft.title == TITLE
    assert draft.deck == DECK
    assert draft.sections == ("World",)
    assert draft.tags == ("ferries", "harbour")
    assert draft.authors == (Author(name="Ann Reed", url="https://harbour.example/ann"),)
    assert draft.published is not None
    assert draft.published.isoformat() == "2025-10-05T15:34:55+02:00"
    assert draft.updated is not None
    assert draft.updated.isoformat() == "2025-10-05T18:00:00+02:00"
    assert draft.permalink == ADDRESS
    assert (draft.language, draft.direction) == ("en", "ltr")
    assert draft.body_text == f"{LEAD}\n\nA Yard Full Of Cabins\n\n{SECOND}\n\n{LAST}"
    assert [(one.origin, one.candidates[0].url) for one in draft.media] == [(PictureOrigin.FEATURED, PICTURE)]
    assert not any(one.severity is Severity.BLOCK for one in draft.findings)


def test_a_page_that_says_nothing_to_machines_is_read_from_what_is_seen() -> None:
    draft = reading_of(
        a_page(
            window=TITLE,
            canonical=None,
            above="<p>By Ann Reed and Bo Dale</p><p>October 5, 2025, 15:34 CEST</p>",
            attributes="",
        )
    )
    assert draft.title == TITLE
    assert [one.name for one in draft.authors] == ["Ann Reed", "Bo Dale"]
    assert draft.published is not None
    assert draft.published.isoformat() == "2025-10-05T15:34:00+02:00"
    assert (draft.permalink, draft.language, draft.direction) == (None, None, "ltr")


@pytest.mark.parametrize(
    "start",
    [
        "<!-- saved from the web -->\n",
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        "\ufeff\n<!-- one --><!-- two -->",
    ],
)
def test_a_page_is_a_page_whatever_stands_before_it(start: str) -> None:
    assert reading_of(start + a_page()).title == TITLE


XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


@pytest.mark.parametrize(
    "empty", ['<script src="a.js"/>', '<style type="text/css" />', '<iframe src="https://h.example/"/>']
)
def test_a_slash_ends_an_element_of_xhtml_and_says_nothing_in_html(empty: str) -> None:
    page = a_page(above=empty)
    assert reading_of(XML + page).body_text == reading_of(a_page()).body_text != ""
    assert "no-body" in codes(reading_of(page))


def test_a_page_may_start_with_a_script() -> None:
    page = a_page().replace("<!DOCTYPE html>", "")
    assert reading_of(f"<script>var a = '<p>';</script>{page}").title == TITLE


@pytest.mark.parametrize(
    ("declared", "codec", "words"),
    [
        ("iso-8859-1", "cp1252", "Die Fähre fährt – „wieder“"),
        ("Windows-1251", "cp1251", "Паром возвращается"),
        ("shift_jis", "cp932", "夜のフェリー"),
        ("gb2312", "gb18030", "夜间渡轮"),
    ],
)
def test_a_page_in_the_encoding_that_it_declares_is_read(declared: str, codec: str, words: str) -> None:
    page = a_page(body=f"<p>{words} {LEAD}</p><p>{SECOND}</p>").replace("charset=utf-8", f'charset="{declared}"')
    assert words in reading_of(page.encode(codec, "xmlcharrefreplace")).body_text


def test_no_encoding_is_guessed() -> None:
    bytes_ = a_page(body=f"<p>Die Fähre {LEAD}</p>").encode("cp1252")
    assert codes(reading_of(bytes_)) == ["not-text"]
    assert codes(reading_of(bytes_.replace(b"charset=utf-8", b"charset=gbk") + b"\xff")) == ["not-text"]
    assert codes(reading_of(bytes_.replace(b"charset=utf-8", b"charset=utf-7"))) == ["not-text"]
    assert codes(reading_of(b"A dump that names charset=iso-8859-1 \xe4")) == ["not-text"]


# --- the headline ---------------------------------------------------------------------


@pytest.mark.parametrize("window", [f"{TITLE} | {SITE}", f"{TITLE} - {SITE}", f"{SITE} » {TITLE}", TITLE])
def test_the_sites_name_is_no_part_of_the_headline(window: str) -> None:
    page = a_page(window=window, head=a_meta({"og:site_name": SITE})).replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    assert reading_of(page).title == TITLE


def test_the_name_of_the_site_as_a_headline_is_passed_over() -> None:
    page = a_page(head=a_meta({"og:title": TITLE, "og:site_name": SITE}))
    assert reading_of(page.replace("<main>", f"<h1>{SITE}</h1><main>")).title == TITLE


def test_what_readers_saw_wins_over_a_headline_for_search_engines() -> None:
    page = a_page(head=a_meta({"og:title": "Ferry, Harbour And Cabins: All That Is Known So Far"}))
    assert reading_of(page).title == TITLE


def test_of_several_headlines_the_one_that_machines_are_told_counts() -> None:
    page = a_page(above="<h1>Ferries and other ships of today</h1>", head=a_meta({"og:title": TITLE}))
    assert reading_of(page).title == TITLE


def test_a_page_without_any_headline_is_held() -> None:
    page = a_page(window=" ").replace(f"<h1>{TITLE}</h1>", "")
    assert codes(reading_of(page))[0] == "no-title"


# --- JSON-LD among several ------------------------------------------------------------


def test_of_several_articles_the_one_at_the_pages_address_counts() -> None:
    other = described(
        headline="Another story", datePublished="2020-01-01T00:00:00Z", mainEntityOfPage="https://harbour.example/other"
    )
    draft = reading_of(a_page(head=a_script([other, described(), other])))
    assert draft.published is not None
    assert draft.published.isoformat().startswith("2025-10-05")


def test_related_stories_alone_say_nothing_of_this_one() -> None:
    other = described(headline="Another story", mainEntityOfPage="https://harbour.example/other")
    draft = reading_of(a_page(head=a_script(other)))
    assert draft.published is None
    assert draft.authors == ()
    assert "no-date" in codes(draft)


# --- dates ----------------------------------------------------------------------------


def test_the_claim_with_a_zone_is_taken_before_the_one_without() -> None:
    page = a_page(
        head=a_script(described(datePublished="October 5, 2025"))
        + a_meta({"article:published_time": "2025-10-05T13:34:55Z"})
    )
    published = reading_of(page).published
    assert published is not None
    assert published.isoformat() == "2025-10-05T13:34:55+00:00"


def test_a_time_without_zone_is_read_in_the_sources_with_a_warning() -> None:
    draft = reading_of(a_page(head=a_meta({"article:published_time": "2025-10-05T15:34:55"})))
    assert draft.published is not None
    assert draft.published.isoformat() == "2025-10-05T15:34:55+02:00"
    assert "zone-missing" in codes(draft)


def test_dates_that_are_days_apart_are_not_taken() -> None:
    page = a_page(head=a_script(described()) + a_meta({"article:published_time": "2025-11-20T10:00:00Z"}))
    draft = reading_of(page)
    assert draft.published is None
    assert draft.unread is not None
    assert "date-conflict" in codes(draft)


def test_where_most_agree_on_a_date_the_odd_one_is_passed_over() -> None:
    meta = {"article:published_time": "2025-10-05T13:34:55Z", "parsely-pub-date": "2019-01-01T10:00:00Z"}
    published = reading_of(a_page(head=a_script(described()) + a_meta(meta))).published
    assert published is not None
    assert published.isoformat() == "2025-10-05T15:34:55+02:00"


def test_the_zero_of_a_computers_clock_is_no_date() -> None:
    assert reading_of(a_page(head=a_script(described(datePublished="1970-01-01T00:00:00Z")))).published is None


def test_a_time_that_is_called_an_update_is_none_of_publication() -> None:
    line = (
        "<p>Published <time datetime=2025-10-05T13:34Z>a</time>, updated <time datetime=2025-11-07T10:00Z>b</time></p>"
    )
    lone = "<p>Last updated: <time datetime=2025-11-07T10:00Z>November 7, 2025</time></p>"
    published = reading_of(a_page(above=line)).published
    assert published is not None
    assert published.isoformat() == "2025-10-05T13:34:00+00:00"
    assert reading_of(a_page(above=lone)).published is None


def test_the_dates_of_comments_are_not_the_articles() -> None:
    comments = "".join(f"<div class=comment><time datetime=2025-11-0{day}>x</time></div>" for day in (1, 2))
    assert reading_of(a_page(after=comments)).published is None


def test_a_lone_time_element_below_the_headline_is_the_articles() -> None:
    draft = reading_of(a_page(above='<time datetime="2025-10-05T13:34:55Z">yesterday</time>'))
    assert draft.published is not None
    assert draft.published.isoformat() == "2025-10-05T13:34:55+00:00"


def test_a_date_that_no_calendar_has_stays_out() -> None:
    draft = reading_of(a_page(head=a_script(described(datePublished="0001-01-01T00:00:00Z"))))
    assert draft.published is None
    assert "date-invalid" in codes(draft)


# --- deck -----------------------------------------------------------------------------


def test_a_description_that_is_cut_from_the_text_is_no_deck() -> None:
    assert reading_of(a_page(head=a_meta({"og:description": LEAD[:100]}))).deck is None
    assert reading_of(a_page(head=a_meta({"og:description": f"{DECK} […]"}))).deck is None


def test_a_description_of_the_site_is_no_deck() -> None:
    assert (
        reading_of(
            a_page(head=a_meta({"description": "Breaking stories, weather forecasts, sports results daily"}))
        ).deck
        is None
    )


def test_a_line_that_is_marked_as_deck_is_one_and_no_text() -> None:
    draft = reading_of(a_page(above=f'<p class="article__standfirst">{DECK}</p>'))
    assert draft.deck == DECK
    assert DECK not in draft.body_text


@pytest.mark.parametrize("name", ["standfirst", "article-subtitle", "c-dek"])
def test_a_marked_deck_that_stands_among_the_paragraphs_is_one_and_no_text(name: str) -> None:
    text = f"<p>{LEAD}</p><p>{SECOND}</p><p>{LAST}</p>"
    draft = reading_of(a_page(body=f'<p class="{name}">{DECK}</p>{text}'))
    assert draft.deck == DECK
    assert draft.body_text == f"{LEAD}\n\n{SECOND}\n\n{LAST}"


def test_a_box_around_all_the_text_is_no_deck_whatever_it_is_called() -> None:
    text = f"<p>{LEAD}</p><p>{SECOND}</p><p>{LAST}</p>"
    draft = reading_of(a_page(body=f'<div class="subtitle">{text}</div>'))
    assert draft.deck is None
    assert draft.body_text == f"{LEAD}\n\n{SECOND}\n\n{LAST}"


# --- the text -------------------------------------------------------------------------


def test_emphasis_links_lists_quotations_and_tables_are_kept() -> None:
    body = (
        f'<p>{LEAD} <strong>Strong</strong> <a href="/world?a=1&amp;b=2" onclick="x()">linked</a></p>'
        f"<ul><li>{SECOND}<li>{LAST}</ul><blockquote><p>{SECOND}</p></blockquote>"
        f"<table><tr><th>Ship<th>Cabins that have been fitted<tr><td>Dawn of the northern sea<td>400</table>"
    )
    draft = reading_of(a_page(body=body))
    assert "<strong>Strong</strong>" in draft.body_html
    assert '<a href="https://harbour.example/world?a=1&amp;b=2">linked</a>' in draft.body_html
    assert f"<ul><li>{SECOND}</li>\n<li>{LAST}</li></ul>" in draft.body_html
    assert f"<blockquote><p>{SECOND}</p></blockquote>" in draft.body_html
    assert "<td>400</td>" in draft.body_html
    assert f"• {SECOND}" in draft.body_text


def test_code_and_line_breaks_are_kept_as_they_are() -> None:
    body = f"<p>{LEAD}</p><pre>if a:\n    b</pre><div>{SECOND}<br><br>{LAST}<br>A last line.<br> </div>"
    html = reading_of(a_page(body=body)).body_html
    assert "<pre>if a:\n    b</pre>" in html
    assert f"<p>{SECOND}</p>\n<p>{LAST}<br>A last line.</p>" in html


def test_what_pages_print_around_and_into_a_text_is_left_out() -> None:
    body = (
        f"<h1>{TITLE}</h1><p>October 5, 2025</p><p>{LEAD}</p>"
        '<p>Read more: <a href="/x">A lighthouse keeper retires after forty years</a></p>'
        f'<div class="newsletter-box related-links"><p>{LAST} Get our letters every day.</p></div>'
        f"<p>{SECOND}</p><p>Advertisement</p><p>{LAST}</p>"
        '<p>Sign up for our <a href="/n">letters</a>.</p><h2>You may also like</h2><p>A lighthouse keeper retires.</p>'
    )
    assert reading_of(a_page(body=body)).body_text == f"{LEAD}\n\n{SECOND}\n\n{LAST}"


def test_prose_about_newsletters_and_reading_more_stays() -> None:
    prose = "To read more in winter was a plan of the whole town: newsletters told of it."
    body = f"<p>{LEAD}</p><p>{prose}</p><p>{SECOND}</p>"
    assert "newsletters told of it" in reading_of(a_page(body=body)).body_text


def test_the_second_half_behind_an_advertisement_belongs_to_the_text() -> None:
    half = f"<div class=chunk><p class=text>{LEAD}</p><p class=text>{SECOND}</p></div>"
    other = f"<div class=chunk><p class=text>{LAST} {SECOND}</p><p class=text>It was the last of them all.</p></div>"
    draft = reading_of(a_page(body=f"{half}<div class=ad-slot>Advertisement</div>{other}"))
    assert draft.body_text.endswith("It was the last of them all.")


def test_the_next_article_below_is_another() -> None:
    def article(*texts: str) -> str:
        paragraphs = "".join(f"<p class=text>{text}</p>" for text in texts)
        return f"<div class=article-body>{paragraphs}</div>"

    other = [
        f"Snow fell on the {number}th day in the mountains, and the passes were shut for all." for number in range(4)
    ]
    body = f"{article(LEAD, SECOND, LAST)}<div><h1>Snow in the mountains</h1>{article(*other)}</div>"
    draft = reading_of(a_page(body=body, head=a_meta({"og:title": TITLE})))
    assert draft.title == TITLE
    assert draft.body_text == f"{LEAD}\n\n{SECOND}\n\n{LAST}"


def test_an_article_that_is_named_after_its_tags_is_no_box() -> None:
    page = a_page(body=f"<p>{LEAD}</p><p>{SECOND}</p>", after=f"<div><p>{LAST} {SECOND}</p></div>")
    text = reading_of(page.replace("class=story", 'class="post tag-share related-posts newsletter"')).body_text
    assert LEAD in text
    assert SECOND in text


@pytest.mark.timeout(60)  # a guard against squares, not a measurement
def test_a_table_of_one_endless_row_is_read_in_time() -> None:
    row = "<td>x y z</td>" * 12_000
    reading_of(a_page(body=f"<p>{LEAD}</p><table><tr>{row}</table><p>{SECOND}</p>"))


def test_what_nobody_sees_is_no_text() -> None:
    body = f'<p>{LEAD}</p><p style="display:none">{LAST} Hidden.</p><p hidden>{LAST} Hidden.</p><p>{SECOND}</p>'
    assert "Hidden" not in reading_of(a_page(body=body)).body_text


def test_a_card_that_shows_on_pointing_is_left_out_and_its_word_stays() -> None:
    card = '<span class="rollover-block">Ann Reed in the press</span>'
    name = f'<span class="rollover"><a href="/p">Ann Reed</a>{card}</span>'
    text = reading_of(a_page(body=f"<p>{LEAD} So says {name} today.</p><p>{SECOND}</p>")).body_text
    assert "So says Ann Reed today." in text


# --- pictures -------------------------------------------------------------------------


def test_pictures_come_with_who_chose_them_sizes_and_texts() -> None:
    head = a_script(described(image={"@type": "ImageObject", "url": PICTURE, "width": 1200, "height": "675"})) + a_meta(
        {
            "og:image": "https://pictures.example/share.jpg",
            "og:image:width": "600",
            "og:image:height": "315",
            "og:image:alt": "At dusk",
        }
    )
    figure = (
        '<figure><img src="data:image/gif;base64,R0" data-src="/yard.jpg" alt="The yard"'
        ' srcset="/yard-640.jpg 640w, /yard-1280.jpg 1280w">'
        "<figcaption>The yard upriver. <span class=credit>Photo: Bo Dale</span></figcaption></figure>"
    )
    body = f"<p>{LEAD}</p>{figure}<p>{SECOND}</p><p>{an_array(a_picture(images={'s1': 'https://pictures.example/listed.jpg'}))}</p>"
    draft = reading_of(a_page(head=head, body=body))
    featured, listed, shown, seen = draft.media
    assert (featured.origin, featured.candidates[0].width, featured.candidates[0].height) == (
        PictureOrigin.FEATURED,
        1200,
        675,
    )
    assert (listed.origin, listed.candidates[0].url) == (PictureOrigin.METADATA, "https://pictures.example/listed.jpg")
    assert (shown.origin, shown.description, shown.candidates[0].width) == (PictureOrigin.PAGE, "At dusk", 600)
    assert (seen.origin, seen.description, seen.caption, seen.credit) == (
        PictureOrigin.BODY,
        "The yard",
        "The yard upriver.",
        "Photo: Bo Dale",
    )
    assert [(file.url, file.width) for file in seen.candidates] == [
        ("https://harbour.example/yard.jpg", None),
        ("https://harbour.example/yard-640.jpg", 640),
        ("https://harbour.example/yard-1280.jpg", 1280),
    ]
    assert "images" not in draft.body_text
    assert "yard upriver. Photo" not in draft.body_text


def test_one_picture_that_two_name_is_one() -> None:
    head = a_script(described(image=PICTURE)) + a_meta({"og:image": f"{PICTURE}?w=600", "og:image:alt": "At dusk"})
    (one,) = reading_of(a_page(head=head)).media
    assert (one.origin, one.description, len(one.candidates)) == (PictureOrigin.FEATURED, "At dusk", 2)


def test_pictures_beside_a_page_that_says_not_where_it_is_are_files() -> None:
    body = f'<p>{LEAD}</p><img src="pictures/ferry.jpg" alt="The ferry"><p>{SECOND}</p>'
    (one,) = reading_of(a_page(canonical=None, body=body)).media
    assert one.candidates[0].url == "pictures/ferry.jpg"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "ftp://x.example/a.jpg", "//[bad/a.jpg"]
)
def test_what_is_no_picture_of_the_web_is_dropped_with_a_warning(address: str) -> None:
    draft = reading_of(a_page(head=a_meta({"og:image": address})))
    assert draft.media == ()
    assert "picture-address" in codes(draft)


# --- addresses and language -----------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "/relative",
        "javascript:alert(1)",
        "https://user@harbour.example/",
        r"https://harbour.example\@evil.example/",
        "https://[::1",
        "http://",
    ],
)
def test_only_a_plain_web_address_is_a_permalink(address: str) -> None:
    assert reading_of(a_page(canonical=address)).permalink is None


def test_the_sources_own_pattern_of_permalinks_wins() -> None:
    rules = replace(RULES, permalink="https://ours.example/{stem}")
    assert reading_of(a_page(), rules).permalink == "https://ours.example/ferry"


def test_a_base_element_resolves_links_and_never_dangerously() -> None:
    body = f"<p>{LEAD} <a href=b>b</a> <a href='javascript:x'>c</a> <a href='#top'>d</a></p><p>{SECOND}</p>"
    html = reading_of(a_page(head='<base href="https://other.example/a/">', body=body)).body_html
    assert '<a href="https://other.example/a/b">b</a>' in html
    assert html.count("<a") == 1


@pytest.mark.parametrize(
    ("attributes", "language", "direction"),
    [
        (' lang="en_gb"', "en-GB", "ltr"),
        (' lang="<x>"', None, "ltr"),
        (' lang="ar" dir="rtl"', "ar", "rtl"),
        (' xml:lang="fr"', "fr", "ltr"),
    ],
)
def test_language_and_direction_are_the_pages_own(attributes: str, language: str | None, direction: str) -> None:
    draft = reading_of(a_page(attributes=attributes))
    assert (draft.language, draft.direction) == (language, direction)


# --- what is no article ---------------------------------------------------------------


def test_a_page_of_teasers_is_held_as_no_article() -> None:
    cards = "".join(
        f"<article><h2><a href=/s{n}>The {n}th ferry of the year leaves the old harbour in the north</a></h2>"
        f"<p>Cabins for four hundred people have been fitted out, number {n}.</p></article>"
        for n in range(8)
    )
    draft = reading_of(a_page(title="World", window="World | Lantern", body=cards))
    assert codes(draft)[0] == "not-an-article"


@pytest.mark.parametrize("address", ["https://harbour.example/", "https://harbour.example"])
def test_a_front_page_is_held_as_no_article(address: str) -> None:
    assert codes(reading_of(a_page(canonical=address)))[0] == "not-an-article"


def test_an_archive_by_the_name_of_its_body_is_held() -> None:
    assert codes(reading_of(a_page().replace("<body>", '<body class="archive category-3">')))[0] == "not-an-article"


def test_an_empty_page_is_held() -> None:
    for text in ("<html></html>", "<!doctype html>", "<html><body><p></p>"):
        assert codes(reading_of(text))[0] == "not-an-article"


def test_a_headline_alone_is_held() -> None:
    assert codes(reading_of(a_page(body="")))[0] == "no-body"


def test_a_text_that_is_not_free_is_told_of() -> None:
    assert "paywall" in codes(reading_of(a_whole_page(isAccessibleForFree=False)))
    assert "paywall" in codes(reading_of(a_whole_page(isAccessibleForFree="False")))
    assert "paywall" not in codes(reading_of(a_whole_page(isAccessibleForFree=True)))
    assert [reading_of(a_whole_page(isAccessibleForFree=free)).is_paid for free in (False, True)] == [True, False]


@pytest.mark.parametrize(
    ("address", "media_type"),
    [("https://x.example/a.mp3", "audio/mpeg"), ("https://x.example/a", None), ("javascript:a.mp3", None)],
)
def test_a_recording_is_what_the_page_tells_others_to_play(address: str, media_type: str | None) -> None:
    audio = reading_of(a_page(head=a_meta({"og:audio": address}))).audio
    assert (audio and audio.media_type) == media_type


def test_a_page_says_in_its_description_what_ai_had_to_do_with_text_and_picture() -> None:
    image = {"url": "https://x.example/a.jpg", "digitalSourceType": "digsrctype:trainedAlgorithmicMedia"}
    draft = reading_of(a_whole_page(digitalSourceType="digsrctype:algorithmicallyEnhanced", image=image))
    assert draft.ai == "assisted"
    assert "generated" in [medium.ai for medium in draft.media]
    assert reading_of(a_whole_page()).ai is None
