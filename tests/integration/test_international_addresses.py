"""A domain in its own script and in ASCII is one; a local part beyond ASCII is refused wherever it comes in."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from pathlib import Path

from syndicate.audience.exporting import csv_lines, export_rows
from syndicate.audience.model import Ground, SignupResult, Suppression
from syndicate.audience.store import AudienceStore
from syndicate.cli.exits import Exit
from syndicate.storage import Database
from syndicate.text.mailboxes import BEYOND_ASCII, read_mailbox
from tests.carriers import MemoryCarrier
from tests.commands import Invoke, given
from tests.integration.joining_parts import (
    DIGESTS,
    NOON,
    an_answer,
    answer,
    outcomes,
    parsed,
    subscribe,
    wish,
)
from tests.integration.list_parts import a_list, bring, states
from tests.integration.test_erasing_races import confirm_a_wish
from tests.newsroom import CONFIG, Newsroom
from tests.smtp_server import mail_server
from tests.unit.web.reader_parts import ReadersRoom
from tests.unit.web.web_samples import Door

SPELLINGS = ("Ann@bücher.example", "ann@BÜCHER.example", "ann@bu\u0308cher.example", "ANN@xn--bcher-kva.example")
IN_ASCII = "Ann@xn--bcher-kva.example"
BEYOND = "jörg@example.org"


def test_every_spelling_is_one_person_from_joining_to_being_forgotten(database: Database, tmp_path: Path) -> None:
    carrier = MemoryCarrier()
    wish(database, SPELLINGS[0])
    answer(an_answer(database, carrier))
    [[asked]] = carrier.accepted.values()
    assert parsed(asked)["To"].addresses[0].addr_spec == IN_ASCII
    with database.write() as connection:
        confirm_a_wish(connection)
    for spelling in SPELLINGS:
        wish(database, spelling)
    answer(an_answer(database, MemoryCarrier()))
    assert outcomes(database) == ["confirmed", *["limited"] * len(SPELLINGS)]
    rows = "".join(f"{spelling}\n" for spelling in SPELLINGS)
    brought = bring(database, a_list(tmp_path, f"email\n{rows}"), consent="asked", newsletter="morning")
    assert brought.counts() == {"known": len(SPELLINGS)}
    with database.write() as connection:
        store = AudienceStore(connection, DIGESTS)
        key = read_mailbox(SPELLINGS[3]).key
        assert store.suppress(Suppression(address_key=key, reason="blocked", since=NOON, source="operator"))
        assert store.suppressed(read_mailbox(spelling).key for spelling in SPELLINGS) == {key}
        assert store.subscribe(read_mailbox(SPELLINGS[1]), "weekly", now=NOON) is SignupResult.SUPPRESSED
        assert store.unsuppress(read_mailbox(SPELLINGS[2]).key)


def test_what_goes_out_comes_back_as_it_was_written(
    sqlite_database: Database, postgres_database: Database, tmp_path: Path
) -> None:
    subscribe(sqlite_database, SPELLINGS[0], grounds=[Ground(kind="page", wording="yes", recorded_at=NOON)])
    with sqlite_database.read() as connection:
        exported = "".join(csv_lines(export_rows(AudienceStore(connection))))
    assert SPELLINGS[0] in exported
    bring(postgres_database, a_list(tmp_path, exported))
    assert states(postgres_database) == {SPELLINGS[0]: "confirmed"}


def test_mail_goes_to_the_domain_in_ascii_by_envelope_and_by_header(newsroom: Newsroom, invoke: Invoke) -> None:
    with mail_server() as server:
        smtp = (
            f'[delivery]\nvia = "smtp"\n[delivery.smtp]\nhost = "127.0.0.1"\nport = {server.port}\nsecurity = "none"\n'
        )
        public = CONFIG.replace("sample_readers", "# sample_readers").replace(
            "http://127.0.0.1:8080", "https://lantern.example"
        )
        newsroom.configure(public + smtp)
        given(invoke, "subscribers", "add", f"Zoë <{SPELLINGS[0]}>")
        done = newsroom.run("run", "--once")
        assert done.returncode == 0, done.stderr
    [(_, recipients)] = server.envelopes
    assert recipients == [IN_ASCII]
    assert message_from_bytes(server.mails[0], policy=default)["To"].addresses[0].addr_spec == IN_ASCII


def test_who_is_named_by_the_other_spelling_is_shown_and_forgotten(invoke: Invoke) -> None:
    given(invoke, "subscribers", "add", SPELLINGS[0])
    assert given(invoke, "subscribers", "show", SPELLINGS[3])["address"] == SPELLINGS[0]
    given(invoke, "subscribers", "erase", SPELLINGS[1], "--yes")
    for spelling in SPELLINGS:
        assert given(invoke, "subscribers", "add", spelling, code=1)["newsletters"] == {"daily": "erased"}


def test_a_local_part_beyond_ascii_is_refused_with_its_reason_in_every_way_in(
    sqlite_database: Database, tmp_path: Path, invoke: Invoke
) -> None:
    with Door() as door:
        room = ReadersRoom(sqlite_database, tmp_path, door)
        reply = room.join(BEYOND)
        assert (reply.status, "before the @ we can take a to z" in reply.text) == (400, True)
        path = room.preferences(room.subscribe())
        for moved in (
            room.post(path, {"act": "move", "address": BEYOND}),
            room.post("/preferences", {"address": BEYOND}),
        ):
            assert (moved.status, "before the @ we can take a to z" in moved.text) == (400, True)
    brought = bring(sqlite_database, a_list(tmp_path, f"email\n{BEYOND}\nbo@example.org\n"), consent="asked")
    assert [(error.code, "letters beyond ASCII" in error.message) for error in brought.refusals] == [
        (BEYOND_ASCII, True)
    ]
    code, _, err = invoke("subscribers", "add", BEYOND)
    assert (code, "letters beyond ASCII" in err) == (Exit.BAD_DATA, True)
    code, _, err = invoke("subscribers", "suppress", BEYOND)
    assert (code, "letters beyond ASCII" in err) == (Exit.BAD_DATA, True)
