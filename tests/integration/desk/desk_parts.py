"""Somebody at the desk of a newsroom: pages asked for, and forms sent, over real HTTP."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlencode

from syndicate.publishing.wiring import Parts
from syndicate.web.desk.context import Desk
from tests.unit.web.web_samples import Door, Reply, enter, fetch, own_form


@dataclass
class Editor:
    """Who came in by a link; ``last`` is the page that the last form led to."""

    door: Door
    inside: dict[str, str]

    def get(self, path: str) -> Reply:
        return fetch(self.door.url + path, headers=self.inside)

    def says(self, path: str) -> str:
        """The words of a page, in one line."""
        reply = self.get(path)
        assert reply.status == 200, reply.text
        return words_of(reply)

    def send(self, path: str, **fields: str | list[str]) -> Reply:
        """What is answered to a form."""
        body = urlencode(fields, doseq=True).encode()
        return fetch(self.door.url + path, "POST", headers=own_form(self.door) | self.inside, body=body)

    def act(self, path: str, **fields: str | list[str]) -> str:
        """The address that a form leads to, which is then asked for."""
        reply = self.send(path, **fields)
        assert reply.status == 303, words_of(reply)
        return reply.headers["location"]


def words_of(reply: Reply) -> str:
    text = re.sub(r"<(style|script)\b.*?</\1>", " ", reply.text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text)))


def at_desk(door: Door, parts: Parts) -> Editor:
    """Somebody who is in at the desk of these parts."""
    return Editor(door, enter(door, Desk(parts)))
