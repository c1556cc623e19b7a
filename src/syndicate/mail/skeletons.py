"""What a template writes whatever its expressions say: one text for each way through its branches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from jinja2 import nodes

#: Stands in an attribute for what an expression writes there.
WRITTEN = "\ue000"
#: What stands for the name of a tag that an expression writes.
_ANY_TAG = "span"
#: What a loop says of its rounds, and what of it holds in the first, in one between, and in the last.
_ROUNDS = ((True, False), (False, False), (False, True))

Truths = Mapping[str, bool]


def skeletons_of(tree: nodes.Template) -> Iterator[tuple[str, ...]]:
    """For each macro, each block, and what stands around them: its markup by all ways, its places marked.

    A way is a choice of branches that can be taken together, as far as their conditions are written alike.
    """
    for part in _parts(tree):
        ways = [_Writing({}, holds=False), *(_Writing(truths) for truths in ({}, *_ways(part, {})))]
        yield tuple(dict.fromkeys(way.of(part) for way in ways))


def _parts(tree: nodes.Template) -> Iterator[Sequence[nodes.Node]]:
    yield tree.body
    yield from (macro.body for macro in tree.find_all(nodes.Macro))
    yield from (call.body for call in tree.find_all(nodes.CallBlock))
    yield from (assigned.body for assigned in tree.find_all(nodes.AssignBlock))
    yield from (block.body for block in tree.find_all(nodes.Block))


def _ways(part: Sequence[nodes.Node], truths: Truths) -> Iterator[Truths]:
    """What has to hold for each branch of the part, one in another too."""
    for node in part:
        if isinstance(node, nodes.If):
            yield from _ways_of_choice(node, truths)
        elif isinstance(node, nodes.For):
            yield from _ways(node.body, truths)
            if node.else_:
                none = {**truths, _key_of_loop(node): False}
                yield none
                yield from _ways(node.else_, none)
        else:
            yield from _ways(_within(node), truths)


def _ways_of_choice(choice: nodes.If, truths: Truths) -> Iterator[Truths]:
    before = dict(truths)
    for branch in (choice, *choice.elif_):
        taken = {**before, **_needed(branch.test, wanted=True)}
        yield taken
        yield from _ways(branch.body, taken)
        before |= _needed(branch.test, wanted=False)
    if choice.else_:
        yield before
        yield from _ways(choice.else_, before)


def _needed(test: nodes.Node, *, wanted: bool) -> dict[str, bool]:
    """What has to hold for a condition to be as it is wanted."""
    if isinstance(test, nodes.Not):
        return _needed(test.node, wanted=not wanted)
    if isinstance(test, (nodes.And, nodes.Or)):
        return {**_needed(test.left, wanted=wanted), **_needed(test.right, wanted=wanted)}
    return {repr(test): wanted}


def _within(node: nodes.Node) -> Sequence[nodes.Node]:
    """What stands in a statement that is no choice; what is looked at apart stands in none."""
    return node.body if isinstance(node, (nodes.With, nodes.FilterBlock, nodes.Scope)) else ()


def _key_of_loop(loop: nodes.For) -> str:
    return f"for {loop.iter!r}"


class _Writing:
    """Writes one way."""

    def __init__(self, truths: Truths, *, holds: bool = True) -> None:
        """``holds``: whether those conditions do of which ``truths`` says nothing."""
        self._truths = dict(truths)
        self._default = holds
        self._text = ""

    def of(self, part: Sequence[nodes.Node]) -> str:
        self._write(part)
        return self._text

    def _write(self, part: Sequence[nodes.Node]) -> None:
        for node in part:
            if isinstance(node, nodes.Output):
                self._write_output(node)
            elif isinstance(node, nodes.If):
                self._write(self._branch(node))
            elif isinstance(node, nodes.For):
                self._write_loop(node)
            else:
                self._write(_within(node))

    def _write_output(self, output: nodes.Output) -> None:
        for node in output.nodes:
            self._text += node.data if isinstance(node, nodes.TemplateData) else self._standing_for_expression()

    def _standing_for_expression(self) -> str:
        if self._text.endswith(("<", "</")):
            return _ANY_TAG
        tag = self._text[self._text.rfind("<") :]
        return WRITTEN if ">" not in tag and tag.count('"') % 2 else ""

    def _branch(self, choice: nodes.If) -> Sequence[nodes.Node]:
        taken = (branch.body for branch in (choice, *choice.elif_) if self._holds(branch.test))
        return next(taken, choice.else_)

    def _write_loop(self, loop: nodes.For) -> None:
        if not self._truths.get(_key_of_loop(loop), True):
            self._write(loop.else_)
            return
        around = dict(self._truths)
        for first, last in _ROUNDS:
            self._truths |= {_FIRST: first, _LAST: last}
            self._write(loop.body)
        self._truths = around

    def _holds(self, test: nodes.Node) -> bool:
        if isinstance(test, nodes.Not):
            return not self._holds(test.node)
        if isinstance(test, nodes.And):
            return self._holds(test.left) and self._holds(test.right)
        if isinstance(test, nodes.Or):
            return self._holds(test.left) or self._holds(test.right)
        return self._truths.get(repr(test), self._default)


def _of_loop(name: str) -> str:
    return repr(nodes.Getattr(nodes.Name("loop", "load"), name, "load"))


_FIRST, _LAST = _of_loop("first"), _of_loop("last")
