"""How texts are set: contrast and size, computed in each scheme, told once for each declaration that causes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.articles.model import Finding as MailFinding
from syndicate.mail.judge.page import JudgedPage
from syndicate.mail.judge.rules import told
from syndicate.mail.style.losses import Loss, faintness_of, shuts_out
from syndicate.mail.style.media import Client, Medium
from syndicate.text.html import names

if TYPE_CHECKING:
    from lxml.html import HtmlElement
#: The contrast of running text (WCAG 2.2, 1.4.6), and of all other text and links (1.4.3).
RUNNING, OTHER = 7.0, 4.5
#: Text of this size (pixels) and more is running text, unless it is a link.
RUNNING_SIZE = 16.0
#: Smaller text than this is hard to read on a phone.
LEAST_SIZE = 12.0

#: The ways to look at a mail in which colours and sizes can differ.
_DESKTOP, _PHONE = 600, 320
MEDIA = (
    *(Medium(scheme=scheme, width=width) for scheme in ("light", "dark") for width in (_DESKTOP, _PHONE)),
    Medium(client=Client.OUTLOOK_COM),
    Medium(client=Client.BARE),
)
_KEY = re.compile(r"(?:^|\s)at-\d+(?:-outlook)?(?=\s|$)")
#: What differs between elements that are set alike.
_OWN = names("data-place href src alt title lang width height id name style class")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Fault:
    """Why a text is hard to read in a medium, and the contrast that it should have."""

    loss: Loss
    medium: Medium
    wanted: float
    element: HtmlElement


def judge_setting(page: JudgedPage) -> Iterator[MailFinding]:
    """Texts that are hard to read: too faint, or too small."""
    elements = list(_set_differently(page))
    yield from _once(page, "contrast-low", (fault for element in elements for fault in _faints(page, element)))
    yield from _once(page, "text-small", (fault for element in elements for fault in _smalls(page, element)))


def _set_differently(page: JudgedPage) -> Iterator[HtmlElement]:
    """An element of each kind of those that hold text, or a picture with words in its place."""
    signatures: dict[HtmlElement, int] = {}
    known: dict[tuple[object, ...], int] = {}
    seen: set[int] = set()
    texts = [run.element for run in page.texts() if not shuts_out(run.element)]
    pictures = [picture for picture in page.root.iter("img") if (picture.get("alt") or "").strip()]
    for element in (*texts, *pictures):
        signature = _signature(element, signatures, known)
        if signature not in seen:
            seen.add(signature)
            yield element


def _signature(element: HtmlElement, signatures: dict[HtmlElement, int], known: dict[tuple[object, ...], int]) -> int:
    """A number that all elements share that no rule tells apart but by their place."""
    if element not in signatures:
        parent = element.getparent()
        above = -1 if parent is None else _signature(parent, signatures, known)
        others = tuple(item for item in element.items() if item[0] not in _OWN)
        worn = " ".join(_KEY.sub("", element.get("class") or "").split())
        facts = (above, element.tag, worn, element.get("style"), others)
        signatures[element] = known.setdefault(facts, len(known))
    return signatures[element]


def _faints(page: JudgedPage, element: HtmlElement) -> Iterator[_Fault]:
    wanted = _wanted(page, element)
    for medium in MEDIA:
        if medium.client is Client.OUTLOOK_COM and not _is_ours_in_the_dark(page, element, medium):
            continue
        loss = faintness_of(element, page.look.cascade, medium, wanted)
        if loss is not None:
            yield _Fault(loss=loss, medium=medium, wanted=wanted, element=element)


def _is_ours_in_the_dark(page: JudgedPage, element: HtmlElement, medium: Medium) -> bool:
    """Whether a rule of the head says the colour there: Outlook.com turns all others into lighter ones itself."""
    origin = page.look.cascade.style(element, medium).origins.get("color")
    return origin is not None and origin.source is not None and not origin.source.is_inlined


def _wanted(page: JudgedPage, element: HtmlElement) -> float:
    """The contrast that the text should have, by its role."""
    is_link = any(around.tag == "a" and around.get("href") for around in (element, *element.iterancestors()))
    size = page.look.cascade.style(element, Medium(width=_DESKTOP)).em
    return OTHER if is_link or size < RUNNING_SIZE else RUNNING


def _smalls(page: JudgedPage, element: HtmlElement) -> Iterator[_Fault]:
    for medium in MEDIA[:2]:
        style = page.look.cascade.style(element, medium)
        if style.em >= LEAST_SIZE or not _is_shown(page, element, medium):
            continue
        origin = style.origins.get("font-size")
        reason = f"text is {style.em:g} px high; at less than {LEAST_SIZE:g} it is hard to read on a phone"
        yield _Fault(
            loss=Loss(reason=reason, origins=(origin,) if origin else ()), medium=medium, wanted=0.0, element=element
        )


def _is_shown(page: JudgedPage, element: HtmlElement, medium: Medium) -> bool:
    chain = (page.look.cascade.style(around, medium) for around in (element, *element.iterancestors()))
    return not any(style.value("display", "inline") == "none" for style in chain)


def _once(page: JudgedPage, code: str, faults: Iterator[_Fault]) -> Iterator[MailFinding]:
    """Each declaration that causes a fault once, at its worst."""
    worst: dict[tuple[str, str], _Fault] = {}
    for fault in faults:
        cause = _cause(page, fault)
        known = worst.get(cause)
        if known is None or (fault.loss.contrast or 0.0) < (known.loss.contrast or 0.0):
            worst[cause] = fault
    for (place, _), fault in worst.items():
        blamed = page.blame(fault.loss.origins)[1]
        yield told(code, _message(fault, blamed), quote=blamed, where=place)


def _cause(page: JudgedPage, fault: _Fault) -> tuple[str, str]:
    """The declaration to blame; where a text in the dark only lacks one of its own, the text."""
    origin = next(iter(fault.loss.origins), None)
    if origin is None or not origin.declared.written:
        return page.place(fault.element), ""
    is_of_head = origin.source is not None and not origin.source.is_inlined
    if fault.medium.scheme == "dark" and origin.element is not fault.element and not is_of_head:
        return page.place(fault.element), ""
    return page.blame([origin])


def _message(fault: _Fault, blamed: str) -> str:
    by = f" ({blamed})" if blamed else ""
    if not fault.wanted:
        return f"{fault.loss.reason}{by}"
    what = "running text" if fault.wanted == RUNNING else "text"
    return f"{what} is hard to read {fault.medium}, {fault.wanted:g}:1 is wanted: {fault.loss.reason}{by}"
