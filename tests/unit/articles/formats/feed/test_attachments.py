"""What PHP keeps of a picture, in an export of WordPress."""

from __future__ import annotations

import pytest

from syndicate.articles.formats.feed.attachments import unserialized

SIZES = (
    'a:3:{s:5:"width";i:2560;s:5:"sizes";a:1:{s:5:"large";a:2:{s:4:"file";s:7:"é-1.jpg";s:5:"width";i:1024;}}'
    's:4:"rest";a:3:{i:0;N;i:1;b:1;i:2;d:0.5;}}'
)


def test_lists_texts_and_figures_are_read() -> None:
    text = SIZES.replace('s:7:"é', 's:8:"é')  # bytes, not characters
    assert unserialized(text) == {
        "width": 2560,
        "sizes": {"large": {"file": "é-1.jpg", "width": 1024}},
        "rest": {0: None, 1: 1, 2: 0.5},
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nothing",
        SIZES,
        SIZES[:40],
        's:9:"short";',
        "a:9999999999:{i:0;i:1;}",
        'O:8:"stdClass":0:{}',
        "a:1:{i:0;" * 5_000,
        "a:1:{a:0:{}i:1;}x",
        "i:-;",
        "i:" + "9" * 50 + ";",
        "a:1:{i:0;r:1;}",
    ],
)
def test_what_is_broken_or_more_is_nothing(text: str) -> None:
    assert unserialized(text) is None or isinstance(unserialized(text), dict)
