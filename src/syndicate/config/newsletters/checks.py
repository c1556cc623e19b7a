"""What does not go together in a newsletter, or in what it asks of the rest of the configuration."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING

from syndicate.config.origins import Clash
from syndicate.config.phrasing import did_you_mean, literal
from syndicate.config.values import Weekday, written_duration
from syndicate.digests.newsletters import QuietHours, kept_for
from syndicate.digests.schedule import WORKING_DAYS
from syndicate.storage.states import CadenceKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from syndicate.config.model import Config
    from syndicate.config.newsletters.sections import CadenceSection, NewsletterSection
    from syndicate.config.positions import KeyPath
    from syndicate.digests.newsletters import Cadence

    Name = Callable[[KeyPath], str]

_DAY = timedelta(days=1)
_EVERY = frozenset(CadenceKind)
#: Which kinds of cadence obey a key; all obey the others.
_OBEYED_BY = {
    "at": _EVERY - {CadenceKind.INSTANT},
    "weekdays": frozenset({CadenceKind.DAILY, CadenceKind.WEEKDAYS, CadenceKind.WEEKLY}),
    "day": frozenset({CadenceKind.MONTHLY}),
    "settle": frozenset({CadenceKind.INSTANT}),
    "daily_cap": frozenset({CadenceKind.INSTANT}),
}
#: Those of a newsletter that nobody writes but for a cadence that obeys them.
_FOR_ONE_KIND = ("day", "settle", "daily_cap")
#: What a block shows by a key.
_ALSO = {"text": "words", "label": "words to press", "url": "where it leads"}
_EDITORS: KeyPath = ("editorial", "editors")
_PEOPLE: KeyPath = ("retention", "people")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Table:
    """The cadence that comes of a table: of the newsletter's own or of a further one."""

    path: KeyPath
    section: NewsletterSection | CadenceSection
    cadence: Cadence

    @property
    def kind(self) -> KeyPath:
        """Where its kind is written."""
        return (*self.path, "kind" if self.is_further else "cadence")

    @property
    def written(self) -> set[str]:
        """The keys that are."""
        return self.section.model_fields_set

    @property
    def is_further(self) -> bool:
        """Whether it stands below the newsletter, from which it has what is not written."""
        return "cadences" in self.path

    def of(self, *keys: str) -> tuple[KeyPath, ...]:
        """Where they are written, here or in the newsletter; what is written nowhere last."""
        here = tuple((*self.path, key) for key in keys)
        return (*here, *((*self.path[:2], key) for key in keys), self.kind)


def newsletter_clashes(config: Config, name: Name) -> Iterator[Clash]:
    """Every clash that newsletters have part in; paths lead through arrays by index."""
    for index, newsletter in enumerate(config.newsletters):
        path: KeyPath = ("newsletters", index)
        tables = _tables(path, newsletter)
        for table in tables:
            for check in (_kinds, _weekdays, _counts, _waits, _hours):
                yield from check(table, newsletter, name)
        yield from _disobeyed(path, newsletter, name)
        yield from _sources(config, path, newsletter, name)
        yield from _readers(path, newsletter, name)
        yield from _approvals(config, path, newsletter, name)
        yield from _links(path, newsletter, name)
        yield from _blocks(path, newsletter, name)
    yield from _retention(config, name)


def _tables(path: KeyPath, newsletter: NewsletterSection) -> list[_Table]:
    own, *further = newsletter.offered
    entries = enumerate(zip(newsletter.cadences, further, strict=True))
    return [
        _Table(path=path, section=newsletter, cadence=own),
        *(
            _Table(path=(*path, "cadences", index), section=section, cadence=cadence)
            for index, (section, cadence) in entries
        ),
    ]


def _kinds(table: _Table, newsletter: NewsletterSection, name: Name) -> Iterator[Clash]:
    """A further cadence is another one, and what is written for it alone is obeyed by it."""
    if not table.is_further:
        return
    kind = table.cadence.kind
    if kind == newsletter.cadence:
        message = f"{name(table.kind)} is the newsletter's own cadence; write another, or take these lines away"
        yield Clash(paths=(table.kind, (*table.path[:2], "cadence")), message=message)
    for key, kinds in _OBEYED_BY.items():
        if key in table.written and kind not in kinds:
            message = f"{name((*table.path, key))} means nothing to this cadence, only to {_listed(kinds)}; remove it"
            yield Clash(paths=((*table.path, key), table.kind), message=message)


