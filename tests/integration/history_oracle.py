"""What must be true of editions, told in plain Python from the rows, one reader and one article at a time.

It knows no watermark rule, no group and no query of the product: it sees who was confirmed when an article was
released, and asks whether that reader has it, once, or why not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from syndicate.storage.tables import (
    articles,
    deliveries,
    editions,
    groups,
    passed_over,
    releases,
    rendering_articles,
    renderings,
    subscriptions,
    variants,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

    from syndicate.storage import Database

HAD = {"pending", "claimed", "submitted", "uncertain"}
MISSED = {"refused", "excluded", "stopped"}
ENDED = {"stopped", "discarded"}
LEGAL = {
    "pending": {"claimed", *HAD, *MISSED},
    "claimed": {"pending", "submitted", "uncertain", "refused", "excluded"},
    "uncertain": {"submitted", "pending"},
    "refused": {"pending"},
}


@dataclass
class HistoryOracle:
    """Looks at the rows after every step."""

    database: Database
    owed: dict[tuple[int, str], int] = field(default_factory=dict)
    seen_release: int = 0
    states: dict[int, str] = field(default_factory=dict)
    decided: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    slots: dict[int, str] = field(default_factory=dict)

    def check(self) -> None:
        """Fail on the first promise that does not hold."""
        with self.database.read() as connection:
            self.rows = {table.name: _rows(connection, table) for table in _TABLES}
        self.subscriptions = {row["key"]: row for row in self.rows["subscriptions"]}
        self.editions = {row["key"]: row for row in self.rows["editions"]}
        self.variants = {row["key"]: row for row in self.rows["variants"]}
        self.carried = self._carried()
        self._nobody_has_an_article_twice()
        self._a_reader_has_one_edition_a_date()
        self._nothing_is_decided_again()
        self._note_what_is_owed()
        self._nobody_is_missed_without_a_reason()

    def _carried(self) -> dict[tuple[int, int], set[str]]:
        of_rendering = {row["id"]: (row["variant_key"], row["revision"]) for row in self.rows["renderings"]}
        carried: dict[tuple[int, int], set[str]] = defaultdict(set)
        for row in self.rows["rendering_articles"]:
            carried[of_rendering[row["rendering_id"]]].add(row["article_id"])
        return carried

    def _articles_of(self, delivery: dict[str, Any]) -> set[str]:
        if delivery["variant_key"] is None:
            return set()
        revision = delivery["revision"] or self.variants[delivery["variant_key"]]["revision"]
        return self.carried[delivery["variant_key"], revision]

    def _is_had(self, delivery: dict[str, Any]) -> bool:
        waits_in_vain = delivery["state"] == "pending" and self._edition(delivery)["state"] in ENDED
        return delivery["state"] in HAD and not waits_in_vain

    def _edition(self, delivery: dict[str, Any]) -> dict[str, Any]:
        return self.editions[delivery["edition_key"]]

    def _nobody_has_an_article_twice(self) -> None:
        self.had: Counter[tuple[int, str]] = Counter()
        of_person: dict[tuple[int, str], list[tuple[str, Any]]] = defaultdict(list)
        for delivery in filter(self._is_had, self.rows["deliveries"]):
            subscription, edition = self.subscriptions[delivery["subscription_key"]], self._edition(delivery)
            for article in self._articles_of(delivery):
                self.had[subscription["key"], article] += 1
                of_person[subscription["subscriber_key"], article].append((edition["newsletter"], edition["opened_at"]))
        twice = [pair for pair, count in self.had.items() if count > 1]
        assert not twice, f"by one newsletter twice: {twice}"
        for pair, times in of_person.items():
            for newsletter, at in times:
                near = [at for other, then in times if other != newsletter and abs(at - then) < timedelta(hours=24)]
                assert not near, f"by two newsletters within a day: {pair}"

    def _a_reader_has_one_edition_a_date(self) -> None:
        dated = Counter(
            (row["subscription_key"], self._edition(row)["slot"])
            for row in self.rows["deliveries"]
            if row["variant_key"] and not self._edition(row)["slot"].startswith("manual:")
        )
        assert max(dated.values(), default=1) == 1
        for key, row in self.subscriptions.items():
            assert (row["last_slot"] or "") >= self.slots.get(key, "")
            self.slots[key] = row["last_slot"] or ""

    def _nothing_is_decided_again(self) -> None:
        for row in self.rows["deliveries"]:
            before = self.states.get(row["key"], row["state"])
            assert row["state"] == before or row["state"] in LEGAL.get(before, ()), f"{before} → {row['state']}"
            self.states[row["key"]] = row["state"]
        for row in self.rows["groups"]:
            assert self.decided.setdefault(row["key"], tuple(row.values())) == tuple(row.values())

    def _note_what_is_owed(self) -> None:
        for release in self.rows["releases"]:
            if release["number"] > self.seen_release:
                for key, row in self.subscriptions.items():
                    if row["state"] in {"confirmed", "paused"} and row["watermark"] < release["number"]:
                        self.owed.setdefault((key, release["article_id"]), release["number"])
        self.seen_release = max((row["number"] for row in self.rows["releases"]), default=0)
        ended = {key for key, row in self.subscriptions.items() if row["state"] == "ended"}
        self.owed = {pair: number for pair, number in self.owed.items() if pair[0] not in ended}

    def _nobody_is_missed_without_a_reason(self) -> None:
        reasons = self._reasons()
        visible = {row["id"] for row in self.rows["articles"] if row["status"] == "published"}
        for (key, article), number in list(self.owed.items()):
            if self.subscriptions[key]["watermark"] < number:
                continue
            has = self.had[key, article] or article in reasons[key] or article not in visible
            assert has, f"subscription {key} was decided up to {number}, and {article} is neither had nor accounted for"
            del self.owed[key, article]

    def _reasons(self) -> dict[int, set[str]]:
        """By reader, the articles of which a row says why they did not come."""
        passed: dict[int, set[str]] = defaultdict(set)
        for row in self.rows["passed_over"]:
            passed[row["group_key"]].add(row["article_id"])
        reasons: dict[int, set[str]] = defaultdict(set)
        for row in self.rows["deliveries"]:
            key = row["subscription_key"]
            reasons[key] |= passed[row["group_key"]]
            ever = {each for (variant, _), ids in self.carried.items() if variant == row["variant_key"] for each in ids}
            reasons[key] |= ever - self._articles_of(row) if self._is_had(row) else ever
        return reasons


_TABLES: tuple[Table, ...] = (
    articles,
    deliveries,
    editions,
    groups,
    passed_over,
    releases,
    rendering_articles,
    renderings,
    subscriptions,
    variants,
)


def _rows(connection: Connection, table: Table) -> list[dict[str, Any]]:
    bodies = {"html", "text", "content", "body_html", "body_text", "media", "findings"}
    columns = [column for column in table.c if column.name not in bodies]
    return [dict(row) for row in connection.execute(select(*columns)).mappings()]
