"""What must hold of the rows at any time between two transactions: looked at once a day, and at the end."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from syndicate.digests.newsletters import DedupeAcross, history_kept
from syndicate.testing.simulator.machines import instant
from syndicate.testing.simulator.promises.certainty import BrokenPromiseError, Certainty
from syndicate.testing.simulator.world.newsroom import NEWSLETTERS
from syndicate.testing.simulator.world.stream import RANK, EventLine

if TYPE_CHECKING:
    from sqlite3 import Row

    from syndicate.testing.simulator.world.provider import Provider

#: So many editions back is looked; what is older does not change.
EDITIONS = 20
HAD = frozenset({"pending", "claimed", "submitted", "uncertain"})
MISSED = frozenset({"refused", "excluded", "stopped"})
_GONE = "json_extract(e.detail, '$.class') = 'gone' AND e.kind = 'bounced'"
_COMPLAINT = "json_extract(e.detail, '$.class') IS NULL AND e.kind = 'complained'"
_DAY = timedelta(hours=24)
_ENDED = frozenset({"stopped", "discarded"})
_KEPT = history_kept(NEWSLETTERS)


class _Brought(NamedTuple):
    """An edition that brought a story to a person."""

    decided_at: datetime
    newsletter: str
    edition_id: str
    was_put_back: bool


@dataclass(kw_only=True)
class RowChecks:
    """Looks at the newest editions and their deliveries."""

    certainty: Certainty
    provider: Provider
    stream: EventLine
    editions: dict[int, Row] = field(default_factory=dict)
    deliveries: list[Row] = field(default_factory=list)
    _since: int = 0

    def check(self) -> None:
        """Fail on the first promise that the rows break.

        Raises:
            BrokenPromiseError: that one.
        """
        self._load()
        self._sums_are_the_rows()
        self._every_mail_is_accounted_for()
        self._what_is_written_is_true()
        self._what_was_ended_is_over()
        self._doubt_has_a_cause()
        self._no_event_is_forgotten()
        self._newsletters_leave_out_what_others_brought()
        self._nobody_is_missed()

    def check_closed(self) -> None:
        """Whether what is closed has nothing left to do; to be asked whenever a run has ended.

        Raises:
            BrokenPromiseError: something waits.
        """
        for row in self.certainty.ask(_CLOSED_TOO_EARLY):
            _fail(f"edition {row['id']} is closed, and some of its mails wait or are out")

    def check_end(self) -> None:
        """The same, and that nothing is left over once all have had their time.

        Raises:
            BrokenPromiseError: the first that is.
        """
        self._since = 0
        self.check()
        for row in self.deliveries:
            if row["state"] in {"pending", "claimed"}:
                _fail(f"delivery {row['id']} is {row['state']} at the end of all days")
            self._has_heard(row)
        owed = sum(len(keys) for _, keys in self.certainty.owed.values())
        undecided = {key for _, keys in self.certainty.owed.values() for key in keys}
        confirmed = {row["key"] for row in self.certainty.ask(_MAILABLE)}
        if owed and undecided & confirmed:
            _fail(f"nothing was decided for subscriptions {sorted(undecided & confirmed)[:5]} at the end of all days")

    def _load(self) -> None:
        rows = self.certainty.ask("SELECT * FROM editions WHERE key > ? ORDER BY key", self._since)
        self.editions = {row["key"]: row for row in rows}
        self.deliveries = self.certainty.ask("SELECT * FROM deliveries WHERE edition_key > ? ORDER BY key", self._since)
        if len(rows) > 2 * EDITIONS:
            self._since = rows[-EDITIONS]["key"]

    # --- sums and truth --------------------------------------------------------------

    def _sums_are_the_rows(self) -> None:
        submitted = Counter(row["edition_key"] for row in self.deliveries if row["state"] == "submitted")
        sums = {"submitted": submitted, "bounced": self._told(_GONE), "complained": self._told(_COMPLAINT)}
        for key, edition in self.editions.items():
            for name, counts in sums.items():
                if edition[name] != counts[key]:
                    _fail(f"edition {edition['id']} says {edition[name]} {name}, its rows say {counts[key]}")

    def _told(self, which: str) -> Counter[int]:
        first = min(self.editions, default=0)
        rows = self.certainty.ask(
            "SELECT d.edition_key, count(DISTINCT d.key) AS told FROM deliveries d"  # noqa: S608 - words of our own
            f" CROSS JOIN events e ON e.delivery_key = d.key WHERE d.edition_key >= ? AND {which}"
            " GROUP BY d.edition_key",
            first,
        )
        return Counter({row["edition_key"]: row["told"] for row in rows})

    def _every_mail_is_accounted_for(self) -> None:
        mails = Counter(row["edition_key"] for row in self.deliveries if row["variant_key"] is not None)
        waiting = Counter(row["edition_key"] for row in self.deliveries if row["state"] in {"pending", "claimed"})
        taken_back = {row["edition_key"] for row in self.deliveries if "taken back" in (row["reason"] or "")}
        for key, edition in self.editions.items():
            if edition["mails"] is not None and edition["mails"] != mails[key] and key not in taken_back:
                _fail(f"edition {edition['id']} was to have {edition['mails']} mails, and has {mails[key]}")
            if edition["state"] == "closed" and waiting[key]:
                _fail(f"edition {edition['id']} is closed, and {waiting[key]} of its mails wait")

    def _what_is_written_is_true(self) -> None:
        for row in self.deliveries:
            has_left, state = row["id"] in self.provider.by_delivery, row["state"]
            if state == "submitted" and not has_left:
                _fail(f"delivery {row['id']} is submitted, and the provider has no mail of it")
            # Put back with a second mail taken into account it may end as anything: its reader may have left since.
            if has_left and state in {*MISSED, "pending"} and not self._may_be_sent_again(row):
                _fail(f"delivery {row['id']} is {state} ({row['reason']}), and the provider has a mail of it")

    def _what_was_ended_is_over(self) -> None:
        """Nothing waits any more of what a person ended a day ago."""
        yesterday = instant(self.stream.points.scheduler.now) - _DAY
        for row in self.deliveries:
            edition = self.editions[row["edition_key"]]
            if row["state"] == "pending" and edition["state"] in _ENDED and _time(edition["closed_at"]) < yesterday:
                _fail(f"delivery {row['id']} waits, and its edition was {edition['state']} at {edition['closed_at']}")

    def _may_be_sent_again(self, row: Row) -> bool:
        is_permitted = self.certainty.permits_all or self.editions[row["edition_key"]]["id"] in self.certainty.permitted
        return is_permitted and row["resends"] > 0

    def _doubt_has_a_cause(self) -> None:
        for row in self.deliveries:
            causes = (self.provider.doubtful, self.certainty.interrupted)
            if row["state"] == "uncertain" and not any(row["id"] in cause for cause in causes):
                [batch] = self.certainty.ask("SELECT * FROM batches WHERE key = ?", row["batch_key"])
                when = f"claimed at {batch['claimed_at']} by {batch['claimed_by']}, given up at {row['settled_at']}"
                _fail(f"delivery {row['id']} is in doubt ({row['reason']}), {when}, and no answer of it was lost")

    def _no_event_is_forgotten(self) -> None:
        [[kept]] = self.certainty.ask("SELECT count(*) FROM events")
        if kept < len(self.stream.distinct):
            _fail(f"{len(self.stream.distinct)} events were taken from the queue, and {kept} are kept")

    def _has_heard(self, row: Row) -> None:
        told = self.stream.taken.get(row["id"])
        if not told:
            return
        highest = max(told, key=RANK.index)
        if row["state"] != "submitted":
            _fail(f"delivery {row['id']} is {row['state']}, and an event told that it was taken")
        if row["fate"] != highest:
            _fail(f"delivery {row['id']} is {row['fate']}, and its events say {highest}")

    # --- who gets what ---------------------------------------------------------------

    def _carried(self) -> dict[tuple[int, int], set[str]]:
        """By variant and revision, what it shows."""
        rows = self.certainty.ask(
            "SELECT r.variant_key, r.revision, a.article_id FROM renderings r JOIN variants v ON v.key = r.variant_key"
            " JOIN rendering_articles a ON a.rendering_id = r.id WHERE v.edition_key >= ?",
            min(self.editions, default=0),
        )
        carried: dict[tuple[int, int], set[str]] = defaultdict(set)
        for row in rows:
            carried[row["variant_key"], row["revision"]].add(row["article_id"])
        return carried

    def _shown(self, row: Row, carried: dict[tuple[int, int], set[str]], revisions: dict[int, int]) -> set[str]:
        variant = row["variant_key"]
        return carried[variant, row["revision"] or revisions[variant]] if variant is not None else set()

    def _is_had(self, row: Row) -> bool:
        ended = self.editions[row["edition_key"]]["state"] in _ENDED
        return row["state"] in HAD and not (row["state"] == "pending" and ended)

    def _newsletters_leave_out_what_others_brought(self) -> None:
        """None of those that ask brings again what another brought less than a day before it was decided."""
        asks = {each.name for each in NEWSLETTERS if each.dedupe_across is DedupeAcross.DAY}
        for (key, article), times in self._brought().items():
            for first, second in pairwise(sorted(times)):
                # Who was put back may have been asked before the other was decided on, or after it.
                askers = {first.newsletter, second.newsletter} if first.was_put_back else {second.newsletter}
                is_near = second.decided_at - first.decided_at < _DAY
                if askers <= asks and first.newsletter != second.newsletter and is_near:
                    _fail(f"person {key} got {article} twice within a day: {first} and {second}")

    def _brought(self) -> dict[tuple[int, str], list[_Brought]]:
        """By person and article, the editions that brought it."""
        carried, revisions = self._carried(), self._revisions()
        person = {row["key"]: row["subscriber_key"] for row in self.certainty.ask("SELECT * FROM subscriptions")}
        brought: dict[tuple[int, str], list[_Brought]] = defaultdict(list)
        for row in filter(self._is_had, self.deliveries):
            edition = self.editions[row["edition_key"]]
            decided_at = datetime.fromisoformat(edition["opened_at"])
            mail = _Brought(decided_at, edition["newsletter"], edition["id"], row["resends"] > 0)
            for article in self._shown(row, carried, revisions):
                brought[person[row["subscription_key"]], article].append(mail)
        return brought

    def _revisions(self) -> dict[int, int]:
        first = min(self.editions, default=0)
        rows = self.certainty.ask("SELECT key, revision FROM variants WHERE edition_key >= ?", first)
        return {row["key"]: row["revision"] for row in rows}

    def _nobody_is_missed(self) -> None:
        """Whoever was subscribed when an article came out has it, or a reason, once that is decided."""
        reached = self._reached()
        rows = self.certainty.ask("SELECT key, watermark, state FROM subscriptions")
        watermark = {row["key"]: row["watermark"] for row in rows}
        ended = {row["key"] for row in rows if row["state"] == "ended"}
        visible = {row["id"] for row in self.certainty.ask("SELECT id FROM articles WHERE status = 'published'")}
        for article, (number, keys) in list(self.certainty.owed.items()):
            decided = {key for key in keys if watermark[key] >= number}
            missed = decided - reached[article] - ended
            if missed and article in visible and not self._is_forgotten(number):
                missed -= self._passed_by(number)
            else:
                missed = set()
            if missed:
                _fail(f"{article} is decided for subscriptions {sorted(missed)[:5]}, who neither have it nor a reason")
            keys.difference_update(decided | ended)
            if not keys or article not in visible:
                del self.certainty.owed[article]

    def _is_forgotten(self, number: int) -> bool:
        """Whether that release came longer ago than history is kept: who comes back later is not told of it."""
        [[at]] = self.certainty.ask("SELECT at FROM releases WHERE number = ?", number)
        decided_at = max(row["opened_at"] for row in self.editions.values() if row["opened_at"])
        return datetime.fromisoformat(at) <= datetime.fromisoformat(decided_at) - _KEPT

    def _passed_by(self, number: int) -> set[int]:
        """The subscriptions of which it is written why that release passed them by without an edition."""
        rows = self.certainty.ask(
            "SELECT subscription_key FROM skips WHERE ? > after_release AND ? <= through_release", number, number
        )
        return {row["subscription_key"] for row in rows}

    def _reached(self) -> dict[str, set[int]]:
        """By article, the subscriptions that have it, or of which a row says why they do not."""
        carried, passed = self._carried(), defaultdict(set)
        ever: dict[int, set[str]] = defaultdict(set)
        for (variant, _), articles in carried.items():
            ever[variant] |= articles
        first = min((row["group_key"] for row in self.deliveries if row["group_key"] is not None), default=0)
        for row in self.certainty.ask("SELECT group_key, article_id FROM passed_over WHERE group_key >= ?", first):
            passed[row["group_key"]].add(row["article_id"])
        reached: dict[str, set[int]] = defaultdict(set)
        for row in self.deliveries:
            for article in passed[row["group_key"]] | ever[row["variant_key"] or 0]:
                reached[article].add(row["subscription_key"])
        return reached


_CLOSED_TOO_EARLY = (
    "SELECT e.id FROM editions e WHERE e.state = 'closed' AND e.key > (SELECT max(key) FROM editions) - 6 AND EXISTS"
    " (SELECT 1 FROM deliveries d WHERE d.edition_key = e.key AND d.state IN ('pending', 'claimed'))"
)
_MAILABLE = (
    "SELECT s.key FROM subscriptions s JOIN subscribers p ON p.key = s.subscriber_key WHERE s.state = 'confirmed'"
    " AND NOT EXISTS (SELECT 1 FROM suppressions x WHERE x.address_key = p.address_key)"
)


def _time(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


def _fail(message: str) -> None:
    raise BrokenPromiseError(message)
