"""Names on a shelf."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.errors import BadDataError
from syndicate.shelf import names


@pytest.mark.parametrize(
    "name", ["a", "rss.xml", "section/world/feed.json", "ab/0123.jpg", "a b", "ü", "a..b", "中/文", "a~"]
)
def test_a_plain_relative_name_passes_as_it_came(name: str) -> None:
    assert names.check(name) == name


def test_the_refusal_says_what_is_wrong() -> None:
    with pytest.raises(BadDataError, match=r"the name '\.\./x' leaves the shelf or has a hidden part"):
        names.check("../x")


@given(st.text(st.sampled_from("ab./\\\x00\u202eé"), max_size=12))
def test_a_name_that_passes_stays_below_the_root(name: str) -> None:
    if names.is_valid(name):
        path = PurePosixPath("/root") / name
        assert path.is_relative_to("/root")
        assert ".." not in path.parts
        assert str(path) == f"/root/{name}"
