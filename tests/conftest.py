"""What every test may use: a real database of each kind, and the rules on what must be present.

`TESTS_REQUIRE=postgres,browser,strace,node,ministack,ruby,newsboat,nginx,postfix,fuzz,spamassassin,java,wordpress`
(or ``all``) turns "skipped, because the machine has it not" into a failure; CI sets it.
"""

from __future__ import annotations

import gc
import os
import shutil
import socket
import subprocess
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from syndicate.cli.root import run
from syndicate.storage import Database, open_database, schema
from syndicate.storage import database as opening
from tests import wordpress_site
from tests.compiled_statements import CompiledStatements
from tests.crowds import NGINX_PROGRAM
from tests.emptying import empty
from tests.first_schema import FirstSchema, by_every_step
from tests.newsroom import Newsroom, open_newsroom
from tests.postfix_server import may_run as may_run_postfix
from tests.profiles import FAST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.commands import Invoke

POSTGRES_URL = os.environ.get("TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")

_MISSING: pytest.StashKey[set[str]] = pytest.StashKey()

HOW_TO_ENABLE = {
    "postgres": "start PostgreSQL on loopback and name it: TEST_POSTGRES_URL=postgresql://user@127.0.0.1:5432/postgres",
    "browser": "install Chromium (apt install chromium)",
    "strace": "install strace (apt install strace) and allow ptrace",
    "node": "install node and npm",
    "ministack": "let Python's venv and pip work here (apt install python3-venv)",
    "ruby": "install Ruby with its rss library (apt install ruby)",
    "newsboat": "install newsboat (apt install newsboat)",
    "nginx": "install nginx (apt install nginx-light)",
    "postfix": "run as root, with Postfix (apt install postfix)",
    "fuzz": "install atheris (pip install atheris; Linux)",
    "spamassassin": "install SpamAssassin (apt install spamassassin)",
    "java": "install a Java runtime (apt install default-jre-headless)",
    "wordpress": "install WordPress (apt install wordpress mariadb-server php-cli php-mysql)",
}

settings.load_profile(FAST)  # unless --hypothesis-profile names another


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden-rewrite", action="store_true", help="write the golden files anew instead of comparing")
    parser.addoption("--artefacts", type=Path, default=None, help="keep screenshots and mails in this folder")


def _required() -> frozenset[str]:
    named = frozenset(filter(None, os.environ.get("TESTS_REQUIRE", "").split(",")))
    return frozenset(HOW_TO_ENABLE) if "all" in named else named


def _has_postgres() -> bool:
    url = make_url(POSTGRES_URL)
    try:
        with socket.create_connection((url.host or "127.0.0.1", url.port or 5432), timeout=2):
            pass
        engine = create_engine(url.set(drivername="postgresql+psycopg"), poolclass=NullPool)
        with engine.connect():
            return True
    except (OSError, OperationalError, ModuleNotFoundError):
        return False


def _runs(*command: str) -> bool:
    if shutil.which(command[0]) is None:
        return False
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


_PRESENT: dict[str, Callable[[], bool]] = {
    "postgres": _has_postgres,
    "browser": lambda: shutil.which("chromium") is not None,
    "strace": lambda: _runs("strace", "-o", os.devnull, "true"),
    "ruby": lambda: _runs("ruby", "-rrss", "-e", "RSS::Parser"),
    "newsboat": lambda: shutil.which("newsboat") is not None,
    "nginx": lambda: _runs(NGINX_PROGRAM, "-v"),
    "postfix": may_run_postfix,
    "fuzz": lambda: find_spec("atheris") is not None,
    "spamassassin": lambda: shutil.which("spamassassin") is not None,
    "wordpress": wordpress_site.is_there,
    "java": lambda: shutil.which("java") is not None,
    "ministack": lambda: find_spec("venv") is not None and find_spec("ensurepip") is not None,
    "node": lambda: shutil.which("npm") is not None and shutil.which("node") is not None,
}


