"""An address of a database that is broken is a mistake of the configuration: told by every command, never a fault."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from syndicate.cli.root import cli, run
from syndicate.config.examining import examine
from syndicate.errors import ConfigError, StorageError
from syndicate.storage.address import read

if TYPE_CHECKING:
    from tests.newsroom import Newsroom

SECRET = "hushhush"  # noqa: S105 - it is looked for in what is told
BROKEN = {
    f"postgresql://u:{SECRET}@[::1/x": "IPv6",
    f"postgresql://u:{SECRET}@::1/x": "IPv6",
    f"postgresql://u:{SECRET}@[zz]/x": "IPv6",
    f"postgresql://u:{SECRET}@[1.2.3.4]/x": "IPv6",
    f"postgresql://u:{SECRET}@h:abc/x": "port",
    f"postgresql://u:{SECRET}@h:/x": "port",
    f"postgresql://u:{SECRET}@h:0/x": "port",
    f"postgresql://u:{SECRET}@h:65536/x": "port",
    f"postgresql://u:{SECRET}@h:-1/x": "port",
    f"postgresql://u:{SECRET}@h:{'9' * 5000}/x": "port",
    f"postgresql://u:{SECRET}%zz@h/x": "%25",
    f"postgresql://u:{SECRET}%@h/x": "%25",
    f"postgresql://u:{SECRET}%FF@h/x": "UTF-8",
    f"postgresql://u:{SECRET}%00@h/x": "control",
    f"postgresql://u:p@{SECRET}@h/x": "%40",
    f"postgresql://u:p@a/{SECRET}@h/x": "%40",
    f"postgresql://u:{SECRET}@h b/x": "host",
    f"postgresql://u:{SECRET}@{'a' * 64}/x": "host",
    f"postgresql://u:{SECRET}@h/x?sslmod=require": "option",
    f"postgresql://u@h/x?pasword={SECRET}": "option",
    f"postgresql://u:{SECRET}@h/x?connect_timeout=soon": "option",
    f"postgresql://u:{SECRET}@h/x?port=soon": "option",
    f"postgresql+nope://u:{SECRET}@h/x": "driver",
    f"mysql://u:{SECRET}@h/x": "SQLite or PostgreSQL",
    f"postgres://u:{SECRET}@h/x": "postgresql in full",
    f"postgresql:/u:{SECRET}@h/x": "no database address",
    f"u:{SECRET}@h/x": "no database address",
    "postgresql://": "names no database",
    "": "is empty",
    "   ": "is empty",
    "sqlite://": "names no file",
    "sqlite:///": "names no file",
    "sqlite:///:memory:": "names no file",
    "sqlite://host/x.db": "names no file",
    "sqlite+nope:///x.db": "driver",
    "sqlite:///x.db?timeout=soon": "has a ? in it",
    "sqlite:///x\x01.db": "control",
}
SOUND = [
    "postgresql://u:p/w@h/x",
    "postgresql://u:p:w@h:5432/x",
    "postgresql://u:p%40w@[::1]:5432/x",
    "postgresql:///x?host=/run/postgresql",
    "postgresql://my_db/x",
    "postgresql://u@db.internal./x?sslmode=require&connect_timeout=3",
    "postgresql+psycopg2://u@h/x",
    "postgresql://u@10.0.0.1/x",
    "sqlite:///var/ä b.db",
    "sqlite:////srv/news.db",
]


def commands() -> list[str]:
    found = []
    for name, command in cli.commands.items():
        inner = command.commands if isinstance(command, click.Group) else {"": command}
        found += [f"{name} {part}".strip() for part in inner]
    return sorted(found)


#: They never look at it.
WRITTEN = {"file": "config.toml", "address": "ann@example.org", "point": "50% 30%"}
WITHOUT_CONFIGURATION = {"articles schema"}


@pytest.mark.parametrize("address", BROKEN)
def test_a_broken_address_is_a_complaint_that_repeats_nothing_of_it(newsroom: Newsroom, address: str) -> None:
    with pytest.raises(ConfigError) as refused:
        examine(newsroom.folder / "config.toml", {"SYNDICATE_DATABASE__URL": address})
    (complaint,) = refused.value.complaints
    assert complaint.where == "SYNDICATE_DATABASE__URL"
    assert complaint.message.startswith('"url" in [database] ')
    assert BROKEN[address] in complaint.message
    assert SECRET not in str(refused.value)
    assert not (newsroom.folder / "var").exists()


def _words(name: str) -> list[str]:
    command: click.Command = cli
    for part in name.split():
        assert isinstance(command, click.Group)
        command = command.commands[part]
    arguments = [str(one.name) for one in command.params if isinstance(one, click.Argument)]
    return [*name.split(), *(WRITTEN.get(argument, "daily") for argument in arguments)]


@pytest.mark.parametrize("name", [name for name in commands() if name not in WITHOUT_CONFIGURATION])
def test_every_command_refuses_a_broken_address_as_a_configuration(
    newsroom: Newsroom, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(newsroom.folder)
    monkeypatch.setenv("SYNDICATE_DATABASE__URL", f"postgresql://u:{SECRET}@[::1/x")
    code = run(_words(name))
    told = capsys.readouterr().err
    assert code == 2, told
    assert 'SYNDICATE_DATABASE__URL: "url" in [database] has a port' in told
    assert SECRET not in told
    assert not list(newsroom.folder.rglob("fault-*"))


def test_a_broken_address_in_the_file_has_line_and_column_and_one_of_its_own_file_that_file_s_place(
    newsroom: Newsroom,
) -> None:
    text = (newsroom.folder / "config.toml").read_text()
    newsroom.configure(f'{text}\n[database]\nurl = "postgresql://h:x/y"\n')
    line = text.count("\n") + 3
    assert f'config.toml:{line}:7: "url" in [database] has a port' in newsroom.run("config", "check").stderr
    newsroom.configure(f'{text}\n[database]\nurl_file = "url"\n')
    (newsroom.folder / "url").write_text(f"postgresql://u:{SECRET}@h:x/y\n")
    told = newsroom.run("articles", "list").stderr
    assert f'config.toml:{line}:12: "url" in [database] has a port' in told
    assert SECRET not in told


def test_a_driver_that_is_missing_is_told_with_the_command_that_installs_it(newsroom: Newsroom) -> None:
    (newsroom.folder / "psycopg.py").write_text("raise ImportError('no pq wrapper available')")
    path = f"{newsroom.folder}"
    for command in (("config", "check"), ("run", "--once"), ("articles", "list")):
        done = newsroom.run_in_new_python(*command, SYNDICATE_DATABASE__URL="postgresql://h/x", PYTHONPATH=path)
        assert done.returncode == 2
        assert "needs the driver of PostgreSQL, which is not installed; install it" in done.stderr


@pytest.mark.parametrize("address", SOUND)
def test_a_sound_address_is_taken(address: str) -> None:
    assert read(address).get_backend_name() in address


@given(st.text() | st.text(st.sampled_from("postgresql://u:p@[]h:5%/?=&#,. ")).map(lambda rest: f"postgresql://{rest}"))
@example("postgresql://[")
@example("postgresql://h/x?a=%")
def test_whatever_stands_there_is_an_address_or_refused(text: str) -> None:
    try:
        url = read(text)
    except StorageError as refused:
        assert refused.hint  # noqa: PT017 - either may be
    else:
        assert url.get_backend_name() in {"sqlite", "postgresql"}


def test_a_file_whose_name_needs_no_look_at_the_driver_is_read_the_same(tmp_path: Path) -> None:
    plain, odd = tmp_path / "plain.db", tmp_path / "odd é.db"
    assert read(f"sqlite:///{plain}").database == str(plain)
    assert read(f"sqlite:///{odd}").database == str(odd)
