"""Letting a person type a number before something that cannot be taken back."""

from __future__ import annotations

import sys

import click

from syndicate.errors import SyndicateError


def confirm(count: int, question: str, *, is_sure: bool) -> None:
    """Have ``count`` typed in answer to the question; nothing is asked of nobody, or of whoever ``is_sure``.

    Raises:
        UsageError: nobody is there to ask.
        SyndicateError: another number was typed (code ``number-wrong``).
    """
    if is_sure or not count:
        return
    if not sys.stdin.isatty():
        message = "nobody is there to ask; say --yes"
        raise click.UsageError(message)
    if click.prompt(question, err=True).strip() != str(count):
        message = f"that is another number than {count}; nothing was done"
        raise SyndicateError(message, code="number-wrong", hint="Look once more at what it goes to, then try again.")


def confirm_word(word: str, question: str, *, is_sure: bool) -> None:
    """Have the word typed in answer to the question, unless somebody ``is_sure``.

    Raises:
        UsageError: nobody is there to ask.
        SyndicateError: something else was typed (code ``word-wrong``).
    """
    if is_sure:
        return
    if not sys.stdin.isatty():
        message = "nobody is there to ask; say --yes"
        raise click.UsageError(message)
    if click.prompt(question, err=True).strip() != word:
        message = "nothing was done"
        raise SyndicateError(message, code="word-wrong", hint=f"To go on, type {word}.")
