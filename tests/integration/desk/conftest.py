"""A door that stays open while tests change the desk behind it, and who is in at a desk of a newsroom's parts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from syndicate.publishing.wiring import Parts
from tests.integration.desk.desk_parts import Editor, at_desk
from tests.unit.web.web_samples import Door


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    with Door() as door:
        yield door


@pytest.fixture
def editor(door: Door, parts: Parts) -> Editor:
    """Somebody who is in, at a desk of those parts."""
    return at_desk(door, parts)
