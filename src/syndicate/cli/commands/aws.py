"""``syndicate aws``: setting Amazon SES up, and looking how it stands."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

import click

from syndicate.cli.exits import Exit
from syndicate.cli.session import Session, command
from syndicate.errors import SyndicateError

if TYPE_CHECKING:
    from syndicate.config import Config
    from syndicate.delivery.aws.account import AwsAccount
    from syndicate.delivery.aws.model import AwsAim, AwsCall, AwsState

F = TypeVar("F", bound=Callable[..., Any])

#: How topic and queue are called, unless named.
_EVENTS = "syndicate-events"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Names:
    """What the options name; empty where the configuration, or a default, does."""

    domains: tuple[str, ...]
    configuration_set: str | None
    topic: str | None
    queue: str | None
    mail_from: str
    max_delivery_seconds: int | None


def _names(function: F) -> F:
    """The options that both commands take."""
    options = (
        click.option("--domain", "domains", multiple=True, help="Of a sender.  [default: of every newsletter's]"),
        click.option("--configuration-set", help="[default: [delivery.ses] configuration_set, else syndicate]"),
        click.option("--topic", help=f"The topic of SNS.  [default: {_EVENTS}]"),
        click.option("--queue", help=f"The queue of SQS.  [default: {_EVENTS}]"),
        click.option("--mail-from", default="bounces", show_default=True, help='Of the MAIL FROM domain; "" for none.'),
        click.option(
            "--max-delivery-seconds",
            type=click.IntRange(300, 50_400),
            help="How long SES tries a mail.  [default: as it is; SES's own is 14 hours]",
        ),
    )
    for option in reversed(options):
        function = option(function)
    return function


@command("setup", example="syndicate aws setup --dry-run")
@_names
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
def setup(session: Session, *, dry_run: bool, **given: Any) -> None:
    """Make what SES needs: identities, a configuration set, and the way of its events to a queue.

    What is there is left as it is, and nothing is taken away. Prints the DNS records to paste, the IAM policy that the
    program needs, and the lines for the configuration.
    """
    from syndicate.delivery.aws.planning import plan

    account, aim = _opened(session, _Names(**given))
    state = account.state(aim)
    calls = plan(aim, state)
    if not dry_run:
        for call in account.make(calls):
            session.say(f"done: {call.sentence}")
        state = account.state(aim) if calls else state
    lines = [*_planned(calls, is_only_planned=dry_run), *_pasted(aim, state)]
    session.give({"is_dry_run": dry_run, "calls": [asdict(call) for call in calls], **_shape(aim, state)}, lines)


@command("status", example="syndicate aws status")
@_names
def status(session: Session, **given: Any) -> None:
    """Say what stands at AWS, and what is missing, with the next step; ends with 3 if something is."""
    from syndicate.delivery.aws.planning import plan
    from syndicate.delivery.aws.report import remarks

    account, aim = _opened(session, _Names(**given))
    state = account.state(aim)
    missing = plan(aim, state)
    told = remarks(aim, state, missing)
    lines = [
        f"{'ok     ' if remark.is_fine else 'MISSING'}  {remark.sentence}{remark.next_step and ' – '}{remark.next_step}"
        for remark in told
    ]
    shape = {"remarks": [asdict(remark) for remark in told], "calls": [asdict(call) for call in missing]}
    session.give({**shape, **_shape(aim, state)}, [*lines, *_unseen(aim, state)])
    if not all(remark.is_fine for remark in told):
        session.exit_code = Exit.PARTLY


def _opened(session: Session, names: _Names) -> tuple[AwsAccount, AwsAim]:
    from syndicate.delivery.aws.account import AwsAccount
    from syndicate.delivery.aws.model import AwsAim

    config = session.config()
    ses = config.delivery.ses
    account = AwsAccount(
        region=ses.region,
        profile=ses.profile,
        endpoint_url=ses.endpoint_url,
        is_emulated=_is_emulated(ses.endpoint_url),
    )
    domains = tuple(domain.lower() for domain in names.domains) or _domains_of(config)
    partition, account_id, region = account.who()
    return account, AwsAim(
        region=region,
        partition=partition,
        account_id=account_id,
        domains=domains,
        configuration_set=names.configuration_set or ses.configuration_set or "syndicate",
        topic=names.topic or _EVENTS,
        queue=names.queue or _EVENTS,
        mail_from=names.mail_from,
        max_delivery_seconds=names.max_delivery_seconds,
    )


def _domains_of(config: Config) -> tuple[str, ...]:
    """Of the newsletters' senders, each once, in ASCII."""
    domains = tuple(dict.fromkeys(series.sender.address.rpartition("@")[2] for series in config.newsletters))
    if not domains:
        hint = "Add a [[newsletters]] with its sender, or say --domain."
        message = "no newsletter has a sender yet"
        raise SyndicateError(message, code="no-domain", hint=hint)
    return domains


def _is_emulated(endpoint_url: str | None) -> bool:
    from syndicate.config.addresses import is_this_machine

    return endpoint_url is not None and is_this_machine(urlsplit(endpoint_url).hostname or "")


def _shape(aim: AwsAim, state: AwsState) -> dict[str, Any]:
    from syndicate.delivery.aws.policies import own_policy
    from syndicate.delivery.aws.report import records

    return {
        "account": {"id": aim.account_id, "region": aim.region, "partition": aim.partition, **asdict(state.account)},
        "records": [asdict(record) for record in records(aim, state)],
        "policy": own_policy(aim),
        "settings": _settings(aim, state),
    }


def _settings(aim: AwsAim, state: AwsState) -> dict[str, str]:
    queue_url = {"delivery.ses.events.queue_url": state.queue.url} if state.queue else {}
    return {"delivery.ses.configuration_set": aim.configuration_set, **queue_url}


def _planned(calls: tuple[AwsCall, ...], *, is_only_planned: bool) -> Iterator[str]:
    if not calls:
        yield "nothing to do: everything is there"
    elif is_only_planned:
        yield "to do:"
        yield from (f"  {call.sentence} ({call.service} {call.method})" for call in calls)


def _pasted(aim: AwsAim, state: AwsState) -> Iterator[str]:
    from syndicate.delivery.aws.policies import own_policy

    yield from _unseen(aim, state)
    if any(domain not in state.identities for domain in aim.domains):
        yield "The records of DKIM are known once the identity is made."
    yield "\nThe least that the program's own role or user needs, as an IAM policy:"
    yield json.dumps(own_policy(aim), indent=2)
    yield "\nFor config.toml:"
    yield from (f"  {key} = {json.dumps(value)}" for key, value in _settings(aim, state).items())


def _unseen(aim: AwsAim, state: AwsState) -> Iterator[str]:
    """The records that SES has not seen, as a zone file would have them."""
    from syndicate.delivery.aws.report import records

    unseen = [record for record in records(aim, state) if not record.is_seen]
    if unseen:
        yield "\nFor the zone of the domain, unless such a record is there (SES does not look for DMARC):"
        for record in unseen:
            value = json.dumps(record.value) if record.kind == "TXT" else f"{record.value}."
            yield f"  {record.name}. {record.kind} {value}"


commands = (setup, status)
