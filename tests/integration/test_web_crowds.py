"""A machine that holds five hundred unfinished requests keeps nobody else out, directly or behind nginx."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, PIPE

import pytest

from tests.crowds import (
    FORWARDED,
    HALF_A_BODY,
    HALF_A_CHUNK,
    HALF_A_HEAD,
    Crowd,
    is_served,
    nginx,
    port_of,
)
from tests.newsroom import open_newsroom

UNFINISHED = {"heads": HALF_A_HEAD, "bodies": HALF_A_BODY, "chunks": HALF_A_CHUNK}
#: nginx itself, and a machine that nobody trusts.
CALLERS = ["127.0.0.1", "127.0.0.3"]
PROXIES = {
    "buffered": {"buffering": "on"},
    "unbuffered": {"buffering": "off"},
    "kept open": {"buffering": "off", "keepalive": "keepalive 32;"},
    "Forwarded": {"buffering": "off", "forward": FORWARDED},
    "silent": {"buffering": "off", "forward": ""},
}


@pytest.fixture(scope="module")
def publisher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of the public listener of `syndicate run`, which trusts 127.0.0.1."""
    newsroom = open_newsroom(tmp_path_factory.mktemp("crowds") / "newsroom")
    settings = {"WEB__PORT": "0", "PREVIEW__ENABLED": "false", "WEB__TRUSTED_PROXIES": "127.0.0.1"}
    extra = {f"SYNDICATE_{key}": value for key, value in settings.items()}
    with newsroom.start("run", extra=extra, stdout=PIPE, stderr=DEVNULL) as process:
        assert process.stdout is not None
        try:
            address = next(line.split()[1] for line in process.stdout if line.split()[:1] == ["Pages"])
            assert any(line.startswith("Running.") for line in process.stdout)
            yield port_of(address)
        finally:
            process.kill()


def share_served(port: int, seconds: float, within: float) -> float:
    """The share of callers from another address, one after another for so long, who are answered in time."""
    answered: list[bool] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answered.append(is_served(port, within=within, path="/" if len(answered) % 2 else "/healthz"))
        time.sleep(0.1)
    return sum(answered) / len(answered)


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("said", UNFINISHED.values(), ids=UNFINISHED)
def test_unfinished_requests_of_one_machine_keep_nobody_out(publisher: int, said: bytes, caller: str) -> None:
    with Crowd(publisher, said, caller=caller):
        assert share_served(publisher, 2, within=10) >= 0.9


@pytest.mark.nginx
@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("settings", PROXIES.values(), ids=PROXIES)
def test_neither_do_they_behind_nginx(publisher: int, tmp_path: Path, settings: dict[str, str], caller: str) -> None:
    with nginx(tmp_path, publisher, **settings) as port, Crowd(port, HALF_A_BODY, caller=caller):
        assert share_served(port, 2, within=10) >= 0.9


@pytest.mark.slow
@pytest.mark.nginx
@pytest.mark.parametrize("way", ["direct", "buffered", "unbuffered"])
def test_for_a_minute_nine_of_ten_are_answered_within_a_second(publisher: int, tmp_path: Path, way: str) -> None:
    with _way(way, publisher, tmp_path) as port, Crowd(port, HALF_A_BODY, caller="127.0.0.3"):
        assert share_served(port, 60, within=1) >= 0.9


@contextmanager
def _way(way: str, publisher: int, folder: Path) -> Iterator[int]:
    if way == "direct":
        yield publisher
    else:
        with nginx(folder, publisher, **PROXIES[way]) as port:
            yield port
