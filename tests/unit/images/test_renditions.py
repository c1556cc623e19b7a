"""Foreign pictures become clean JPEGs of ours, or a reason why not."""

from __future__ import annotations

import random
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageStat

from syndicate.errors import BadDataError
from syndicate.images import renditions
from syndicate.images.cropping import crop_box
from syndicate.images.decoders import MAX_PIXELS
from syndicate.images.model import Encoded, Focal, Made, Role
from syndicate.images.renditions import render as render_within
from syndicate.text.media_types import JPEG, WEBP
from tests.pictures import (
    BLUE,
    GREEN,
    RED,
    WHITE,
    colour_at,
    encoded,
    is_near,
    linear_profile,
    noise,
    plain,
    png_header,
    quarters,
    turned,
)


def render(content: bytes, *, is_video: bool = False, max_pixels: int = MAX_PIXELS, point: Focal | None = None) -> Made:
    return render_within(content, is_video=is_video, max_pixels=max_pixels, point=point)


def by_role(made: Made, media_type: str = JPEG) -> dict[Role, Encoded]:
    return {one.role: one for one in made.files if one.media_type == media_type}


def opened(one: Encoded) -> Image.Image:
    return Image.open(BytesIO(one.content), formats=["JPEG", "WEBP"])


def lead(content: bytes, *, is_video: bool = False) -> Image.Image:
    return opened(render(content, is_video=is_video).files[0])


def refusal(content: bytes) -> BadDataError:
    with pytest.raises(BadDataError) as caught:
        render(content, is_video=False)
    return caught.value


# --- sizes -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "lead_size", "thumb_size"),
    [
        ((1200, 675), (1200, 675), (240, 180)),
        ((4000, 3000), (1200, 675), (240, 180)),
        ((3000, 4000), (1200, 675), (240, 180)),
        ((2400, 800), (1200, 675), (240, 180)),
        ((1600, 500), (889, 500), (240, 180)),
        ((800, 600), (800, 450), (240, 180)),
        ((640, 360), (640, 360), (240, 180)),
        ((300, 169), (300, 169), (225, 169)),
        ((300, 900), (300, 169), (240, 180)),
    ],
)
def test_pictures_are_cut_to_shape_and_never_enlarged(
    source: tuple[int, int], lead_size: tuple[int, int], thumb_size: tuple[int, int]
) -> None:
    made = render(encoded(plain(*source), "JPEG"))
    wanted = {Role.LEAD: lead_size, Role.THUMB: thumb_size} | ({Role.SMALL: (600, 338)} if lead_size[0] > 600 else {})
    assert {role: (one.width, one.height) for role, one in by_role(made).items()} == wanted
    assert {one.role for one in made.files if one.media_type == WEBP} == wanted.keys() - {Role.THUMB}
    assert all(opened(one).size == (one.width, one.height) for one in made.files)
    assert (made.files[0].role, made.files[0].media_type) == (Role.LEAD, JPEG)
    assert (made.width, made.height) == source


@pytest.mark.parametrize("size", [(299, 299), (1, 1), (1200, 60), (450, 150), (200, 800)])
def test_a_picture_that_would_show_less_than_300_across_is_too_small(size: tuple[int, int]) -> None:
    error = refusal(encoded(plain(*size), "PNG"))
    assert error.code == "picture-too-small"
    assert f"{size[0]}×{size[1]}" in error.message


def test_a_landscape_is_cut_at_its_centre_and_a_portrait_above_it() -> None:
    assert crop_box((1600, 1200), (1200, 675)) == (0, 150, 1600, 1050)
    assert crop_box((2000, 900), (1200, 675)) == (200, 0, 1800, 900)
    left, top, right, bottom = crop_box((900, 1600), (1200, 675))
    assert (left, right) == (0, 900)
    assert top == pytest.approx((1600 - 506.25) / 4)
    assert bottom - top == pytest.approx(506.25)


@given(st.integers(1, 9000), st.integers(1, 9000), st.sampled_from([(1200, 675), (240, 180)]))
def test_a_crop_lies_inside_has_the_shape_and_touches_two_sides(
    width: int, height: int, shape: tuple[int, int]
) -> None:
    left, top, right, bottom = crop_box((width, height), shape)
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height
    assert (right - left) / (bottom - top) == pytest.approx(shape[0] / shape[1])
    assert right - left == pytest.approx(width) or bottom - top == pytest.approx(height)


