"""The nasty set: what strangers serve as pictures, each over real HTTP, through real workers, to its expected end.

All of them are looked for in one run, so that each shows as well that the others did not suffer.
"""

from __future__ import annotations

import socket
import struct
import time
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from syndicate.images.model import HeroState, Role
from syndicate.storage import open_database, schema
from syndicate.text.media_types import JPEG, WEBP
from tests.foreign_host import Answer, ForeignHost, http
from tests.hero_desk import Desk, nowhere
from tests.pictures import (
    BLUE,
    GREEN,
    RED,
    WHITE,
    animated,
    colour_at,
    encoded,
    is_near,
    linear_profile,
    noise,
    plain,
    png_header,
    quarters,
    turned,
    webp_canvas,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from syndicate.images.model import Hero

CORNERS = {(0.2, 0.2): RED, (0.8, 0.2): GREEN, (0.2, 0.8): BLUE, (0.8, 0.8): WHITE}


def by_ink() -> bytes:
    inks = [Image.eval(band, lambda level: 255 - level) for band in quarters().split()]
    return encoded(Image.merge("CMYK", [*inks, plain(mode="L", colour=0)]), "JPEG", quality=95)


def by_palette() -> bytes:
    """Four colours and a transparent one, which is drawn where the others have white."""
    picture = quarters().quantize(8)
    white = picture.getpixel((470, 260))
    return encoded(picture, "PNG", transparency=white)


def seen_through() -> bytes:
    picture = quarters().convert("RGBA")
    picture.paste((*RED, 0), (240, 135, 480, 270))  # nothing is to be seen of this red
    return encoded(picture, "PNG")


def claiming(content: bytes, width: int, height: int) -> bytes:
    """A JPEG whose frame header claims another size."""
    at = content.index(b"\xff\xc0") + 5
    return content[:at] + struct.pack(">HH", height, width) + content[at + 4 :]


def screen_of(content: bytes, width: int, height: int) -> bytes:
    """A GIF whose logical screen claims another size."""
    return content[:6] + struct.pack("<HH", width, height) + content[10:]


def truncated(kind: str) -> bytes:
    return encoded(noise(400, 300), kind)[: 300 * 100]


# --- what becomes a picture ------------------------------------------------------------------

#: Every one shows red, green, blue and white in its quarters; made when it is served, not when tests are collected.
PICTURES: dict[str, Callable[[], bytes]] = {
    "jpeg": lambda: encoded(quarters(), "JPEG"),
    "jpeg-progressive": lambda: encoded(quarters(), "JPEG", progressive=True),
    "jpeg-of-ink": by_ink,
    "jpeg-of-two-pictures": lambda: animated("MPO", quarters(), plain()),
    "jpeg-with-broken-exif": lambda: encoded(quarters(), "JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff"),
    "jpeg-with-a-comment-of-60-kb": lambda: encoded(quarters(), "JPEG", comment=b"x" * 60_000),
    "jpeg-with-trailing-junk": lambda: encoded(quarters(), "JPEG") + b"<?php phpinfo();" * 100,
    "jpeg-of-12-megapixels": lambda: encoded(quarters(4000, 3000), "JPEG"),
    **{f"rotated-{orientation}": partial(turned, orientation) for orientation in range(1, 9)},
    **{f"rotated-large-{orientation}": partial(turned, orientation, size=(2400, 1350)) for orientation in (3, 6, 8)},
    "rotated-png": lambda: turned(6, "PNG"),
    "rotated-webp": lambda: turned(6, "WEBP"),
    "rotated-avif": lambda: turned(6, "AVIF"),
    "png": lambda: encoded(quarters(), "PNG"),
    "png-by-palette": lambda: encoded(quarters().quantize(8), "PNG"),
    "png-by-palette-transparent": by_palette,
    "png-transparent": seen_through,
    "png-named-jpg": lambda: encoded(quarters(), "PNG"),
    "webp": lambda: encoded(quarters(), "WEBP", quality=95),
    "webp-lossless": lambda: encoded(quarters(), "WEBP", lossless=True),
    "avif": lambda: encoded(quarters(), "AVIF"),
    "gif": lambda: encoded(quarters(), "GIF"),
    "animated-gif": lambda: animated("GIF", quarters(), plain(colour=GREEN)),
    "animated-webp": lambda: animated("WEBP", quarters(), plain(colour=GREEN)),
    "animated-png": lambda: animated("PNG", quarters(), plain(colour=GREEN)),
    "animated-avif": lambda: animated("AVIF", quarters(), plain(colour=GREEN)),
}

#: What the middle of the picture is to show.
MIDDLES: dict[str, tuple[Callable[[], bytes], tuple[int, int, int]]] = {
    "grey-of-16-bits": (lambda: encoded(plain(mode="I;16", colour=25_700), "PNG"), (100, 100, 100)),
    "one-bit": (lambda: encoded(plain(mode="1", colour=1), "PNG"), WHITE),
    "linear-light": (
        lambda: encoded(plain(colour=(64, 64, 64)), "JPEG", icc_profile=linear_profile()),
        (137, 137, 137),
    ),
    "junk-for-a-profile": (lambda: encoded(plain(colour=RED), "JPEG", icc_profile=b"junk" * 99), RED),
    "40-megapixels-in-6-kb": (lambda: png_header(8_000, 5_000), (0, 0, 0)),
    "animated-webp-of-36-megapixels": (lambda: webp_canvas(8_000, 4_500), WHITE),
}

# --- what becomes a finding -------------------------------------------------------------------

#: Bytes, and what is told of them.
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb-of-144-megapixels": (lambda: png_header(12_000, 12_000), "too large to decode: 12000×12000 pixels"),
    "bomb-of-900-megapixels": (lambda: png_header(30_000, 30_000), "too large to decode"),
    "bomb-by-webp-canvas": (lambda: webp_canvas(16_000, 16_000), "too large to decode: 16000×16000 pixels"),
    "bomb-by-jpeg-claim": (lambda: claiming(encoded(quarters(), "JPEG"), 65_000, 65_000), "too large to decode"),
    "bomb-by-gif-screen": (
        lambda: b"GIF89a" + struct.pack("<HH", 65_535, 65_535) + encoded(quarters(), "GIF")[10:],
        "too large",
    ),
    "one-by-one": (lambda: encoded(plain(1, 1), "PNG"), "too small: 1×1 pixels"),
    "one-by-one-gif": (lambda: encoded(plain(1, 1), "GIF"), "too small: 1×1 pixels"),
    "a-thin-line": (lambda: encoded(plain(2_000, 4), "PNG"), "too small: 2000×4 pixels give 7 across"),
    "svg": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg' width='900' height='600'/>", "it is an SVG drawing"),
    "svg-behind-xml": (lambda: b"<?xml version='1.0'?>\n<!DOCTYPE svg>\n<svg/>", "it is an SVG drawing"),
    "html-named-jpg": (lambda: b"<!DOCTYPE html><title>Sign in</title>", "it is a web page"),
    "pdf": (lambda: b"%PDF-1.7\n", "it is a PDF"),
    "nothing": (lambda: b"", "it is empty"),
    "zeros": (lambda: b"\0" * 10_000, "no picture that can be read"),
    "tiff": (lambda: encoded(quarters(), "TIFF"), "no picture that can be read"),
    "bmp": (lambda: encoded(quarters(), "BMP"), "no picture that can be read"),
    "postscript": (lambda: encoded(quarters(), "EPS"), "no picture that can be read"),
    **{
        f"truncated-{kind.lower()}": (partial(truncated, kind), "broken|no picture")
        for kind in ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
    },
}


