"""How many examples hypothesis makes up for a test: a profile says it for all, a costly or a wide test takes a share.

A test says no number of its own, so that one word, ``--hypothesis-profile``, makes a run short or long.
"""

from __future__ import annotations

from hypothesis import settings

FAST, CI, SLOW = "fast", "ci", "slow"
#: Examples of a test by profile.
PROFILES = {FAST: 50, CI: 75, SLOW: 1500}

for _name, _number in PROFILES.items():
    settings.register_profile(_name, max_examples=_number, deadline=None, print_blob=True)


def effort(share: float) -> settings:
    """As many times the examples of the profile in force: less for what is slow, more for what has many cases."""
    return settings(max_examples=max(1, round(settings().max_examples * share)))
