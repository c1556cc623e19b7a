"""Pixels by the first bytes of a file."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.images.headers import kind_in, size_in
from tests.pictures import animated, encoded, noise, plain, png_header, quarters, turned, webp_canvas

KINDS: list[tuple[str, dict[str, Any]]] = [
    ("JPEG", {}), ("JPEG", {"progressive": True}), ("JPEG", {"comment": b"x" * 30_000}), ("PNG", {}), ("GIF", {}),
    ("WEBP", {}), ("WEBP", {"lossless": True}), ("AVIF", {}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "options"), KINDS)
@pytest.mark.parametrize("size", [(1, 1), (641, 359), (300, 2000)])
def test_the_size_of_every_format_stands_in_its_first_bytes(
    kind: str, options: dict[str, Any], size: tuple[int, int]
) -> None:
    content = encoded(plain(*size), kind, **options)
    assert size_in(content) == size
    assert size_in(content[: min(len(content), 31_000)]) == size


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF"])
def test_an_animation_has_the_size_of_its_canvas(kind: str) -> None:
    assert size_in(animated(kind, quarters(500, 300), plain(500, 300))) == (500, 300)
    assert size_in(webp_canvas(8_000, 4_500)) == (8_000, 4_500)


@pytest.mark.parametrize("kind", ["JPEG", "AVIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_that_is_stored_lying_has_the_size_that_it_is_shown_with(kind: str, orientation: int) -> None:
    assert size_in(turned(orientation, kind)) == (480, 270)


def test_a_transparent_picture_has_the_size_of_the_whole() -> None:
    for kind in ("PNG", "WEBP", "AVIF"):
        assert size_in(encoded(plain(700, 400, "RGBA", (1, 2, 3, 4)), kind)) == (700, 400)


def test_a_size_that_stands_further_behind_stays_unknown() -> None:
    content = encoded(plain(700, 400), "JPEG", icc_profile=noise(200, 200).tobytes())
    assert size_in(content[:65_536]) is None
    assert size_in(content) == (700, 400)


@pytest.mark.parametrize("content", [b"", b"<html>", b"GIF89a", b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBPVP8 ", b"BM" * 40])
def test_what_is_no_picture_or_ends_too_early_has_no_size(content: bytes) -> None:
    assert size_in(content) is None


def test_a_size_of_nothing_is_none() -> None:
    assert size_in(png_header(0, 10)) is None


@given(kind=st.sampled_from([kind for kind, _ in KINDS]), noise=st.binary(max_size=60), at=st.integers(0, 400))
def test_damaged_beginnings_are_read_or_not_and_nothing_else(kind: str, noise: bytes, at: int) -> None:
    content = encoded(plain(40, 30), kind)
    size = size_in(content[:at] + noise + content[at + len(noise) :])
    assert size is None or min(size) > 0


def test_a_drawing_without_a_name_for_itself_is_not_guessed_at() -> None:
    assert kind_in(b"\0" * 100) == ""
    assert kind_in(b"\xef\xbb\xbf  <HTML>") == "a web page"
