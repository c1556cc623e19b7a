"""A greeting in a template: a sentence that says the recipient's name where there is one, and is whole without."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from syndicate.mail.recipient_names import part_greeting


def in_html(sentinels: Mapping[str, str], sentence: str) -> Markup:
    """The sentence, ``{name}`` in it, with merge fields; a name is set by its own direction.

    Raises:
        ValueError: without its name it would be no whole sentence.
    """
    before, fields, after = part_greeting(sentence)
    sign = "".join(sentinels[field] for field in fields)
    return Markup('{}{}<span dir="auto">{}</span>{}').format(before, sign, sentinels["recipient_name"], after)


def in_text(sentinels: Mapping[str, str], sentence: str) -> str:
    """The same for the text part.

    Raises:
        ValueError: without its name it would be no whole sentence.
    """
    before, fields, after = part_greeting(sentence)
    return "".join((before, *(sentinels[field] for field in (*fields, "recipient_name")), after))
