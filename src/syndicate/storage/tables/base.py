"""What all tables share: names of constraints, and words of states from their enums."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint, MetaData

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def one_of(column: str, words: type[StrEnum], *, besides: frozenset[StrEnum] = frozenset()) -> CheckConstraint:
    """The column holds a word of the enum, but none that is only ever told and never stored."""
    listed = ", ".join(f"'{word}'" for word in words if word not in besides)
    return CheckConstraint(f"{column} IN ({listed})", name=column)
