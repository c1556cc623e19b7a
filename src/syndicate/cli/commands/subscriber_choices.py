"""``syndicate subscribers choose`` and ``pause``: what a reader gets of a newsletter, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from syndicate.cli.session import Session, command
from syndicate.errors import BadDataError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syndicate.audience.model import Subscription
    from syndicate.audience.store import AudienceStore
    from syndicate.digests.newsletters import Newsletter
    from syndicate.publishing.wiring import Parts


@command("choose", example="syndicate subscribers choose robin@example.org morning --cadence weekly")
@click.argument("address")
@click.argument("newsletter")
@click.option("--cadence", metavar="KIND", help="daily, weekdays, weekly, monthly or instant, as far as it is offered.")
@click.option("--at", metavar="HH:MM", help="The hour, where the newsletter keeps its readers' clocks.")
@click.option("--sections", metavar="LIST", help="Only these, as in “World; Culture”; all takes every section.")
@click.option("--zone", "time_zone", metavar="ZONE", help="The reader's zone, such as Pacific/Auckland.")
@click.option("--language", metavar="TAG", help="The language of our own words, such as de.")
@click.option("--format", "format_", metavar="FORM", help="html, or text for mails of plain text alone.")
@click.option("--breaking", metavar="WORD", help="Breaking news: no, also, or only.")
@click.option("--pause", metavar="TIME", help="No mail for 10d or 3w, or up to a date; off ends a pause.")
@click.option("--catch-up", is_flag=True, help="After the pause, mail what came in it, as far as it may wait.")
def choose(
    session: Session,
    address: str,
    newsletter: str,
    pause: str | None,
    catch_up: bool,  # noqa: FBT001 - click passes flags so
    **wished: str | None,
) -> None:
    """Change what a reader gets, and when, from the next edition on; “default” gives a wish back to the newsletter."""
    from syndicate.audience.store import AudienceStore
    from syndicate.cli.commands import subscriber_shapes
    from syndicate.cli.known_sections import section_doubts
    from syndicate.delivery.status.person import subscription_shape
    from syndicate.digests import choosing
    from syndicate.text.mailboxes import read_mailbox

    given = {name.rstrip("_"): written for name, written in wished.items() if written is not None}
    if not given and pause is None:
        message = "nothing to choose: name at least one of the options"
        raise click.UsageError(message)
    if catch_up and pause in {None, choosing.OFF}:
        message = "--catch-up is said with --pause"
        raise click.UsageError(message)
    key = read_mailbox(address).key
    with session.parts() as parts, parts.database.write() as connection:
        series, store, now = parts.publisher.newsletter(newsletter), AudienceStore(connection), parts.clock.now()
        subscription = _subscription(store, key, series, address)
        _see_it_goes_on(subscription)
        asked = choosing.Asked(given=given, pause=pause, catches_up=catch_up)
        doubts = choosing.carry_out(connection, series, subscription, asked, now)
        chosen = _subscription(store, key, series, address)
        doubts = [*section_doubts(connection, chosen.wishes.sections if "sections" in given else ()), *doubts]
        shape = subscription_shape(chosen)
    for doubt in doubts:
        session.warn(doubt)
    session.give(shape, [subscriber_shapes.line_of(shape)])


@command("pause", example="syndicate subscribers pause robin@example.org morning --for 3w")
@click.argument("address")
@click.argument("newsletter", required=False)
@click.option("--for", "span", metavar="TIME", help="So long, such as 10d or 3w.")
@click.option("--until", metavar="DATE", help="Up to that date, YYYY-MM-DD.")
@click.option("--resume", is_flag=True, help="End the pause now.")
@click.option("--catch-up", is_flag=True, help="After the pause, mail what came in it, as far as it may wait.")
def pause(
    session: Session,
    address: str,
    newsletter: str | None,
    span: str | None,
    until: str | None,
    resume: bool,  # noqa: FBT001 - click passes flags so
    catch_up: bool,  # noqa: FBT001
) -> None:
    """Mail nothing to a reader for a while, of one newsletter or of all that they get; what is frozen still leaves."""
    from syndicate.audience.store import AudienceStore
    from syndicate.cli.commands import subscriber_shapes
    from syndicate.delivery.status.person import subscription_shape
    from syndicate.digests import choosing
    from syndicate.text.mailboxes import read_mailbox

    written = _one_way(span, until, resume=resume)
    if catch_up and resume:
        message = "--catch-up is said with --for or --until"
        raise click.UsageError(message)
    key = read_mailbox(address).key
    doubts: list[str] = []
    with session.parts() as parts, parts.database.write() as connection:
        store, now = AudienceStore(connection), parts.clock.now()
        for series in _of_reader(parts, store, key, newsletter, address):
            subscription = _subscription(store, key, series, address)
            asked = choosing.Asked(pause=written, catches_up=catch_up)
            doubts += choosing.carry_out(connection, series, subscription, asked, now)
        names = {newsletter} if newsletter else None
        found = [each for each in store.of_address(key) if names is None or each.newsletter in names]
    for doubt in doubts:
        session.warn(doubt)
    told = [subscription_shape(each) for each in found]
    session.give({"subscriptions": told}, [subscriber_shapes.line_of(shape) for shape in told])


def _one_way(span: str | None, until: str | None, *, resume: bool) -> str:
    from syndicate.digests.choosing import OFF

    ways = [way for way in (span, until, OFF if resume else None) if way is not None]
    if len(ways) != 1:
        message = "say one of --for TIME, --until DATE and --resume"
        raise click.UsageError(message)
    return ways[0]


def _of_reader(
    parts: Parts, store: AudienceStore, key: str, newsletter: str | None, address: str
) -> Iterator[Newsletter]:
    """The newsletter that is named, or all that go on of those that the reader has."""
    from syndicate.audience.model import SubscriptionState

    if newsletter is not None:
        series = parts.publisher.newsletter(newsletter)
        _see_it_goes_on(_subscription(store, key, series, address))
        yield series
        return
    names = [each.newsletter for each in store.of_address(key) if each.state is not SubscriptionState.ENDED]
    if not names:
        message = f"“{address}” has no subscription that goes on"
        raise NotFoundError(message, code="address-unknown", hint=f"See: syndicate subscribers show {address}")
    yield from (series for series in parts.newsletters if series.name in names)


def _subscription(store: AudienceStore, key: str, newsletter: Newsletter, address: str) -> Subscription:
    found = store.of_address(key, newsletter.name)
    if not found:
        message = f"“{address}” has no subscription to {newsletter.name}"
        raise NotFoundError(message, code="address-unknown", hint=f"See: syndicate subscribers show {address}")
    return found[0]


def _see_it_goes_on(subscription: Subscription) -> None:
    """Whoever left chooses nothing: it would be said to be done, and change nothing."""
    from syndicate.audience.model import SubscriptionState

    if subscription.state is not SubscriptionState.ENDED:
        return
    address = subscription.subscriber.address
    message = f"{address} has left {subscription.newsletter}, so there is nothing to choose"
    command = f"syndicate subscribers add {address} --newsletter {subscription.newsletter} --renew"
    raise BadDataError(message, code="subscription-ended", hint=f"If they asked to come back: {command}")
