"""The ledger of consent: what was agreed to and what was withdrawn, each row sealed and chained to the one before.

A row's digest is made of a random salt and of all that it says; its chain of the chain before, its number and that
digest. So nothing that was written can be changed, put between or taken out unseen. Who is forgotten takes the words
and the salt along: the digest stays, and proves the rows around it, but nobody can try out any more what it was made
of. The network that an act came from goes sooner, so it has a salt and a digest of its own.

To forget is written down as well: a row that names nobody, and by their numbers those that lost their words. A row
that says nothing, and that no such row names, was blanked by somebody else.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select, update

from syndicate.audience.model import Consent, SubscriptionState
from syndicate.audience.number_ranges import in_ranges, numbers_of
from syndicate.storage.bulk import insert_rows
from syndicate.storage.states import ConsentAct
from syndicate.storage.tables import consents, counters, subscriptions
from syndicate.storage.text_lists import is_among_texts

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, RowMapping

#: What the first row is chained to.
GENESIS = "0" * 64
#: Rows that are read, or erased, together.
PAGE = 1_000
_IS_OURS = counters.c.name == "consents"
_LOCK = update(counters).where(_IS_OURS).values(value=counters.c.value).returning(counters.c.value)
_HEAD = select(consents.c.chain).where(consents.c.number == bindparam("newest"))
_COUNT = update(counters).where(_IS_OURS).values(value=bindparam("newest"))
_SAID = tuple(field.name for field in fields(Consent))
_said_by = attrgetter(*_SAID)
_NETWORK = _SAID.index("network")
_COLUMNS = ("number", *_SAID, "salt", "network_salt", "network_digest", "digest", "chain")
_JSON = json.JSONEncoder(ensure_ascii=False).encode
_FORGOTTEN = (*(name for name in _SAID if name not in {"act", "kind", "recorded_at"}), "network_salt", "salt")


@dataclass(frozen=True, kw_only=True, slots=True)
class Audit:
    """What a look through the whole ledger found.

    ``rows`` are all, ``erased`` those whose words were forgotten by us, ``head`` is the newest chain: who keeps it
    elsewhere can tell later that nothing before it was changed. ``broken`` are the numbers of rows that do not fit,
    at most `MOST_TOLD`, each with what is wrong.
    """

    rows: int
    erased: int
    head: str
    broken: tuple[tuple[int, str], ...]


#: Rows told of that do not fit.
MOST_TOLD = 20
#: The kind of the row that says which others were forgotten.
ERASED = "erased"


class ConsentLedger:
    """The ledger, seen through one transaction; committing it is the caller's."""

    def __init__(self, connection: Connection) -> None:
        """Work in the transaction that ``connection`` is in."""
        self._connection = connection

    def append(self, acts: Iterable[Consent], *, are_new: frozenset[str] = frozenset()) -> int:
        """Write acts behind the newest; how many. What was agreed to in the same words is kept once.

        ``are_new`` are subscriptions that this transaction made, of which nothing can be there yet.
        """
        wanted = list(acts)
        if not wanted:
            return 0
        newest = self._lock()
        given = {act.subscription_id for act in wanted if act.act is ConsentAct.GIVEN and act.subscription_id}
        known = self._known(given - are_new)
        rows = list(_chained(self._unknown(wanted, known), newest, self._head(newest)))
        if rows:
            insert_rows(self._connection, consents, _COLUMNS, rows)
            self._connection.execute(_COUNT, {"newest": newest + len(rows)})
        return len(rows)

    def of(self, subscription_ids: Iterable[str]) -> dict[str, list[Consent]]:
        """All that each subscription's reader agreed to and withdrew, in the order in which it was written."""
        wanted = is_among_texts(self._connection, consents.c.subscription_id, set(subscription_ids))
        found: dict[str, list[Consent]] = {}
        for row in self._connection.execute(select(consents).where(wanted).order_by(consents.c.number)).mappings():
            found.setdefault(row["subscription_id"], []).append(_consent(row))
        return found

    def erase(self, subscription_ids: Iterable[str], now: datetime) -> int:
        """Forget what these subscriptions' acts said, and whose they were; of how many. The chain goes on to hold.

        Which rows those were is written down in a row of its own.
        """
        this = update(consents).where(consents.c.subscription_id.in_(set(subscription_ids)))
        forgotten = this.values(dict.fromkeys(_FORGOTTEN)).returning(consents.c.number)
        numbers = self._connection.execute(forgotten).scalars().all()
        if numbers:
            said = in_ranges(numbers)
            act = Consent(subscription_id=None, act=ConsentAct.WITHDRAWN, kind=ERASED, wording=said, recorded_at=now)
            self.append([act])
        return len(numbers)

    def forget_networks(self, before: datetime, *, limit: int = PAGE) -> int:
        """Forget from which network so many of the acts before that instant came, the oldest first; of how many."""
        is_there = (consents.c.network.is_not(None), consents.c.recorded_at < before)
        some = select(consents.c.number).where(*is_there).order_by(consents.c.recorded_at).limit(limit)
        this = update(consents).where(consents.c.number.in_(some))
        return self._connection.execute(this.values(network=None, network_salt=None)).rowcount

    def audit(self) -> Audit:
        """Read the ledger from its first row to its last, and hold every digest and every link of the chain."""
        rows, expected, chain = 0, 1, GENESIS
        blank: set[int] = set()
        erased: set[int] = set()
        broken: list[tuple[int, str]] = []
        query = select(consents).order_by(consents.c.number).execution_options(yield_per=PAGE)
        with self._connection.execute(query) as found:
            for row in found.mappings():
                rows += 1
                if fault := _fault(row, expected, chain):
                    broken.append((row["number"], fault))
                elif row["salt"] is None:
                    blank.add(row["number"])
                elif row["kind"] == ERASED:
                    erased |= numbers_of(row["wording"])
                expected, chain = row["number"] + 1, row["chain"]
        broken += [
            (number, "it says nothing any more, and nobody was erased whose it was") for number in blank - erased
        ]
        newest = self._connection.execute(select(counters.c.value).where(_IS_OURS)).scalar_one()
        if newest != expected - 1:
            broken.append((newest, f"the last row is number {expected - 1}, and {newest} were written"))
        told = tuple(sorted(broken)[:MOST_TOLD])
        return Audit(rows=rows, erased=len(blank & erased), head=chain, broken=told)

    def ungrounded(self) -> tuple[int, list[str]]:
        """Confirmed subscriptions of which no act says that their reader agreed: how many, and ids of the first.

        Nothing that confirms leaves one behind; a row that was put there by hand is found by this.
        """
        given = (consents.c.subscription_id == subscriptions.c.id, consents.c.act == ConsentAct.GIVEN)
        has_none = (
            subscriptions.c.state == SubscriptionState.CONFIRMED,
            ~select(consents.c.number).where(*given).exists(),
        )
        query = select(subscriptions.c.id).where(*has_none).order_by(subscriptions.c.key).limit(MOST_TOLD)
        count = self._connection.execute(select(func.count()).select_from(subscriptions).where(*has_none)).scalar_one()
        return count, list(self._connection.scalars(query)) if count else []

    def _lock(self) -> int:
        """The newest number; the counter's row stays locked until the commit, so that acts follow one another."""
        newest: int = self._connection.execute(_LOCK).scalar_one()
        return newest

    def _head(self, newest: int) -> str:
        head: str | None = self._connection.execute(_HEAD, {"newest": newest}).scalar()
        return head or GENESIS

    def _known(self, subscription_ids: set[str]) -> set[tuple[Any, ...]]:
        if not subscription_ids:
            return set()
        return {_same(act) for acts in self.of(subscription_ids).values() for act in acts}

    def _unknown(self, acts: Sequence[Consent], known: set[tuple[Any, ...]]) -> Iterator[Consent]:
        seen = set(known)
        for act in acts:
            same = _same(act)
            if act.act is ConsentAct.WITHDRAWN or same not in seen:
                seen.add(same)
                yield act


