"""The checker: parses what is about to be sent and refuses a read whose variables or properties lack their predicate.

Written apart from the builder, so that a slip there is caught here (access-model.md 8). It knows the few clauses that the
builder writes and refuses everything else: what it does not understand is not sent.
"""

from functools import lru_cache

from graph_model.cypher.patterns import Conjuncts, closing, introduce, split
from graph_model.cypher.properties import check_properties
from graph_model.cypher.tokens import Token, tokens
from graph_model.errors import UnsafeStatement

_CLAUSES = {"MATCH", "WITH", "RETURN", "CALL", "UNWIND", "UNION"}


@lru_cache(maxsize=2_000)
def check(text: str) -> None:
    """Accept a text or raise UnsafeStatement with the reason. Pure, so a text is looked at once."""
    try:
        found = tokens(text)
    except ValueError as fault:
        raise UnsafeStatement(f"checker: {fault}") from None
    if [token.text for token in found[:2]] != ["CYPHER", "5"]:
        raise UnsafeStatement("checker: the text names no language version")
    check_properties(found)
    try:
        end, _ = _Block(found, set()).read(2)
    except (IndexError, StopIteration):
        raise UnsafeStatement("checker: the text ends too soon") from None
    if end != len(found):
        raise UnsafeStatement("checker: a brace is closed that was never opened")


class _Block:
    """One query or sub-query: reads its clauses and keeps the names in scope."""

    def __init__(self, found: list[Token], scope: set[str]) -> None:
        self.found = found
        self.outer = frozenset(scope)
        self.scope = set(scope)
        self.returned: set[str] = set()
        self.indexes: set[str] = set()

    def read(self, at: int) -> tuple[int, set[str]]:
        """Read clauses up to the end of the block: (place of the end, names it returns)."""
        while at < len(self.found) and self.found[at].text != "}":
            clause = self.found[at].text
            if clause == "CALL":
                at = self._call(at + 1)
                continue
            end = self._clause_end(at + 1)
            body = self.found[at + 1 : end]
            if clause == "MATCH":
                self.scope |= introduce(body, self.scope)
                self._within(split(body)[1])
            elif clause == "WITH":
                self._with(body)
            elif clause == "RETURN":
                self.returned |= _names(body)
            elif clause == "UNWIND":
                self.scope.add(body[-1].text)
                self.indexes |= {body[-1].text} if _pairs_indexes_with_masks(body) else set()
            elif clause == "UNION":
                self.scope = set(self.outer)
            else:
                raise UnsafeStatement(f"checker: {clause} is no clause of a read")
            if clause != "MATCH":
                self._within(body)
            at = end
        return at, self.returned

    def _clause_end(self, at: int) -> int:
        depth = 0
        while at < len(self.found):
            text = self.found[at].text
            if depth == 0 and (text in _CLAUSES or text == "}") and self.found[at].kind in ("name", "sign"):
                return at
            depth += (text in "([{") - (text in ")]}") if self.found[at].kind == "sign" and len(text) == 1 else 0
            at += 1
        return at

    def _within(self, expressions: list[Token]) -> None:
        """Sub-queries in expressions: EXISTS is looked into like any block; every other way to reach a record is refused."""
        at = 0
        while at < len(expressions):
            text, follows = expressions[at].text, expressions[at + 1].text if at + 1 < len(expressions) else ""
            if text in ("->", "<-") or (text == "-" and follows in ("[", "-")):
                raise UnsafeStatement("checker: a pattern stands outside a MATCH")
            if follows == "{" and expressions[at].kind == "name":
                end = closing(expressions, at + 1)
                inner = expressions[at + 2 : end]
                if text != "EXISTS" or _Block(inner, self.scope).read(0)[0] != len(inner):
                    raise UnsafeStatement(f"checker: {text} opens a sub-query that no read may have")
                at = end
            at += 1

    def _with(self, body: list[Token]) -> None:
        names = _names(body)
        kept = _until(body, {"WHERE"})
        for name in _plain(kept):
            if name not in self.scope:
                raise UnsafeStatement(f"checker: {name} is passed on and was never introduced")
        self.scope = names

    def _call(self, at: int) -> int:
        if self.found[at].text == "(":
            return self._subquery(at)
        return self._procedure(at)

    def _subquery(self, at: int) -> int:
        close = next(place for place in range(at, len(self.found)) if self.found[place].text == ")")
        imported = {token.text for token in self.found[at + 1 : close] if token.kind == "name"}
        if not imported <= self.scope or self.found[close + 1].text != "{":
            raise UnsafeStatement("checker: a sub-query imports a name that is not in scope")
        end, returned = _Block(self.found, imported).read(close + 2)
        if end >= len(self.found):
            raise UnsafeStatement("checker: a sub-query is not closed")
        self.scope |= returned
        return end + 1

    def _procedure(self, at: int) -> int:
        """Only the full-text search, whose hits must be filtered where they are yielded: by the view, and by the mask
        that stands beside the index in the list that the index is taken from.
        """
        end = self._clause_end(at)
        body = self.found[at:end]
        texts = [token.text for token in body]
        if texts[:8] != ["db", ".", "index", ".", "fulltext", ".", "queryNodes", "("] or "YIELD" not in texts:
            raise UnsafeStatement("checker: a procedure is called that no read may call")
        place = texts.index("YIELD")
        if texts[place + 1 : place + 3] != ["node", "AS"] or texts[place + 4] != "WHERE":
            raise UnsafeStatement("checker: a search yields hits without a predicate")
        name, index = texts[place + 3], texts[8]
        if index not in self.indexes or texts[9:12] != ["[", "0", "]"]:
            raise UnsafeStatement("checker: a search names an index without its mask")
        conjuncts = Conjuncts(body[place + 5 :])
        conjuncts.require_sees(name)
        conjuncts.require_mask(f"{index}[1]", name)
        self.scope.add(name)
        return end


def _pairs_indexes_with_masks(body: list[Token]) -> bool:
    """True for `[['search_a', $a], ['search_b', $b]] AS name`."""
    texts = [token.text for token in body]
    classes = [text[1:] for text in texts if text.startswith("$")]
    pairs = ", ".join(f"['search_{name}', ${name}]" for name in classes)
    return bool(classes) and texts == [token.text for token in tokens(f"[{pairs}] AS {texts[-1]}")]


def _until(body: list[Token], stops: set[str]) -> list[Token]:
    for place, token in enumerate(body):
        if token.kind == "name" and token.text in stops:
            return body[:place]
    return body


def _items(body: list[Token]) -> list[list[Token]]:
    items: list[list[Token]] = [[]]
    depth = 0
    for token in _until(body, {"WHERE", "ORDER", "LIMIT"}):
        depth += (token.text in ("(", "[", "{")) - (token.text in (")", "]", "}"))
        if depth == 0 and token.text == ",":
            items.append([])
        elif token.text != "DISTINCT":
            items[-1].append(token)
    return items


def _names(body: list[Token]) -> set[str]:
    """Names that a WITH or RETURN passes on: the alias, or the name itself."""
    return {item[-1].text for item in _items(body) if item and item[-1].kind == "name"}


def _plain(body: list[Token]) -> list[str]:
    """Names passed on as they are, without an alias."""
    return [item[0].text for item in _items(body) if len(item) == 1]
