"""A start refuses what ``config check`` refuses, waits for a database that is not up, and links to where it listens."""

from __future__ import annotations

import json
import re
import shutil
import signal
import socket
import sqlite3
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import pytest
from alembic import command
from sqlalchemy.engine import make_url

from syndicate.config import load
from syndicate.config.examining import examine
from syndicate.errors import ConfigError
from syndicate.storage import open_database
from syndicate.storage.schema import HEAD, alembic_config, ensure
from tests.conftest import POSTGRES_URL
from tests.integration.test_running import PATIENCE, running, wait_for
from tests.newsroom import CONFIG
from tests.unit.web.web_samples import fetch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.newsroom import Newsroom

NOWHERE = "postgresql://me:hushhush@127.0.0.1:1/x"
#: What PostgreSQL says while it is starting: ErrorResponse with SQLSTATE 57P03.
_STARTING = b"SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0\0"


class Door:
    """A port of our own before a PostgreSQL server: shut, answering that it is starting, or open."""

    def __init__(self) -> None:
        target = make_url(POSTGRES_URL)
        self._target = (target.host or "127.0.0.1", target.port or 5432)
        self._listener = socket.socket()
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listener.bind(("127.0.0.1", 0))  # and does not listen yet: whoever knocks is refused
        self.port: int = self._listener.getsockname()[1]
        self.knocks = 0
        self.is_open = False
        self._threads: list[threading.Thread] = []
        self._sockets: list[socket.socket] = [self._listener]

    def listen(self) -> None:
        self._listener.listen()
        self._start(self._accept)

    def close(self) -> None:
        for end in self._sockets:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        for thread in self._threads:
            thread.join(timeout=10)

    def _start(self, act: Callable[..., None], *args: socket.socket) -> None:
        thread = threading.Thread(target=act, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                self.knocks += 1
                self._sockets.append(near)
                self._start(self._serve, near)

    def _serve(self, near: socket.socket) -> None:
        with suppress(OSError):
            if not self.is_open:
                _say_starting(near)
                return
            far = socket.create_connection(self._target)
            self._sockets.append(far)
            self._start(_pass_on, far, near)
            _pass_on(near, far)


def _say_starting(near: socket.socket) -> None:
    while (head := near.recv(8)) and head[4:8] in {b"\x04\xd2\x16\x2f", b"\x04\xd2\x16\x30"}:
        near.sendall(b"N")  # neither TLS nor GSSAPI
    near.sendall(b"E" + (len(_STARTING) + 4).to_bytes(4, "big") + _STARTING)
    near.shutdown(socket.SHUT_WR)
    while near.recv(4096):
        pass


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while part := one.recv(65_536):
            other.sendall(part)
    for end in (one, other):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


@contextmanager
def door() -> Iterator[Door]:
    found = Door()
    try:
        yield found
    finally:
        found.close()


def behind(door: Door, url: str) -> str:
    return make_url(url).set(host="127.0.0.1", port=door.port).render_as_string(hide_password=False)


def told(newsroom: Newsroom, more: str = "", **environ: str) -> list[str]:
    """Complaints of a check, by their messages."""
    newsroom.configure(f"{CONFIG}\n{more}")
    with pytest.raises(ConfigError) as refused:
        examine(newsroom.folder / "config.toml", environ)
    return [str(complaint) for complaint in refused.value.complaints]


# --- what is refused -----------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [("run",), ("run", "--once")], ids=" ".join)
@pytest.mark.parametrize(
    "wrong",
    [
        '[[sources]]\nname = "gone"\nfolder = "nowhere"',
        '[images]\nfolder = "config.toml"',
        '[delivery]\noutbox_folder = "config.toml/x"',
        '[feeds]\nshelf = "s3"\n[s3]\nbucket = "quay-x"\nregion = "Ireland"',
    ],
)
def test_a_start_refuses_in_the_same_words_what_a_check_refuses(
    newsroom: Newsroom, arguments: tuple[str, ...], wrong: str
) -> None:
    newsroom.configure(f"{CONFIG}\n{wrong}")
    checked, started = newsroom.run("config", "check"), newsroom.run(*arguments)
    assert (checked.returncode, started.returncode) == (2, 2)
    assert checked.stderr == started.stderr != ""
    assert not (newsroom.folder / "var").exists()


def test_a_warning_is_told_and_the_start_goes_on(newsroom: Newsroom) -> None:
    (newsroom.folder / "key").write_text("k" * 40)
    (newsroom.folder / "key").chmod(0o644)
    newsroom.configure(f'{CONFIG}\n[web]\nsecret_file = "key"')
    done = newsroom.run("run", "--once")
    assert done.returncode == 0
    warning, made = done.stderr.splitlines()
    assert made.startswith("made a new database at ")
    assert re.match(r'warning: config\.toml:\d+:15: "secret_file" in \[web\] is open: ', warning)
    assert len(newsroom.mails()) == 2


# --- a database that is not up ---------------------------------------------------------------


def test_a_server_that_does_not_answer_is_a_complaint_of_a_check_without_its_password(newsroom: Newsroom) -> None:
    (complaint,) = told(newsroom, SYNDICATE_DATABASE__URL=NOWHERE)
    assert complaint.startswith(
        'SYNDICATE_DATABASE__URL: "url" in [database] leads to postgresql://me:***@127.0.0.1:1/x'
    )
    assert "but the database does not answer: " in complaint
    assert "start it, or correct the address" in complaint
    assert "hushhush" not in complaint


def test_everything_else_is_told_together_with_it(newsroom: Newsroom) -> None:
    complaints = told(newsroom, '[[sources]]\nname = "gone"\nfolder = "nowhere"', SYNDICATE_DATABASE__URL=NOWHERE)
    assert len(complaints) == 2


def test_a_start_gives_up_after_the_wait_that_is_set(newsroom: Newsroom) -> None:
    done = newsroom.run("run", "--once", SYNDICATE_DATABASE__URL=NOWHERE, SYNDICATE_DATABASE__WAIT="1s")
    assert done.returncode == 69
    assert "The database does not answer yet; waiting for it" in done.stdout
    assert 'error: SYNDICATE_DATABASE__URL: "url" in [database] leads to' in done.stderr
    assert "hushhush" not in done.stdout + done.stderr
    done = newsroom.run("run", SYNDICATE_DATABASE__URL=NOWHERE, SYNDICATE_DATABASE__WAIT="0s")
    assert (done.returncode, done.stdout) == (69, "")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_start_that_waits_is_stopped_as_any_other(newsroom: Newsroom, number: signal.Signals, code: int) -> None:
    with running(newsroom, SYNDICATE_DATABASE__URL=NOWHERE) as publisher:
        wait_for(lambda: any("waiting for it" in line for line in publisher.lines))
        publisher.process.send_signal(number)
        assert publisher.process.wait(PATIENCE) == code


@pytest.mark.postgres
@pytest.mark.usefixtures("postgres_database")  # emptied: what other tests left under way would be delivered
def test_a_start_waits_while_the_server_is_shut_and_while_it_says_that_it_is_starting(
    newsroom: Newsroom, postgres_url: str
) -> None:
    with (
        door() as before,
        running(newsroom, "--once", SYNDICATE_DATABASE__URL=behind(before, postgres_url)) as publisher,
    ):
        wait_for(lambda: any("waiting for it" in line for line in publisher.lines))
        before.listen()
        wait_for(lambda: before.knocks > 1)
        assert publisher.process.poll() is None
        before.is_open = True
        assert publisher.process.wait(PATIENCE) == 0
    assert len(newsroom.mails()) == 2


@pytest.mark.postgres
@pytest.mark.parametrize("part", [{"database": "there_is_none"}, {"username": "nobody_at_all"}], ids=str)
def test_a_server_that_says_no_is_not_waited_for(newsroom: Newsroom, part: dict[str, str]) -> None:
    address = make_url(POSTGRES_URL).set(**part).render_as_string(hide_password=False)  # type: ignore[arg-type]
    done = newsroom.run("run", "--once", SYNDICATE_DATABASE__URL=address)
    assert (done.returncode, done.stdout) == (2, "")
    assert "the database refuses us: " in done.stderr
    assert newsroom.run("articles", "list", SYNDICATE_DATABASE__URL=address).returncode == 69


# --- what is in the database -----------------------------------------------------------------


def _old(url: str) -> None:
    database = open_database(url)
    with database.write() as connection:
        command.upgrade(alembic_config(connection), "0002")
    database.close()


def test_an_older_file_is_told_and_neither_upgraded_nor_touched(newsroom: Newsroom) -> None:
    file = newsroom.folder / "var" / "syndicate.db"
    _old(f"sqlite:///{file}")
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    before = {
        path: (path.stat().st_mtime_ns, path.read_bytes()) for path in file.parent.glob("*.db*") if path.is_file()
    }
    found = newsroom.json("config", "check")
    assert found["database"]["schema"] == "0002"
    (warning,) = found["warnings"]
    assert f"which has schema 0002; the next start brings it to {HEAD}" in warning["message"]
    after = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in file.parent.glob("*.db*") if path.is_file()}
    assert after == before
    assert newsroom.run("run", "--once").returncode == 0
    assert newsroom.json("config", "check")["database"]["schema"] == HEAD


