"""Names that the demo's issuer and its clients agree on. Nothing else is read here: the command line asks for a token with them."""

PATH = "/demo/issuer"
PAGE = "kring-graphiql"
EXPLORER = "kring-explorer"
COMMAND_LINE = "kring-cli"
PARTNER_SYSTEMS = {"nctv-system": "u-noor", "pol-system": "u-daan"}
"""Client id of a partner's system, and the user of the directory that it is registered as."""
DEMO_USER = "urn:kring:demo:user"
"""Kind of the subject token that the command line exchanges: the key of a demo user."""
TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"  # noqa: S105  # the name of a grant type
