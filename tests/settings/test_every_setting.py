"""Every documented key, set to something else than its default, is felt where it should be.

Two newsrooms, all keys of the table set, each publish once and send one edition of each newsletter: one into an
outbox, one through the stand-in for SES. What is not seen then is a setting that is taken and not obeyed.
"""

from __future__ import annotations

import logging
import os
import re
import subprocess
import tomllib
from collections.abc import Collection
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
from apscheduler.triggers.interval import IntervalTrigger
from botocore.httpsession import URLLib3Session

from syndicate.articles.store import ArticleStore
from syndicate.audience.store import AudienceStore
from syndicate.cli.session import Session
from syndicate.cli.starting import ready
from syndicate.config import load
from syndicate.config.catalogue import ANY, keys
from syndicate.delivery.ledger import Ledger
from syndicate.delivery.model import DeliveryState
from syndicate.digests.occurrence_store import OccurrenceStore
from syndicate.digests.store import EditionStore
from syndicate.errors import UnavailableError
from syndicate.images.store import HeroStore
from syndicate.publishing.engines.lines import Lines
from syndicate.publishing.engines.scheduler import Scheduler
from syndicate.publishing.engines.timetable import rhythm_of, timetable
from syndicate.publishing.wiring import open_parts
from syndicate.testing.clock import ManualClock
from syndicate.testing.ses import SesStandIn, SimulatedFault
from syndicate.web.http.listener import Listener
from syndicate.web.wiring import public_pages
from tests.aws import isolate_aws
from tests.buckets import moto_server
from tests.editions import the_edition
from tests.foreign_host import ForeignHost
from tests.integration.test_running import PATIENCE, running
from tests.newsroom import REPOSITORY, Newsroom
from tests.settings.other_ways import carry_otherwise
from tests.settings.table import ELSEWHERE, PAPER, SETTINGS, WIRE, World
from tests.settings.way_back import look_at_events, make_queue
from tests.settings.world import NOW, Felt, Gallery, Pictures, answers, free_port, parsed, stand_in_of, write_articles
from tests.smtp_server import mail_server
from tests.unit.web.web_samples import fetch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mypy_boto3_s3.type_defs import CreateBucketConfigurationTypeDef

    from syndicate.config.positions import KeyPath

#: As the table sets it.
TRIAL_WAIT = timedelta(minutes=1)
PROFILES = """
[profile store]
aws_access_key_id = STOREKEY
aws_secret_access_key = x
[profile mails]
aws_access_key_id = MAILKEY
aws_secret_access_key = x
"""
#: Entries that have nothing of their own: what they lack, they take from where the documents say.
PLAIN = """
[[sources]]
name = "plain"
folder = "plain"
first_run = "mail"
settle = "0s"

[[newsletters]]
name = "plain"
title = "Plain"
sender = "plain@gull.example"
dedupe_across = "never"

[[newsletters]]
name = "few"
title = "Few"
sender = "few@gull.example"
sections = ["World"]
dedupe_across = "never"
min_articles = {few}
"""


#: Without these no edition would come about, or no picture; all others have their default in the bare newsroom.
CARRYING = frozenset(
    {".".join(map(str, path)) for path, key in keys().items() if key.is_required and "blocks" not in path}
    | {
        "sources.*.folder",
        "sources.*.first_run",
        "net.allow_loopback",
        "audience.sample_readers",
        "newsletters.*.max_lateness",
    }
    | {"feeds.scopes"}
)


def path_of(name: str) -> KeyPath:
    return tuple(name.split("."))


def config_text(world: World, places: dict[str, Any], only: Collection[str]) -> str:
    """The file: each section once, with every key of the table that is set in that newsroom."""
    sections: dict[str, list[str]] = {}
    for name, setting in SETTINGS.items():
        *outer, key = name.split(".")
        table = ".".join(step for step in outer if step != ANY)
        header = f"[[{table}]]" if outer[-1] == ANY else f"[{table}]"
        if setting.world & world and setting.is_in_file and name in only:
            sections.setdefault(header, []).append(f"{key} = {_filled(setting.value, places)}")
    written = "\n\n".join("\n".join([header, *lines]) for header, lines in sections.items())
    fewest = SETTINGS["newsletters.*.min_articles"].value if "newsletters.*.min_articles" in only else "1"
    return written + "\n" + PLAIN.replace("{few}", fewest)