def _disobeyed(path: KeyPath, newsletter: NewsletterSection, name: Name) -> Iterator[Clash]:
    """What is written for a kind of cadence that is not offered."""
    offered = {cadence.kind for cadence in newsletter.offered}
    for key in _FOR_ONE_KIND:
        if key in newsletter.model_fields_set and offered.isdisjoint(_OBEYED_BY[key]):
            kind = _listed(_OBEYED_BY[key])
            message = f"{name((*path, key))} is for the cadence {kind}, which is not offered; offer it, or remove this"
            yield Clash(paths=((*path, key), (*path, "cadence")), message=message)


def _readers(path: KeyPath, newsletter: NewsletterSection, name: Name) -> Iterator[Clash]:
    since, before = newsletter.readers.joined_from, newsletter.readers.joined_before
    if since is not None and before is not None and since >= before:
        paths = tuple((*path, "readers", key) for key in ("joined_before", "joined_from"))
        message = f"{name(paths[0])} must be later than {name(paths[1])}; that day itself is not taken"
        yield Clash(paths=paths, message=message)


def _weekdays(table: _Table, _: NewsletterSection, name: Name) -> Iterator[Clash]:
    weekdays, days = (*table.path, "weekdays"), table.cadence.weekdays
    if table.cadence.kind is CadenceKind.WEEKLY and len(days) != 1:
        message = f'{name(weekdays)} must name one day for a weekly cadence; write weekdays = ["fri"]'
        yield Clash(paths=(weekdays, table.kind), message=message)
    if table.cadence.kind is not CadenceKind.WEEKDAYS:
        return
    beyond = [Weekday(day).short for day in sorted(days - WORKING_DAYS)]
    if "weekdays" in table.written and beyond:
        message = f"{name(weekdays)} has {literal(beyond)}, which the cadence leaves out; write days from mon to fri"
        yield Clash(paths=(weekdays, table.kind), message=message)
    elif not days & WORKING_DAYS:
        message = f'{name(weekdays)} leaves no day from mon to fri, so it would never come; write weekdays = ["mon"]'
        yield Clash(paths=table.of("weekdays"), message=message)


def _counts(table: _Table, _: NewsletterSection, name: Name) -> Iterator[Clash]:
    least, most = table.cadence.min_articles, table.cadence.max_articles
    if least > most and not (table.is_further and table.written.isdisjoint({"min_articles", "max_articles"})):
        path = (*table.path, "min_articles")
        message = f"{name(path)} is {least}, above max_articles, {most}; lower it"
        yield Clash(paths=table.of("min_articles", "max_articles"), message=message)


def _waits(table: _Table, _: NewsletterSection, name: Name) -> Iterator[Clash]:
    """What waits for the next edition must not be given up before it."""
    cadence = table.cadence
    if cadence.max_wait is not None and cadence.max_wait < cadence.period:
        period, path = written_duration(cadence.period), (*table.path, "max_wait")
        message = (
            f'{name(path)} is "{written_duration(cadence.max_wait)}", but up to "{period}" lie between two editions of'
            f' the {cadence.kind} cadence, and stories would be given up meanwhile; write "{period}" or more'
        )
        yield Clash(paths=table.of("max_wait"), message=message)


def _hours(table: _Table, newsletter: NewsletterSection, name: Name) -> Iterator[Clash]:
    is_told_above = table.is_further and "at" not in table.written and newsletter.own.kind is not CadenceKind.INSTANT
    if newsletter.quiet_hours is None or table.cadence.kind is CadenceKind.INSTANT or is_told_above:
        return
    start, end = newsletter.quiet_hours
    if QuietHours(start=start, end=end).cover(table.cadence.at):
        quiet = (*table.path[:2], "quiet_hours")
        at, written = f"{table.cadence.at:%H:%M}", f"{start:%H:%M} to {end:%H:%M}"
        message = f"{name((*table.path, 'at'))} is {at}, within the quiet hours, {written}; change one of them"
        yield Clash(paths=(*table.of("at")[:2], quiet), message=message)


