"""The headers that every answer carries, and what each kind of page may load."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders

from syndicate.web.rendering import script, style

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

CSP = "content-security-policy"

_NOTHING = "default-src 'none'; base-uri 'none'"

#: What an answer that names nothing else may load and be put into: nothing.
BARE_POLICY = f"{_NOTHING}; form-action 'none'; frame-ancestors 'none'"

#: Keeps the address of the page, which may be a token, from every site that the page links to.
SECRET_ADDRESS = {"referrer-policy": "no-referrer", "x-robots-tag": "noindex"}

#: The same towards others. To ourselves a browser names its origin, by which our own forms are known.
OWN_FORMS = {"referrer-policy": "same-origin", "x-robots-tag": "noindex"}

#: Keeps what is answered out of every other site's pages, pictures too.
OURS_ALONE = {"cross-origin-resource-policy": "same-origin"}


def page_policy(sheet: str, *pictures: str, worn: str = "", runs: str = "") -> str:
    """For our own pages: their one style sheet, our pictures and those at ``pictures``, forms that lead back to us.

    ``worn`` is what a publisher wears over the sheet, ``runs`` the one script of ours that the page has, if any.
    """
    scripts = f"script-src {script(runs).source}; " if runs else ""
    return (
        f"{_NOTHING}; img-src {_origins(pictures)}; style-src {style(sheet, worn).source}; {scripts}"
        "form-action 'self'; frame-ancestors 'none'"
    )


def mail_policy(*pictures: str) -> str:
    """For a mail shown as a page: its inline styles, and the pictures that it names, by their addresses."""
    return (
        f"{_NOTHING}; img-src {_origins(pictures)}; style-src 'unsafe-inline'; form-action 'none'; "
        "frame-ancestors 'none'"
    )


def framed_mail_policy(*, has_pictures: bool = True, has_sheets: bool = True) -> str:
    """For a mail in a frame of the desk: as above, in a sandbox without a way out, pictures from the desk alone.

    Without pictures, or without style sheets, it looks as it does where a mail program shows none.
    """
    pictures = "img-src 'self'; " if has_pictures else ""
    sheets = "" if has_sheets else "style-src-elem 'none'; style-src-attr 'unsafe-inline'; "
    return (
        f"sandbox allow-scripts; {_NOTHING}; {pictures}style-src 'unsafe-inline'; {sheets}"
        f"script-src {script('desk/frame').source}; form-action 'none'; frame-ancestors 'self'"
    )


def desk_policy(sheet: str) -> str:
    """For the desk's pages: as `page_policy`, the desk's scripts, and frames of the desk's own mails."""
    return (
        f"{_NOTHING}; img-src 'self'; style-src {style(sheet).source}; script-src 'self'; connect-src 'self'; "
        "frame-src 'self'; form-action 'self'; frame-ancestors 'none'"
    )


def _origins(urls: Iterable[str]) -> str:
    """Sources of pictures in a policy: this host, and the host of each address."""
    parts = [urlsplit(url) for url in urls]
    return " ".join(dict.fromkeys(["'self'", *(f"{part.scheme}://{part.netloc}" for part in parts if part.netloc)]))


def harden(headers: MutableHeaders) -> None:
    """Set what is not set yet: no sniffing, no leaking of addresses, no loading, no framing."""
    headers.setdefault("x-content-type-options", "nosniff")
    headers.setdefault("referrer-policy", "strict-origin")
    headers.setdefault(CSP, BARE_POLICY)


class SecurityHeaders:
    """Hardens every answer of an application, also those that no page of ours made."""

    def __init__(self, app: ASGIApp, extra: Mapping[str, str] | None = None) -> None:
        """Wrap the application; ``extra`` headers stand on every answer too that has no other."""
        self._app = app
        self._extra = dict(extra or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; add the headers to the answer."""

        async def hardened(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                harden(headers)
                for name, value in self._extra.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, hardened)
