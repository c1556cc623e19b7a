"""What a source does not have any more: believed when two good readings say so, some time apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

#: How far apart two readings are, at least, that both miss an article before it is taken back.
APART = timedelta(minutes=10)
#: Articles of a source, those seen last, among which too many may not be missing.
AMONG = 100
#: Names that are remembered as missing: they are asked for at each look.
_REMEMBERED = 50
#: So few may be missing however few there are.
_FEW = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Absences:
    """Which articles are ``gone``, by external id, and which are ``missed``, each since when (ISO 8601).

    Those that are gone stay among the missed, so that they are asked for again: they may come back. ``are_too_many``
    of what was published is missing at once: then nothing is believed, and nothing new remembered.
    """

    gone: Sequence[str] = ()
    missed: Mapping[str, str] = field(default_factory=dict)
    are_too_many: bool = False


def absences(missing: Sequence[str], published: Sequence[str], missed: Mapping[str, str], now: datetime) -> Absences:
    """What the names that a good reading was ``missing`` come to, of those that were ``published`` last."""
    lost = {*missing}.intersection(published)
    if len(lost) >= _FEW and len(lost) * 2 > len(published):
        return Absences(missed=missed, are_too_many=True)
    since = {name: missed.get(name, now.isoformat()) for name in missing}
    gone = [name for name, at in since.items() if datetime.fromisoformat(at) <= now - APART]
    newest = sorted(since.items(), key=lambda pair: pair[1], reverse=True)[:_REMEMBERED]
    return Absences(gone=gone, missed=dict(newest))
