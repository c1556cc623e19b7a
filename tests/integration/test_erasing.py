"""Who is forgotten is named nowhere any more, stays away from every list, and leaves proofs and sums behind."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, update

from syndicate.audience.consents import ConsentLedger
from syndicate.audience.digests import AddressDigests
from syndicate.audience.erasing import clean_up, erase_address, erase_person
from syndicate.audience.erasures import Erasures
from syndicate.audience.imports.request import ImportOutcome
from syndicate.audience.joins.model import JoinRequest
from syndicate.audience.joins.store import JoinStore
from syndicate.audience.model import Ground, SignupResult, Suppression
from syndicate.audience.moving import move
from syndicate.audience.store import AudienceStore
from syndicate.audience.transactional import TransactionalMail, enqueue
from syndicate.delivery.model import Delivery, Refused
from syndicate.delivery.outcome import in_words
from syndicate.storage import Database, open_database, schema
from syndicate.storage.states import DeliveryState, TransactionalKind
from syndicate.storage.tables import deliveries, joins, metadata, subscribers, subscriptions, transactional_mails
from syndicate.text.mailboxes import Mailbox, read_mailbox
from tests.carriers import MemoryCarrier
from tests.commands import Invoke, given
from tests.integration.delivery_parts import EDITION, a_sending, an_edition, counts, interrupted, rows
from tests.integration.earlier_databases import open_dump
from tests.integration.list_parts import a_list, bring
from tests.newsroom import Newsroom

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DIGESTS = AddressDigests(["a key of the site", "a newer one"])
ANN = read_mailbox("Ann.Lee@Example.org")


def a_wish(mailbox: Mailbox) -> JoinRequest:
    return JoinRequest(mailbox=mailbox, wording="yes", version="1", page="/", network="192.0.2.0/24")


def an_audience(database: Database) -> None:
    """Ann in every table that an address comes into, and Bo, who stays."""
    with database.write() as connection:
        store = AudienceStore(connection)
        for mailbox in (ANN, read_mailbox("bo@example.org")):
            said = f"asked by {mailbox.shown}"
            ground = Ground(kind="page", wording=said, recorded_at=NOW, network="192.0.2.0/24", page="/")
            store.subscribe(mailbox, "morning", name="Ann L.", now=NOW, grounds=[ground])
            store.suppress(Suppression(address_key=mailbox.key, reason="bounced", since=NOW, source="operator"))
            JoinStore(connection).add(a_wish(mailbox), DIGESTS, NOW)
            mail = TransactionalMail(
                kind=TransactionalKind.WELCOME,
                address=mailbox.shown,
                limit_key=DIGESTS.of_limit(mailbox),
                name="Ann L.",
            )
            enqueue(connection, mail, NOW)
        key = connection.execute(select(subscribers.c.key).where(subscribers.c.address_key == ANN.key)).scalar_one()
    with database.write() as connection:
        erase_person(connection, key, DIGESTS, NOW)


def forget(database: Database, delivery: Delivery) -> None:
    with database.write() as connection:
        of_it = subscriptions.c.id == delivery.subscription_id
        key = connection.execute(select(subscriptions.c.subscriber_key).where(of_it)).scalar_one()
        erase_person(connection, key, DIGESTS, NOW)


def everything(database: Database) -> str:
    with database.read() as connection:
        return "\n".join(str(row) for table in metadata.sorted_tables for row in connection.execute(table.select()))


def test_no_table_names_who_was_forgotten_and_the_chain_of_consent_still_proves(database: Database) -> None:
    an_audience(database)
    said = everything(database).casefold()
    assert "bo@example.org" in said
    assert "ann.lee" not in said
    assert said.count("192.0.2.0/24") == 2  # Bo's
    with database.read() as connection:
        audit = ConsentLedger(connection).audit()
        states = dict(connection.execute(select(transactional_mails.c.address, transactional_mails.c.state)).all())
    assert (audit.rows, audit.erased, audit.broken) == (3, 1, ())
    assert states == {None: DeliveryState.EXCLUDED, "bo@example.org": DeliveryState.PENDING}


def test_another_spelling_of_the_mailbox_is_somebody_elses_wish(database: Database) -> None:
    other = read_mailbox("annlee+news@example.org")
    with database.write() as connection:
        JoinStore(connection).add(a_wish(other), DIGESTS, NOW)
        erase_address(connection, ANN, DIGESTS, NOW)
        assert connection.execute(select(joins.c.address)).scalar_one() == other.shown


def test_who_was_forgotten_is_known_by_any_key_of_the_ring_and_comes_back_only_by_asking(database: Database) -> None:
    with database.write() as connection:
        erase_address(connection, ANN, AddressDigests(["a key of the site"]), NOW)
        store = AudienceStore(connection, DIGESTS)
        assert store.subscribe(ANN, "morning", now=NOW) is SignupResult.ERASED
        assert not store.of_address(ANN.key)
        assert store.subscribe(ANN, "morning", now=NOW, renew=True) is SignupResult.ADDED
        assert not Erasures(connection, DIGESTS).among([ANN.key])


def test_who_moved_is_forgotten_at_the_old_address_as_well(database: Database) -> None:
    old, new = ANN, read_mailbox("ann@new.example")
    asked = TransactionalMail(kind=TransactionalKind.CONFIRM, address=old.address, limit_key=DIGESTS.of_limit(old))
    with database.write() as connection:
        mail_id = enqueue(connection, asked, NOW)
        connection.execute(update(transactional_mails).values(state=DeliveryState.SUBMITTED, settled_at=NOW))
        store = AudienceStore(connection)
        ground = Ground(kind="page", wording="yes", recorded_at=NOW)
        store.subscribe(old, "morning", now=NOW, grounds=[ground])
        assert move(connection, store.of_address(old.key)[0].subscriber, new, ground)
        erased = erase_address(connection, new, DIGESTS, NOW)
    assert erased.mails == (mail_id,)
    assert "ann" not in everything(database).casefold()


@pytest.mark.parametrize("is_rehearsal", [True, False])
@pytest.mark.parametrize("status", ["", "ended", "bounced"])
def test_no_list_brings_back_who_was_forgotten(
    database: Database,
    tmp_path: Path,
    status: str,
    is_rehearsal: bool,  # noqa: FBT001 - pytest gives it so
) -> None:
    with database.write() as connection:
        erase_address(connection, ANN, DIGESTS, NOW)
    before = everything(database)
    path = a_list(tmp_path, f"email,status\nANN.LEE@example.org,{status}\n")
    mapping = ("status=status",)
    brought = bring(database, path, consent="yes", digests=DIGESTS, mapping=mapping, is_rehearsal=is_rehearsal)
    assert brought.counts() == {ImportOutcome.ERASED: 1}
    assert everything(database) == before


def test_what_waits_for_who_was_forgotten_never_leaves_and_names_nobody(database: Database) -> None:
    an_edition(database, 3)
    one = rows(database)[0]
    forget(database, one)
    assert clean_up(database).deliveries == 1
    carrier = MemoryCarrier()
    a_sending(database, carrier).run(EDITION)
    assert counts(database) == {"submitted": 2, "excluded": 1}
    assert one.address not in everything(database)


def test_a_mail_that_is_just_leaving_is_finished_and_its_row_loses_the_address_after(database: Database) -> None:
    an_edition(database, 1)
    [claim] = interrupted(database)
    forget(database, claim)
    assert clean_up(database).in_flight == 1
    assert claim.address in everything(database)
    a_sending(database, MemoryCarrier()).run(EDITION)
    assert clean_up(database).in_flight == 0
    assert claim.address not in everything(database)


def test_an_old_answer_that_repeats_the_address_loses_it_and_a_new_one_never_has_it(database: Database) -> None:
    an_edition(database, 1)
    [one] = rows(database)
    with database.write() as connection:
        said = {"state": DeliveryState.REFUSED, "reason": f"550: <{one.address.upper()}> is unknown here"}
        connection.execute(update(deliveries).values(said))
    forget(database, one)
    clean_up(database)
    assert rows(database)[0].reason == "550: <(address)> is unknown here"
    answer = in_words(Refused(code="550", reason="5.1.1 <Ann.Lee@example.org>: unknown"), "ann.lee@example.org")
    assert answer == Refused(code="550", reason="5.1.1 <(address)>: unknown")


def test_who_is_killed_before_the_clean_up_leaves_it_to_the_next(database: Database, tmp_path: Path) -> None:
    an_edition(database, 2)
    one, other = rows(database)
    outbox = tmp_path / "outbox"
    outbox.mkdir()
    for row in (one, other):
        (outbox / f"{row.id}.eml").write_text(f"To: {row.address}")
    forget(database, one)
    clean_up(database, outbox)
    assert [path.stem for path in outbox.iterdir()] == [other.id]
    assert clean_up(database, outbox).deliveries == 0


def test_a_mail_to_one_person_goes_from_the_outbox_though_the_clean_up_was_killed(
    database: Database, tmp_path: Path
) -> None:
    an_audience(database)  # where Ann is forgotten, and nothing was cleaned up
    with database.read() as connection:
        query = select(transactional_mails.c.id, transactional_mails.c.address)
        by_id = {row.id: row.address for row in connection.execute(query)}
    [bo] = [which for which, address in by_id.items() if address]
    for which in by_id:
        (tmp_path / f"{which}.eml").write_text("To: whom it may concern")
    clean_up(database, tmp_path)
    assert [path.stem for path in tmp_path.glob("*.eml")] == [bo]


def test_a_mail_to_one_person_that_is_just_leaving_goes_from_the_outbox_after_that(
    database: Database, tmp_path: Path
) -> None:
    an_audience(database)
    mine = transactional_mails.c.address.is_(None)
    with database.write() as connection:
        connection.execute(update(transactional_mails).where(mine).values(state=DeliveryState.CLAIMED))
        which = connection.execute(select(transactional_mails.c.id).where(mine)).scalar_one()
    assert clean_up(database, tmp_path).in_flight == 1
    (tmp_path / f"{which}.eml").write_text("To: Ann.Lee@example.org")
    with database.write() as connection:
        connection.execute(update(transactional_mails).where(mine).values(state=DeliveryState.SUBMITTED))
    assert clean_up(database, tmp_path).in_flight == 0
    assert list(tmp_path.glob("*.eml")) == []


def test_no_byte_of_the_file_names_who_was_forgotten_wherever_their_rows_lay(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/audience.db")
    schema.ensure(database)
    numbers = list(range(2_000))
    random.Random(7).shuffle(numbers)  # so that pages of the index split everywhere
    text = "email,name\n" + "".join(f"Person{n}x@mail.example.org,Nym{n}x\n" for n in numbers)
    bring(database, a_list(tmp_path, text), consent="they asked")
    (tmp_path / "readers.csv").unlink()
    forgotten = [f"person{n}x@mail.example.org" for n in numbers[::97]]
    for address in forgotten:
        with database.write() as connection:
            erase_address(connection, read_mailbox(address), DIGESTS, NOW)
    assert clean_up(database).is_log_empty
    database.close()
    said = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file()).lower()
    assert not [address for address in forgotten if address.encode() in said]
    assert f"person{numbers[1]}x@mail.example.org".encode() in said


def test_the_log_is_emptied_when_nobody_reads_in_it_any_more(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/audience.db")
    schema.ensure(database)
    with database.read() as reading:
        reading.execute(select(subscribers))
        with database.write() as connection:
            Erasures(connection, DIGESTS).add(ANN.key, NOW)
        assert not database.empty_log(patience_seconds=0.1)
    assert database.empty_log()
    assert (tmp_path / "audience.db-wal").stat().st_size == 0
    database.close()


def test_an_older_file_is_made_anew_once_so_that_nothing_deleted_before_stays_in_it(tmp_path: Path) -> None:
    old = open_dump("0003", tmp_path / "old.db")
    old.execute("PRAGMA secure_delete=OFF")
    old.execute("CREATE TABLE notes (text TEXT)")
    old.executemany("INSERT INTO notes VALUES (?)", [("gone@example.org" * 9,)] * 100)
    old.execute("DELETE FROM notes")
    old.commit()
    old.close()
    assert b"gone@example.org" in (tmp_path / "old.db").read_bytes()
    database = open_database(f"sqlite:///{tmp_path}/old.db")
    schema.upgrade(database)
    database.close()
    assert b"gone@example.org" not in b"".join(path.read_bytes() for path in tmp_path.glob("old.db*") if path.is_file())


def test_the_command_leaves_the_address_in_no_file_of_ours(newsroom: Newsroom, invoke: Invoke) -> None:
    done = newsroom.run("run", "--once", "-vv")
    assert done.returncode == 0, done.stderr
    assert "ann@example.org" not in done.stderr + done.stdout
    assert any("ann@example.org" in str(mail["To"]) for mail in newsroom.mails())
    told = given(invoke, "subscribers", "erase", "Ann@example.org", "--yes")
    assert (told["subscriptions"], told["deliveries"], told["is_log_empty"]) == (1, 1, True)
    config = newsroom.folder / "config.toml"
    files = [path for path in newsroom.folder.rglob("*") if path.is_file() and path != config]
    assert not [path for path in files if b"ann@example.org" in path.read_bytes().lower()]
    assert invoke("subscribers", "show", "ann@example.org")[0] == 1
    assert given(invoke, "subscribers", "add", "ann@example.org", code=1)["newsletters"] == {"daily": "erased"}
    assert given(invoke, "subscribers", "suppress", "ann@example.org")["outcome"] == "erased"
    assert given(invoke, "subscribers", "add", "ann@example.org", "--renew")["newsletters"] == {"daily": "added"}


def test_nothing_is_forgotten_of_who_was_never_here_and_nobody_is_asked_in_vain(invoke: Invoke) -> None:
    code, _, err = invoke("subscribers", "erase", "nobody@example.org", "--yes")
    assert (code, "nothing is known" in err) == (1, True)
    given(invoke, "subscribers", "add", "cy@example.org")
    code, _, err = invoke("subscribers", "erase", "cy@example.org")
    assert (code, "--yes" in err) == (2, True)
    assert given(invoke, "subscribers", "show", "cy@example.org")["subscriptions"]
