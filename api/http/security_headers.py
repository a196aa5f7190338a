"""The headers that every answer carries, and the policies of the few pages that need more than nothing (reliability.md 4)."""

NOTHING = "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
"""For data: a browser that is led here runs, loads and sends nothing."""
ALWAYS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": NOTHING,
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def with_security_headers(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """These headers, and those of ALWAYS that are not among them: a page may name a policy of its own."""
    there = {name.lower() for name, _ in headers}
    own = [(name.lower().encode(), value.encode()) for name, value in ALWAYS.items()]
    return [*headers, *((name, value) for name, value in own if name not in there)]
