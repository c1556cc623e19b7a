"""The durable log of what was accepted: the truth that ledgers are compared with."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from syndicate.testing.ses.mails import AcceptedMail


@dataclass(frozen=True, kw_only=True, slots=True)
class LoggedMail:
    """One recipient of one accepted mail: a line of JSON with these names.

    ``d``, ``a`` and ``edition`` are tags of the mail, empty where it had none. With ``is_rendered`` false SES
    accepted it and could not make it, so that nobody gets it.
    ``at`` is when, in UTC; ``call`` the number of the request.
    """

    d: str
    a: str
    edition: str
    recipient: str
    message_id: str
    is_rendered: bool
    call: int
    at: str


class AcceptanceLog:
    """Appends to a file, and has it on disk before it returns."""

    def __init__(self, path: Path) -> None:
        """Open it at the first line, so that a run without any leaves no file."""
        self._path = path

    def append(self, mails: Iterable[AcceptedMail]) -> None:
        """Write a line for every recipient of these."""
        lines = "".join(f"{json.dumps(asdict(line))}\n" for mail in mails for line in _lines(mail))
        with self._path.open("a") as file:
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())


def read_log(path: Path) -> Iterator[LoggedMail]:
    """What a log says, in the order of acceptance; nothing where there is no file."""
    if path.exists():
        with path.open() as file:
            for line in file:
                yield LoggedMail(**json.loads(line))


def _lines(mail: AcceptedMail) -> Iterator[LoggedMail]:
    d, a, edition = (mail.tags.get(name, "") for name in ("d", "a", "edition"))
    is_rendered = mail.fault is None
    for recipient in mail.recipients:
        yield LoggedMail(
            d=d,
            a=a,
            edition=edition,
            recipient=recipient,
            message_id=mail.message_id,
            is_rendered=is_rendered,
            call=mail.call,
            at=mail.accepted_at.isoformat(),
        )
