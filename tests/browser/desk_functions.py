"""Tables of what can be done at the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.browser.desk_hands import Hands

Doing = Callable[[Hands], None]


@dataclass
class DeskFunctions:
    """The functions of some pages in an order; those that only ``look`` leave the rows as they are."""

    all: list[tuple[Doing, bool]] = field(default_factory=list)

    def changes(self, doing: Doing) -> Doing:
        """Note one after which the rows are put back."""
        self.all.append((doing, True))
        return doing

    def looks(self, doing: Doing) -> Doing:
        """Note one that changes no row."""
        self.all.append((doing, False))
        return doing
