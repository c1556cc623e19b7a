from __future__ import annotations

import pytest
from sqlalchemy.exc import DataError, ResourceClosedError

from syndicate.errors import StorageError
from syndicate.web.http.error_pages import cause


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (DataError("SELECT secret", {"id": "secret"}, ValueError("NUL in text\nDETAIL: secret")), "NUL in text"),
        (ResourceClosedError("this connection is closed"), "this connection is closed"),
        (StorageError("the disk is full\nreally", code="disk-full"), "the disk is full"),
        (StorageError("\x1b[2J", code="odd"), "[2J"),
        (TimeoutError(), "TimeoutError"),
    ],
)
def test_a_cause_is_one_line_without_statements(error: Exception, said: str) -> None:
    assert cause(error) == said
