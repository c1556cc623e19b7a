"""``syndicate subscribers``: who receives digests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from syndicate.cli.commands.subscriber_choices import choose, pause
from syndicate.cli.commands.subscriber_lists import export, import_file
from syndicate.cli.commands.subscriber_rights import audit, consent, erase, erased_before, nobody
from syndicate.cli.exits import Exit
from syndicate.cli.session import Session, command
from syndicate.errors import NotFoundError

if TYPE_CHECKING:
    from datetime import datetime

    from syndicate.audience.model import Ground, SignupResult
    from syndicate.digests.newsletters import Newsletter
    from syndicate.publishing.wiring import Parts


@command("add", example='syndicate subscribers add "Robin <robin@example.org>" --newsletter morning')
@click.argument("address")
@click.option("--newsletter", metavar="NAME", help="One newsletter.  [default: all]")
@click.option("--sections", metavar="LIST", help="Only these, as in “World; Culture”.  [default: every section]")
@click.option("--zone", "time_zone", metavar="ZONE", help="The reader's zone, such as Europe/Berlin.")
@click.option("--language", metavar="TAG", help="The reader's language, such as de.")
@click.option("--consent", metavar="TEXT", help="How they asked, in your words; kept as the ground of the mails.")
@click.option("--renew", is_flag=True, help="Also when this reader has unsubscribed before: they asked for it.")
def add(
    session: Session,
    address: str,
    newsletter: str | None,
    sections: str | None,
    time_zone: str | None,
    language: str | None,
    consent: str | None,
    renew: bool,  # noqa: FBT001 - click passes flags so
) -> None:
    """Subscribe an address, confirmed. Add only people who asked for it."""
    from syndicate.audience import preferences
    from syndicate.audience.model import Wishes
    from syndicate.audience.store import AudienceStore
    from syndicate.cli.known_sections import section_doubts
    from syndicate.text.mailboxes import read_mailbox

    parsed = read_mailbox(address)
    outcomes: dict[str, SignupResult] = {}
    with session.parts() as parts, parts.database.write() as connection:
        now = parts.clock.now()
        store = AudienceStore(connection, parts.address_digests)
        wishes = Wishes(
            sections=preferences.sections(sections or ""),
            time_zone=preferences.time_zone(time_zone or ""),
            language=preferences.language(language or ""),
        )
        for choice in chosen(parts, newsletter):
            outcomes[choice.name] = store.subscribe(
                parsed,
                choice.name,
                wishes=wishes,
                renew=renew,
                grounds=[_ground(consent, now)],
                now=now,
            )
        doubts = section_doubts(connection, wishes.sections)
    for doubt in doubts:
        session.warn(doubt)
    session.give(
        {"address": parsed.shown, "newsletters": outcomes},
        [f"{parsed.shown}: {name}: {_OUTCOMES[outcome]}" for name, outcome in outcomes.items()],
    )
    if not _REFUSALS.isdisjoint(outcomes.values()):
        session.exit_code = Exit.FAILED


_REFUSALS = frozenset({"ended-before", "suppressed", "erased"})
_OUTCOMES = {
    "added": "subscribed",
    "known": "was subscribed already",
    "confirmed": "was there unconfirmed; confirmed now",
    "suppressed": "not subscribed: nobody may write to this address (see: syndicate subscribers show)",
    "ended-before": "not subscribed: this reader unsubscribed before (use --renew if they asked to come back)",
    "renewed": "subscribed again",
    "erased": "not subscribed: this reader was erased (use --renew if they asked to come back)",
}


@command("list", example="syndicate subscribers list --newsletter morning --json")
@click.option("--newsletter", metavar="NAME", help="Only this newsletter's.")
def list_subscribers(session: Session, newsletter: str | None) -> None:
    """List subscriptions."""
    from syndicate.audience.store import AudienceStore
    from syndicate.cli.commands.subscriber_shapes import line_of
    from syndicate.delivery.status.person import subscription_shape
    from syndicate.publishing.known_names import newsletters_known, see_known

    with session.parts(only_reads=True) as parts, parts.database.read() as connection:
        if newsletter is not None:
            see_known("newsletter", newsletter, newsletters_known(parts.config, connection))
        store = AudienceStore(connection)
        session.give_each(
            "subscriptions",
            lambda: (subscription_shape(subscription) for subscription in store.all(newsletter)),
            lambda: (line_of(subscription_shape(subscription)) for subscription in store.all(newsletter)),
        )


@command("show", example="syndicate subscribers show robin@example.org")
@click.argument("address")
def show(session: Session, address: str) -> None:
    """Show all that is known of an address: subscriptions, grounds, suppression, last deliveries."""
    from syndicate.audience.store import AudienceStore
    from syndicate.cli.commands import subscriber_shapes
    from syndicate.delivery.status.person import person_of
    from syndicate.text.mailboxes import read_mailbox

    key = read_mailbox(address).key
    with session.parts(only_reads=True) as parts, parts.database.read() as connection:
        readers = {newsletter.name: newsletter.readers for newsletter in parts.newsletters}
        shape = person_of(connection, key, readers)
        was_erased = bool(AudienceStore(connection, parts.address_digests).erased([key]))
    if shape is None:
        raise erased_before(address) if was_erased else nobody(address)
    session.give(shape, subscriber_shapes.lines_of(shape))


@command("end", example="syndicate subscribers end robin@example.org --newsletter morning")
@click.argument("address")
@click.option("--newsletter", metavar="NAME", help="One newsletter.  [default: all]")
def end(session: Session, address: str, newsletter: str | None) -> None:
    """End the subscriptions of an address, because this reader asked you to."""
    from syndicate.audience.model import EndedBy, Ending
    from syndicate.audience.store import AudienceStore
    from syndicate.publishing.known_names import newsletters_known, see_known
    from syndicate.text.mailboxes import read_mailbox

    key = read_mailbox(address).key
    with session.parts() as parts, parts.database.write() as connection:
        if newsletter is not None:
            see_known("newsletter", newsletter, newsletters_known(parts.config, connection))
        store, ending = AudienceStore(connection), Ending(at=parts.clock.now(), by=EndedBy.OPERATOR)
        subscriptions = store.of_address(key, newsletter)
        if not subscriptions:
            raise nobody(address)
        ended = {each.newsletter: store.end(each.id, ending) for each in subscriptions}
    outcomes = {name: "ended" if is_new else "known" for name, is_new in ended.items()}
    session.give(
        {"address": key, "newsletters": outcomes},
        [f"{key}: {name}: {'ended' if is_new else 'had ended before'}" for name, is_new in ended.items()],
    )


@command("suppress", example="syndicate subscribers suppress robin@example.org --reason complained")
@click.argument("address")
@click.option(
    "--reason",
    type=click.Choice(["bounced", "complained", "blocked"]),
    default="blocked",
    show_default=True,
    help="Why nobody may write there.",
)
def suppress(session: Session, address: str, reason: str) -> None:
    """Let no newsletter write to an address, whatever it subscribed or will subscribe to."""
    from syndicate.audience.model import Suppression
    from syndicate.audience.store import AudienceStore
    from syndicate.text.mailboxes import read_mailbox

    key = read_mailbox(address).key
    with session.parts() as parts, parts.database.write() as connection:
        suppression = Suppression(address_key=key, reason=reason, since=parts.clock.now(), source="operator")
        store = AudienceStore(connection, parts.address_digests)
        is_erased = bool(store.erased([key]))  # who was erased is not written to, and named nowhere
        is_new = not is_erased and store.suppress(suppression)
    outcome = "erased" if is_erased else "suppressed" if is_new else "known"
    session.give({"address": key, "outcome": outcome}, [f"{key}: {outcome}"])


@command("unsuppress", example="syndicate subscribers unsuppress robin@example.org")
@click.argument("address")
def unsuppress(session: Session, address: str) -> None:
    """Lift a suppression that was a mistake, or whose reason is gone; subscriptions stand as they stood."""
    from syndicate.audience.store import AudienceStore
    from syndicate.text.mailboxes import read_mailbox

    key = read_mailbox(address).key
    with session.parts() as parts, parts.database.write() as connection:
        store = AudienceStore(connection)
        if not store.unsuppress(key):
            raise _not_suppressed(address) if store.of_address(key) else nobody(address)
    session.give({"address": key, "outcome": "unsuppressed"}, [f"{key}: may be written to again"])


def _not_suppressed(address: str) -> NotFoundError:
    message = f"“{address}” is not suppressed"
    hint = f"How it stands: syndicate subscribers show {address}"
    return NotFoundError(message, code="suppression-unknown", hint=hint)


def _ground(consent: str | None, now: datetime) -> Ground:
    from syndicate.audience.model import Ground, GroundKind

    wording = (consent or "").strip() or "added by the operator, who says that this reader asked for it"
    return Ground(kind=GroundKind.OPERATOR, wording=wording, recorded_at=now, given_at=now)


def chosen(parts: Parts, name: str | None) -> list[Newsletter]:
    """The newsletter asked for, or all of them."""
    from syndicate.publishing.newsletters import named

    return [named(parts.newsletters, name)] if name is not None else list(parts.newsletters)


commands = (
    *(add, choose, pause, import_file, export, list_subscribers, show, end, suppress, unsuppress),
    *(consent, audit, erase),
)