@pytest.mark.parametrize("size", [(1600, 1600), (900, 2400), (2400, 900)])
@pytest.mark.parametrize(("x", "y"), [(50, 30), (0, 0), (100, 100), (10, 90), (63, 47)])
def test_a_crop_keeps_the_point_that_was_asked_for(size: tuple[int, int], x: int, y: int) -> None:
    for shape in ((1200, 675), (240, 180)):
        left, top, right, bottom = crop_box(size, shape, (x, y))
        assert 0 <= left <= size[0] * x / 100 <= right <= size[0]
        assert 0 <= top <= size[1] * y / 100 <= bottom <= size[1]
        assert (right - left) / (bottom - top) == pytest.approx(shape[0] / shape[1])


def test_the_point_counts_on_the_picture_as_it_is_shown_and_not_as_it_is_stored() -> None:
    upright = plain(600, 1200, colour=BLUE)
    upright.paste(RED, (0, 800, 600, 1200))
    exif = Image.Exif()
    exif[0x0112] = 6  # stored lying on its side
    content = encoded(upright.transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif)
    assert is_near(colour_at(opened(render(content, point=(50, 95)).files[0]), 0.5, 0.5), RED)
    assert is_near(colour_at(opened(render(content, point=(50, 5)).files[0]), 0.5, 0.5), BLUE)


def test_the_ground_is_the_colour_that_a_picture_has_most_of() -> None:
    picture = plain(1200, 675, colour=(20, 90, 160))
    picture.paste(RED, (0, 0, 300, 300))
    ground = bytes.fromhex(render(encoded(picture, "PNG")).ground.removeprefix("#"))
    assert is_near(tuple(ground), (20, 90, 160), by=8)
    assert render(encoded(plain(colour=WHITE), "PNG")).ground == "#ffffff"


def test_the_small_one_shows_what_the_lead_shows_at_half_its_size() -> None:
    made = render(encoded(quarters(2400, 1350), "PNG"))
    for media_type in (JPEG, WEBP):
        for one in by_role(made, media_type).values():
            shown = opened(one)
            assert shown.format == media_type.removeprefix("image/").upper()
            assert is_near(colour_at(shown, 0.2, 0.2), RED)
            assert is_near(colour_at(shown, 0.8, 0.8), WHITE)


# --- formats and colours -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "options"),
    [("JPEG", {}), ("JPEG", {"progressive": True}), ("PNG", {}), ("GIF", {}), ("WEBP", {}),
     ("WEBP", {"lossless": True}), ("AVIF", {}), ("MPO", {})],
)  # fmt: skip
def test_every_format_we_read_comes_out_alike(kind: str, options: dict[str, Any]) -> None:
    out = lead(encoded(quarters(), kind, **options))
    assert (out.format, out.mode, out.size) == ("JPEG", "RGB", (480, 270))
    for (x, y), colour in {(0.2, 0.2): RED, (0.8, 0.2): GREEN, (0.2, 0.8): BLUE, (0.8, 0.8): WHITE}.items():
        assert is_near(colour_at(out, x, y), colour)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_that_a_camera_stored_lying_or_mirrored_is_put_upright(orientation: int) -> None:
    for kind in ("JPEG", "PNG"):
        out = lead(turned(orientation, kind))
        assert out.size == (480, 270)
        assert is_near(colour_at(out, 0.2, 0.2), RED)
        assert is_near(colour_at(out, 0.8, 0.2), GREEN)


def test_a_large_photograph_stored_lying_keeps_its_sharpness() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    first = render(encoded(quarters(3000, 4000), "JPEG", exif=exif), is_video=False).files[0]
    assert (first.width, first.height) == (1200, 675)


def test_broken_exif_does_not_cost_the_picture() -> None:
    assert lead(encoded(quarters(), "JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff")).size == (480, 270)


def test_transparent_parts_become_paper_and_not_what_is_hidden_under_them() -> None:
    picture = plain(mode="RGBA", colour=(*RED, 0))
    picture.paste((*BLUE, 255), (0, 0, 240, 270))
    for kind in ("PNG", "WEBP"):
        out = lead(encoded(picture, kind))
        assert is_near(colour_at(out, 0.2, 0.5), BLUE)
        assert is_near(colour_at(out, 0.8, 0.5), WHITE)


