"""A SES for tests of the carrier: takes bulk and raw mails, fills in templates, answers as a script says.

What is strict about SES is judged elsewhere; this one shows what was asked of it, and what readers would have.
"""

from __future__ import annotations

import base64
import json
import re
import socket
import struct
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from tests.carriers import Read, read

RAW, BULK = "/v2/email/outbound-emails", "/v2/email/outbound-bulk-emails"
TEMPLATES, ACCOUNT = "/v2/email/templates", "/v2/email/account"
_FIELD = re.compile(r"\{\{([a-z_]+)\}\}")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any


@dataclass(frozen=True, kw_only=True)
class Scripted:
    """What is answered instead of what would be; nothing is accepted. Without a status the connection is cut."""

    status: int | None
    code: str = ""
    message: str = ""
    body: Any = None


@dataclass(frozen=True)
class EntryFault:
    """What is said of an entry of a bulk call that is not accepted."""

    status: str
    error: str = ""


class _Quiet(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients go away: that is what half the tests are about."""


@dataclass
class SesDouble:
    """The server, as a context manager. ``escapes``: whether it fills in values as Handlebars does, or as they are."""

    script: list[Scripted | None] = field(default_factory=list)
    entry_faults: dict[str, EntryFault] = field(default_factory=dict)
    account: dict[str, Any] = field(default_factory=dict)
    escapes: bool = True
    asked: list[Asked] = field(default_factory=list)
    templates: dict[str, Any] = field(default_factory=dict)
    accepted: dict[str, list[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def arrived(self) -> dict[str, list[Read]]:
        """The mails by delivery, as their readers have them."""
        return {delivery: list(map(read, mails)) for delivery, mails in self.accepted.items()}

    def paths(self) -> list[str]:
        return [f"{asked.method} {asked.path}" for asked in self.asked]

    def __enter__(self) -> Self:
        double = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1

            def _go(self) -> None:
                raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                body = json.loads(raw) if raw else None
                asked = Asked(method=self.command, path=self.path, headers=dict(self.headers), body=body)
                double.asked.append(asked)
                scripted = double.script.pop(0) if double.script else None
                answer = scripted or double._answer(asked)
                if answer.status is None:
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    self.connection.close()
                    self.close_connection = True
                    return
                content = json.dumps(answer.body if answer.body is not None else {"message": answer.message}).encode()
                self.send_response(answer.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                if answer.code:
                    self.send_header("x-amzn-ErrorType", answer.code)
                self.end_headers()
                self.wfile.write(content)

            do_POST = do_GET = do_DELETE = _go  # noqa: N815 - the names are http.server's

            def log_message(self, *details: object) -> None:
                """Say nothing."""

        self._server = _Quiet(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *details: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, asked: Asked) -> Scripted:
        if asked.path == RAW:
            content = base64.b64decode(asked.body["Content"]["Raw"]["Data"])
            return Scripted(status=200, body={"MessageId": self._accept(content)})
        if asked.path == BULK:
            results = [self._entry(asked.body, entry) for entry in asked.body["BulkEmailEntries"]]
            return Scripted(status=200, body={"BulkEmailEntryResults": results})
        if asked.path == ACCOUNT:
            return Scripted(status=200, body=self.account)
        return self._template(asked)

    def _template(self, asked: Asked) -> Scripted:
        if asked.method == "POST":
            if asked.body["TemplateName"] in self.templates:
                return Scripted(status=400, code="AlreadyExistsException", message="there is one")
            self.templates[asked.body["TemplateName"]] = asked.body["TemplateContent"]
            return Scripted(status=200, body={})
        known = self.templates.pop(asked.path.rpartition("/")[2], None)
        return (
            Scripted(status=200, body={}) if known else Scripted(status=404, code="NotFoundException", message="gone")
        )

    def _entry(self, request: Any, entry: Any) -> dict[str, Any]:
        template = request["DefaultContent"]["Template"]
        delivery = {tag["Name"]: tag["Value"] for tag in entry["ReplacementTags"]}["d"]
        content = template.get("TemplateContent") or self.templates.get(template["TemplateName"])
        if content is None:
            return {"Status": "TEMPLATE_NOT_FOUND", "Error": "no template"}
        if fault := self.entry_faults.get(delivery):
            return {"Status": fault.status, "Error": fault.error}
        replacement = entry["ReplacementEmailContent"]["ReplacementTemplate"]["ReplacementTemplateData"]
        values = json.loads(template["TemplateData"]) | json.loads(replacement)
        headers = [
            ("From", request["FromEmailAddress"]),
            *(("To", address) for address in entry["Destination"]["ToAddresses"]),
            *(("Reply-To", address) for address in request.get("ReplyToAddresses", [])),
            *((each["Name"], each["Value"]) for each in [*template.get("Headers", []), *entry["ReplacementHeaders"]]),
        ]
        # Verbatim, as SES sends them: the email package would read and write them anew.
        head = "".join(f"{name}: {value}\r\n" for name, value in headers).encode("ascii")
        mail = EmailMessage(policy=SMTP)
        mail["Subject"] = self._filled(content["Subject"], values)
        mail.set_content(self._filled(content["Text"], values), cte="quoted-printable")
        mail.add_alternative(self._filled(content["Html"], values), subtype="html", cte="quoted-printable")
        return {"Status": "SUCCESS", "MessageId": self._accept(head + mail.as_bytes())}

    def _filled(self, text: str, values: Mapping[str, str]) -> str:
        def value(match: re.Match[str]) -> str:
            plain = values[match[1]]
            return escape(plain).replace("=", "&#x3D;").replace("`", "&#x60;") if self.escapes else plain

        return _FIELD.sub(value, text)

    def _accept(self, content: bytes) -> str:
        delivery = read(content).headers["X-Syndicate-Delivery"]
        self.accepted.setdefault(delivery, []).append(content)
        return f"0102-{delivery}-{len(self.accepted[delivery])}"
