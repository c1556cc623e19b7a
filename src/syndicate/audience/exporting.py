"""The whole audience as CSV: nothing in it is a formula to a spreadsheet, and an import puts all of it back."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from itertools import islice
from typing import TYPE_CHECKING

from syndicate.audience.own_list import LATER_COLUMNS, OWN_COLUMNS, guarded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from syndicate.audience.model import Ground, Subscription, Suppression, Wishes
    from syndicate.audience.store import AudienceStore

_COLUMNS = (*OWN_COLUMNS, *LATER_COLUMNS)
#: Subscriptions whose grounds are looked up together.
PAGE = 1_000


def export_rows(store: AudienceStore) -> Iterator[dict[str, str]]:
    """A row for every subscription, by address, then one for every suppressed address without any; see `own_list`.

    They are read as they are used up.
    """
    subscriptions = store.all()
    while page := list(islice(subscriptions, PAGE)):
        reasons = store.grounds_of(each.id for each in page)
        barred = store.suppressions_of(each.subscriber.address_key for each in page if each.suppressed)
        for each in page:
            yield _subscription(each, reasons.get(each.id, []), barred)
    for suppression in store.suppressions_alone():
        yield {**dict.fromkeys(_COLUMNS, ""), "address": suppression.address_key, **_suppression(suppression)}


def csv_lines(rows: Iterable[Mapping[str, str]]) -> Iterator[str]:
    """The header and the rows as lines of CSV (RFC 4180), every cell guarded."""
    yield _line(_COLUMNS)
    for row in rows:
        yield _line(guarded(row[name]) for name in _COLUMNS)


def _line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _subscription(one: Subscription, reasons: list[Ground], barred: Mapping[str, Suppression]) -> dict[str, str]:
    suppression = barred.get(one.subscriber.address_key)
    return {
        **dict.fromkeys(_COLUMNS, ""),
        "address": one.subscriber.address,
        "name": one.subscriber.name or "",
        "former_id": one.subscriber.former_id or "",
        "newsletter": one.newsletter,
        "state": one.state,
        **_wishes(one.wishes),
        "paused_until": _instant(one.paused_until),
        "started_at": _instant(one.started_at),
        "ended_at": _instant(one.ended_at),
        "ended_by": one.ended_by or "",
        "ended_source": one.ended_source or "",
        "grounds": json.dumps([_ground(ground) for ground in reasons], ensure_ascii=False) if reasons else "",
        **(_suppression(suppression) if suppression else {}),
    }


def _wishes(wishes: Wishes) -> dict[str, str]:
    return {name: value or "" for name, value in asdict(wishes).items()} | {"sections": "; ".join(wishes.sections)}


def _suppression(suppression: Suppression) -> dict[str, str]:
    return {
        "suppressed": suppression.reason,
        "suppressed_since": _instant(suppression.since),
        "suppressed_source": suppression.source,
    }


def _ground(ground: Ground) -> dict[str, str]:
    """What an import needs to put it back; from which network it came is known here alone, and not for long."""
    facts = {
        **asdict(ground),
        "network": None,
        "recorded_at": _instant(ground.recorded_at),
        "given_at": _instant(ground.given_at),
    }
    return {name: str(value) for name, value in facts.items() if value}


def _instant(at: datetime | None) -> str:
    return at.isoformat() if at else ""
