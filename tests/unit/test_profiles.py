"""One word makes all made-up cases few or many."""

from __future__ import annotations

import pytest
from hypothesis import settings

from tests.profiles import PROFILES, effort


@pytest.mark.parametrize("profile", PROFILES)
def test_a_profile_says_how_many_examples_a_test_makes_up_and_a_test_its_share_of_them(profile: str) -> None:
    of_this_run = settings.get_current_profile_name()
    settings.load_profile(profile)
    try:
        assert settings().max_examples == PROFILES[profile]
        assert effort(2).max_examples == 2 * PROFILES[profile]
        assert effort(1 / 10_000).max_examples == 1
        assert effort(1).deadline is None
    finally:
        settings.load_profile(of_this_run)
