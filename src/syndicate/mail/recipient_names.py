"""A recipient's name in the mail itself: a reader's own input, so never markup, never a link, and one line."""

from __future__ import annotations

import re
import unicodedata

from syndicate.text.plain import one_line

#: Characters beyond which it is no name, or none that a greeting wants to say.
LONGEST_NAME = 60
#: What stands before a name, and nowhere without one: the merge field, and its sign.
BEFORE_NAME = {"space_before_name": " ", "comma_before_name": ","}

# Signs of markup, of addresses, and of what template engines read.
_NO_NAME = re.compile(r"[<>{}\[\]\\/@:=|`]")
# What mail programs make a link of by themselves: a dot within a word of more than an initial, or before a number.
_LIKE_A_HOST = re.compile(r"\w[.\u3002\uff0e\uff61](?:[^\W\d_]{2}|\d)|^www\b", re.IGNORECASE)
# Joiners of Persian and Indic names.
_JOINERS = "\u200c\u200d"
_SENTENCE = re.compile(r"(?P<before>.*?)(?P<sign>, | )\{name\}(?P<after>.*)", re.DOTALL)


def name_in_mail(written: str) -> str:
    """The name as a mail says it, at most `LONGEST_NAME` characters; empty where it is none, or might be a link.

    A straight apostrophe is set as a curly one, which no template engine writes in another way.
    """
    name = one_line("".join(sign for sign in written if sign in _JOINERS or unicodedata.category(sign) != "Cf"))
    is_name = any(map(str.isalpha, name)) and not _NO_NAME.search(name) and not _LIKE_A_HOST.search(name)
    return name.replace("'", "\u2019") if is_name and len(name) <= LONGEST_NAME else ""


def texts_of_name(written: str) -> dict[str, str]:
    """What each merge field of a name becomes."""
    name = name_in_mail(written)
    return {"recipient_name": name, **{field: sign if name else "" for field, sign in BEFORE_NAME.items()}}


def part_greeting(sentence: str) -> tuple[str, tuple[str, ...], str]:
    """A sentence such as ``Hello {name},``: what stands before the name, the fields right before it, what follows.

    Raises:
        ValueError: without its name it would be no whole sentence.
    """
    match = _SENTENCE.fullmatch(sentence)
    if match is None or not match["before"].strip() or "{name}" in match["after"]:
        message = (
            f"in the greeting {sentence!r}, write {{name}} once, behind a word and a space, as in 'Hello {{name}},'"
        )
        raise ValueError(message)
    fields = ("comma_before_name", "space_before_name") if match["sign"] == ", " else ("space_before_name",)
    return match["before"], fields, match["after"]
