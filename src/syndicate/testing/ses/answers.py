"""What the stand-in answers: the bytes of one HTTP answer, and the refusals in SES's own words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any


@dataclass(frozen=True, kw_only=True, slots=True)
class StandInAnswer:
    """One answer: ``code`` is the type of an error, and a cut answer ends after half of its body."""

    status: int
    body: bytes
    code: str = ""
    is_cut: bool = False

    def head(self) -> bytes:
        """The status line and the headers of HTTP/1.1, blank line included."""
        kind = f"x-amzn-ErrorType: {self.code}\r\n" if self.code else ""
        phrase = HTTPStatus(self.status).phrase
        length = f"Content-Type: application/json\r\nContent-Length: {len(self.body)}\r\n"
        return f"HTTP/1.1 {self.status} {phrase}\r\n{length}{kind}\r\n".encode()

    def on_the_wire(self) -> bytes:
        """The whole answer, or as much of it as arrives."""
        return self.head() + (self.body[: len(self.body) // 2] if self.is_cut else self.body)


class StandInRefusal(Exception):  # noqa: N818  # an answer, not an error of ours
    """SES says no to a whole call. ``entry`` is how the entries of a bulk call say the same, where they can."""

    def __init__(self, *, code: str, message: str, status: int = HTTPStatus.BAD_REQUEST, entry: str = "") -> None:
        """Say it by an error code and a text."""
        super().__init__(message)
        self.message = message
        self.entry = entry
        self.answer = refusal(status, code, message)


def reply(**members: Any) -> StandInAnswer:
    """A good answer with these members."""
    return StandInAnswer(status=HTTPStatus.OK, body=json.dumps(members).encode())


def refusal(status: int, code: str, message: str) -> StandInAnswer:
    """An error as SES's REST protocol writes it."""
    return StandInAnswer(status=status, code=code, body=json.dumps({"message": message}).encode())


def demand(
    is_so: object, message: str, code: str = "BadRequestException", status: int = HTTPStatus.BAD_REQUEST
) -> None:
    """Refuse the call unless it is so.

    Raises:
        StandInRefusal: it is not.
    """
    if not is_so:
        raise StandInRefusal(code=code, message=message, status=status)


def members_of(value: Any, allowed: frozenset[str], where: str) -> Mapping[str, Any]:
    """A JSON object, or nothing, as a mapping without members that SES does not know.

    Raises:
        StandInRefusal: it is no object, or has other members.
    """
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise StandInRefusal(code="BadRequestException", message=f"{where} is not an object")
    if not value.keys() <= allowed:
        message = f"unknown members {sorted(value.keys() - allowed)} in {where}"
        raise StandInRefusal(code="BadRequestException", message=message)
    return value
