"""The code that a reason begins with: it names nobody, so that it may be counted and told to anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func

from syndicate.storage.tables import deliveries

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection


def code_of_reason(connection: Connection) -> ColumnElement[str]:
    """Of a delivery's reason what stands before the first colon: what follows may name an address."""
    reason = deliveries.c.reason
    find = func.instr if connection.dialect.name == "sqlite" else func.strpos
    return func.substr(reason, 1, find(reason.concat(":"), ":") - 1)
