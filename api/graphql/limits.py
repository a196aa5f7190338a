"""Limits on a document, before it is parsed and before it is validated (api.md; reliability.md 3.1)."""

from graphql import DocumentNode, GraphQLSyntaxError, Lexer, Source, TokenKind

from api.graphql.errors import RequestError

BYTES, TOKENS, NESTING, FRAGMENTS, ALIASES = 64 * 1024, 4_000, 12, 30, 60
_OPEN = {TokenKind.BRACE_L, TokenKind.PAREN_L, TokenKind.BRACKET_L}
_CLOSE = {TokenKind.BRACE_R, TokenKind.PAREN_R, TokenKind.BRACKET_R}


def check_document(document: str) -> None:
    """Raise RequestError for a document over a limit or one that is no GraphQL."""
    if len(document.encode("utf-8", "surrogatepass")) > BYTES:
        raise RequestError("DOCUMENT_TOO_LARGE")
    lexer = Lexer(Source(document))
    tokens = depth = fragments = colons = 0
    inside_parentheses = 0
    try:
        while (token := lexer.advance()).kind is not TokenKind.EOF:
            tokens += 1
            depth += (token.kind in _OPEN) - (token.kind in _CLOSE)
            inside_parentheses += (token.kind is TokenKind.PAREN_L) - (token.kind is TokenKind.PAREN_R)
            fragments += token.kind is TokenKind.SPREAD
            colons += token.kind is TokenKind.COLON and not inside_parentheses
            if tokens > TOKENS or depth > 2 * NESTING or fragments > FRAGMENTS or colons > ALIASES:
                raise RequestError("DOCUMENT_TOO_LARGE")
    except (GraphQLSyntaxError, UnicodeError):
        raise RequestError("GRAPHQL_PARSE_FAILED") from None


def check_parsed(document: DocumentNode) -> None:
    """Raise RequestError for a document whose fragments, opened, nest too deeply."""