def _filled(value: str, places: dict[str, Any]) -> str:
    for name, place in places.items():
        value = value.replace(f"{{{name}}}", str(place))
    return value


class Skipping(Event):
    """A wait that moves the clock on instead of waiting."""

    def __init__(self, clock: ManualClock) -> None:
        super().__init__()
        self.clock = clock

    def wait(self, timeout: float | None = None) -> bool:
        self.clock.advance(timedelta(seconds=timeout or 0))
        return self.is_set()


@contextmanager
def spied(calls: list[Any], timeouts: set[Any]) -> Iterator[None]:
    """Note what boto3 asks of the network, and with which patience."""
    begin, send = URLLib3Session.__init__, URLLib3Session.send

    def noted_begin(self: URLLib3Session, *args: Any, **given: Any) -> None:
        timeouts.add(given.get("timeout"))
        begin(self, *args, **given)

    def noted_send(self: URLLib3Session, request: Any) -> Any:
        signed = request.headers.get("Authorization", b"")
        calls.append({"url": request.url, "signed": signed if isinstance(signed, str) else signed.decode()})
        return send(self, request)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(URLLib3Session, "__init__", noted_begin)
        patch.setattr(URLLib3Session, "send", noted_send)
        yield


@contextmanager
def published(world: World, folder: Path, only: Collection[str] = frozenset(SETTINGS)) -> Iterator[Felt]:
    with ExitStack() as opened:
        patch = opened.enter_context(pytest.MonkeyPatch.context())
        isolate_aws(patch)
        (folder / "aws").parent.mkdir(parents=True, exist_ok=True)
        (folder / "aws").write_text(PROFILES)
        patch.setenv("AWS_CONFIG_FILE", str(folder / "aws"))
        gallery = Gallery()
        offered = Pictures(answers(gallery))
        host = opened.enter_context(ForeignHost(offered))
        ses = opened.enter_context(SesStandIn())
        store = opened.enter_context(moto_server()) if world is WIRE else "http://127.0.0.1:9"
        server = opened.enter_context(mail_server())
        places: dict[str, Any] = {"smtp": server.port, "host": host.url(""), "ses": ses.url, "s3": store}
        places |= {"port": free_port(), "desk": free_port()}
        places["queue"] = make_queue(store) if world is WIRE else ""
        newsroom = Newsroom(folder)
        environ = {
            f"SYNDICATE_{name.upper().replace('.', '__')}": setting.value
            for name, setting in SETTINGS.items()
            if setting.world & world and not setting.is_in_file
        }
        for name, value in environ.items():
            patch.setenv(name, value)
        newsroom.configure(config_text(world, places, only))
        write_articles(newsroom, host)
        (folder / "address").write_text("sqlite:///kept/wire.db")
        clock = ManualClock(NOW)
        config = load(folder / "config.toml", environ)
        calls: list[Any] = []
        timeouts: set[Any] = set()
        # Not while others are made: each hears its own calls alone.
        with spied(calls, timeouts):
            if world is WIRE:
                _make_bucket(store)
            parts = opened.enter_context(open_parts(config, clock))
            offered.shelf = parts.media_shelf
            felt = Felt(newsroom=newsroom, config=config, parts=parts, clock=clock, host=host, calls=calls)
            felt.facts |= {"s3": store, "timeouts": timeouts}
            _go(felt, world, ses)
            if world is PAPER:
                carry_otherwise(felt, server)
            if len(only) == len(SETTINGS):
                _start(felt)
            felt.facts |= {"at_once": gallery.most, "memory": gallery.memory}
        gallery.is_over.set()
        yield felt


def _make_bucket(store: str) -> None:
    import boto3
    from botocore.exceptions import ClientError

    name = tomllib.loads(f"name = {SETTINGS['s3.bucket'].value}")["name"]
    place: CreateBucketConfigurationTypeDef = {"LocationConstraint": "eu-south-1"}
    # Stores of one process hold the same buckets, whichever address they are asked by.
    with suppress(ClientError):
        boto3.client("s3", region_name="eu-south-1", endpoint_url=store).create_bucket(
            Bucket=name, CreateBucketConfiguration=place
        )


