"""The pictures and recordings of feeds: Media RSS, enclosures, podcasts' pictures, and those of the text."""

from html import escape

import pytest

from syndicate.articles.model import Audio, Candidate, Media, PictureOrigin
from syndicate.images.choice import choose
from tests.unit.articles.article_samples import codes
from tests.unit.articles.feed_samples import entry_of, item_of

CONTENT = '<content type="html">&lt;p&gt;It sails again.&lt;/p&gt;</content>'


def media_of(inside: str) -> tuple[Media, ...]:
    return item_of(f"<title>x</title>{inside}").media


def urls_of(inside: str) -> list[list[str]]:
    return [[file.url.removeprefix("https://p.example/") for file in one.candidates] for one in media_of(inside)]


def a_file(name: str, more: str = "", inside: str = "") -> str:
    return f'<media:content url="https://p.example/{name}" {more}>{inside}</media:content>'


def test_a_group_is_one_picture_in_several_files_with_the_words_nearest_to_it() -> None:
    (medium,) = media_of(
        "<media:title>The item</media:title><media:credit>Nobody</media:credit><media:group>"
        "<media:title>The group</media:title><media:credit role='photographer'>Cy Low</media:credit>"
        + a_file("a-300.jpg", 'width="300" height="169" type="image/jpeg"')
        + a_file("b.jpg", 'width="1200" height="675" medium="image"', "<media:description>At dusk</media:description>")
        + "</media:group>"
    )
    assert medium == Media(
        kind="image",
        candidates=(
            Candidate(url="https://p.example/a-300.jpg", width=300, height=169),
            Candidate(url="https://p.example/b.jpg", width=1200, height=675),
        ),
        title="The group",
        description="At dusk",
        credit="Cy Low",
        origin=PictureOrigin.METADATA,
    )
    chosen = choose([medium])
    assert chosen is not None
    assert (chosen.source_url, chosen.alt) == ("https://p.example/b.jpg", "At dusk")


def test_sizes_of_one_picture_that_were_not_grouped_are_put_together() -> None:
    widths = "".join(a_file(f"one.jpg?w={width}", f'width="{width}"') for width in (140, 460, 1300))
    assert urls_of(widths + a_file("two.jpg")) == [["one.jpg?w=140", "one.jpg?w=460", "one.jpg?w=1300"], ["two.jpg"]]


def test_pictures_that_their_query_tells_apart_stay_apart() -> None:
    named = (a_file(f"get.php?id={number}&amp;w={width}") for number in (1, 2) for width in (300, 1200))
    assert urls_of("".join(named)) == [
        ["get.php?id=1&w=300", "get.php?id=1&w=1200"],
        ["get.php?id=2&w=300", "get.php?id=2&w=1200"],
    ]


def test_more_media_than_any_article_has_are_counted_and_not_read() -> None:
    many = "".join(a_file(f"{number}.jpg") for number in range(201))
    draft = item_of(f"<title>x</title>{many}")
    assert len(draft.media) == 50
    assert [one.message for one in draft.findings if one.code == "media-many"] == [
        "The item names 201 media; the first 200 were read."
    ]
    assert "media-many" not in codes(item_of(f"<title>x</title>{many}".replace(a_file("7.jpg"), "")))


@pytest.mark.timeout(20)
def test_no_number_of_media_takes_the_reader_long() -> None:
    words, files = "<media:description>z</media:description>" * 5_000, a_file("a.jpg") * 20_000
    for inside in (words + files, words + f"<media:group>{files}</media:group>", files.replace("a.jpg", "a.mp4")):
        assert len(media_of(inside + '<media:thumbnail url="t.jpg"/>' * 3_000)) <= 2


def test_the_default_comes_first() -> None:
    assert urls_of(a_file("a.jpg") + a_file("b.jpg", 'isDefault="true"')) == [["b.jpg"], ["a.jpg"]]


def test_pictures_are_tried_in_the_order_of_what_names_them() -> None:
    text = escape('<p>It sails.</p><img src="https://p.example/text.jpg" width="1200">')
    inside = (
        f"<content:encoded>{text}</content:encoded>"
        '<itunes:image href="https://p.example/podcast.jpg"/>'
        '<enclosure url="https://p.example/enclosure.jpg" type="image/jpeg" length="1"/>'
        '<media:thumbnail url="https://p.example/thumbnail.jpg"/>' + a_file("content.jpg")
    )
    assert urls_of(inside) == [["content.jpg"], ["thumbnail.jpg"], ["enclosure.jpg"], ["podcast.jpg"], ["text.jpg"]]


def test_a_picture_of_the_summary_is_one_of_the_text() -> None:
    picture = escape('<img src="/s.jpg" alt="A ship">')
    text = f"<content:encoded>It sails.</content:encoded><itunes:summary>{picture}</itunes:summary>"
    draft = item_of(f"<title>x</title>{text}")
    assert [(one.origin, one.candidates[0].url) for one in draft.media] == [
        (PictureOrigin.BODY, "https://quay.example/s.jpg")
    ]


