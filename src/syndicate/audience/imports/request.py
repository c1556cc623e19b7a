"""What an import is asked to do, and what came of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from syndicate.audience.digests import AddressDigests
from syndicate.audience.imports.columns import ColumnRole
from syndicate.audience.imports.words import Standing, fold
from syndicate.errors import BadDataError

T = TypeVar("T")

#: The words of ``--word`` and ``--status``, each with what it says.
STANDINGS = {standing.word: standing for standing in Standing}


class ImportOutcome(StrEnum):
    """What became of one row; each word is a count of the report.

    ``UNCONFIRMED`` was added without a ground, ``CONFIRMED`` was there without one. ``KEPT`` left elsewhere, but
    asked for the newsletter here after that. ``BARRED`` was not subscribed because the address is suppressed,
    ``ERASED`` left no trace because the person was forgotten.
    """

    ADDED = "added"
    UNCONFIRMED = "unconfirmed"
    CONFIRMED = "confirmed"
    KNOWN = "known"
    ENDED = "ended"
    ENDED_BEFORE = "ended_before"
    KEPT = "kept"
    SUPPRESSED = "suppressed"
    BARRED = "barred"
    ERASED = "erased"


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportRequest:
    """How a list is to be read.

    ``newsletters`` are those there are; ``default_newsletter`` is meant where a row names
    none. ``consent`` is the operator's word, for the whole file, that its people asked; ``standing`` how all of
    them stand. ``mapping`` says what columns are, ``words`` what the words of status columns mean. By ``digests``
    those are known who were forgotten.
    """

    newsletters: Collection[str]
    default_newsletter: str | None
    now: datetime
    consent: str | None = None
    standing: Standing | None = None
    mapping: Mapping[str, ColumnRole] = field(default_factory=dict)
    words: Mapping[str, Standing] = field(default_factory=dict)
    is_rehearsal: bool = False
    digests: AddressDigests | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportReport:
    """How many rows came to what, whose export it was, and the columns that were passed over.

    ``paying`` are those who pay in the system that they come from.
    """

    outcomes: Mapping[ImportOutcome, int]
    refused: int
    system: str | None
    sha256: str
    ignored_columns: tuple[str, ...]
    paying: int = 0

    def count(self, outcome: ImportOutcome) -> int:
        """How many rows came to that."""
        return self.outcomes.get(outcome, 0)


def read_mapping(written: tuple[str, ...]) -> dict[str, ColumnRole]:
    """``Status=status`` as a column and its role.

    Raises:
        BadDataError: it is not of that form, or there is no such role.
    """
    return {
        column: _named(role, {role.value: role for role in ColumnRole}, "column")
        for column, role in map(_halves, written)
    }


def read_words(written: tuple[str, ...]) -> dict[str, Standing]:
    """``gold=subscribed`` as a folded word and what it says.

    Raises:
        BadDataError: it is not of that form, or there is no such standing.
    """
    return {fold(word): _named(meaning, STANDINGS, "word") for word, meaning in map(_halves, written)}


def _halves(written: str) -> tuple[str, str]:
    left, sign, right = written.rpartition("=")
    if not sign or not left.strip():
        message = f"“{written}” is not of the form NAME=MEANING"
        raise BadDataError(message, code="csv-map", hint='Write it as in: --map "Status=status"')
    return left.strip(), right.strip().lower().replace("-", "_")


def _named(word: str, known: Mapping[str, T], what: str) -> T:
    if word not in known:
        message = f"a {what} cannot be “{word}”"
        raise BadDataError(message, code="csv-map", hint=f"There are: {', '.join(known)}.")
    return known[word]
