"""The ledger of consent: what was agreed to and what was withdrawn, each row sealed and chained to the one before.

A row's digest is made of a random salt and of all that it says; its chain of the chain before, its number and that
digest. So nothing that was written can be changed, put between or taken out unseen. Who is forgotten takes the words
and the salt along: the digest stays, and proves the rows around it, but nobody can try out any more what it was made
of. The network that an act came from goes sooner, so it has a salt and a digest of its own.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select, update

from syndicate.audience.model import Consent
from syndicate.storage.states import ConsentAct
from syndicate.storage.tables import consents, counters

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, RowMapping

#: What the first row is chained to.
GENESIS = "0" * 64
#: Rows that are read, or erased, together.
PAGE = 1_000
_IS_OURS = counters.c.name == "consents"
_LOCK = update(counters).where(_IS_OURS).values(value=counters.c.value).returning(counters.c.value)
_HEAD = select(consents.c.chain).where(consents.c.number == bindparam("newest"))
_APPEND = insert(consents)
_COUNT = update(counters).where(_IS_OURS).values(value=bindparam("newest"))
_SAID = tuple(field.name for field in fields(Consent))
_FORGOTTEN = (*(name for name in _SAID if name not in {"act", "kind", "recorded_at"}), "network_salt", "salt")


@dataclass(frozen=True, kw_only=True, slots=True)
class Audit:
    """What a look through the whole ledger found.

    ``rows`` are all, ``erased`` those whose words went with their person, ``head`` is the newest chain: who keeps it
    elsewhere can tell later that nothing before it was changed. ``broken`` are the numbers of rows that do not fit,
    at most `MOST_TOLD`, each with what is wrong.
    """

    rows: int
    erased: int
    head: str
    broken: tuple[tuple[int, str], ...]


#: Rows told of that do not fit.
MOST_TOLD = 20


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
        given = {act.subscription_id for act in wanted if act.act is ConsentAct.GIVEN}
        known = self._known(given - are_new)
        rows = list(_chained(self._unknown(wanted, known), newest, self._head(newest)))
        if rows:
            self._connection.execute(_APPEND, rows)
            self._connection.execute(_COUNT, {"newest": rows[-1]["number"]})
        return len(rows)

    def of(self, subscription_ids: Iterable[str]) -> dict[str, list[Consent]]:
        """All that each subscription's reader agreed to and withdrew, in the order in which it was written."""
        wanted = consents.c.subscription_id.in_(set(subscription_ids))
        found: dict[str, list[Consent]] = {}
        for row in self._connection.execute(select(consents).where(wanted).order_by(consents.c.number)).mappings():
            found.setdefault(row["subscription_id"], []).append(_consent(row))
        return found

    def erase(self, subscription_ids: Iterable[str]) -> int:
        """Forget what these subscriptions' acts said, and whose they were; the chain goes on to hold."""
        this = update(consents).where(consents.c.subscription_id.in_(set(subscription_ids)))
        return self._connection.execute(this.values(dict.fromkeys(_FORGOTTEN))).rowcount

    def forget_networks(self, before: datetime) -> int:
        """Forget from which network the acts before that instant came."""
        is_there = (consents.c.network.is_not(None), consents.c.recorded_at < before)
        this = update(consents).where(*is_there)
        return self._connection.execute(this.values(network=None, network_salt=None)).rowcount

    def audit(self) -> Audit:
        """Read the ledger from its first row to its last, and hold every digest and every link of the chain."""
        rows, erased, expected, chain = 0, 0, 1, GENESIS
        broken: list[tuple[int, str]] = []
        query = select(consents).order_by(consents.c.number).execution_options(yield_per=PAGE)
        with self._connection.execute(query) as found:
            for row in found.mappings():
                rows += 1
                erased += row["salt"] is None
                if fault := _fault(row, expected, chain):
                    broken.append((row["number"], fault))
                expected, chain = row["number"] + 1, row["chain"]
        newest = self._connection.execute(select(counters.c.value).where(_IS_OURS)).scalar_one()
        if newest != expected - 1:
            broken.append((newest, f"the last row is number {expected - 1}, and {newest} were written"))
        return Audit(rows=rows, erased=erased, head=chain, broken=tuple(broken[:MOST_TOLD]))

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


def _chained(acts: Iterable[Consent], newest: int, head: str) -> Iterator[dict[str, Any]]:
    chain = head
    for number, act in enumerate(acts, start=newest + 1):
        row = _sealed(act)
        chain = _link(chain, number, row["digest"])
        yield {"number": number, **row, "chain": chain}


def _sealed(act: Consent) -> dict[str, Any]:
    row = {name: getattr(act, name) for name in _SAID}
    row["salt"] = secrets.token_hex(16)
    row["network_salt"] = secrets.token_hex(16) if act.network is not None else None
    row["network_digest"] = _sha256(f"{row['network_salt']}{act.network}") if act.network is not None else None
    return {**row, "digest": _digest(row)}


def _digest(row: Mapping[str, Any]) -> str:
    said = [_written(row[name]) for name in _SAID if name != "network"]
    return _sha256(json.dumps([row["salt"], *said, row["network_digest"]], ensure_ascii=False))


def _written(value: Any) -> Any:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def _link(chain: str, number: int, digest: str) -> str:
    return _sha256(f"{chain}{number}{digest}")


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _fault(row: RowMapping, expected: int, chain: str) -> str | None:
    if row["number"] != expected:
        return f"number {expected} is missing"
    if row["chain"] != _link(chain, row["number"], row["digest"]):
        return "it is not chained to the one before"
    if row["salt"] is not None and row["digest"] != _digest(dict(row)):
        return "it does not say any more what it was sealed with"
    if row["network"] is not None and row["network_digest"] != _sha256(f"{row['network_salt']}{row['network']}"):
        return "its network is not the one that it was sealed with"
    return None


def _consent(row: RowMapping) -> Consent:
    return Consent(**{name: row[name] for name in _SAID} | {"act": ConsentAct(row["act"])})
