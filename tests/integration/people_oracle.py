"""What must be true of readers and editions, told in plain Python from the rows, one reader and one article at a time.

It knows no rule of watermarks, no group's range and no query of the product. It sees who was there when an article was
released, what everybody had chosen, and what the world looked like when an edition was decided on; then it asks whether
that reader has the article, once, or who wrote down why not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from syndicate.storage.tables import (
    article_terms,
    articles,
    choices,
    deliveries,
    editions,
    groups,
    occurrences,
    passed_over,
    releases,
    rendering_articles,
    renderings,
    skips,
    subscriptions,
    variants,
)
from syndicate.storage.visibility import is_visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from sqlalchemy import Connection, Table

    from syndicate.audience.reader_filter import ReaderFilter
    from syndicate.digests.newsletters import Newsletter
    from syndicate.storage import Database

Row = dict[str, Any]
#: Of an article: whether readers can see it, and the sections that it is in.
Fact = tuple[bool, frozenset[str]]

HAD = {"pending", "claimed", "submitted", "uncertain"}
ENDED = {"stopped", "discarded"}
LEGAL = {
    "pending": {"claimed", *HAD, "refused", "excluded", "stopped"},
    "claimed": {"pending", "submitted", "uncertain", "refused", "excluded"},
    "uncertain": {"submitted", "pending"},
    "refused": {"pending"},
}
DAY = timedelta(hours=24)


@dataclass
class PeopleOracle:
    """Looks at the rows after every step.

    ``newsletters`` are by name, as they are laid out now.
    """

    database: Database
    newsletters: dict[str, Newsletter]
    facts: dict[str, Fact] = field(default_factory=dict)
    at_decision: dict[int, dict[str, Fact]] = field(default_factory=dict)  # by occurrence
    goes_to: dict[int, ReaderFilter] = field(default_factory=dict)  # by occurrence
    owed: dict[int, dict[str, set[int]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    seen_release: int = 0
    watermarks: dict[int, int] = field(default_factory=dict)
    slots: dict[int, tuple[str, str, str]] = field(default_factory=dict)
    states: dict[int, str] = field(default_factory=dict)
    is_had: dict[int, bool] = field(default_factory=dict)
    decided: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    torn: dict[str, int] = field(default_factory=dict)  # by newsletter, at the last look

    def check(self, now: datetime) -> None:
        """Fail on the first promise that does not hold."""
        with self.database.read() as connection:
            self.rows = {table.name: _rows(connection, table) for table in _TABLES}
            seen = set(connection.execute(select(articles.c.id).where(is_visible(now))).scalars())
        self._index(seen)
        self._note_decisions()
        self._note_what_is_owed()
        self._nobody_has_an_article_twice()
        self._a_reader_has_one_edition_a_period()
        self._nothing_is_decided_again()
        self._a_mail_is_what_its_reader_wants()
        self._nobody_is_missed_without_a_reason()
        self.torn = {self.occurrences[row["key"]]["newsletter"]: row["key"] for row in self._open_freezes()}

    def _index(self, seen: set[str]) -> None:
        self.subscriptions = self._by_key("subscriptions")
        self.editions = self._by_key("editions")
        self.variants = self._by_key("variants")
        self.groups = self._by_key("groups")
        self.occurrences = self._by_key("occurrences")
        self.choices = {row["id"]: row for row in self.rows["choices"]}
        sections: dict[str, set[str]] = defaultdict(set)
        for row in self.rows["article_terms"]:
            if row["kind"] == "section":
                sections[row["article_id"]].add(row["term"])
        self.facts = {row["id"]: (row["id"] in seen, frozenset(sections[row["id"]])) for row in self.rows["articles"]}
        self.carried = self._carried()
        self.passed: dict[int, set[str]] = defaultdict(set)
        for row in self.rows["passed_over"]:
            self.passed[row["group_key"]].add(row["article_id"])

    def _by_key(self, table: str) -> dict[int, Row]:
        return {row["key"]: row for row in self.rows[table]}

    def _open_freezes(self) -> Iterable[Row]:
        return (row for row in self.rows["occurrences"] if row["outcome"] == "edition" and row["frozen_at"] is None)

    def _carried(self) -> dict[tuple[int, int], set[str]]:
        of_rendering = {row["id"]: (row["variant_key"], row["revision"]) for row in self.rows["renderings"]}
        carried: dict[tuple[int, int], set[str]] = defaultdict(set)
        for row in self.rows["rendering_articles"]:
            carried[of_rendering[row["rendering_id"]]].add(row["article_id"])
        return carried

    def _articles_of(self, delivery: Row) -> set[str]:
        if delivery["variant_key"] is None:
            return set()
        revision = delivery["revision"] or self.variants[delivery["variant_key"]]["revision"]
        return self.carried[delivery["variant_key"], revision]

    def _edition(self, delivery: Row) -> Row:
        return self.editions[delivery["edition_key"]]

    def _occurrence(self, delivery: Row) -> Row:
        return self.occurrences[self.groups[delivery["group_key"]]["occurrence_key"]]

    def _counts(self, delivery: Row) -> bool:
        waits_in_vain = delivery["state"] == "pending" and self._edition(delivery)["state"] in ENDED
        return delivery["state"] in HAD and not waits_in_vain

    def _wants(self, subscription: Row, fact: Fact) -> bool:
        visible, sections = fact
        chosen = set(self.choices[subscription["choice_id"]]["sections"])
        offered = self.newsletters[subscription["newsletter"]].filters.sections
        return visible and (not chosen or bool(chosen & sections)) and (not offered or bool(offered & sections))

    def _note_decisions(self) -> None:
        for row in self.rows["occurrences"]:
            self.at_decision.setdefault(row["key"], dict(self.facts))
            self.goes_to.setdefault(row["key"], self.newsletters[row["newsletter"]].readers)

    # --- 1 ---------------------------------------------------------------------------

    def _nobody_has_an_article_twice(self) -> None:
        self.had: Counter[tuple[int, str]] = Counter()
        of_person: dict[tuple[int, str], list[Row]] = defaultdict(list)
        mine = [row for row in self.rows["deliveries"] if self._counts(row)]
        for delivery in mine:
            subscription = self.subscriptions[delivery["subscription_key"]]
            for article in self._articles_of(delivery):
                self.had[subscription["key"], article] += 1
                of_person[subscription["subscriber_key"], article].append(delivery)
        twice = [pair for pair, count in self.had.items() if count > 1]
        assert not twice, f"1: by one newsletter twice: {twice}"
        for pair, found in of_person.items():
            for delivery in found:
                if not self.is_had.get(delivery["key"]):
                    self._is_far_from_others(pair, delivery, found)
        self.is_had = {delivery["key"]: True for delivery in mine}

    def _is_far_from_others(self, pair: tuple[int, str], delivery: Row, found: list[Row]) -> None:
        mine = self._occurrence(delivery)
        dedupe = self.newsletters[mine["newsletter"]].dedupe_across
        for other in map(self._occurrence, found):
            if other["newsletter"] == mine["newsletter"] or other["key"] > mine["key"]:
                continue
            is_near = dedupe == "always" or (dedupe == "24h" and mine["decided_at"] - other["decided_at"] < DAY)
            assert not is_near, f"1: by {other['newsletter']} and by {mine['newsletter']}: {pair}"

    # --- 3 ---------------------------------------------------------------------------

    def _a_reader_has_one_edition_a_period(self) -> None:
        dates: Counter[tuple[int, str]] = Counter()
        periods: Counter[tuple[int, str, str]] = Counter()
        for row in self.rows["deliveries"]:
            occurrence = self._occurrence(row)
            if row["variant_key"] is None or not occurrence["slot"][:1].isdigit():
                if row["variant_key"] and occurrence["slot"].startswith("instant:"):
                    periods[row["subscription_key"], "instant", occurrence["period"]] += 1
                continue
            dates[row["subscription_key"], occurrence["slot"]] += 1
            if occurrence["period"]:
                periods[row["subscription_key"], occurrence["cadence"], occurrence["period"]] += 1
        assert max(dates.values(), default=1) == 1, f"3: two on a date: {dates}"
        for (key, cadence, period), count in periods.items():
            most = int(period.partition("#")[2]) if cadence == "instant" else 1
            assert count <= most, f"3: {count} for {period} to {key}"
        for key, row in self.subscriptions.items():
            now = (row["last_slot"] or "", row["last_week"] or "", row["last_month"] or "")
            before = self.slots.get(key, now)
            assert all(new >= old for new, old in zip(now, before, strict=True)), f"3: back from {before} to {now}"
            self.slots[key] = now

    # --- 4 ---------------------------------------------------------------------------

    def _nothing_is_decided_again(self) -> None:
        for row in self.rows["deliveries"]:
            before = str(self.states.get(row["key"], row["state"]))
            assert row["state"] == before or row["state"] in LEGAL.get(before, ()), f"4: {before} → {row['state']}"
            self.states[row["key"]] = row["state"]
        for row in self.rows["groups"]:
            assert self.decided.setdefault(row["key"], tuple(row.values())) == tuple(row.values()), "4: a group changed"

    def _a_mail_is_what_its_reader_wants(self) -> None:
        for row in self.rows["deliveries"]:
            subscription, group = self.subscriptions[row["subscription_key"]], self.groups[row["group_key"]]
            if row["key"] in self._known or row["variant_key"] is None:
                continue
            self._known.add(row["key"])
            occurrence = self._occurrence(row)
            choice = self.choices[subscription["choice_id"]]
            if self._edition(row)["instead_of"]:
                continue
            outside = self.goes_to[occurrence["key"]].why_not(choice["language"], subscription["started_at"])
            assert outside is None, f"0: {subscription['key']} is no recipient: {outside}"
            if occurrence["slot"].startswith("special:"):
                continue
            chosen = choice["cadence"]
            letter = self.newsletters[subscription["newsletter"]]
            assert letter.cadence(chosen).kind == occurrence["cadence"], f"0: another's cadence: {subscription}"
            facts = self.at_decision[occurrence["key"]]
            said = self.carried[row["variant_key"], row["revision"] or self.variants[row["variant_key"]]["revision"]]
            strange = [article for article in said if not self._wants(subscription, facts[article])]
            assert not strange, f"0: {subscription['key']} never asked for {strange} by group {group['key']}"

    _known: set[int] = field(default_factory=set)

    # --- 2 ---------------------------------------------------------------------------

    def _note_what_is_owed(self) -> None:
        for release in self.rows["releases"]:
            if release["number"] > self.seen_release:
                for key, row in self.subscriptions.items():
                    is_there = row["state"] in {"confirmed", "paused"} and key in self.watermarks
                    if is_there and self.watermarks[key] < release["number"]:
                        self.owed[key][release["article_id"]].add(release["number"])
        self.seen_release = max((row["number"] for row in self.rows["releases"]), default=0)
        for key, row in self.subscriptions.items():
            if row["state"] == "ended":
                self.owed.pop(key, None)

    def _nobody_is_missed_without_a_reason(self) -> None:
        reasons = self._reasons()
        skipped: dict[int, list[Row]] = defaultdict(list)
        for row in self.rows["skips"]:
            skipped[row["subscription_key"]].append(row)
        for key, row in self.subscriptions.items():
            upto = row["watermark"]
            assert upto >= self.watermarks.get(key, 0), f"4: the watermark of {key} went back"
            self.watermarks[key] = upto
            for article, numbers in list(self.owed[key].items()):
                decided = {number for number in numbers if number <= upto}
                if not decided:
                    continue
                self.owed[key][article] = numbers - decided
                if numbers == decided:
                    del self.owed[key][article]
                is_skipped = any(
                    skip["after_release"] < number <= skip["through_release"]
                    for skip in skipped[key]
                    for number in decided
                )
                if self._is_wanted(row, article) and not self.had[key, article]:
                    has = is_skipped or article in reasons[key]
                    assert has, f"2: {key} was decided up to {upto}; {article} ({decided}) is neither had nor told of"

    def _is_wanted(self, subscription: Row, article: str) -> bool:
        """By what was so when it was decided; of a freeze that was torn before, by what was so at either time."""
        torn = self.torn.get(str(subscription["newsletter"]))
        then: Callable[[dict[str, Fact]], bool] = lambda facts: self._wants(  # noqa: E731
            subscription, facts.get(article, (False, frozenset()))
        )
        return then(self.facts) and (torn is None or then(self.at_decision[torn]))

    def _reasons(self) -> dict[int, set[str]]:
        """By reader, the articles of which a row says why they did not come."""
        reasons: dict[int, set[str]] = defaultdict(set)
        for row in self.rows["deliveries"]:
            key = row["subscription_key"]
            reasons[key] |= self.passed[row["group_key"]]
            ever = {each for (variant, _), ids in self.carried.items() if variant == row["variant_key"] for each in ids}
            reasons[key] |= ever - self._articles_of(row) if self._counts(row) else ever
        return reasons


_TABLES: tuple[Table, ...] = (
    article_terms,
    articles,
    choices,
    deliveries,
    editions,
    groups,
    occurrences,
    passed_over,
    releases,
    rendering_articles,
    renderings,
    skips,
    subscriptions,
    variants,
)


def _rows(connection: Connection, table: Table) -> list[Row]:
    bodies = {"html", "text", "content", "body_html", "body_text", "media", "findings"}
    columns = [column for column in table.c if column.name not in bodies]
    return [dict(row) for row in connection.execute(select(*columns).order_by(*table.primary_key)).mappings()]