def _same(act: Consent) -> tuple[Any, ...]:
    """What two acts have in common that say the same; when it was written down does not count."""
    said = (act.kind, act.wording, act.given_at, act.file_hash, act.system, act.column, act.version, act.page)
    return (act.subscription_id, act.act, *said)


def _chained(acts: Iterable[Consent], newest: int, head: str) -> Iterator[tuple[Any, ...]]:
    """Rows with the values of `_COLUMNS`."""
    chain = head
    for number, act in enumerate(acts, start=newest + 1):
        said = _said_by(act)
        salt, network_salt, network_digest = secrets.token_hex(16), None, None
        if act.network is not None:
            network_salt = secrets.token_hex(16)
            network_digest = _sha256(f"{network_salt}{act.network}")
        digest = _digest(salt, said, network_digest)
        chain = _link(chain, number, digest)
        yield (number, *said, salt, network_salt, network_digest, digest, chain)


def _digest(salt: str, said: Iterable[Any], network_digest: str | None) -> str:
    """The seal of what was said, in the order of `_SAID`; of the network its own digest."""
    plain = [_written(value) if isinstance(value, datetime) else value for value in said]
    del plain[_NETWORK]
    return _sha256(_JSON([salt, *plain, network_digest]))


@lru_cache(maxsize=PAGE)
def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def _link(chain: str, number: int, digest: str) -> str:
    return _sha256(f"{chain}{number}{digest}")


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _digest_of(row: RowMapping) -> str:
    return _digest(row["salt"], [row[name] for name in _SAID], row["network_digest"])


def _fault(row: RowMapping, expected: int, chain: str) -> str | None:
    if row["number"] != expected:
        return f"number {expected} is missing"
    if row["chain"] != _link(chain, row["number"], row["digest"]):
        return "it is not chained to the one before"
    if row["salt"] is not None and row["digest"] != _digest_of(row):
        return "it does not say any more what it was sealed with"
    if row["salt"] is None and any(row[name] is not None for name in _FORGOTTEN):
        return "it says something without the salt that it was sealed with"
    if row["network"] is not None and row["network_digest"] != _sha256(f"{row['network_salt']}{row['network']}"):
        return "its network is not the one that it was sealed with"
    return None


def _consent(row: RowMapping) -> Consent:
    return Consent(**{name: row[name] for name in _SAID} | {"act": ConsentAct(row["act"])})
