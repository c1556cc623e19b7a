"""Templates as SES renders them: substitutions, and no mail at all where a variable is missing.

Only substitutions are played, ``{{name}}`` (escaped as Handlebars does) and ``{{{name}}}`` (as it is): anything
else between double braces is a rendering failure, as it may be with SES's inline templates.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from syndicate.testing.ses.answers import StandInRefusal, demand, members_of
from syndicate.testing.ses.limits import MAX_STORED, MAX_TEMPLATES

_SLOT = re.compile(r"\{\{\{\s*([\w.-]+)\s*\}\}\}|\{\{\s*([\w.-]+)\s*\}\}")
_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;", "`": "&#x60;", "=": "&#x3D;"}
)
_MEMBERS = frozenset({"Subject", "Text", "Html"})
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, kw_only=True, slots=True)
class MailTemplate:
    """What a mail is made of: texts with slots. ``name`` is empty for one that came with its call."""

    subject: str
    html: str
    text: str
    name: str = ""

    def filled(self, text: str, values: Mapping[str, Any], *, escapes: bool) -> str:
        """One of its texts, with the slots filled, once: what comes in is not looked at again."""
        return _SLOT.sub(lambda slot: _value_in(slot, values, escapes=escapes), text)

    def fault(self, values: Mapping[str, Any]) -> str | None:
        """Why it cannot be rendered with these values, in SES's words; ``None`` if it can."""
        slots, is_plain = _slots(self.subject, self.html, self.text)
        if not is_plain:
            return "Non-null template content could not be parsed"
        missing = slots - values.keys()
        return f"Attribute '{min(missing)}' is not present in the rendering data." if missing else None


def template_of(content: Any, name: str = "") -> MailTemplate:
    """The template in a ``TemplateContent``.

    Raises:
        StandInRefusal: it has no subject or no body.
    """
    texts = members_of(content, _MEMBERS, "TemplateContent")
    demand(all(isinstance(text, str) for text in texts.values()), "TemplateContent holds more than texts")
    demand(texts.get("Subject"), "a template needs a subject")
    demand(texts.get("Html") or texts.get("Text"), "a template needs a body")
    return MailTemplate(subject=texts["Subject"], html=texts.get("Html") or "", text=texts.get("Text") or "", name=name)


class TemplateStore:
    """The stored templates of the region."""

    def __init__(self) -> None:
        """Begin empty."""
        self._templates: dict[str, MailTemplate] = {}

    def create(self, name: Any, content: Any) -> None:
        """Keep a new one."""
        demand(isinstance(name, str) and _NAME.fullmatch(name), "Invalid template name")
        demand(name not in self._templates, f"Template {name} already exists", "AlreadyExistsException")
        demand(len(self._templates) < MAX_TEMPLATES, "Too many templates", "LimitExceededException")
        self._templates[name] = _fitting(template_of(content, name))

    def update(self, name: str, content: Any) -> None:
        """Put another in its place."""
        self.read(name)
        self._templates[name] = _fitting(template_of(content, name))

    def read(self, name: str) -> MailTemplate:
        """The one of this name."""
        if name not in self._templates:
            message = f"Template {name} does not exist"
            raise StandInRefusal(code="NotFoundException", message=message, status=404, entry="TEMPLATE_NOT_FOUND")
        return self._templates[name]

    def delete(self, name: str) -> None:
        """Forget it."""
        self.read(name)
        del self._templates[name]

    def names(self) -> list[str]:
        """Of all, in order."""
        return sorted(self._templates)


@lru_cache(maxsize=64)
def _slots(*texts: str) -> tuple[frozenset[str], bool]:
    slots = frozenset(raw or escaped for text in texts for raw, escaped in _SLOT.findall(text))
    return slots, not any("{{" in _SLOT.sub("", text) for text in texts)


def _value_in(slot: re.Match[str], values: Mapping[str, Any], *, escapes: bool) -> str:
    value = str(values[slot[1] or slot[2]])
    return value.translate(_ESCAPES) if escapes and slot[2] else value


def _fitting(template: MailTemplate) -> MailTemplate:
    size = sum(len(text.encode()) for text in (template.subject, template.html, template.text))
    demand(size <= MAX_STORED, f"a template is larger than {MAX_STORED} bytes")
    return template
