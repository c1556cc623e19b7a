"""Media types and the endings that tell them."""

from __future__ import annotations

import pytest

from syndicate.text.media_types import JPEG, PICTURES, WEBP, ending_of, media_type_of


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("ab/cd.jpg", JPEG), ("A.JPEG", JPEG), ("talk.mp3", "audio/mpeg"), ("film.mov", "video/quicktime")],
)
def test_an_ending_tells_the_media_type(name: str, media_type: str) -> None:
    assert media_type_of(name) == media_type


@pytest.mark.parametrize("name", ["", "jpg", "a.txt", "a.jpg/b"])
def test_another_ending_tells_nothing(name: str) -> None:
    assert media_type_of(name) is None


def test_a_file_gets_the_usual_ending_of_its_type() -> None:
    assert (ending_of(JPEG), ending_of(WEBP)) == (".jpg", ".webp")
    assert all(media_type_of(f"picture{ending}") == media_type for ending, media_type in PICTURES.items())
