"""The invented people who can sign in, and what each of them is an example of (the scenario's stories)."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

ORGANISATIONS = {
    "NCTV": "National coordinator",
    "AIVD": "Intelligence service",
    "POL": "Police",
    "DLIO": "National police intelligence",
    "DKDB": "Royal and diplomatic protection",
    "KMAR": "Military constabulary",
    "OM": "Public prosecution",
    "GEMK": "Municipality of Kwartsdam",
    "GEMH": "Municipality of Hazelhaven",
    "VUUR": "Vuurtoren, private security",
    "INSP": "Inspectorate",
    "CTIVD": "Oversight of the services",
    "KRING": "Operator of Kring",
    "PERS": "Protected persons",
}
PURPOSES = {
    "THREAT_ASSESSMENT": "analyse and assess threats",
    "PROTECTION_DECISION": "decide on a case as its authority",
    "PROTECTION_EXECUTION": "carry out an order",
    "PUBLIC_ORDER": "public order in a municipality",
    "INFORM_PERSON": "tell the protected person what may be told",
    "OVERSIGHT": "oversee, reconstruct, verify",
    "GRANT_ADMINISTRATION": "request, approve, review and revoke grants (no content)",
}
"""What somebody may say he asks for."""
STORIES = {
    "u-noor": ("b", "THREAT_ASSESSMENT", "Sees that one van is in two files: she was granted both cases."),
    "u-daan": ("b", "THREAT_ASSESSMENT", "Works on one case; nothing tells him that the van has another life."),
    "u-saar": ("a", "THREAT_ASSESSMENT", "Her police's own statement about the judge, and nobody else's."),
    "u-bo": ("c", "PROTECTION_EXECUTION", "Guards a gate: his order and one face, and no name of whom he guards."),
    "u-hugo": ("d", "THREAT_ASSESSMENT", "Reads two cases until his grant is revoked in mid-reading."),
    "u-tess": ("e", "GRANT_ADMINISTRATION", "Runs the platform, and cannot read one name in it."),
    "u-ilse": ("f", "INFORM_PERSON", "The judge herself: what she may know about her own protection."),
    "u-kees": ("h", "PROTECTION_EXECUTION", "Fetches her every morning: the address is his, and in no file."),
    "u-meike": ("h", "PROTECTION_EXECUTION", "Plans the same team, without the address."),
    "u-wessel": ("m", "THREAT_ASSESSMENT", "Noor's desk, without one compartment: one report less."),
}
"""Story, its purpose, and what to see, by user."""


@dataclass(frozen=True, slots=True)
class Login:
    """Somebody who can sign in."""

    user: str
    name: str
    organisation: str
    organisation_name: str
    role: str
    story: str
    purpose: str
    why: str

    def as_dict(self) -> dict[str, str]:
        """As JSON has it."""
        return asdict(self)


def logins(users: Iterable[tuple[str, str, str, list[str]]]) -> list[Login]:
    """Everybody in the directory: those with a story first, in its order, then by organisation and name."""
    found = [_login(*user) for user in users]
    return sorted(found, key=lambda login: (not login.story, login.story, login.organisation, login.name))


def _login(user: str, name: str, organisation: str, roles: list[str]) -> Login:
    story, purpose, why = STORIES.get(user, ("", "", ""))
    role = ", ".join(role.replace("_", " ").lower() for role in roles)
    return Login(user, name, organisation, ORGANISATIONS.get(organisation, organisation), role, story, purpose, why)
