"""The form of our own export: its columns, and how its cells are kept from being formulas."""

from __future__ import annotations

#: The columns, in order; an import knows our export by them.
OWN_COLUMNS = (
    "address",
    "name",
    "newsletter",
    "state",
    "sections",
    "time_zone",
    "language",
    "started_at",
    "ended_at",
    "ended_by",
    "ended_source",
    "suppressed",
    "suppressed_since",
    "suppressed_source",
    "grounds",
)
#: Columns of later exports; one without them is ours as well.
LATER_COLUMNS = ("cadence", "at", "format", "breaking", "paused_until", "former_id")

# A spreadsheet reads a cell that begins with one of these as a formula, the wide twins too; the sign that guards such
# a cell is guarded itself, so that `restored` gives back what was there.
_FORMULA = tuple("=+-@\t\r＝＋－＠'")


def guarded(cell: str) -> str:
    """The cell with ``'`` before it if a spreadsheet would calculate with it."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def restored(cell: str) -> str:
    """What `guarded` was given."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
