"""``syndicate subscribers choose``: what a reader gets of a newsletter, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from syndicate.cli.session import Session, command
from syndicate.errors import BadDataError, NotFoundError

if TYPE_CHECKING:
    from syndicate.audience.model import Subscription
    from syndicate.audience.store import AudienceStore
    from syndicate.digests.newsletters import Newsletter


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
