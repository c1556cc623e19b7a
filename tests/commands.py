"""Commands as an operator gives them, run within the tests' own process."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest

Invoke = Callable[..., tuple[int, str, str]]


def given(invoke: Invoke, *arguments: str, code: int = 0) -> Any:
    """What a command gives with ``--json``."""
    ended, out, err = invoke(*arguments, "--json")
    assert ended == code, err
    return json.loads(out)


def types(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Somebody sits at a terminal and types that."""
    answers = io.StringIO(text)
    monkeypatch.setattr(answers, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", answers)