def _go(felt: Felt, world: World, ses: SesStandIn) -> None:
    """One pass, the mails, a change, the pages, and the jobs of the scheduler."""
    if world is WIRE:
        for newsletter, names in {"gulls": ("ann", "bo", "cy"), "plain": ("ann",)}.items():
            for name in names:
                told = _subscribe(felt, f"{name}@example.org", newsletter)
                assert told.returncode == 0, told.stderr
    report = felt.parts.publisher.prepare(Event())
    assert report.errors == []
    felt.facts["outcomes"] = {composed.newsletter: str(composed.outcome) for composed in report.composed}
    _look_at_articles(felt)
    _ask_commands(felt)
    _send(felt, world, ses)
    _look_at_feeds(felt)
    _change_an_article(felt)
    _look_at_pages(felt)
    felt.parts.withdrawing.withdraw(felt.articles["slip.md"].id, "a mistake")
    rhythm = rhythm_of(felt.config)
    jobs = timetable(felt.parts.publisher, rhythm)
    scheduler = Scheduler(jobs, Lines(), clock=felt.clock, misfire_grace=rhythm.misfire_grace)
    triggers = scheduler.jobs.items()
    felt.facts["jobs"] = {
        name: trigger.interval.total_seconds() for name, trigger in triggers if isinstance(trigger, IntervalTrigger)
    }
    felt.facts["grace"] = scheduler.misfire_grace_seconds
    look_at_events(felt)


def _ask_commands(felt: Felt) -> None:
    """What an operator is told before anything leaves."""
    felt.facts["standing"] = felt.newsroom.json("adopt", **_given())
    edition_id = felt.facts["edition:gulls"]
    (felt.facts["status"],) = felt.newsroom.json("edition", "status", edition_id, **_given())["editions"]


def _subscribe(felt: Felt, address: str, newsletter: str) -> subprocess.CompletedProcess[str]:
    return felt.newsroom.run("subscribers", "add", address, "--newsletter", newsletter, **_given())


def _start(felt: Felt) -> None:
    """Start as an operator would: while the database is down, and when it is there."""
    _wait_for_a_database(felt)
    with running(felt.newsroom, is_fast=False, **_given()) as publisher:
        assert publisher.is_up.wait(PATIENCE), publisher.lines
        felt.lines = list(publisher.lines)
        web, desk = felt.config.web, felt.config.desk
        felt.facts["web"] = fetch(f"http://[{web.host}]:{web.port}/healthz").status
        if desk.enabled:
            felt.facts["desk"] = fetch(f"http://[{desk.host}]:{desk.port}/").status
            named = {"Host": "desk.example.org"}
            felt.facts["desk_by_name"] = fetch(f"http://[{desk.host}]:{desk.port}/", headers=named).status


def _given() -> dict[str, str]:
    """What a command of its own is to know of the environment."""
    return {name: value for name, value in os.environ.items() if name.startswith(("AWS_", "SYNDICATE_"))}


def _look_at_articles(felt: Felt) -> None:
    with felt.parts.database.read() as connection:
        store = ArticleStore(connection)
        felt.articles = {article.external_id: article for article in store.all(felt.clock.now())}
        heroes = HeroStore(connection).of([article.id for article in felt.articles.values()])
        names = {article.id: name for name, article in felt.articles.items()}
        felt.pictures = {names[hero.article_id]: hero.reason or "" for hero in heroes.values()}
        felt.facts["sources"] = {names[hero.article_id]: hero.choice.source_url for hero in heroes.values()}
        felt.facts["doubled"] = [
            finding.quote for finding in felt.articles["named.md"].findings if finding.code == "words-doubled"
        ]
        titles = {article.id: article.title or "" for article in felt.articles.values()}
        editions = EditionStore(connection)
        for edition in editions.recent():
            felt.due[edition.newsletter] = edition.due_at
            felt.editions[edition.newsletter] = [titles[place.article_id] for place in editions.articles(edition.id)]
            felt.facts[f"edition:{edition.newsletter}"] = edition.id
            felt.facts.setdefault("passed_over", {})[edition.newsletter] = tuple(
                OccurrenceStore(connection).passed_over(edition.id).values()
            )