def _sources(config: Config, path: KeyPath, newsletter: NewsletterSection, name: Name) -> Iterator[Clash]:
    known = [source.name for source in config.sources]
    for index, source in enumerate(newsletter.sources):
        if source not in known:
            guess = did_you_mean(source, known) or "; write the name of one of [[sources]]"
            message = f'{name((*path, "sources"))} names "{source}", and there is no such source{guess}'
            yield Clash(paths=((*path, "sources", index), ("sources",)), message=message)


def _approvals(config: Config, path: KeyPath, newsletter: NewsletterSection, name: Name) -> Iterator[Clash]:
    """Only the publisher can say what is worse: a mail that nobody saw, or none."""
    if newsletter.approval == "auto":
        return
    approval = (*path, "approval")
    if newsletter.on_silence is None:
        message = (
            f'{name(approval)} is "manual", and nothing says what becomes of an edition that nobody approved in time;'
            ' add on_silence = "send", "hold" or "skip"'
        )
        yield Clash(paths=(approval, (*path, "on_silence")), message=message)
    if not config.editorial.editors:
        message = (
            f'{name(approval)} is "manual", and nobody is there to ask; add editors = ["Name <name@example.org>"] to'
            " [editorial]"
        )
        yield Clash(paths=(approval, _EDITORS), message=message)


def _links(path: KeyPath, newsletter: NewsletterSection, name: Name) -> Iterator[Clash]:
    written = [key for key in newsletter.utm.model_fields_set if key != "source"]
    if newsletter.utm.source is None and written:
        key = (*path, "utm", min(written))
        message = f'{name(key)} is written without a source, so links tell nothing; add source = "newsletter"'
        yield Clash(paths=(key, (*path, "utm", "source")), message=message)


def _blocks(path: KeyPath, newsletter: NewsletterSection, name: Name) -> Iterator[Clash]:
    """A block has what its form shows, and a time to stand in."""
    for index, block in enumerate(newsletter.blocks):
        here = (*path, "blocks", index)
        wanted = ("label", "url") if block.form == "button" else ("text",)
        if missing := next((key for key in wanted if getattr(block, key) is None), None):
            message = f'{name((*here, "form"))} is "{block.form}", which shows {_ALSO[missing]}; add {missing}'
            yield Clash(paths=((*here, "form"), here), message=message)
        elif block.form == "button" and block.text is not None:
            message = f'{name((*here, "form"))} is "button", which has no words beside; make it an "announcement"'
            yield Clash(paths=((*here, "text"), here), message=message)
        elif block.form == "announcement" and block.label is None and block.url is None:
            message = (
                f'{name((*here, "form"))} is "announcement", which has a button; add label and url, or make it a "note"'
            )
            yield Clash(paths=((*here, "form"), here), message=message)
        if (block.label is None) != (block.url is None) and block.form != "button":
            key = "label" if block.url is None else "url"
            message = f"{name((*here, key))} makes a link together with label and url; write both, or neither"
            yield Clash(paths=((*here, key), here), message=message)
        if block.starts_on and block.ends_on and block.ends_on < block.starts_on:
            message = f"{name((*here, 'ends_on'))} is {block.ends_on}, before starts_on, {block.starts_on}; swap them"
            yield Clash(paths=((*here, "ends_on"), (*here, "starts_on")), message=message)


def _retention(config: Config, name: Name) -> Iterator[Clash]:
    """A promise to forget sooner than it must be known who had what could not be kept."""
    cadences = [cadence for newsletter in config.newsletters for cadence in newsletter.offered]
    floor = kept_for([newsletter.max_age for newsletter in config.newsletters], cadences)
    people = config.retention.people
    if people is not None and people < floor:
        days = f"{ceil(floor / _DAY)}d"
        message = (
            f'{name(_PEOPLE)} is "{written_duration(people)}", but by max_age, max_wait and the cadences of the'
            f' newsletters it must be known for {days} who had what; write "{days}" or more, or remove it'
        )
        yield Clash(paths=(_PEOPLE,), message=message)


def _listed(kinds: frozenset[CadenceKind]) -> str:
    return " or ".join(f'"{kind}"' for kind in CadenceKind if kind in kinds)