def test_transparency_by_palette_by_key_and_by_grey_becomes_paper() -> None:
    palette = plain(mode="P", colour=1)
    palette.putpalette([0, 0, 0, *RED])
    cases = [
        encoded(palette, "PNG", transparency=1),
        encoded(palette, "GIF", transparency=1),
        encoded(plain(colour=RED), "PNG", transparency=RED),
        encoded(plain(mode="LA", colour=(10, 0)), "PNG"),
        encoded(plain(mode="L", colour=10), "PNG", transparency=10),
    ]
    for content in cases:
        assert is_near(colour_at(lead(content), 0.5, 0.5), WHITE)


def test_grey_one_bit_and_sixteen_bits_keep_their_brightness() -> None:
    cases = [
        (plain(mode="L", colour=100), 100),
        (plain(mode="1", colour=1), 255),
        (plain(mode="I;16", colour=25_700), 100),
    ]
    for picture, level in cases:
        assert is_near(colour_at(lead(encoded(picture, "PNG")), 0.5, 0.5), (level,) * 3, by=3)


def test_ink_becomes_light() -> None:
    out = lead(encoded(plain(mode="CMYK", colour=(0, 255, 255, 0)), "JPEG"))
    assert out.mode == "RGB"
    red, green, blue = colour_at(out, 0.5, 0.5)
    assert red > 200
    assert max(green, blue) < 80


def test_a_profile_is_converted_to_srgb_and_dropped() -> None:
    for kind in ("JPEG", "PNG", "WEBP"):
        out = lead(encoded(plain(colour=(64, 64, 64)), kind, icc_profile=linear_profile()))
        # 64/255 in linear light is 0.25, which sRGB writes as 137.
        assert is_near(colour_at(out, 0.5, 0.5), (137, 137, 137), by=6)
        assert "icc_profile" not in out.info


def test_a_profile_that_is_junk_or_of_another_kind_is_passed_over() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for picture, profile in ((plain(colour=RED), b"junk" * 50), (plain(mode="L", colour=76), srgb)):
        out = lead(encoded(picture, "JPEG", icc_profile=profile))
        assert is_near(colour_at(out, 0.5, 0.5), RED if picture.mode == "RGB" else (76, 76, 76))


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_an_animation_the_first_frame_is_taken(kind: str) -> None:
    frames = [plain(colour=GREEN), plain(colour=RED)]
    content = encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
    assert is_near(colour_at(lead(content), 0.5, 0.5), GREEN)


# --- what comes out ----------------------------------------------------------------------


def test_nothing_of_the_sources_metadata_comes_out() -> None:
    exif = Image.Exif()
    exif[0x010F] = "SECRET camera"
    exif.get_ifd(0x8825)[1] = "N"
    content = encoded(quarters(), "JPEG", exif=exif, comment=b"SECRET", dpi=(300, 300), icc_profile=linear_profile())
    for one in render(content, is_video=True).files:
        out = opened(one)
        assert b"SECRET" not in one.content
        assert b"Exif" not in one.content
        jpeg_only = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
        webp_only = {"loop", "background", "timestamp", "duration"}  # what Pillow says of every WebP
        assert set(out.info) <= (jpeg_only if one.media_type == JPEG else webp_only)
        assert one.media_type != JPEG or out.info["progressive"]
        assert not dict(out.getexif())


def test_the_same_bytes_come_out_every_time() -> None:
    content = encoded(quarters(), "PNG")
    assert render(content, is_video=True) == render(content, is_video=True)


def test_quality_steps_down_until_the_picture_is_light_enough() -> None:
    soft = noise(180, 101).resize((1200, 675))
    first = render(encoded(soft, "PNG"), is_video=False).files[0]
    assert first.width == 1200
    assert len(first.content) <= renditions.MAX_BYTES
    assert len(encoded(soft, "JPEG", quality=80, progressive=True, optimize=True)) > renditions.MAX_BYTES


def test_a_picture_that_stays_too_heavy_at_the_lowest_quality_gets_smaller() -> None:
    first = render(encoded(noise(1200, 675), "PNG"), is_video=False).files[0]
    assert len(first.content) <= renditions.MAX_BYTES
    assert (first.width, first.height) == (600, 338)
    assert opened(first).size == (600, 338)


def test_a_videos_poster_carries_a_play_badge_in_its_middle_and_a_picture_does_not() -> None:
    content = encoded(plain(colour=BLUE), "JPEG")
    for still, badged in zip(render(content).files, render(content, is_video=True).files, strict=True):
        without, within = opened(still), opened(badged)
        assert is_near(colour_at(without, 0.5, 0.5), BLUE)
        assert is_near(colour_at(within, 0.5, 0.5), WHITE, by=40)
        assert is_near(colour_at(within, 0.05, 0.05), BLUE)
        assert ImageStat.Stat(within).stddev[0] > ImageStat.Stat(without).stddev[0]


