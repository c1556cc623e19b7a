"""Rows of our own export: read back as they were written, each subscription with its state, grounds and suppression."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from syndicate.audience import preferences
from syndicate.audience.former_ids import former_id
from syndicate.audience.imports.dates import ListedDate
from syndicate.audience.imports.listed import ListedReader
from syndicate.audience.imports.rows import newsletter_of
from syndicate.audience.imports.words import Standing, fold
from syndicate.audience.model import EndedBy, Ground, GroundKind, SubscriptionState, Suppression
from syndicate.audience.own_list import LATER_COLUMNS, OWN_COLUMNS, restored
from syndicate.errors import BadDataError
from syndicate.text.mailboxes import read_mailbox

if TYPE_CHECKING:
    from syndicate.audience.imports.columns import Columns
    from syndicate.audience.imports.request import ImportRequest
    from syndicate.audience.imports.rows import ListOrigin

_TEXTS = ("file_name", "file_hash", "system", "column", "version", "page")
_STANDINGS = {
    "": None,
    SubscriptionState.CONFIRMED: Standing.SUBSCRIBED,
    SubscriptionState.PAUSED: Standing.PAUSED,
    SubscriptionState.UNCONFIRMED: Standing.UNCONFIRMED,
    SubscriptionState.ENDED: Standing.ENDED,
}


class OwnRowReader:
    """Reads the rows of a list that `syndicate subscribers export` wrote."""

    def __init__(self, columns: Columns, origin: ListOrigin, request: ImportRequest) -> None:
        """Find each column by its header."""
        self._origin = origin
        self._request = request
        places = {column.folded: column.place for column in columns.all}
        nowhere = len(columns.all)
        self._places = {name: places.get(fold(name), nowhere) for name in (*OWN_COLUMNS, *LATER_COLUMNS)}

    def read(self, line: int, cells: list[str]) -> ListedReader:
        """What the row says.

        Raises:
            BadDataError: it is not as we wrote it.
        """
        row = {name: restored(cells[place]) if place < len(cells) else "" for name, place in self._places.items()}
        mailbox = read_mailbox(row["address"])
        if row["state"] not in _STANDINGS:
            raise _refusal(reason=f"“{row['state']}” is not a state of a subscription")
        standing = _STANDINGS[row["state"]]
        ended_at = _instant(row["ended_at"])
        return ListedReader(
            line=line,
            mailbox=mailbox,
            name=preferences.name(row["name"]),
            newsletter=newsletter_of(row["newsletter"], self._request) if standing else None,
            wishes=preferences.wishes(row),
            paused_until=_instant(row["paused_until"]),
            standing=standing,
            ended=ListedDate(at=ended_at, until=ended_at) if ended_at else None,
            source=row["ended_source"],
            suppression=self._suppression(mailbox.key, row),
            grounds=self._grounds(row["grounds"]) if standing else (),
            started_at=_instant(row["started_at"]),
            ended_by=_ended_by(row["ended_by"]),
            former_id=former_id(row["former_id"]),
        )

    def _suppression(self, address_key: str, row: dict[str, str]) -> Suppression | None:
        if not row["suppressed"]:
            return None
        return Suppression(
            address_key=address_key,
            reason=row["suppressed"],
            since=_instant(row["suppressed_since"]) or self._request.now,
            source=row["suppressed_source"] or self._origin.at("suppressed"),
        )

    def _grounds(self, written: str) -> tuple[Ground, ...]:
        try:
            rows: list[dict[str, Any]] = json.loads(written or "[]")
            reasons = [_ground(row) for row in rows]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise _refusal(reason="the column grounds is not as it was written") from error
        if self._request.consent:
            reasons.append(
                Ground(
                    kind=GroundKind.STATED,
                    wording=self._request.consent,
                    recorded_at=self._request.now,
                    file_name=self._origin.name,
                    file_hash=self._origin.sha256,
                )
            )
        return tuple(reasons)


def _ground(row: dict[str, Any]) -> Ground:
    recorded_at = _instant(row["recorded_at"])
    if recorded_at is None:
        raise ValueError(row)
    texts = {name: str(row[name]) for name in _TEXTS if row.get(name)}
    return Ground(
        kind=str(row["kind"]),
        wording=str(row["wording"]),
        recorded_at=recorded_at,
        given_at=_instant(row.get("given_at") or ""),
        **texts,
    )


def _instant(written: str) -> datetime | None:
    if not written:
        return None
    try:
        at = datetime.fromisoformat(written)
    except ValueError as error:
        raise _refusal(reason=f"“{written}” is not an instant as we write it") from error
    if at.tzinfo is None:
        raise _refusal(reason=f"“{written}” is an instant without a zone")
    return at


def _ended_by(written: str) -> EndedBy | None:
    try:
        return EndedBy(written) if written else None
    except ValueError as error:
        raise _refusal(reason=f"“{written}” is no way in which a subscription ends") from error


def _refusal(*, reason: str) -> BadDataError:
    hint = "Leave rows of our own export as they are, or take out its column grounds to import a list of your own."
    return BadDataError(reason, code="csv-line", hint=hint)
