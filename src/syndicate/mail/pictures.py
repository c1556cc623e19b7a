"""The pictures that a mail names."""

from __future__ import annotations

from html.parser import HTMLParser


def picture_addresses(html: str) -> tuple[str, ...]:
    """The addresses of the pictures in any HTML, however odd, each once, in their order."""
    pictures = _Pictures()
    pictures.feed(html)
    pictures.close()
    return tuple(dict.fromkeys(pictures.addresses))


class _Pictures(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get("src") if tag == "img" else None
        if address:
            self.addresses.append(address)