def _send(felt: Felt, world: World, ses: SesStandIn) -> None:
    publisher, start = felt.parts.publisher, felt.clock.now()
    for newsletter in ("gulls", "plain"):
        if world is WIRE and newsletter == "plain":
            felt.mails |= stand_in_of(ses)
            felt.facts["sets"] = {mail.configuration_set for mail in ses.accepted}
            _refuse(felt, ses)
        edition_id = felt.facts[f"edition:{newsletter}"]
        report = publisher.deliver_edition(edition_id, Event())
        assert report.submitted, report
        if report.waiting:  # a trial part has left, and has met nothing
            felt.facts["trial_stop"] = report.stopped_because
            felt.clock.advance(TRIAL_WAIT)
            report = publisher.deliver_edition(edition_id, Event())
            start += TRIAL_WAIT
        assert not report.waiting, report
        if newsletter == "gulls":
            felt.facts["sending_took"] = felt.clock.now() - start
    felt.mails |= stand_in_of(ses)
    felt.mails |= dict(parsed(path.read_bytes()) for path in sorted(felt.folder.glob("kept/mails/*.eml")))


def _refuse(felt: Felt, ses: SesStandIn) -> None:
    """Have SES say "later" to one mail until it is given up, and let the same mail go afterwards."""
    edition_id = felt.facts["edition:plain"]
    ses.start_over([SimulatedFault.REQUEST_TIMEOUT] * 4)
    for _ in range(8):
        felt.parts.publisher.deliver_edition(edition_id, Event())
        felt.clock.advance(timedelta(minutes=2))
        with felt.parts.database.read() as connection:
            counts = Ledger(connection).counts(edition_id)
        if not counts[DeliveryState.PENDING]:
            break
    felt.facts["refused_after"] = ses.requests if counts[DeliveryState.REFUSED] else None
    ses.start_over()
    with felt.parts.database.write() as connection:
        Ledger(connection).requeue(the_edition(connection, edition_id), DeliveryState.REFUSED)
        EditionStore(connection).resume(edition_id, felt.clock.now())


def _look_at_feeds(felt: Felt) -> None:
    for name in felt.parts.feeds_shelf.names():
        stored = felt.parts.feeds_shelf.read(name)
        felt.feeds[name] = stored.content.decode() if stored else ""


def _change_an_article(felt: Felt) -> None:
    before = felt.item("a.md")
    kept = dict(felt.feeds)
    felt.clock.advance(timedelta(days=1))
    file = felt.folder / "wires" / "a.md"
    file.write_text(file.read_text() + "\nA line that was added afterwards.\n")
    changed_at = (felt.clock.now() - timedelta(hours=3)).timestamp()
    os.utime(file, (changed_at, changed_at))
    felt.parts.publisher.collect()
    felt.parts.publisher.build_feeds()
    _look_at_feeds(felt)
    after = felt.item("a.md")
    felt.facts["changed"] = (
        before["content_html"] != after["content_html"],
        before.get("date_modified") != after.get("date_modified"),
    )
    felt.feeds = kept


def _look_at_pages(felt: Felt) -> None:
    felt.parts.feeds_shelf.write("archive/1/rss.xml", b"<rss/>")
    told: list[str] = []
    teller = logging.Handler()
    teller.emit = lambda record: told.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger("syndicate.web").addHandler(teller)
    trusted = felt.config.web.trusted_proxies
    with Listener(public_pages(felt.parts), "127.0.0.1", 0, trusted_proxies=trusted) as listener:
        fetch(f"{listener.url}/", headers={"X-Forwarded-For": "203.0.113.9"})
        reply = fetch(f"{listener.url}/feeds/archive/1/rss.xml")
        felt.facts["front"] = fetch(f"{listener.url}/").text
        felt.facts["forms"] = fetch(f"{listener.url}/subscribe").text
        felt.facts["joined"] = [_join(listener.url, network) for network in (0, 0, 0, 1, 1)]
        felt.facts["links"] = _open_old_links(felt, listener.url)
        felt.facts["forged"] = fetch(f"{listener.url}/events/sns", "POST", body=b"{}").status
    logging.getLogger("syndicate.web").removeHandler(teller)
    felt.facts["strangers"] = [message for message in told if "X-Forwarded-For" in message]
    felt.facts["archive"] = dict(reply.headers).get("Cache-Control") or dict(reply.headers).get("cache-control")


