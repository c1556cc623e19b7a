"""What the page of a reader's choices shows of each newsletter, in plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING

from syndicate.audience.preferences import zone as zone_named
from syndicate.digests.choosing import DEFAULT
from syndicate.digests.newsletters import ClockOwner
from syndicate.storage.states import Breaking, CadenceKind, MailFormat, SubscriptionState
from syndicate.web.public import speaking
from syndicate.web.public.cadence_words import comes, day_of
from syndicate.web.public.zones import cities, city

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from syndicate.audience.model import Subscription
    from syndicate.digests.newsletters import Newsletter
    from syndicate.words.translation import Words

#: For how many weeks a reader may pause.
WEEKS = (1, 2, 3, 4, 6, 8, 12)


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    """A line of a list to choose from."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ChoiceView:
    """A newsletter of a reader's: how it comes to them, and all that they may have otherwise.

    An empty list is nothing to choose. ``at`` is HH:MM, or empty where the hour is the newsletter's.
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


def choice_view(
    newsletter: Newsletter, subscription: Subscription, sections: Sequence[str], languages: Sequence[str], words: Words
) -> ChoiceView:
    """One subscription; ``sections`` are those of the site, ``languages`` those that we have words in."""
    wishes = subscription.wishes
    cadence = newsletter.cadence(wishes.cadence)
    has_own_clock = newsletter.clock is ClockOwner.READER and cadence.kind is not CadenceKind.INSTANT
    own_hour = time.fromisoformat(wishes.at) if has_own_clock and wishes.at else None
    zone = zone_named(wishes.time_zone) or newsletter.zone
    zones, other = _zones(newsletter, wishes.time_zone, words) if has_own_clock else ((), "")
    until = subscription.paused_until
    return ChoiceView(
        name=newsletter.name,
        title=newsletter.title,
        comes=comes(cadence, words, own_hour),
        state=subscription.state,
        paused_until=day_of(until, zone, words) if until and subscription.state is SubscriptionState.PAUSED else "",
        cadences=tuple(_cadences(newsletter, wishes.cadence, words)),
        has_own_clock=has_own_clock,
        at=wishes.at or "",
        zones=zones,
        other_zone=other,
        sections=tuple(_sections(newsletter, wishes.sections, sections)),
        languages=tuple(_languages(newsletter, wishes.language, languages, words)),
        formats=tuple(_formats(wishes.format, words)),
        breaking=tuple(_breaking(wishes.breaking, words)),
        weeks=tuple((number, words.ngettext("{count} week", "{count} weeks", number)) for number in WEEKS),
    )


def _cadences(newsletter: Newsletter, chosen: str | None, words: Words) -> Iterator[Option]:
    """The newsletter's own first: who takes it goes along when it changes."""
    for cadence in newsletter.cadences:
        is_own = cadence is newsletter.default
        value = DEFAULT if is_own else cadence.kind
        is_chosen = newsletter.cadence(chosen) is cadence
        yield Option(value=value, label=comes(cadence, words), is_chosen=is_chosen)


def _zones(newsletter: Newsletter, chosen: str | None, words: Words) -> tuple[tuple[Option, ...], str]:
    """The cities, the newsletter's own first; and a zone that none of them stands for."""
    own = newsletter.zone.key
    listed = cities(words.language)
    as_it_is = words.gettext("As the newsletter has it: {what}", what=city(own, words.language))
    options = [Option(value=DEFAULT, label=as_it_is, is_chosen=chosen is None)]
    options += [Option(value=zone, label=name, is_chosen=zone == chosen) for zone, name in listed]
    is_listed = chosen is None or any(zone == chosen for zone, _ in listed)
    return tuple(options), "" if is_listed else (chosen or "")


def _sections(newsletter: Newsletter, chosen: Sequence[str], lately: Sequence[str]) -> Iterator[Option]:
    taken = newsletter.filters.sections
    known = [section for section in lately if not taken or section in taken]
    for section in sorted({*known, *chosen}, key=str.casefold):
        yield Option(value=section, label=section, is_chosen=section in chosen)


def _languages(newsletter: Newsletter, chosen: str | None, languages: Sequence[str], words: Words) -> Iterator[Option]:
    own = speaking.own_name(newsletter.language)
    as_it_is = words.gettext("As the newsletter has it: {what}", what=own)
    yield Option(value=DEFAULT, label=as_it_is, is_chosen=chosen is None)
    for language in dict.fromkeys((*languages, *((chosen,) if chosen else ()))):
        yield Option(value=language, label=speaking.own_name(language), is_chosen=language == chosen)


def _formats(chosen: MailFormat | None, words: Words) -> Iterator[Option]:
    yield Option(value=DEFAULT, label=words.gettext("With pictures"), is_chosen=chosen is not MailFormat.TEXT)
    yield Option(value=MailFormat.TEXT, label=words.gettext("Plain text"), is_chosen=chosen is MailFormat.TEXT)


def _breaking(chosen: Breaking | None, words: Words) -> Iterator[Option]:
    labels = {
        Breaking.NO: words.gettext("No breaking news"),
        Breaking.ALSO: words.gettext("Breaking news as well"),
        Breaking.ONLY: words.gettext("Breaking news alone"),
    }
    for value, label in labels.items():
        yield Option(value=value, label=label, is_chosen=value is (chosen or Breaking.NO))
