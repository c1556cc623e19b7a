"""Which picture stands for an article."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.articles.model import Candidate, Media, PictureOrigin
from syndicate.images.choice import (
    ALT_LENGTH,
    Rung,
    Size,
    alternative_text,
    best_candidate,
    choose,
    declared_size,
    fingerprint,
    ladder,
    ranked,
    reworded,
    to_measure,
)
from syndicate.images.model import Choice

BASE = "https://cdn.example/"


def file(url: str = "a.jpg", key: str = "", width: int | None = None, height: int | None = None) -> Candidate:
    return Candidate(url=url if "/" in url else BASE + url, key=key, width=width, height=height)


def picture(*candidates: Candidate, kind: str = "image", **texts: Any) -> Media:
    return Media(kind=kind, candidates=candidates or (file(),), **texts)


def best(*candidates: Candidate, order: tuple[str, ...] = ()) -> str | None:
    found = best_candidate(candidates, order)
    return found.url.removeprefix(BASE) if found else None


def sized(name: str, width: int, height: int, **more: Any) -> Candidate:
    return file(name, width=width, height=height, **more)


def test_the_sample_pages_picture_is_chosen_with_its_description() -> None:
    medium = picture(
        file("https://cdn.motor1.com/images/mgl/W8qwwO/s5/5.jpg", key="s5"),
        title="Xiaomi SU7 Battery Cell Mount",
        description="Close-up view of the Xiaomi SU7 battery cell mount.",
    )
    assert choose([medium]) == Choice(
        source_url="https://cdn.motor1.com/images/mgl/W8qwwO/s5/5.jpg",
        alt="Close-up view of the Xiaomi SU7 battery cell mount.",
        caption=None,
        is_video=False,
        title="Xiaomi SU7 Battery Cell Mount",
    )


# --- which medium ----------------------------------------------------------------------


def test_the_first_medium_with_a_usable_file_is_taken() -> None:
    media = [picture(file("a.svg")), Media(kind="image", candidates=()), picture(file("b.jpg")), picture(file("c.jpg"))]
    found = choose(media)
    assert found is not None
    assert found.source_url == BASE + "b.jpg"


def test_nothing_usable_means_no_choice() -> None:
    assert choose([]) is None
    assert choose([picture(file("a.svg"), sized("b.jpg", 100, 100))]) is None


def test_a_videos_poster_is_a_picture_that_plays() -> None:
    found = choose([picture(file("poster.jpg"), kind="video", caption="  A  drive ")])
    assert found is not None
    assert (found.is_video, found.caption) == (True, "A drive")


# --- which file ------------------------------------------------------------------------


def test_the_smallest_that_is_large_enough_is_preferred() -> None:
    assert best(sized("a", 2400, 1350), sized("b", 1200, 675), sized("c", 1600, 900), sized("d", 800, 450)) == "b"


def test_else_the_largest() -> None:
    assert best(sized("a", 640, 360), sized("b", 1024, 576), sized("c", 800, 450)) == "b"


def test_a_small_one_is_better_than_none_and_a_tiny_one_is_not() -> None:
    assert best(sized("a", 300, 200), sized("b", 480, 270)) == "b"
    assert best(sized("a", 299, 400), sized("b", 1, 1), sized("c", 400, 100)) is None


def test_of_equal_width_the_one_nearest_to_16_by_9_is_taken() -> None:
    assert best(sized("a", 1200, 1200), sized("b", 1200, 700), sized("c", 1200, 800)) == "b"


def test_a_banner_and_a_column_are_no_pictures() -> None:
    assert best(sized("a", 1200, 300), sized("b", 600, 1300)) is None
    assert best(sized("a", 1200, 400), sized("b", 3000, 500)) == "a"


def test_a_width_without_a_height_counts() -> None:
    assert best(file("a", width=1600), file("b", width=1300), sized("c", 900, 600)) == "b"
    assert best(file("a", width=200)) is None


def test_an_unknown_size_comes_after_a_good_one_and_before_a_small_one() -> None:
    assert best(file("unknown"), sized("good", 640, 360)) == "good"
    assert best(sized("small", 500, 300), file("unknown")) == "unknown"


def test_labels_are_opaque_and_the_documents_order_settles_them() -> None:
    assert best(file("a", key="s5"), file("b", key="s1"), file("c", key="large")) == "a"


def test_the_sources_own_order_of_labels_settles_unknown_sizes() -> None:
    assert best(file("a", key="s5"), file("b", key="s3"), file("c", key="s1"), order=("s1", "s3")) == "c"


@pytest.mark.parametrize("key", ["thumb", "thumbnail", "post-thumb", "small", "SMALL", "icon", "avatar"])
def test_labels_that_promise_little_come_last(key: str) -> None:
    assert best(file("a", key=key), file("b", key="x")) == "b"
    assert best(file("a", key=key), sized("b", 320, 240)) == "b"
    assert best(sized("a", 640, 360, key=key), file("b", key="x")) == "b"
    assert best(sized("a", 1200, 675, key=key), sized("b", 2400, 1350, key="x")) == "b"
    assert best(file("a", key=key)) == "a"


@pytest.mark.parametrize(
    "url",
    ["", "   ", "data:image/png;base64,AAAA", "javascript:alert(1)", "ftp://cdn.example/a.jpg", "file:///etc/passwd",
     "mailto:a@b.example", "https://cdn.example/a.svg", "https://cdn.example/a.SVG?x=1", "https://cdn.example/a.mp4",
     "https://cdn.example/a.pdf", "http://[::1/a.jpg", "https:", "c:pictures/a.jpg", "https://cdn.example/live.m3u8", "https://cdn.example/page.html"],
)  # fmt: skip
def test_what_is_no_picture_by_its_address_is_passed_over(url: str) -> None:
    assert best_candidate([Candidate(url=url)]) is None


@pytest.mark.parametrize(
    "url", ["https://cdn.example/logo.png", "https://cdn.example/site-logo-dark.png", "https://cdn.example/avatar_7.jpg",
            "https://cdn.example/1x1-pixel.gif", "https://cdn.example/spacer.gif", "pictures/placeholder.png"]
)  # fmt: skip
def test_a_logo_is_not_the_story_unless_it_is_large(url: str) -> None:
    assert best_candidate([Candidate(url=url)]) is None
    assert best_candidate([Candidate(url=url, width=500, height=400)]) is None
    assert best_candidate([Candidate(url=url, width=1200, height=675)]) is not None


def test_words_that_only_contain_logo_are_no_logo() -> None:
    assert best(file("catalogo-prologos.jpg")) == "catalogo-prologos.jpg"


def test_an_address_without_scheme_becomes_https_and_a_path_stays_a_path() -> None:
    for url, expected in (("//cdn.example/a.jpg", "https://cdn.example/a.jpg"), (" pictures/a.jpg ", "pictures/a.jpg")):
        found = choose([picture(Candidate(url=url))])
        assert found is not None
        assert found.source_url == expected


# --- declared sizes ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("candidate", "size"),
    [
        (file("a.jpg"), None),
        (file("a-1024x768.jpg"), (1024, 768)),
        (file("a.jpg", key="1200x675"), (1200, 675)),
        (file("a.jpg", key="1200×675"), (1200, 675)),
        (file("a-150x150.jpg", key="full-2000x1000"), (2000, 1000)),
        (file("a-150x150.jpg", width=900, height=600), (900, 600)),
        (file("https://cdn.example/800x600/a.jpg"), (800, 600)),
        (file("https://cdn.example/a.jpg?size=800x600"), (800, 600)),
        (file("https://cdn.example/1600x900/a-800x450.jpg"), (800, 450)),
        (file("https://cdn.example/s1/4x3/a.jpg"), None),
        (file("https://cdn.example/s1/16x9/a.jpg"), None),
        (file("https://cdn.example/16x9/a-800x450.jpg"), (800, 450)),
        (file("https://cdn.example/s1/1x1/a.jpg"), None),
        (file("id-12345678x1234.jpg"), None),
        (file("a.jpg", width=0, height=0), None),
        (file("a.jpg", width=-5), None),
        (file("a.jpg", width=700, height=0), (700, None)),
    ],
)
def test_a_size_is_declared_in_numbers_in_the_label_or_in_the_address(
    candidate: Candidate, size: tuple[int, int | None] | None
) -> None:
    assert declared_size(candidate) == (Size(width=size[0], height=size[1]) if size else None)


# --- alternative text --------------------------------------------------------------------


def alt(url: str = "a.jpg", **texts: str) -> str:
    return alternative_text(picture(**texts), file(url))


@pytest.mark.parametrize(
    ("caption", "credit", "shown"),
    [
        ("The pier.", "Photo: Ann", "The pier. Photo: Ann"),
        ("The pier. Photo: Ann", "Photo: Ann", "The pier. Photo: Ann"),
        ("", "Photo: Ann", "Photo: Ann"),
        ("", "", None),
    ],
)
def test_the_credit_stands_behind_the_caption_once(caption: str, credit: str, shown: str | None) -> None:
    found = choose([picture(file("pier.jpg"), caption=caption, credit=credit)])
    assert found is not None
    assert found.caption == shown


def test_description_then_caption_then_title() -> None:
    assert alt(description="D", caption="C", title="T") == "D"
    assert alt(description=" \n", caption=" The  C ", title="T") == "The C"
    assert alt(title="A red car") == "A red car"
    assert alt() == ""


@pytest.mark.parametrize(
    "title",
    ["IMG_1234", "img-1234.jpg", "DSC01234", "DSCN 0042", "photo", "Screenshot 2025-10-05", "20251005_153455",
     "su7-mount.JPG", "su7 battery mount", "SU7_battery_mount", "untitled-3", "1", "...", "su7.webp"],
)  # fmt: skip
def test_a_files_name_is_no_description(title: str) -> None:
    assert alt("https://cdn.example/x/su7-battery-mount.jpg", title=title) == ""


@pytest.mark.parametrize("title", ["Photo of a car", "Picture this", "IMG president speaks", "P", "Vote 2025"])
def test_a_title_that_only_begins_like_one_is_kept(title: str) -> None:
    expected = "" if title == "P" else title
    assert alt(title=title) == expected


def test_a_long_text_is_cut_at_a_word() -> None:
    text = alt(description="word " * 60)
    assert len(text) <= ALT_LENGTH
    assert text.endswith("word…")


@given(st.text(max_size=200), st.text(max_size=40), st.text(max_size=40))
def test_any_text_and_any_address_give_one_short_line(description: str, title: str, url: str) -> None:
    found = choose([Media(kind="image", candidates=(Candidate(url=url),), description=description, title=title)])
    if found is not None:
        assert len(found.alt) <= ALT_LENGTH
        assert "\n" not in found.alt


@given(
    st.lists(
        st.builds(
            file,
            url=st.sampled_from(["a.jpg", "b-640x360.jpg", "logo.png", "c.svg"]),
            key=st.sampled_from(["", "s1", "thumb", "1200x675"]),
            width=st.none() | st.integers(-1, 5000),
            height=st.none() | st.integers(-1, 5000),
        ),
        max_size=6,
    )
)
def test_no_declared_size_below_300_and_no_extreme_shape_is_ever_chosen(candidates: list[Candidate]) -> None:
    found = best_candidate(candidates)
    size = declared_size(found) if found else None
    if size is not None:
        assert size.width >= 300
        assert size.ratio is None or 0.5 <= size.ratio <= 3


# --- the ladder and what is measured for it --------------------------------------------------


def names(candidates: list[Candidate]) -> list[str]:
    return [one.url.removeprefix(BASE) for one in candidates]


def rung(*candidates: Candidate, origin: PictureOrigin = PictureOrigin.METADATA) -> Rung:
    return ladder([picture(*candidates, origin=origin)])[0]


def test_media_are_tried_by_who_says_so_and_then_in_the_order_of_the_document() -> None:
    origins = [
        PictureOrigin.BODY,
        PictureOrigin.PAGE,
        PictureOrigin.METADATA,
        PictureOrigin.FEATURED,
        PictureOrigin.METADATA,
        PictureOrigin.PICKED,
    ]
    media = [picture(file(f"{number}.jpg"), origin=origin) for number, origin in enumerate(origins)]
    assert [names(list(one.candidates)) for one in ladder(media)] == [
        ["5.jpg"], ["3.jpg"], ["2.jpg"], ["4.jpg"], ["1.jpg"], ["0.jpg"],
    ]  # fmt: skip


def test_a_medium_without_usable_files_is_no_rung() -> None:
    assert ladder([picture(file("logo.png"), file("a.svg"), sized("b.jpg", 20, 20))]) == []


def test_measured_sizes_rank_like_declared_ones_but_a_declared_one_is_believed() -> None:
    one = rung(file("a.jpg"), file("b.jpg"), sized("c.jpg", 900, 500), file("d.jpg"))
    sizes = {
        BASE + "a.jpg": Size(width=3000, height=2000),
        BASE + "b.jpg": Size(width=1300, height=731),
        BASE + "c.jpg": Size(width=1200, height=675),
        BASE + "d.jpg": Size(width=100, height=100),
    }
    assert names(ranked(one, (), sizes)) == ["b.jpg", "a.jpg", "c.jpg"]


def test_only_what_has_no_size_is_measured_and_minor_labels_last() -> None:
    files = [file("t.jpg", "thumbnail"), *(file(f"{n}.jpg", f"s{n}") for n in range(5)), sized("x.jpg", 900, 500)]
    assert names(to_measure(rung(*files))) == ["0.jpg", "1.jpg", "2.jpg", "3.jpg"]
    assert names(to_measure(rung(*files), ("s4",)))[0] == "4.jpg"


@pytest.mark.parametrize(
    ("files", "origin", "measured"),
    [
        ([file("a.jpg")], PictureOrigin.METADATA, []),
        ([file("a.jpg")], PictureOrigin.BODY, ["a.jpg"]),
        ([file("a.jpg"), sized("b.jpg", 1200, 675)], PictureOrigin.METADATA, []),
        ([file("a.jpg"), sized("b.jpg", 1199, 675)], PictureOrigin.METADATA, ["a.jpg"]),
        ([file("a.jpg"), sized("b.jpg", 1200, 675, key="thumb")], PictureOrigin.METADATA, ["a.jpg"]),
    ],
)
def test_nothing_is_measured_that_would_change_nothing(
    files: list[Candidate], origin: PictureOrigin, measured: list[str]
) -> None:
    assert names(to_measure(rung(*files, origin=origin))) == measured


def test_from_the_text_an_unknown_size_is_not_enough() -> None:
    one = rung(file("a.jpg"), file("b.jpg"), origin=PictureOrigin.BODY)
    assert ranked(one) == []
    assert names(ranked(one, (), {BASE + "b.jpg": Size(width=600, height=400)})) == ["b.jpg"]


def test_the_fingerprint_changes_with_the_files_and_never_with_the_words() -> None:
    media = [picture(file("a.jpg"), caption="x")]
    assert fingerprint(media) == fingerprint([picture(file("a.jpg"), caption="y", title="z")])
    others = [
        [picture(file("b.jpg"))],
        [picture(file("a.jpg"), kind="video")],
        [picture(file("a.jpg"), focal=(1, 2))],
        [picture(file("a.jpg"), origin=PictureOrigin.PICKED)],
        [picture(sized("a.jpg", 700, 400))],
    ]
    assert len({fingerprint(one) for one in (media, *others)}) == 6
    assert fingerprint(media, ("s1",)) != fingerprint(media)


def test_the_same_file_is_found_again_with_its_new_words() -> None:
    media = [picture(file("x.jpg")), picture(file("a.jpg"), caption="New", credit="Ann", title="Ferry")]
    before = choose([picture(file("a.jpg"))])
    assert before is not None
    after = reworded(before, media)
    assert after is not None
    assert (after.source_url, after.caption, after.credit, after.title) == (BASE + "a.jpg", "New Ann", "Ann", "Ferry")
    assert reworded(before, [picture(file("a.jpg"), kind="video")]) is None
    assert reworded(before, []) is None