def test_a_thumbnail_within_its_picture_is_one_of_its_files() -> None:
    thumbnail = '<media:thumbnail url="https://p.example/t.jpg" width="150"/>'
    (medium,) = media_of(a_file("a.jpg", 'width="1200"', thumbnail))
    assert [(one.url[-5:], one.key) for one in medium.candidates] == [("a.jpg", ""), ("t.jpg", "thumbnail")]


@pytest.mark.parametrize(
    "inside",
    [
        a_file("v.mp4", 'medium="video"', '<media:thumbnail url="https://p.example/poster.jpg"/>'),
        a_file("v.mp4", 'type="video/mp4"') + '<media:thumbnail url="https://p.example/poster.jpg"/>',
        "<media:group>" + a_file("v?x", 'type="application/x-shockwave-flash"')
        + '<media:thumbnail url="https://p.example/poster.jpg"/></media:group>',
    ],
)  # fmt: skip
def test_a_video_is_its_poster(inside: str) -> None:
    (medium,) = media_of(inside)
    assert medium.is_video
    assert medium.candidates[0].url == "https://p.example/poster.jpg"


@pytest.mark.parametrize(
    "inside",
    [
        a_file("v.mp4", 'medium="video"'),
        a_file("v.mp4"),
        a_file("a.pdf", 'type="application/pdf"'),
        a_file("a.html", 'medium="document"'),
        a_file("a.html", 'type="text/html"'),
        '<enclosure url="https://p.example/v.mp4" type="video/mp4"/>',
        '<enclosure url="https://p.example/a.zip" type="application/zip"/>',
        "<enclosure/><media:content/><media:thumbnail url=' '/><media:group/>",
        a_file("a.jpg").replace("p.example", "1.gravatar.com"),
    ],
)
def test_what_is_no_picture_of_the_story_is_passed_over(inside: str) -> None:
    draft = item_of(f"<title>x</title>{inside}")
    assert (draft.media, draft.audio) == ((), None)
    assert "picture-address" not in codes(draft)


def test_an_address_is_made_absolute_or_dropped_with_a_word() -> None:
    wrong = "".join(
        f'<media:content url="{one}" medium="image"/>'
        for one in ("javascript:a", "data:image/png;base64,", "file:///a")
    )
    draft = item_of(f'<title>x</title><media:content url="pictures/a.jpg" medium="image"/>{wrong}')
    assert [file.url for one in draft.media for file in one.candidates] == ["https://quay.example/pictures/a.jpg"]
    assert [one.quote[:5] for one in draft.findings if one.code == "picture-address"] == ["javas", "data:", "file:"]


def test_sizes_that_are_none_are_not_taken() -> None:
    for width in ("-1", "0", "1e9", "wide", "999999", ""):
        (medium,) = media_of(a_file("a.jpg", f'width="{width}" height="{width}"'))
        assert (medium.candidates[0].width, medium.candidates[0].height) == (None, None)


def test_the_words_of_a_picture_may_be_html() -> None:
    words = '<media:description type="html">&lt;b&gt;At&lt;/b&gt; dusk &amp;amp; dawn</media:description>'
    (medium,) = media_of(a_file("a.jpg", "", words + "<media:copyright>The Quay</media:copyright>"))
    assert (medium.description, medium.credit) == ("At dusk & dawn", "The Quay")


# --- recordings ---------------------------------------------------------------------------


def an_enclosure(attributes: str, duration: str) -> str:
    return f"<enclosure {attributes}/><itunes:duration>{duration}</itunes:duration>"


@pytest.mark.parametrize(
    ("inside", "audio"),
    [
        (
            an_enclosure('url="https://q.example/a.mp3" type="audio/x-mp3" length="123"', "61"),
            Audio(url="https://q.example/a.mp3", media_type="audio/mpeg", size=123, seconds=61),
        ),
        (
            an_enclosure('url="/a?id=7" type="audio/ogg; codecs=opus" length="0"', "1:02:03"),
            Audio(url="https://quay.example/a?id=7", media_type="audio/ogg", seconds=3723),
        ),
        (
            a_file("a.m4a", 'fileSize="9" duration="62"'),
            Audio(url="https://p.example/a.m4a", media_type="audio/mp4", size=9, seconds=62),
        ),
        (
            an_enclosure('url="https://q.example/a.mp3" length="lots"', "long"),
            Audio(url="https://q.example/a.mp3", media_type="audio/mpeg"),
        ),
        ('<enclosure url="javascript:a" type="audio/mpeg"/>', None),
        (a_file("sound", 'medium="audio"'), None),
    ],
)
def test_an_enclosure_of_sound_is_the_recording(inside: str, audio: Audio | None) -> None:
    draft = item_of(f"<title>x</title>{inside}")
    assert draft.audio == audio
    assert ("audio-address" in codes(draft)) is (audio is None)


def test_enclosures_of_atom_are_links() -> None:
    draft = entry_of(
        f'<title>x</title>{CONTENT}<link rel="enclosure" type="audio/mpeg" href="https://q.example/a.mp3" length="5"/>'
        '<link rel="enclosure" type="image/png" href="https://q.example/a.png"/>'
    )
    assert draft.audio == Audio(url="https://q.example/a.mp3", media_type="audio/mpeg", size=5)
    assert [one.candidates[0].url for one in draft.media] == ["https://q.example/a.png"]
