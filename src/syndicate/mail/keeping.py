"""Runs of a template that are made once and kept: variants of an edition show the same stories in another choice."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2.runtime import Macro

#: Runs that are kept by one renderer; the first are the first to go.
_MOST_KEPT = 4_096


class KeptRuns:
    """What macros made of their arguments, by the look that they were made for."""

    def __init__(self) -> None:
        """Nothing is kept yet."""
        self._runs: dict[Hashable, str] = {}

    def call(self, look: Hashable, sentinels: Mapping[str, str], macro: Macro, *given: Hashable) -> str:
        """What the macro makes of what it is given; made anew for another look.

        A run that differs by recipient is not kept: its merge fields have other sentinels in the next mail.
        """
        code = macro._func.__code__  # noqa: SLF001 - its name alone is not its own
        key = (look, code.co_filename, code.co_firstlineno, macro.name, given)
        known = self._runs.get(key)
        if known is None:
            known = macro(*given)
            if not any(sentinel in known for sentinel in sentinels.values()):
                self._keep(key, known)
        return known

    def _keep(self, key: Hashable, run: str) -> None:
        while len(self._runs) >= _MOST_KEPT:
            self._runs.pop(next(iter(self._runs)), None)
        self._runs[key] = run