def redirect(location: str) -> bytes:
    return http("302 Found", f"Location: {location}")


def endless(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + PICTURES["png"]())
    while True:
        connection.sendall(b"\0" * 65_536)


def dripping(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n")
    for _ in range(100):
        connection.sendall(b"\xff")
        time.sleep(0.1)


#: Answers of servers, what is told of them, and whether they are asked again.
ANSWERED: dict[str, tuple[Answer, str, bool]] = {
    "404": (http("404 Not Found"), "answered 404 Not Found", False),
    "403": (http("403 Forbidden"), "answered 403 Forbidden", False),
    "503": (http("503 Service Unavailable"), "answered 503 Service Unavailable", True),
    "304-unasked": (http("304 Not Modified"), "answered 304 Not Modified", False),
    "206-unasked": (http("206 Partial Content", body=encoded(quarters(), "PNG")), "answered 206 Partial Content", True),
    "endless": (endless, "sends more than 1 MB", False),
    "too-large-by-its-word": (http("200 OK", length=20_000_000), "sends more than 1 MB", False),
    "dripping": (dripping, "took longer than 2 seconds", True),
    "cut-off": (http("200 OK", body=encoded(quarters(), "JPEG")[:500], length=9_000), "broke off", True),
    "to-metadata": (redirect("http://169.254.169.254/latest/"), "not a public address", False),
    "to-private": (redirect("//10.0.0.1/a.jpg"), "not a public address", False),
    "to-mapped": (redirect("http://[::ffff:10.0.0.1]/a.jpg"), "not a public address", False),
    "to-hex": (redirect("http://0xa9fea9fe/a.jpg"), "writes its address in an unusual way", False),
    "to-file": (redirect("file:///etc/passwd"), "is not http or https", False),
    "to-user": (redirect("http://a@example.org/"), "names a user", False),
    "to-two-readings": (redirect("http://example.org\\@127.0.0.1/"), "backslash", False),
    "in-a-circle": (redirect("/in-a-circle"), "redirects more than 3 times", False),
}

#: Addresses that lead inside, or nowhere, each written in its own way; none may be connected to.
ADDRESSES: dict[str, str] = {
    "http://127.0.0.1/a.jpg": "not a public address",
    "http://127.1/a.jpg": "unusual way",
    "http://0x7f000001/a.jpg": "unusual way",
    "http://0x7f.0.0.1/a.jpg": "unusual way",
    "http://2130706433/a.jpg": "unusual way",
    "http://0177.0.0.1/a.jpg": "unusual way",
    "http://127.0.0.1./a.jpg": "not a public address",
    "http://0.0.0.0/a.jpg": "not a public address",
    "http://10.0.0.1/a.jpg": "not a public address",
    "http://172.16.0.1/a.jpg": "not a public address",
    "http://192.168.1.1/a.jpg": "not a public address",
    "http://100.64.0.1/a.jpg": "not a public address",
    "http://169.254.169.254/a.jpg": "not a public address",
    "http://198.18.0.1/a.jpg": "not a public address",
    "http://224.0.0.1/a.jpg": "not a public address",
    "http://255.255.255.255/a.jpg": "not a public address",
    "http://[::1]/a.jpg": "not a public address",
    "http://[::]/a.jpg": "not a public address",
    "http://[::ffff:127.0.0.1]/a.jpg": "not a public address",
    "http://[::ffff:7f00:1]/a.jpg": "not a public address",
    "http://[64:ff9b::7f00:1]/a.jpg": "not a public address",
    "http://[2002:7f00:1::]/a.jpg": "not a public address",
    "http://[fe80::1]/a.jpg": "not a public address",
    "http://[fc00::1]/a.jpg": "not a public address",
    "http://[::1%25lo]/a.jpg": "names a network interface",
    "http://localhost/a.jpg": "not a public address",
    "//inside.example/a.jpg": "not a public address",
    "http://mixed.example/a.jpg": "not a public address",
    "http://ｌocalhost/a.jpg": "not a public address",
    "http://nobody.example/a.jpg": "does not resolve",
    "http://93.184.216.34:8080/a.jpg": "not on port 80 or 443",
    "http://me@93.184.216.34/a.jpg": "names a user",
    "http://127.0.0.1\\@93.184.216.34/a.jpg": "backslash",
    "ftp://93.184.216.34/a.jpg": "",
    "file:///etc/a.jpg": "",
    "data:image/png;base64,AAAA/a.jpg": "",
}
NAMES = {"localhost": ["127.0.0.1"], "inside.example": ["10.0.0.5"], "mixed.example": ["93.184.216.34", "127.0.0.1"]}


def resolve(host: str, port: int) -> Sequence[str]:
    return NAMES.get(host) or nowhere(host, port)


# --- one run over all of them -------------------------------------------------------------------


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Where everything that is served was looked for, once."""
    database = open_database(f"sqlite:///{tmp_path_factory.mktemp('nasty')}/nasty.db")
    schema.ensure(database)
    desk = Desk(database)
    makers = PICTURES | {name: maker for name, (maker, _) in (MIDDLES | REFUSED).items()}
    answers: dict[str, Answer] = {f"/{name}": http("200 OK", body=make()) for name, make in makers.items()}
    answers |= {f"/{name}": answer for name, (answer, _, _) in ANSWERED.items()}
    with ForeignHost(answers) as host:
        for path in answers:
            desk.article(path[1:], host.url(path))
        desk.run(timeout_seconds=2.0, workers=2)
    yield desk
    database.close()


def test_the_set_is_as_large_as_it_should_be() -> None:
    assert len(ADDRESSES) + len([one for one in ANSWERED if one.startswith("to-")]) >= 30
    assert len(REFUSED["bomb-of-144-megapixels"][0]()) < 20_000
    assert len(MIDDLES["animated-webp-of-36-megapixels"][0]()) < 500


@pytest.mark.parametrize("name", PICTURES)
def test_it_becomes_the_picture_that_it_shows(desk: Desk, name: str) -> None:
    for shown in renditions(desk, name):
        assert shown.mode == "RGB"
        for (x, y), colour in CORNERS.items():
            assert is_near(colour_at(shown, x, y), colour, by=30)


@pytest.mark.parametrize("name", MIDDLES)
def test_it_becomes_a_picture_of_the_right_colour(desk: Desk, name: str) -> None:
    for shown in renditions(desk, name):
        assert is_near(colour_at(shown, 0.5, 0.5), MIDDLES[name][1], by=8)


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_a_reason(desk: Desk, name: str) -> None:
    hero = desk.hero(name)
    assert hero.state is HeroState.FAILED
    assert any(reason in (hero.reason or "") for reason in REFUSED[name][1].split("|"))
    assert hero.retry_at is None


@pytest.mark.parametrize("name", ANSWERED)
def test_the_server_is_named_with_what_it_did(desk: Desk, name: str) -> None:
    hero = desk.hero(name)
    assert hero.state is HeroState.FAILED
    assert ANSWERED[name][1] in (hero.reason or "")
    assert (hero.retry_at is not None) is ANSWERED[name][2]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_leads_inside_is_never_connected_to(
    address: str, sqlite_database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _, to: tried.append(to))
    desk = Desk(sqlite_database)
    desk.resolver = resolve
    desk.article("a", address)
    desk.run(allow_loopback=False)
    assert tried == []
    assert desk.chosen() == ({"a"} if ADDRESSES[address] else set())
    if ADDRESSES[address]:
        assert ADDRESSES[address] in (desk.hero("a").reason or "")


def renditions(desk: Desk, name: str) -> list[Image.Image]:
    """Every 16:9 rendition, decoded."""
    hero: Hero = desk.hero(name)
    assert (hero.state, hero.reason) == (HeroState.READY, None)
    files = [*hero.sources(JPEG), *hero.sources(WEBP)]
    assert {one.role for one in files} <= {Role.LEAD, Role.SMALL}
    stored = [desk.shelf.read(one.name) for one in files]
    return [Image.open(BytesIO(one.content)) for one in stored if one is not None]
