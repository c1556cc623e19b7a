"""What the keys of a document say of whether its article may be shown, decided from the words alone.

Whether a time is ahead or over is for who knows what time it is (`intake`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from syndicate.articles.findings import blocking, warning
from syndicate.articles.withholding.keys import Meaning, meaning_of, withholds_by_null
from syndicate.articles.withholding.times import unread_time, whole_date
from syndicate.articles.withholding.words import folded, is_public, truth, withholds
from syndicate.text.plain import shorten

if TYPE_CHECKING:
    from datetime import datetime

    from syndicate.articles.dates import Reading
    from syndicate.articles.model import Draft, Finding, ForeignTime, UnreadTime
    from syndicate.articles.rules import Rules

#: The codes of blocking findings that are somebody's will, and no slip of the pen.
DRAFT, WITHHELD, PROTECTED, EXPIRED = "draft", "withheld", "protected", "expired"
EXPIRY_UNCLEAR = "expiry-unclear"
CODES = frozenset({DRAFT, WITHHELD, PROTECTED, EXPIRED, EXPIRY_UNCLEAR, "wordpress-protected"})
#: Of a time that may be ahead: somebody's will only where a key names it that is there to withhold.
UNCLEAR = "embargo-unclear"
#: What a warning about a free status is called.
TOLD = "status-unknown"
_QUOTED = 80
#: Words for no time at all.
_NO_TIME = frozenset({"none", "null", "never", "nil", "na", "nie", "jamais", "nunca", "unset", "undefined"})
# Of a free status; other words for no are names of places as well (NE is Nebraska).
_OFF = re.compile(r"\s*(?:-\d+|0+(?:\.0+)?|false|no|off)\s*", re.IGNORECASE)
#: Switches that may be the time at which they are turned.
_DATED = frozenset({"unpublish", "archived", "trashed", "deleted", "expired", "withheld"})
_AT_ONCE = frozenset({"now", "immediately", "immediate", "asap", "always"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Stated:
    """A key at the article's own level, with its value as it is written.

    ``values`` are the texts of a scalar or of a list of scalars; none, and not ``is_null``, is a value of another kind.
    ``place`` follows the key in findings, such as ``(line 2, column 1)``; ``shown`` stands there for the key itself.
    """

    key: str
    values: tuple[str, ...] = ()
    is_null: bool = False
    place: str = ""
    shown: str = ""

    @property
    def named(self) -> str:
        """The key with its place, as findings begin."""
        return f"“{shorten(self.shown or self.key, _QUOTED)}”{self.place and ' '}{self.place}"


@dataclass(kw_only=True, slots=True)
class Signs:
    """What came of all keys; instants in UTC, unknown is ``None``.

    ``published`` is the latest time of publication that a key names beside the date; ``unread`` the latest time that a
    key may mean which was not read.
    """

    findings: list[Finding] = field(default_factory=list)
    published: ForeignTime | None = None
    embargo_until: datetime | None = None
    expires_at: datetime | None = None
    unread: UnreadTime | None = None


def read_signs(
    stated: Iterable[Stated],
    rules: Rules,
    *,
    language: str | None = None,
    own: Mapping[str, Collection[str]] | None = None,
) -> Signs:
    """Read the keys of one article.

    ``own`` are the keys that the format owns, folded, with the only values of a published article: any other holds.
    ``language`` is the document's own, for numbers of dates.
    """
    reader = _Reader(rules, language, own or {})
    for one in stated:
        reader.take(one)
    return reader.signs


def signed(draft: Draft, signs: Signs) -> Draft:
    """The draft with what the signs say beside its own date."""
    embargoes = (one for one in (draft.embargo_until, signs.embargo_until) if one)
    expiries = (one for one in (draft.expires_at, signs.expires_at) if one)
    unread = (one for one in (signs.unread, draft.unread) if one)
    return replace(
        draft,
        embargo_until=max(embargoes, default=None),
        expires_at=min(expiries, default=None),
        unread=max(unread, key=lambda one: one.latest, default=None),
        findings=(*signs.findings, *draft.findings),
    )


def _is_off(value: str) -> bool:
    return _OFF.fullmatch(value) is not None


class _Reader:
    """Takes one key after the other."""

    def __init__(self, rules: Rules, language: str | None, own: Mapping[str, Collection[str]]) -> None:
        self.signs = Signs()
        self._rules = rules
        self._language = language
        self._own = own
        self._by_meaning: Mapping[Meaning, Callable[[Stated], None]] = {
            Meaning.WITHHOLDS: self._switch,
            Meaning.PRIVATE: self._switch,
            Meaning.PUBLISHES: self._published,
            Meaning.MAY_WITHHOLD: self._may_withhold,
            Meaning.MAY_PUBLISH: self._may_publish,
            Meaning.VISIBILITY: self._visibility,
            Meaning.OWN_STATUS: self._own_status,
            Meaning.FREE_STATUS: self._free_status,
            Meaning.PUBLICATION: self._publication,
            Meaning.EMBARGO: self._embargo,
            Meaning.EXPIRY: self._expiry,
            Meaning.TAKEN_BACK: self._taken_back,
            Meaning.PASSWORD: self._password,
        }

    def take(self, one: Stated) -> None:
        meaning = meaning_of(one.key)
        known = self._own.get("".join(folded(one.key)))
        if one.is_null:
            if withholds_by_null(one.key):
                self._hold(one, "is null, as of an article that is not published", DRAFT)
        elif known is not None:
            self._of_own(one, known)
        elif meaning is not None and (not one.values or any(value.strip() for value in one.values)):
            self._by_meaning[meaning](one)

    # --- words ----------------------------------------------------------------------

    def _switch(self, one: Stated) -> None:
        code = DRAFT if meaning_of(one.key) is Meaning.WITHHOLDS else WITHHELD
        said = {truth(value) for value in one.values} or {None}
        if said == {False}:
            return
        if None in said and not any(map(withholds, one.values)):
            self._hold(one, "is neither yes nor no, so the article counts as withheld", code)
        else:
            self._hold(one, "withholds the article", code)

    def _published(self, one: Stated) -> None:
        said = {truth(value) for value in one.values} or {None}
        if said == {True} or (one.values and all(map(is_public, one.values))):
            return
        if False in said or any(map(withholds, one.values)):
            self._hold(one, "says that the article is not published", DRAFT)
        elif len(one.values) == 1 and self._date(one) is not None:
            self._publication(one)
        else:
            self._hold(one, "is neither yes nor no nor a date, so the article counts as not published", DRAFT)

    def _may_withhold(self, one: Stated) -> None:
        if any(truth(value) for value in one.values):
            is_lock = "protected" in one.key.lower() or "encrypt" in one.key.lower()
            self._hold(one, "withholds the article", PROTECTED if is_lock else WITHHELD)
        elif "".join(folded(one.key)) in _DATED and self._date(one) is not None:
            self._expiry(one)

    def _may_publish(self, one: Stated) -> None:
        if any(truth(value) is False for value in one.values):
            self._hold(one, "says that the article is not for everybody", WITHHELD)

    def _visibility(self, one: Stated) -> None:
        if not (one.values and all(truth(value) or is_public(value) for value in one.values)):
            self._hold(one, "does not say that everybody may see the article", WITHHELD)

    def _own_status(self, one: Stated) -> None:
        if not (one.values and all(truth(value) or is_public(value) for value in one.values)):
            self._hold(one, "does not say that the article is published", DRAFT)

    def _of_own(self, one: Stated, known: Collection[str]) -> None:
        if not (one.values and all(value.strip().casefold() in known for value in one.values)):
            self._hold(one, f"is not “{'” or “'.join(sorted(known))}”, so the article is not published", DRAFT)

    def _free_status(self, one: Stated) -> None:
        if any(_is_off(value) or withholds(value) for value in one.values):
            self._hold(one, "says that the article is not published", DRAFT)
        elif not (one.values and all(truth(value) or is_public(value) for value in one.values)):
            said = shorten(", ".join(one.values), _QUOTED)
            message = f"{one.named} says nothing of whether the article may be published, as far as is known; it is."
            self.signs.findings.append(warning(TOLD, message, said))

    def _password(self, one: Stated) -> None:
        if not one.values or any(truth(value) is not False for value in one.values):
            message = f"{one.named} protects the article by a password. Take it away to publish the article."
            self.signs.findings.append(blocking(PROTECTED, message))  # without the password

    def _hold(self, one: Stated, why: str, code: str) -> None:
        said = shorten(", ".join(one.values), _QUOTED)
        message = (
            f"{one.named} {why}{f': “{said}”' if said else ''}. Change it, or take it out, to publish the article."
        )
        self.signs.findings.append(blocking(code, message, said))

    # --- times ----------------------------------------------------------------------

    def _date(self, one: Stated) -> Reading | None:
        return whole_date(one.values[0], self._rules, self._language) if len(one.values) == 1 else None

    def _publication(self, one: Stated) -> None:
        time = self._time(one)
        if time is not None and time.time is not None:
            until = time.time
            if self.signs.published is None or until.at > self.signs.published.at:
                self.signs.published = until
            self._until(time.latest or until.at)

    def _embargo(self, one: Stated) -> None:
        time = self._time(one)
        if time is not None and time.time is not None:
            self._until(time.latest or time.time.at)

    def _until(self, at: datetime) -> None:
        self.signs.embargo_until = max(at, self.signs.embargo_until or at)

    def _time(self, one: Stated) -> Reading | None:
        """When it may be shown; one that is not read may be ahead, and of a switch "yes" is one without a time."""
        said = one.values[0] if len(one.values) == 1 else ""
        words = "".join(folded(said))
        if truth(said) is False or words in _NO_TIME | _AT_ONCE:
            if words == "never":
                self._hold(one, "says that the article is never published", WITHHELD)
            return None
        reading = self._date(one)
        if reading is None:
            message = f"{one.named} is no date that can be read for certain. Write it as 2026-11-22 07:00 +01:00."
            self.signs.findings.append(warning("setting-unfit", message, said))
        self.signs.findings += reading.findings if reading else ()
        if reading is None or reading.time is None:
            unread = unread_time(said or "?", is_stated=True)
            latest = reading.unread.latest if reading and reading.unread else unread.latest
            if self.signs.unread is None or latest > self.signs.unread.latest:
                self.signs.unread = type(unread)(latest=latest, raw=f"{one.key}: {unread.raw}", is_stated=True)
        return reading

    def _expiry(self, one: Stated) -> None:
        said = one.values[0] if len(one.values) == 1 else ""
        if truth(said) is False or "".join(folded(said)) in _NO_TIME:
            return
        reading = self._date(one)
        if reading is None or reading.time is None:
            message = (
                f"{one.named} is no time that can be read for certain, so the article counts as expired. "
                "Write it as 2026-11-22 07:00 +01:00."
            )
            self.signs.findings.append(blocking(EXPIRY_UNCLEAR, message, said))
            return
        at = reading.time.at
        self.signs.expires_at = min(at, self.signs.expires_at or at)

    def _taken_back(self, one: Stated) -> None:
        said = one.values[0] if len(one.values) == 1 else ""
        if truth(said) is False or "".join(folded(said)) in _NO_TIME:
            return
        if self._date(one) is not None:
            self._expiry(one)
        else:
            self._hold(one, "says that the article was taken back", WITHHELD)