# --- hostile input -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xd8", b"<html><body>Not found</body></html>", b"<svg xmlns='http://www.w3.org/2000/svg'/>",
     b"%PDF-1.7", b"BM" + b"\0" * 60, b"II*\0" + b"\0" * 60, b"\0" * 5000,
     b"%!PS-Adobe-3.0 EPSF-3.0\n", b"RIFF\x04\0\0\0WEBP"],
)  # fmt: skip
def test_what_is_no_picture_by_its_first_bytes_is_refused(content: bytes) -> None:
    error = refusal(content)
    assert error.code == "picture-format"
    assert error.message.startswith("the file is no picture that can be read")


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"\n<!DOCTYPE html><title>Gone</title>", "a web page"), (b"<?xml version='1.0'?><svg/>", "an SVG drawing"),
     (b"%PDF-1.7", "a PDF"), (b"", "empty")],
)  # fmt: skip
def test_an_editor_is_told_what_a_file_is_instead_of_a_picture(content: bytes, kind: str) -> None:
    assert refusal(content).message == f"the file is no picture that can be read: it is {kind}"


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "ICO", "PPM", "TGA", "PCX", "EPS"])
def test_formats_that_nobody_needs_are_refused(kind: str) -> None:
    assert refusal(encoded(plain(400, 400), kind)).code == "picture-format"


@pytest.mark.parametrize("size", [(12_000, 12_000), (30_000, 30_000), (40_001, 1_000)])
def test_a_bomb_is_refused_by_its_header(size: tuple[int, int]) -> None:
    bomb = png_header(*size)
    assert len(bomb) < 120_000
    error = refusal(bomb)
    assert error.code == "picture-too-large"
    assert error.hint == "At most 40 million are decoded."


def test_forty_million_pixels_are_still_decoded() -> None:
    assert render(png_header(8_000, 5_000), is_video=False).files[0].width == 1200


def test_the_limit_on_pixels_can_be_set_lower_and_higher_than_pillows_own() -> None:
    assert render(png_header(700, 400), is_video=False, max_pixels=280_000).files[0].width == 700
    with pytest.raises(BadDataError) as caught:
        render(png_header(700, 401), is_video=False, max_pixels=280_000)
    assert (caught.value.code, caught.value.hint) == ("picture-too-large", "At most 0.28 million are decoded.")
    for size, reason in (((20_000, 10_000), "broken"), ((20_000, 10_001), "too large to decode")):
        with pytest.raises(BadDataError, match=reason):  # cut off behind its header, so that nothing is decoded
            render(png_header(*size)[:200], is_video=False, max_pixels=200_000_000)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
def test_a_truncated_picture_is_refused_and_not_shown_half_grey(kind: str) -> None:
    content = encoded(noise(320, 200), kind)
    assert refusal(content[: len(content) // 2]).code in {"picture-broken", "picture-format"}


@given(
    kind=st.sampled_from(["JPEG", "PNG", "GIF", "WEBP", "AVIF", "MPO"]),
    seed=st.integers(0, 2**32),
    cut=st.floats(0.05, 1.5),
)
def test_damaged_bytes_give_a_picture_or_a_reason_and_nothing_else(kind: str, seed: int, cut: float) -> None:
    chance = random.Random(seed)
    content = bytearray(encoded(quarters(320, 240), kind))
    for _ in range(chance.choice([1, 4, 25])):
        content[chance.randrange(min(len(content), chance.choice([40, 600, 100_000])))] = chance.randrange(256)
    try:
        assert render(bytes(content[: int(len(content) * cut)])).files
    except BadDataError:
        return


def test_a_small_file_that_is_drawn_in_thousands_of_layers_is_refused_at_once() -> None:
    ordinary = encoded(plain(800, 600, "L", 90), "JPEG", progressive=True)
    last_scan = ordinary[ordinary.rindex(b"\xff\xda") : -2]
    bomb = ordinary[:-2] + last_scan * 2_000 + ordinary[-2:]
    assert render(ordinary).files
    with pytest.raises(BadDataError) as caught:
        render(bomb, is_video=False)
    assert caught.value.code == "picture-too-large"
