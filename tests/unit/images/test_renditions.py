"""Foreign pictures become clean JPEGs of ours, or a reason why not."""

from __future__ import annotations

import random
import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageStat

from syndicate.errors import BadDataError
from syndicate.images import renditions
from syndicate.images.model import Role
from syndicate.images.renditions import Encoded, crop_box, render

RED, GREEN, BLUE, WHITE = (220, 30, 30), (30, 200, 30), (30, 30, 220), (255, 255, 255)
Colour = tuple[int, ...] | int


def encoded(picture: Image.Image, kind: str, **options: Any) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def plain(width: int = 480, height: int = 270, mode: str = "RGB", colour: Colour = BLUE) -> Image.Image:
    return Image.new(mode, (width, height), colour)


def quarters(width: int = 480, height: int = 270) -> Image.Image:
    """Red top left, green top right, blue bottom left, white bottom right."""
    picture = plain(width, height, colour=WHITE)
    half = (width // 2, height // 2)
    for corner, colour in (((0, 0), RED), ((half[0], 0), GREEN), ((0, half[1]), BLUE)):
        picture.paste(colour, (*corner, corner[0] + half[0], corner[1] + half[1]))
    return picture


def noise(width: int, height: int) -> Image.Image:
    return Image.frombytes("RGB", (width, height), random.Random(7).randbytes(width * height * 3))


def opened(one: Encoded) -> Image.Image:
    return Image.open(BytesIO(one.content), formats=["JPEG"])


def lead(content: bytes, *, is_video: bool = False) -> Image.Image:
    return opened(render(content, is_video=is_video)[0])


def colour_at(picture: Image.Image, x: float, y: float) -> tuple[int, ...]:
    pixel = picture.getpixel((int(picture.width * x), int(picture.height * y)))
    assert isinstance(pixel, tuple)
    return pixel


def is_near(left: tuple[int, ...], right: tuple[int, ...], by: int = 24) -> bool:
    return len(left) == len(right) and all(abs(a - b) <= by for a, b in zip(left, right, strict=True))


def refusal(content: bytes) -> BadDataError:
    with pytest.raises(BadDataError) as caught:
        render(content, is_video=False)
    return caught.value


def png_header(width: int, height: int, *, depth: int = 1, colour: int = 0) -> bytes:
    """A PNG of black pixels, packed as tightly as zlib can."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    packer = zlib.compressobj(9)
    row = b"\0" * (1 + (width * depth + 7) // 8)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


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
    first, second = render(encoded(plain(*source), "JPEG"), is_video=False)
    assert (first.role, first.width, first.height) == (Role.LEAD, *lead_size)
    assert (second.role, second.width, second.height) == (Role.THUMB, *thumb_size)
    assert opened(first).size == lead_size
    assert opened(second).size == thumb_size


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
@settings(max_examples=100, deadline=None)
def test_a_crop_lies_inside_has_the_shape_and_touches_two_sides(
    width: int, height: int, shape: tuple[int, int]
) -> None:
    left, top, right, bottom = crop_box((width, height), shape)
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height
    assert (right - left) / (bottom - top) == pytest.approx(shape[0] / shape[1])
    assert right - left == pytest.approx(width) or bottom - top == pytest.approx(height)


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
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    upright = quarters()
    stored = upright.transpose(Image.Transpose(undo[orientation])) if orientation in undo else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    for kind in ("JPEG", "PNG"):
        out = lead(encoded(stored, kind, exif=exif))
        assert out.size == (480, 270)
        assert is_near(colour_at(out, 0.2, 0.2), RED)
        assert is_near(colour_at(out, 0.8, 0.2), GREEN)


def test_a_large_photograph_stored_lying_keeps_its_sharpness() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    first = render(encoded(quarters(3000, 4000), "JPEG", exif=exif), is_video=False)[0]
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


def linear_profile() -> bytes:
    """A profile far from sRGB, so that passing over it would be seen: linear light, written by hand."""
    tags = {
        b"wtpt": b"XYZ \0\0\0\0" + struct.pack(">iii", 63190, 65536, 54061),
        b"rXYZ": b"XYZ \0\0\0\0" + struct.pack(">iii", 28575, 14581, 912),
        b"gXYZ": b"XYZ \0\0\0\0" + struct.pack(">iii", 25239, 46981, 6363),
        b"bXYZ": b"XYZ \0\0\0\0" + struct.pack(">iii", 9375, 3974, 46792),
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), b"curv\x00\x00\x00\x00\x00\x00\x00\x00"),
    }
    table, body, offset = b"", b"", 128 + 4 + 12 * len(tags)
    for name, content in tags.items():
        table += name + struct.pack(">II", offset + len(body), len(content))
        body += content
    size = offset + len(body)
    head = struct.pack(">I4sI4s4s4s", size, b"\0" * 4, 0x02400000, b"mntr", b"RGB ", b"XYZ ").ljust(36, b"\0") + b"acsp"
    head = head.ljust(68, b"\0") + struct.pack(">iii", 63190, 65536, 54061)
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body


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
    for one in render(content, is_video=True):
        out = opened(one)
        assert b"SECRET" not in one.content
        assert b"Exif" not in one.content
        assert set(out.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
        assert out.info["progressive"]


def test_the_same_bytes_come_out_every_time() -> None:
    content = encoded(quarters(), "PNG")
    assert render(content, is_video=True) == render(content, is_video=True)


def test_quality_steps_down_until_the_picture_is_light_enough() -> None:
    soft = noise(180, 101).resize((1200, 675))
    first = render(encoded(soft, "PNG"), is_video=False)[0]
    assert first.width == 1200
    assert len(first.content) <= renditions.MAX_BYTES
    assert len(encoded(soft, "JPEG", quality=80, progressive=True, optimize=True)) > renditions.MAX_BYTES


def test_a_picture_that_stays_too_heavy_at_the_lowest_quality_gets_smaller() -> None:
    first = render(encoded(noise(1200, 675), "PNG"), is_video=False)[0]
    assert len(first.content) <= renditions.MAX_BYTES
    assert (first.width, first.height) == (600, 338)
    assert opened(first).size == (600, 338)


def test_a_videos_poster_carries_a_play_badge_in_its_middle_and_a_picture_does_not() -> None:
    content = encoded(plain(colour=BLUE), "JPEG")
    for still, badged in zip(render(content, is_video=False), render(content, is_video=True), strict=True):
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
    assert (error.code, error.message) == ("picture-format", "the file is no picture that can be read")


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
    assert render(png_header(8_000, 5_000), is_video=False)[0].width == 1200


def test_the_limit_on_pixels_can_be_set_lower_and_higher_than_pillows_own() -> None:
    assert render(png_header(700, 400), is_video=False, max_pixels=280_000)[0].width == 700
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
@settings(max_examples=80, deadline=None)
def test_damaged_bytes_give_a_picture_or_a_reason_and_nothing_else(kind: str, seed: int, cut: float) -> None:
    chance = random.Random(seed)
    content = bytearray(encoded(quarters(320, 240), kind))
    for _ in range(chance.choice([1, 4, 25])):
        content[chance.randrange(min(len(content), chance.choice([40, 600, 100_000])))] = chance.randrange(256)
    try:
        assert render(bytes(content[: int(len(content) * cut)]), is_video=False)
    except BadDataError:
        return


def test_a_small_file_that_is_drawn_in_thousands_of_layers_is_refused_at_once() -> None:
    ordinary = encoded(plain(800, 600, "L", 90), "JPEG", progressive=True)
    last_scan = ordinary[ordinary.rindex(b"\xff\xda") : -2]
    bomb = ordinary[:-2] + last_scan * 2_000 + ordinary[-2:]
    assert render(ordinary, is_video=False)
    with pytest.raises(BadDataError) as caught:
        render(bomb, is_video=False)
    assert caught.value.code == "picture-too-large"
