"""A mistake in a template, at its place, with what its author should do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NoReturn

from syndicate.errors import BadDataError
from syndicate.text.guessing import nearest

_KNOWN = "docs/mail.md names the MJML tags that are known, and where each may stand."


@dataclass(frozen=True, kw_only=True, slots=True)
class MarkupMistake:
    """What is wrong, where (``file:line:column``, as far as it is known), and what to do."""

    where: str
    message: str
    hint: str = _KNOWN


def refuse(message: str, where: str, hint: str = _KNOWN) -> NoReturn:
    """Say that a mail cannot be made as its author meant it.

    Raises:
        BadDataError: always.
    """
    raise BadDataError(message, code="mjml-unfit", where=where, hint=hint)


def did_you_mean(written: str, known: Iterable[str], shape: str = "{}") -> str:
    """``; did you mean <mj-text>?`` or nothing; ``shape`` is how the word is shown."""
    meant = nearest(written, known)
    return f"; did you mean {shape.format(meant)}?" if meant else ""
