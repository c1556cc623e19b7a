"""A door that stays open while tests change the desk behind it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.web.web_samples import Door


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    with Door() as door:
        yield door