def test_a_file_that_is_in_use_is_asked_and_what_it_wrote_last_counts(newsroom: Newsroom) -> None:
    database = open_database(f"sqlite:///{newsroom.folder}/var/syndicate.db")
    ensure(database)  # what lies in the journal is not in the file yet
    assert newsroom.json("config", "check")["database"]["schema"] == HEAD
    database.close()


def test_a_file_that_was_left_by_a_kill_is_asked_and_nothing_beside_it_is_touched(newsroom: Newsroom) -> None:
    database = open_database(f"sqlite:///{newsroom.folder}/at-work/x.db")
    ensure(database)
    (newsroom.folder / "left").mkdir()
    for path in (newsroom.folder / "at-work").glob("x.db*"):
        if path.is_file():
            shutil.copy(path, newsroom.folder / "left" / path.name)
    database.close()
    before = {path.name: path.read_bytes() for path in (newsroom.folder / "left").iterdir()}
    assert before["x.db-wal"]
    newsroom.configure(f'{CONFIG}\n[database]\nurl = "sqlite:///left/x.db"')
    found = examine(newsroom.folder / "config.toml", {}).database
    assert found is not None
    assert found.schema == HEAD
    after = {path.name: path.read_bytes() for path in (newsroom.folder / "left").iterdir()}
    assert after.keys() == before.keys()
    assert {name: after[name] for name in ("x.db", "x.db-wal")} == {name: before[name] for name in ("x.db", "x.db-wal")}


