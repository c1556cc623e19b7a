"""A list of texts in a condition as one parameter, so that its statement is the same however long it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, any_, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement, Connection


def is_among_texts(connection: Connection, column: ColumnElement[Any], texts: Iterable[str]) -> ColumnElement[bool]:
    """Whether the column is one of the texts."""
    wanted = list(texts)
    if connection.dialect.name == "sqlite":
        listed = func.json_each(literal(json.dumps(wanted))).table_valued("value")
        return column.in_(select(listed.c.value))
    return column == any_(literal(wanted, ARRAY(Text)))