def _join(url: str, network: int) -> int:
    """Ask to join as a stranger does, from one of some networks; the status of the answer."""
    form = {"Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": f"203.0.113.{network}"}
    return fetch(f"{url}/subscribe", "POST", headers=form, body=b"address=a%40x.example&short=front").status


def _open_old_links(felt: Felt, url: str) -> tuple[str, int]:
    """What a link to confirm says that nobody made, and the status of a link to choices after forty days."""
    links, today = felt.parts.links, felt.clock.now().date()
    with felt.parts.database.read() as connection:
        reader = next(AudienceStore(connection).all())
    confirm = links.confirm("unknown", today).removeprefix(links.site_url)
    choices = links.preferences(reader.id, reader.subscriber.mailbox, today - timedelta(days=40)).removeprefix(
        links.site_url
    )
    text = fetch(f"{url}{confirm}", headers={"Accept-Language": "en"}).text
    return text, fetch(f"{url}{choices}").status


def _wait_for_a_database(felt: Felt) -> None:
    clock = ManualClock(NOW)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SYNDICATE_DATABASE__URL", "postgresql://127.0.0.1:1/x")
        with pytest.raises(UnavailableError):
            ready(Session(config_path=felt.folder / "config.toml"), Skipping(clock), clock)
    felt.facts["waited"] = clock.now() - NOW


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Felt]:
    with published(PAPER, tmp_path_factory.mktemp("paper")) as felt:
        yield felt


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Felt]:
    """The paper again, with the defaults of every key that an edition does not need to be carried."""
    with published(PAPER, tmp_path_factory.mktemp("bare"), only=CARRYING) as felt:
        yield felt


@pytest.fixture(scope="module")
def wire(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Felt]:
    with published(WIRE, tmp_path_factory.mktemp("wire")) as felt:
        yield felt


def test_every_key_of_the_configuration_has_a_value_of_its_own_and_a_place_where_it_is_felt() -> None:
    known = {".".join(map(str, path)) for path in keys()}
    tried = set(SETTINGS) | set(ELSEWHERE)
    assert known - tried == set(), "give each a line in tests/settings/table.py"
    assert tried - known == set(), "no key of that name is left"
    assert not set(SETTINGS) & set(ELSEWHERE)


def test_what_cannot_be_felt_here_is_tried_by_its_name_elsewhere() -> None:
    for name, place in ELSEWHERE.items():
        text = (REPOSITORY / place).read_text(encoding="utf-8").replace("\\n", " ")
        assert re.search(rf"\b{name.rpartition('.')[2]}\b", text), name


@pytest.mark.parametrize("name", SETTINGS)
def test_the_value_that_is_tried_is_not_the_default(paper: Felt, wire: Felt, name: str) -> None:
    felt = paper if SETTINGS[name].world & PAPER else wire
    value: object = felt.config
    for step in path_of(name):
        value = value[0] if step == ANY and isinstance(value, tuple) else getattr(value, str(step))
    assert value != keys()[path_of(name)].default


@pytest.mark.parametrize("name", [name for name in SETTINGS if name not in CARRYING])
def test_where_only_what_carries_an_edition_is_set_nothing_else_is_felt(bare: Felt, name: str) -> None:
    assert not _is_felt(bare, name)


def _is_felt(felt: Felt, name: str) -> bool:
    try:
        return bool(SETTINGS[name].is_felt(felt))
    except (KeyError, StopIteration, AssertionError, OSError):  # what it looks at is not even there
        return False


@pytest.mark.parametrize("name", [name for name, setting in SETTINGS.items() if setting.world & PAPER])
def test_a_paper_that_goes_into_an_outbox_feels(paper: Felt, name: str) -> None:
    assert SETTINGS[name].is_felt(paper)


@pytest.mark.parametrize("name", [name for name, setting in SETTINGS.items() if setting.world & WIRE])
def test_a_wire_that_goes_through_ses_feels(wire: Felt, name: str) -> None:
    assert SETTINGS[name].is_felt(wire)