def test_a_database_of_a_newer_program_and_a_file_that_is_none_are_complained_of(newsroom: Newsroom) -> None:
    file = newsroom.folder / "var" / "syndicate.db"
    database = open_database(f"sqlite:///{file}")
    ensure(database)
    database.close()
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    (complaint,) = told(newsroom)
    assert f"has schema 9999 of a newer program, while this one knows {HEAD}" in complaint
    file.write_bytes(b"this is no database, whatever its name says" * 50)
    (complaint,) = told(newsroom)
    assert "cannot be used: file is not a database; put the file back from a backup" in complaint


@pytest.mark.postgres
def test_a_server_with_an_older_schema_is_complained_of_with_the_command_and_an_empty_one_is_not(
    newsroom: Newsroom, postgres_url: str
) -> None:
    server = make_url(postgres_url)
    admin = open_database(POSTGRES_URL)
    name = f"{server.database}_old"
    with admin.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    url = server.set(database=name).render_as_string(hide_password=False)
    try:
        environ = {"SYNDICATE_DATABASE__URL": url}
        state = examine(newsroom.folder / "config.toml", environ).database
        assert state is not None
        assert (state.kind, state.schema) == ("PostgreSQL", None)
        _old(url)
        (complaint,) = told(newsroom, **environ)
        assert (
            f"has schema 0002, while this program needs {HEAD}; stop the others, then run: syndicate db upgrade"
            in complaint
        )
        done = newsroom.run("run", "--once", **environ)
        assert done.returncode == 2
        assert "syndicate db upgrade" in done.stderr
    finally:
        with admin.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
        admin.close()


