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
    for statement in stated:
        reader.take(statement)
    return reader.signs


def signed(draft: Draft, signs: Signs) -> Draft:
    """The draft with what the signs say beside its own date."""
    embargoes = (time for time in (draft.embargo_until, signs.embargo_until) if time)
    expiries = (time for time in (draft.expires_at, signs.expires_at) if time)
    unread = (time for time in (signs.unread, draft.unread) if time)
    return replace(
        draft,
        embargo_until=max(embargoes, default=None),
        expires_at=min(expiries, default=None),
        unread=max(unread, key=lambda statement: statement.latest, default=None),
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

    def take(self, statement: Stated) -> None:
        meaning = meaning_of(statement.key)
        known = self._own.get("".join(folded(statement.key)))
        if statement.is_null:
            if withholds_by_null(statement.key):
                self._hold(statement, "is null, as of an article that is not published", DRAFT)
        elif known is not None:
            self._of_own(statement, known)
        elif meaning is not None and (not statement.values or any(value.strip() for value in statement.values)):
            self._by_meaning[meaning](statement)

    # --- words ----------------------------------------------------------------------

    def _switch(self, statement: Stated) -> None:
        code = DRAFT if meaning_of(statement.key) is Meaning.WITHHOLDS else WITHHELD
        switches = {truth(value) for value in statement.values} or {None}
        if switches == {False}:
            return
        if None in switches and not any(map(withholds, statement.values)):
            self._hold(statement, "is neither yes nor no, so the article counts as withheld", code)
        else:
            self._hold(statement, "withholds the article", code)

    def _published(self, statement: Stated) -> None:
        switches = {truth(value) for value in statement.values} or {None}
        if switches == {True} or (statement.values and all(map(is_public, statement.values))):
            return
        if False in switches or any(map(withholds, statement.values)):
            self._hold(statement, "says that the article is not published", DRAFT)
        elif len(statement.values) == 1 and self._date(statement) is not None:
            self._publication(statement)
        else:
            self._hold(statement, "is neither yes nor no nor a date, so the article counts as not published", DRAFT)

    def _may_withhold(self, statement: Stated) -> None:
        if any(truth(value) for value in statement.values):
            is_lock = "protected" in statement.key.lower() or "encrypt" in statement.key.lower()
            self._hold(statement, "withholds the article", PROTECTED if is_lock else WITHHELD)
        elif "".join(folded(statement.key)) in _DATED and self._date(statement) is not None:
            self._expiry(statement)

    def _may_publish(self, statement: Stated) -> None:
        if any(truth(value) is False for value in statement.values):
            self._hold(statement, "says that the article is not for everybody", WITHHELD)

    def _visibility(self, statement: Stated) -> None:
        if not (statement.values and all(truth(value) or is_public(value) for value in statement.values)):
            self._hold(statement, "does not say that everybody may see the article", WITHHELD)

    def _own_status(self, statement: Stated) -> None:
        if not (statement.values and all(truth(value) or is_public(value) for value in statement.values)):
            self._hold(statement, "does not say that the article is published", DRAFT)

    def _of_own(self, statement: Stated, known: Collection[str]) -> None:
        if not (statement.values and all(value.strip().casefold() in known for value in statement.values)):
            self._hold(statement, f"is not “{'” or “'.join(sorted(known))}”, so the article is not published", DRAFT)

    def _free_status(self, statement: Stated) -> None:
        if any(_is_off(value) or withholds(value) for value in statement.values):
            self._hold(statement, "says that the article is not published", DRAFT)
        elif not (statement.values and all(truth(value) or is_public(value) for value in statement.values)):
            text = shorten(", ".join(statement.values), _QUOTED)
            message = (
                f"{statement.named} says nothing of whether the article may be published, as far as is known; it is."
            )
            self.signs.findings.append(warning(TOLD, message, text))

    def _password(self, statement: Stated) -> None:
        if not statement.values or any(truth(value) is not False for value in statement.values):
            message = f"{statement.named} protects the article by a password. Take it away to publish the article."
            self.signs.findings.append(blocking(PROTECTED, message))  # without the password

    def _hold(self, statement: Stated, why: str, code: str) -> None:
        text = shorten(", ".join(statement.values), _QUOTED)
        shown = f": “{text}”" if text else ""
        message = f"{statement.named} {why}{shown}. Change it, or take it out, to publish the article."
        self.signs.findings.append(blocking(code, message, text))

    # --- times ----------------------------------------------------------------------

    def _date(self, statement: Stated) -> Reading | None:
        return whole_date(statement.values[0], self._rules, self._language) if len(statement.values) == 1 else None

    def _publication(self, statement: Stated) -> None:
        time = self._time(statement)
        if time is not None and time.time is not None:
            until = time.time
            if self.signs.published is None or until.at > self.signs.published.at:
                self.signs.published = until
            self._until(time.latest or until.at)

    def _embargo(self, statement: Stated) -> None:
        time = self._time(statement)
        if time is not None and time.time is not None:
            self._until(time.latest or time.time.at)

    def _until(self, at: datetime) -> None:
        self.signs.embargo_until = max(at, self.signs.embargo_until or at)

    def _time(self, statement: Stated) -> Reading | None:
        """When it may be shown; one that is not read may be ahead, and of a switch "yes" is one without a time."""
        text = statement.values[0] if len(statement.values) == 1 else ""
        words = "".join(folded(text))
        if truth(text) is False or words in _NO_TIME | _AT_ONCE:
            if words == "never":
                self._hold(statement, "says that the article is never published", WITHHELD)
            return None
        reading = self._date(statement)
        if reading is None:
            message = f"{statement.named} is no date that can be read for certain. Write it as 2026-11-22 07:00 +01:00."
            self.signs.findings.append(warning("setting-unfit", message, text))
        self.signs.findings += reading.findings if reading else ()
        if reading is None or reading.time is None:
            unread = unread_time(text or "?", is_stated=True)
            latest = reading.unread.latest if reading and reading.unread else unread.latest
            if self.signs.unread is None or latest > self.signs.unread.latest:
                self.signs.unread = type(unread)(latest=latest, raw=f"{statement.key}: {unread.raw}", is_stated=True)
        return reading

    def _expiry(self, statement: Stated) -> None:
        text = statement.values[0] if len(statement.values) == 1 else ""
        if truth(text) is False or "".join(folded(text)) in _NO_TIME:
            return
        reading = self._date(statement)
        if reading is None or reading.time is None:
            message = (
                f"{statement.named} is no time that can be read for certain, so the article counts as expired. "
                "Write it as 2026-11-22 07:00 +01:00."
            )
            self.signs.findings.append(blocking(EXPIRY_UNCLEAR, message, text))
            return
        at = reading.time.at
        self.signs.expires_at = min(at, self.signs.expires_at or at)

    def _taken_back(self, statement: Stated) -> None:
        text = statement.values[0] if len(statement.values) == 1 else ""
        if truth(text) is False or "".join(folded(text)) in _NO_TIME:
            return
        if self._date(statement) is not None:
            self._expiry(statement)
        else:
            self._hold(statement, "says that the article was taken back", WITHHELD)
