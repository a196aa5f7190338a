"""What identity raises. Callers are told one and the same thing about every token that is refused."""


class TokenRefused(Exception):
    """No token, or one that is wrong in whatever way; on purpose it does not say in which."""


class IssuerInvalid(Exception):
    """The settings of an issuer cannot be used; the message says why. The service must not start."""


class SignInRefused(Exception):
    """An issuer, or its answer, does not sign this person in."""


class IssuerUnavailable(Exception):
    """An issuer gives no answer that could be used now."""
