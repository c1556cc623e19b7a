from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.digests.patterns import WORDING, check_wording, fill, placeholders
from syndicate.errors import BadDataError


def test_a_pattern_is_filled_with_the_values_of_its_names() -> None:
    values = {"lead": "Storm", "count": "7"}
    assert fill("{lead}, and {count} more", values) == "Storm, and 7 more"


def test_a_value_that_looks_like_a_pattern_is_put_in_as_it_is() -> None:
    assert fill("{lead}!", {"lead": "{count} {{x}} {"}) == "{count} {{x}} {!"


def test_doubled_braces_stand_for_single_ones() -> None:
    assert fill("{{{lead}}}", {"lead": "a"}) == "{a}"
    assert placeholders("{{lead}}") == []


@pytest.mark.parametrize("written", ["lead!r", "lead:>9", "lead.upper", "lead[0]", "", "0"])
def test_what_is_more_than_a_name_is_told_whole_and_never_obeyed(written: str) -> None:
    assert placeholders(f"{{{written}}}") == [written]
    with pytest.raises(KeyError):
        fill(f"{{{written}}}", dict.fromkeys(WORDING, "x"))


@given(st.lists(st.sampled_from(WORDING) | st.text("ab{} ", max_size=4), max_size=6))
def test_each_name_is_replaced_and_every_other_sign_is_kept(parts: list[str]) -> None:
    pattern = "".join(f"{{{part}}}" if part in WORDING else part.translate({123: "{{", 125: "}}"}) for part in parts)
    assert placeholders(pattern) == [part for part in parts if part in WORDING]
    values = {name: f"<{name}>" for name in WORDING}
    assert fill(pattern, values) == "".join(values.get(part, part) for part in parts)


@pytest.mark.parametrize("pattern", ["{", "}", "{lead", "lead}", "{lead}}", "{{lead}"])
def test_a_brace_that_stands_alone_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"'[{}]'"):
        placeholders(pattern)


def test_a_wording_may_name_what_every_edition_has() -> None:
    check_wording("The week: {lead} ({count} stories, {{braces}})")


@pytest.mark.parametrize(("written", "fault"), [("Now: {leed}", r"\{leed\} is not known"), ("{lead", "do not match")])
def test_a_wording_that_cannot_be_filled_is_refused_with_what_may_stand_in_it(written: str, fault: str) -> None:
    with pytest.raises(BadDataError, match=fault) as refused:
        check_wording(written)
    assert refused.value.code == "wording-unfit"
    assert "{lead}, {title}, {count}" in str(refused.value.hint)