# --- where links lead --------------------------------------------------------------------------


WITHOUT_URL = CONFIG.replace('url = "http://127.0.0.1:8080"\n', "")


@pytest.mark.parametrize(
    ("web", "url"),
    [
        ("", "http://127.0.0.1:8080"),
        ("port = 9000", "http://127.0.0.1:9000"),
        ("port = 80", "http://127.0.0.1"),
        ('host = "::1"', "http://[::1]:8080"),
        ('host = "0.0.0.0"\nport = 9000', "http://127.0.0.1:9000"),
        ('host = "::"', "http://[::1]:8080"),
        ('host = "quay.internal"', "http://quay.internal:8080"),
    ],
)
def test_an_address_that_nobody_wrote_follows_the_listener(newsroom: Newsroom, web: str, url: str) -> None:
    newsroom.configure(f"{WITHOUT_URL}\n[web]\n{web}")
    assert load(newsroom.folder / "config.toml", {}).site.url == url


def test_where_it_came_from_is_shown_and_one_that_was_written_stays(newsroom: Newsroom) -> None:
    newsroom.configure(f"{WITHOUT_URL}\n[web]\nport = 9000")
    shown = newsroom.run("config", "show").stdout
    assert re.search(r'^site\.url = "http://127\.0\.0\.1:9000" +# web\.port \(config\.toml:\d+\)$', shown, re.MULTILINE)
    shown = newsroom.run("config", "show", SYNDICATE_WEB__PORT="9001").stdout
    assert re.search(
        r'^site\.url = "http://127\.0\.0\.1:9001" +# web\.port \(SYNDICATE_WEB__PORT\)$', shown, re.MULTILINE
    )
    newsroom.configure(f"{CONFIG}\n[web]\nport = 9000")
    assert load(newsroom.folder / "config.toml", {}).site.url == "http://127.0.0.1:8080"


def test_links_begin_with_the_port_that_was_free(newsroom: Newsroom) -> None:
    newsroom.configure(WITHOUT_URL)
    with running(newsroom) as publisher:
        assert publisher.is_up.wait(PATIENCE), publisher.lines
        url = publisher.address("Pages").rstrip("/")
        wait_for(lambda: len(newsroom.mails()) == 2)
        assert f"{url}/unsubscribe/" in newsroom.mails()[0]["List-Unsubscribe"]
        assert f"<link>{url}/articles/" in (newsroom.feeds / "rss.xml").read_text()
        assert fetch(newsroom.mails()[0]["List-Unsubscribe"].strip("<>")).status == 200


@pytest.mark.parametrize(
    ("web", "said"), [("port = 0", "another one at every start"), ('host = "0.0.0.0"', "only this")]
)
def test_an_address_that_readers_cannot_use_is_warned_of_unless_one_is_written(
    newsroom: Newsroom, web: str, said: str
) -> None:
    newsroom.configure(f"{WITHOUT_URL}\n[web]\n{web}")
    (warning,) = newsroom.json("config", "check")["warnings"]
    assert said in warning["message"]
    newsroom.configure(f"{CONFIG}\n[web]\n{web}")
    assert newsroom.json("config", "check")["warnings"] == []


def test_a_port_that_is_wrong_is_told_once(newsroom: Newsroom) -> None:
    newsroom.configure(f"{WITHOUT_URL}\n[web]\nport = 99999")
    with pytest.raises(ConfigError) as refused:
        load(newsroom.folder / "config.toml", {})
    (complaint,) = refused.value.complaints
    assert '"port" in [web] is 99999' in complaint.message


def test_what_a_check_gives_as_json_names_the_database(newsroom: Newsroom) -> None:
    done = newsroom.run("config", "check")
    assert done.stdout.splitlines() == [
        f"database: SQLite {sqlite3.sqlite_version}, empty; the first start sets it up",
        "config.toml: no complaints",
    ]
    assert json.loads(newsroom.run("config", "check", "--json").stdout)["database"]["needs"] == HEAD
    assert not (newsroom.folder / "var").exists()