def pytest_configure(config: pytest.Config) -> None:
    missing: set[str] = {name for name, present in _PRESENT.items() if not present()}
    config.stash[_MISSING] = missing
    if not config.getoption("numprocesses", None):  # this process runs tests; what they start is not measured
        os.environ.pop("COVERAGE_PROCESS_CONFIG", None)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Modules and thousands of tests stay to the end: nothing is gained by looking for garbage among them."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    missing = config.stash[_MISSING]
    for item in items:
        for name in missing - _required():
            if item.get_closest_marker(name):
                item.add_marker(pytest.mark.skip(reason=f"no {name}: {HOW_TO_ENABLE[name]}"))


def pytest_report_header(config: pytest.Config) -> list[str]:
    missing = config.stash[_MISSING]
    return [f"left out: tests that need {name} ({HOW_TO_ENABLE[name]})" for name in sorted(missing)]


@pytest.fixture(scope="session", autouse=True)
def state_of_this_machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What this machine knows of the installations of the tests is not mixed with what it knows of others."""
    folder = tmp_path_factory.mktemp("state")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(folder))
        yield folder


@pytest.fixture(scope="session", autouse=True)
def statements_compiled_once() -> Iterator[None]:
    """What SQLAlchemy compiled for one test's engine is there for the next one's."""
    options = {"compiled_cache": CompiledStatements(1_500)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "create_engine", partial(create_engine, execution_options=options))
        yield


@pytest.fixture(scope="session", autouse=True)
def first_schema(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FirstSchema]:
    """Empty SQLite files are set up by what the migrations once made of one."""
    first = FirstSchema(tmp_path_factory.mktemp("migrated") / "template.db")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "_migrate", first.migrate)
        yield first


@pytest.fixture
def every_migration(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set an empty file up by all migrations, as the product does."""
    monkeypatch.setattr(schema, "_migrate", by_every_step)


@pytest.fixture(scope="session")
def migrated_sqlite(first_schema: FirstSchema) -> Path:
    """A SQLite file at the newest schema, to be copied."""
    return first_schema.path


@pytest.fixture(scope="session")
def postgres_url(worker_id: str) -> Iterator[str]:
    """A PostgreSQL database of this test process's own, at the newest schema."""
    name = f"syndicate_test_{os.getpid()}_{worker_id}"
    server = create_engine(
        make_url(POSTGRES_URL).set(drivername="postgresql+psycopg"),
        isolation_level="AUTOCOMMIT",
    )
    with server.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    url = make_url(POSTGRES_URL).set(database=name).render_as_string(hide_password=False)
    database = open_database(url)
    schema.upgrade(database)
    database.close()
    yield url
    with server.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    server.dispose()


@pytest.fixture
def sqlite_database(tmp_path: Path, migrated_sqlite: Path) -> Iterator[Database]:
    """An empty SQLite database at the newest schema."""
    path = tmp_path / "syndicate.db"
    shutil.copy(migrated_sqlite, path)
    database = open_database(f"sqlite:///{path}")
    yield database
    database.close()


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[Database]:
    """An empty PostgreSQL database at the newest schema."""
    database = open_database(postgres_url)
    with database.write() as connection:
        empty(connection)
    yield database
    database.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> Database:
    """An empty database at the newest schema, of each kind in turn."""
    found: Database = request.getfixturevalue(f"{request.param}_database")
    return found


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    """A small newsroom with two articles and a newsletter."""
    return open_newsroom(tmp_path / "newsroom")


@pytest.fixture
def invoke(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Invoke:
    """Run a command in the newsroom's folder: exit code, stdout, stderr."""
    monkeypatch.chdir(newsroom.folder)
    monkeypatch.delenv("SYNDICATE_CONFIG", raising=False)

    def call(*arguments: str) -> tuple[int, str, str]:
        code = run(arguments)
        out, err = capsys.readouterr()
        return code, out, err

    return call
