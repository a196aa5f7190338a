"""Every operation of administration and oversight over HTTP, as data: what is asked, for which purpose, of a world made ready for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.e2e.conftest import Service
from tests.e2e.office import ADMINISTRATION, REQUEST, STEP, question, state, step
from tests.e2e.test_writes import CORRECT, CREATE, OPEN_C2, done, person

MOST = 10
"""Acts of one request."""
OVERSIGHT = "OVERSIGHT"
DECLARATION = {
    "id": "BG-POL-roles", "organisation": "POL", "roles": ["DUTY_OFFICER"], "scopes": ["C3"], "fieldClasses": ["basic"],
    "levelCeiling": "DEP_V", "purposes": ["PROTECTION_EXECUTION"], "legalBasis": "PW-BREAK-GLASS", "hours": 4,
    "expires": "2026-06-01T00:00:00Z",
}  # fmt: skip
NEW_USER = '{key: "u-new", name: "New", organisation: "POL", clearedUntil: "2027-01-01T00:00:00Z", roles: ["ANALYST"]}'
TERMS = """scopes: ["C2"], actions: ["see"], fieldClasses: ["basic"], levelCeiling: "DEP_V", purposes: ["THREAT_ASSESSMENT"],
  legalBasis: "WPG-15", necessity: "x", notBefore: "2026-03-16T09:00:00Z", expires: "2026-04-16T09:00:00Z" """
KINDS = "{ pairs isWhole grants kinds { number level tells example steps { type forwards by } } }"
PATHS = f"newPaths {KINDS} jointDisclosures {KINDS}"


@dataclass(frozen=True)
class Act:
    """One field, with what is selected below it; a mutation runs dry, or on what it does not change any more."""

    name: str
    text: str
    purpose: str = ADMINISTRATION
    is_mutation: bool = False

    @property
    def field(self) -> str:
        """The name in the schema."""
        return self.name.partition(" ")[0]


async def acts(service: Service) -> list[Act]:
    """All of them, on grants in every state that they need."""
    wanted = REQUEST | {"grantor": "POL", "grantee": "user:u-noor", "scopes": ["C1"]}
    await step(service, "u-noor", f"requestGrant(request: $request) {STEP}", "THREAT_ASSESSMENT", request=wanted)
    to_police = await _escalated(service, "DLIO", "u-willemijn", "POL")
    from_police = await _escalated(service, "POL", "u-fenna", "OM")
    declare = "declareEmergency(declaration: $declaration) { userErrors { code } }"
    assert (await step(service, "u-fenna", declare, declaration=DECLARATION))["userErrors"] == []
    await step(service, "u-bente", 'approveEmergency(declaration: "BG-POL-roles") { userErrors { code } }')
    ids = service.world.ids
    change = {"id": ids["R-r10.POL"], "record": {"report": {"channel": "SYSTEM"}}}
    assert (await done(service, "u-saar", CORRECT, s=change))["outcome"] == "UPDATED"
    marking = {"level": "DEP_V", "scopes": ["C2"], "regime": "WPG8", "handling": [], "match": "MATCH"}
    line = {"replaces": ids["R-r22.POL"], "record": {"report": {"kind": "AANGIFTE"}}, "marking": marking}
    sanitise = "mutation($s: SanitiseInput!) { sanitise(statement: $s) { outcome } }"
    assert (await done(service, "u-saar", sanitise, s=line))["outcome"] == "PROPOSED"
    watched = next(node.id for node in service.world.nodes if (node.type, node.marking.originator) == ("Person", "POL"))
    begin = f'watchPerson(person: "{watched}", reason: "threatened", until: "2026-06-01T00:00:00Z") {{ watch {{ id }} }}'
    watch = (await step(service, "u-fenna", begin))["watch"]["id"]
    watches = _watches(watched, *await _noted(service))
    return [*_questions(ids["R-r10.POL"], ids["C-C1.NCTV"], watch), *_steps(to_police, from_police), *_changes(), *watches]


def without_world() -> list[Act]:
    """The same, of no record and no grant."""
    return [*_questions("", "", ""), *_steps("", ""), *_changes(), *_watches("", "", "")]


async def _escalated(service: Service, grantor: str, refuses: str, to: str) -> str:
    wanted = REQUEST | {"grantor": grantor, "grantee": "user:u-noor", "scopes": ["C2"], "purposes": ["THREAT_ASSESSMENT"]}
    asked = await step(service, "u-noor", f"requestGrant(request: $request) {STEP}", "THREAT_ASSESSMENT", request=wanted)
    grant = str(asked["grant"]["id"])
    assert state(await step(service, refuses, f'refuseGrant(grant: "{grant}", ground: "BPG-2:13-a") {STEP}')) == "REFUSED"
    done = await step(service, "u-noor", f'escalateGrant(grant: "{grant}", to: "{to}") {STEP}', "THREAT_ASSESSMENT")
    assert state(done) == "ESCALATED"
    return grant


async def _noted(service: Service) -> tuple[str, str]:
    """The ids of a watch of the police that has ended, and of an alert of it that somebody took note of."""
    made = await done(service, "u-saar", CREATE, s=person("Tijs Proefkonijn", marking=OPEN_C2 | {"scopes": ["C2-POL"]}))
    begin = f'watchPerson(person: "{made["id"]}", reason: "threatened", until: "2026-06-01T00:00:00Z") {{ watch {{ id }} }}'
    watch = (await step(service, "u-fenna", begin))["watch"]["id"]
    wanted = REQUEST | {"grantor": "POL", "scopes": ["C2-POL"]}
    asked = await step(service, "u-daan", f"requestGrant(request: $request) {STEP}", "THREAT_ASSESSMENT", request=wanted)
    grant = asked["grant"]["id"]
    await step(service, "u-fenna", f'consentToGrant(grant: "{grant}") {STEP}')
    assert state(await step(service, "u-bente", f'approveGrant(grant: "{grant}") {STEP}')) == "ACTIVE"
    (alert,) = (await question(service, "u-fenna", f'alarm(watch: "{watch}") {{ alerts {{ id }} }}'))["alerts"]
    note = f'acknowledgeAlert(watch: "{watch}", alert: "{alert["id"]}") {{ alert }}'
    assert (await step(service, "u-fenna", note))["alert"]
    assert (await step(service, "u-fenna", f'endWatch(watch: "{watch}") {{ watch {{ id }} }}'))["watch"]
    return watch, alert["id"]


def _watches(watched: str, ended: str, noted: str) -> list[Act]:
    """None of them changes anything: somebody is watched already, the watch has ended, and the alert was noted."""
    by_name = {
        "watchPerson": (f'person: "{watched}", reason: "threatened", until: "2026-06-01T00:00:00Z"', "watch { id reason }"),
        "endWatch": (f'watch: "{ended}"', "watch { id reason }"),
        "acknowledgeAlert": (f'watch: "{ended}", alert: "{noted}"', "alert"),
    }
    return [
        Act(name, f"{name}({given}) {{ {selection} userErrors {{ code message }} receipt }}", ADMINISTRATION, True)
        for name, (given, selection) in by_name.items()
    ]


def _questions(record: str, case: str, watch: str) -> list[Act]:
    return [
        Act("grants", "grants { id }"),
        Act("myGrants", "myGrants { id necessity }"),
        Act("grant", 'grant(id: "G-hugo-c2") { id necessity conditions history { ground } }'),
        Act(
            "grantPreview",
            f'grantPreview(id: "G-kees-c2") {{ parts {{ users records {{ name number }} {PATHS} }} samples {{ id type }} }}',
        ),
        Act(
            "requestPreview", f'requestPreview(request: {{grantor: "POL", grantee: "user:u-noor", {TERMS}}}) {{ samples {{ id }} }}'
        ),
        Act("partnerSights", 'partnerSights(organisations: ["DLIO"]) { organisation grants purposes { purpose users classes } }'),
        Act("notices", "notices { kind about }"),
        Act("report", "report { number question lines }"),
        Act("emergencies", "emergencies { id legalBasis }"),
        Act("explain of another", f'explain(record: "{record}", field: "text", for: "u-noor") {{ text marking {{ values }} }}'),
        Act("whoSees", f'whoSees(record: "{record}") {{ user grants {{ id }} }}'),
        Act("directory", "directory { users { key name } organisations { name } }"),
        Act("directoryHistory", 'directoryHistory(record: "user:u-daan") { parts }'),
        Act("policyTrial", "policyTrial(texts: [], first: 1) { asked moved { user } }"),
        Act("disclosures", f'disclosures(records: ["{record}"]) {{ subject grants }}', OVERSIGHT),
        Act("consents", "consents { id necessity }", OVERSIGHT),
        Act("statistics", "statistics { name counts { name number } }", OVERSIGHT),
        Act("releases", "releases { state says { value } }"),
        Act("watches", "watches { person reason }"),
        Act("alarm", f'alarm(watch: "{watch}") {{ watch {{ reason }} alerts {{ cause ways {{ steps {{ id }} }} }} }}'),
        Act("corrections", "corrections { record told }", OVERSIGHT),
        Act("auditVerification", "auditVerification { isIntact logs { log fault } }", OVERSIGHT),
        Act("asKnown", f'asKnown(record: "{case}", organisation: "NCTV", at: "2026-03-15T00:00:00Z") {{ id }}', OVERSIGHT),
    ]


def _steps(to_police: str, from_police: str) -> list[Act]:
    by_name = {
        "requestGrant": f'request: {{grantor: "DLIO", grantee: "org:POL", {TERMS}}}',
        "consentToGrant": 'grant: "G-kees-c2"',
        "approveGrant": 'grant: "G-gemh"',
        "refuseGrant": 'grant: "G-kees-c2", ground: "BPG-2:13-a"',
        "escalateGrant of others": f'grant: "{from_police}", to: "DLIO"',
        "upholdGrant": f'grant: "{to_police}"',
        "releaseGrant": f'grant: "{from_police}", reference: "X-1"',
        "revokeGrant": 'grant: "G-hugo-c2", ground: "moved"',
        "reviewGrant": 'grant: "G-hugo-c2", keep: true',
        "reviewEmergency": 'grant: "BG-1", outcome: "JUSTIFIED"',
    }
    steps = [_step(name, given, "grant { id necessity }") for name, given in by_name.items()]
    plan = f'organisation: "POL", grants: [{{name: "n", place: "p:1", grantee: "team:NCTV-ANALYSE", {TERMS}}}]'
    steps.append(_step("applyGrantPlan", plan, "differences { grant }"))
    draft = 'declaration: {id: "BG-POL-x", organisation: "POL", roles: ["DUTY_OFFICER"], scopes: ["C3"], fieldClasses: ["basic"],'
    draft += (
        ' levelCeiling: "DEP_V", purposes: ["PROTECTION_EXECUTION"], legalBasis: "PW", hours: 4, expires: "2026-06-01T00:00:00Z"}'
    )
    steps.append(_step("declareEmergency", draft, "declaration { id }"))
    steps += [_step(f"{verb}Emergency", 'declaration: "BG-POL-roles"', "declaration { id }") for verb in ("approve", "end")]
    using = 'declaration: "BG-POL-roles", reason: "shots", case: "C3"'
    return [*steps, _step("useEmergency", using, "grant { id }", "PROTECTION_EXECUTION")]


def _changes() -> list[Act]:
    changes = {
        "addOrganisation": '{code: "NEW", name: "New", recipient: "POLICE"}',
        "endOrganisation": '"VUUR"',
        "addCompartment": '{code: "ZON", keeper: "AIVD"}',
        "addTeam": '"POL-NEW"',
        "endTeam": '"POL-HAZEL"',
        "addUser": NEW_USER,
        "changeUser": '{key: "u-daan", version: "000000000000", name: "X"}',
        "endUser": '"u-daan"',
    }
    return [_step(f"changeDirectory {name}", f"change: {{{name}: {given}}}", "record") for name, given in changes.items()]


def _step(name: str, given: str, selection: str, purpose: str = ADMINISTRATION) -> Act:
    field = name.partition(" ")[0]
    return Act(name, f"{field}({given}, dryRun: true) {{ {selection} userErrors {{ code message }} receipt }}", purpose, True)


async def run(service: Service, who: str, chosen: Sequence[Act]) -> tuple[dict[str, Any], str]:
    """What each act gives somebody, by its name, and every byte of the answers."""
    found: dict[str, Any] = {}
    told = ""
    for purpose in sorted({act.purpose for act in chosen}):
        for mutates in (False, True):
            part = [act for act in chosen if (act.purpose, act.is_mutation) == (purpose, mutates)]
            for batch in (part[first : first + MOST] for first in range(0, len(part), MOST)):
                fields = " ".join(f"a{place}: {act.text}" for place, act in enumerate(batch))
                text = f"mutation {{ {fields} }}" if mutates else f"{{ administration {{ {fields} }} }}"
                answer = await service.ask(who, purpose, text)
                assert answer.status_code == 200, answer.text
                data = answer.json()["data"] if mutates else answer.json()["data"]["administration"]
                found |= {act.name: data[f"a{place}"] for place, act in enumerate(batch)}
                told += answer.text + str(answer.headers)
    return found, told


def is_given(value: Any) -> bool:
    """True when whoever asked was one who may; a step in a wrong state was not refused to them."""
    if not value or value == {"isIntact": False, "logs": []}:
        return False
    codes = {error["code"] for error in value.get("userErrors", ())} if isinstance(value, dict) else set()
    return not codes or not codes <= {"NOT_FOUND", "NOT_ALLOWED"}
