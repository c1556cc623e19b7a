"""What the page of a reader's choices shows of each newsletter, in plain values."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING

from babel.lists import format_list

from syndicate.audience.preferences import zone as zone_named
from syndicate.digests.choosing import DEFAULT
from syndicate.digests.newsletters import ClockOwner
from syndicate.storage.states import Breaking, CadenceKind, MailFormat, SubscriptionState
from syndicate.text.languages import language_tag, locale_of
from syndicate.web.public import speaking
from syndicate.web.public.cadence_words import comes, day_of
from syndicate.web.public.written_choices import Written, written_by
from syndicate.web.public.zones import cities, city
from syndicate.words.translation import noted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from syndicate.audience.model import Subscription
    from syndicate.digests.newsletters import Newsletter
    from syndicate.words.translation import Words

#: For how many weeks a reader may pause.
WEEKS = (1, 2, 3, 4, 6, 8, 12)
_OF_OTHER_LANGUAGES = noted(
    "It goes to readers of these languages alone, so none of it comes to you at present: {languages}."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    """A line of a list to choose from."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ChoiceView:
    """A newsletter of a reader's: how it comes to them, and all that they may have otherwise.

    An empty list is nothing to choose. ``at`` is HH:MM, or empty where the hour is the newsletter's. ``passed_by`` says
    why it does not go to them though they have it. ``wrong`` are the fields that cannot be as they are written.
    """

    name: str
    title: str
    comes: str
    state: str
    paused_until: str
    cadences: tuple[Option, ...]
    has_own_clock: bool
    at: str
    zones: tuple[Option, ...]
    other_zone: str
    sections: tuple[Option, ...]
    languages: tuple[Option, ...]
    formats: tuple[Option, ...]
    breaking: tuple[Option, ...]
    weeks: tuple[tuple[int, str], ...]
    passed_by: str
    wrong: AbstractSet[str]


def choice_view(
    newsletter: Newsletter,
    subscription: Subscription,
    sections: Sequence[str],
    languages: Sequence[str],
    words: Words,
    *,
    written: Written | None = None,
    wrong: AbstractSet[str] = frozenset(),
) -> ChoiceView:
    """One subscription; ``sections`` are those of the site, ``languages`` those that we have words in.

    The fields hold what the reader chose, or what they have ``written`` that could not be taken.
    """
    wishes = subscription.wishes
    cadence = newsletter.cadence(wishes.cadence)
    has_own_clock = newsletter.clock is ClockOwner.READER and cadence.kind is not CadenceKind.INSTANT
    own_hour = time.fromisoformat(wishes.at) if has_own_clock and wishes.at else None
    zone = zone_named(wishes.time_zone) or newsletter.zone
    until = subscription.paused_until
    written = written or written_by(newsletter, wishes)
    zones, other = _zones(newsletter, written, words) if has_own_clock else ((), "")
    return ChoiceView(
        name=newsletter.name,
        title=newsletter.title,
        comes=comes(cadence, words, own_hour),
        state=subscription.state,
        paused_until=day_of(until, zone, words) if until and subscription.state is SubscriptionState.PAUSED else "",
        cadences=tuple(_cadences(newsletter, written.cadence, words)),
        has_own_clock=has_own_clock,
        at=written.at,
        zones=zones,
        other_zone=other,
        sections=tuple(_sections(newsletter, written.sections, sections)),
        languages=tuple(_languages(newsletter, written.language, languages, words)),
        formats=tuple(_formats(written.format, words)),
        breaking=tuple(_breaking(written.breaking, words)),
        weeks=tuple((number, words.ngettext("{count} week", "{count} weeks", number)) for number in WEEKS),
        passed_by=_passed_by(newsletter, subscription, words),
        wrong=wrong,
    )


def _passed_by(newsletter: Newsletter, subscription: Subscription, words: Words) -> str:
    """Why it goes to others alone; nothing if it goes to them."""
    readers = newsletter.readers
    if readers.why_not(subscription.wishes.language, subscription.started_at) is None:
        return ""
    if readers.takes_language(subscription.wishes.language):
        return words.gettext("It goes to people who joined at another time, so none of it comes to you at present.")
    names = [speaking.own_name(tag) for tag in sorted(readers.languages)]
    listed = format_list(names, locale=locale_of(words.language))
    return words.gettext(_OF_OTHER_LANGUAGES, languages=listed)


def _cadences(newsletter: Newsletter, written: str, words: Words) -> Iterator[Option]:
    """The newsletter's own first: who takes it goes along when it changes."""
    for cadence in newsletter.cadences:
        value = DEFAULT if cadence is newsletter.default else cadence.kind
        yield Option(value=value, label=comes(cadence, words), is_chosen=value == written)


def _zones(newsletter: Newsletter, written: Written, words: Words) -> tuple[tuple[Option, ...], str]:
    """The cities, the newsletter's own first; and a zone that none of them stands for."""
    own = newsletter.zone.key
    listed = cities(words.language)
    as_it_is = words.gettext("As the newsletter has it: {what}", what=city(own, words.language))
    chosen = written.time_zone
    options = [Option(value=DEFAULT, label=as_it_is, is_chosen=chosen == DEFAULT)]
    options += [Option(value=zone, label=name, is_chosen=zone == chosen) for zone, name in listed]
    is_listed = any(option.is_chosen for option in options)
    return tuple(options), written.other_zone or ("" if is_listed else chosen)


def _sections(newsletter: Newsletter, chosen: Sequence[str], lately: Sequence[str]) -> Iterator[Option]:
    taken = newsletter.filters.sections
    known = [section for section in lately if not taken or section in taken]
    for section in sorted({*known, *chosen}, key=str.casefold):
        yield Option(value=section, label=section, is_chosen=section in chosen)


def _languages(newsletter: Newsletter, written: str, languages: Sequence[str], words: Words) -> Iterator[Option]:
    own = speaking.own_name(newsletter.language)
    as_it_is = words.gettext("As the newsletter has it: {what}", what=own)
    yield Option(value=DEFAULT, label=as_it_is, is_chosen=written == DEFAULT)
    for language in dict.fromkeys((*languages, *((written,) if language_tag(written) else ()))):
        yield Option(value=language, label=speaking.own_name(language), is_chosen=language == written)


def _formats(written: str, words: Words) -> Iterator[Option]:
    yield Option(value=DEFAULT, label=words.gettext("With pictures"), is_chosen=written != MailFormat.TEXT)
    yield Option(value=MailFormat.TEXT, label=words.gettext("Plain text"), is_chosen=written == MailFormat.TEXT)


def _breaking(written: str, words: Words) -> Iterator[Option]:
    labels = {
        Breaking.NO: words.gettext("No breaking news"),
        Breaking.ALSO: words.gettext("Breaking news as well"),
        Breaking.ONLY: words.gettext("Breaking news alone"),
    }
    for value, label in labels.items():
        yield Option(value=value, label=label, is_chosen=value == written)
