"""The pages over HTTP: in a session only, sealed where they change anything, kept nowhere, and asked through the partners' door."""

import re
from hashlib import sha256
from urllib.parse import parse_qsl, urlsplit

import pytest

from access_policies.audit import Kind
from api.pages.errands import documents
from api.pages.partners import side_by_side
from api.pages.rendering import OWN_SCRIPT, POLICY
from api.pages.routes import SENT, SHOWN
from tests.access_policies.audit.logs import read_entries
from tests.e2e.conftest import Service
from tests.e2e.office import REQUEST, STEP, question, step
from tests.e2e.visit import Visit, visit

DESK = "/pages/GRANT_ADMINISTRATION"
NAME = '<b onmouseover="x()">\u05d0\u05d1\u0639</b>&amp;' + "n" * 120
LONG = '"><script>alert(1)</script>\u202e\u05d0' + "x" * 10_000


def address(place: str) -> str:
    """The address of a page, of some grant."""
    parts = {
        "grant": "G-hugo-c2",
        "step": "revoke",
        "declaration": "BG-DKDB-c3",
        "change": "endTeam",
        "pointer": "0" * 32,
        "watch": "W-x",
    }
    return f"{DESK}/{place}".format(**parts)


async def seal_of(browser: Visit) -> str:
    """The seal that a page carries in its forms."""
    return str((await browser.facts())["seal"])


@pytest.mark.parametrize("place", SHOWN)
async def test_a_page_is_shown_in_a_session_only_and_kept_nowhere(service: Service, place: str) -> None:
    async with visit(service) as browser:
        answer = await browser.client.get(address(place))
        assert (answer.status_code, answer.headers["location"]) == (303, "/pages/ended")
        await browser.sign_in("u-fenna")
        answer = await browser.client.get(address(place))
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["content-security-policy"] == (OWN_SCRIPT if place == "oversight/proof" else POLICY)
        assert "Fenna" in answer.text


@pytest.mark.parametrize("place", SENT)
async def test_a_form_without_the_seal_of_its_session_changes_nothing(service: Service, place: str) -> None:
    async with visit(service) as browser, visit(service) as another:
        await browser.sign_in("u-fenna")
        await another.sign_in("u-bente")
        for seal in ({}, {"seal": ""}, {"seal": "x" * 32}, {"seal": await seal_of(another)}):
            answer = await browser.client.post(address(place), data={"ground": "moved", **seal})
            assert (answer.status_code, answer.headers["location"]) == (303, "/pages/ended")
        answer = await browser.client.post("/pages/sign-out", data={"seal": await seal_of(another)})
        assert (answer.headers["location"], "user" in await browser.facts()) == ("/pages/ended", True)
        answer = await browser.client.post(address(place), json={"seal": await seal_of(browser), "ground": "moved"})
        assert answer.status_code == 415
    assert await question(service, "u-fenna", 'grant(id: "G-hugo-c2") { state }') == {"state": "ACTIVE"}


async def test_a_page_asks_as_a_partner_does_and_each_answer_has_its_entry(service: Service) -> None:
    async with visit(service) as browser:
        await browser.sign_in("u-fenna")
        before = len(read_entries(service.parts.audit.folder))
        await browser.client.get(f"{DESK}/grants")
        entries = read_entries(service.parts.audit.folder)[before:]
        own = sha256(documents()["grants"].encode()).hexdigest()
        assert {entry["operation"] for entry in entries} == {own}
        assert {entry["purpose"] for entry in entries} == {"GRANT_ADMINISTRATION"}
        assert sorted(entry["action"] for entry in entries) == ["grant.list", "grant.notices", "read"]
        assert entries[-1]["outcome"] == "released"
        sealed = sha256((await seal_of(browser)).encode()).hexdigest()
        assert {entry["token"] for entry in entries} == {sealed}


async def test_a_case_is_said_in_the_address_goes_from_page_to_page_and_is_on_record(service: Service) -> None:
    async with visit(service) as browser:
        await browser.sign_in("u-noor")
        offered = (await browser.client.get("/pages/THREAT_ASSESSMENT/")).text
        assert "<option>C1</option>" in offered
        chosen = await browser.client.get("/pages/purpose?purpose=THREAT_ASSESSMENT&case=C1")
        assert chosen.headers["location"] == "/pages/THREAT_ASSESSMENT~C1/"
        before = len(read_entries(service.parts.audit.folder))
        page = (await browser.client.get(chosen.headers["location"])).text
        assert {entry["case"] for entry in read_entries(service.parts.audit.folder)[before:]} == {"C1"}
        assert "<option selected>C1</option>" in page
        assert set(re.findall(r'href="/pages/([A-Z_]+[^/"]*)/', page)) == {"THREAT_ASSESSMENT~C1"}
        for wrong in ("THREAT_ASSESSMENT~", "THREAT_ASSESSMENT~<b>", "THREAT_ASSESSMENT~" + "x" * 65):
            assert (await browser.client.get(f"/pages/{wrong}/")).status_code == 404
        assert (await browser.client.get("/pages/purpose?purpose=THREAT_ASSESSMENT&case=<b>")).headers["location"] == "/pages/"


async def test_what_the_api_refuses_is_said_in_its_words_and_is_on_record(service: Service) -> None:
    async with visit(service) as browser:
        await browser.sign_in("u-fenna")
        answer = await browser.client.get("/pages/CURIOSITY/")
        assert "A known purpose must be stated in the header Kring-Purpose." in answer.text
        assert ("denied", "PurposeUnknown") in _denied(service, "u-fenna")
        answer = await browser.client.get(f"{DESK}/record", params={"record": "x", "at": "yesterday"})
        assert "The variables do not fit the operation." in answer.text
        assert (await browser.client.get("/pages/curiosity/")).status_code == 404
        assert (
            await browser.client.post(f"{DESK}/grants/G-hugo-c2/explode", data={"seal": await seal_of(browser)})
        ).status_code == 404


async def test_a_page_that_is_not_for_ones_role_holds_nothing(service: Service) -> None:
    shown: dict[str, str] = {}
    async with visit(service) as browser:
        await browser.sign_in("u-daan")
        for place in (
            "grants",
            "report",
            "directory",
            "oversight",
            "oversight/verification",
            "grants/G-nctv-c1",
            "grants/G-nobody",
        ):
            shown[place] = (await browser.client.get(f"{DESK}/{place}")).text
    for place, text in shown.items():
        assert not re.search(r"G-nctv|u-fenna|Slagboom|intact", text), place
    assert shown["grants/G-nctv-c1"].replace("nctv-c1", "") == shown["grants/G-nobody"].replace("nobody", "")


async def test_a_policy_is_tried_some_users_at_a_time_and_puts_nothing_in_force(service: Service) -> None:
    nothing = {"name": "purpose.cedar", "text": '@id("purpose")\nforbid(principal, action, resource);'}
    async with visit(service) as browser:
        await browser.sign_in("u-mats")
        page = (await browser.client.get(f"{DESK}/policies?name=purpose.cedar")).text
        assert "forbid" in page
        sent = {"seal": await seal_of(browser), **nothing}
        tried = (await browser.client.post(f"{DESK}/policies", data=sent)).text
        after = re.findall(r'name="after" value="([^"]+)"', tried)
        assert "\u2212" in tried
        assert '<span class="added">+forbid(principal, action, resource);</span>' in tried
        assert '<span class="taken">-' in tried
        assert len(after) == 1
        more = (await browser.client.post(f"{DESK}/policies", data={**sent, "after": after[0]})).text
        assert re.findall(r'name="after" value="([^"]+)"', more) != after
        broken = (await browser.client.post(f"{DESK}/policies", data={**sent, "text": "permit"})).text
        assert "A policy text does not parse or does not fit the schema." in broken
    assert await question(service, "u-fenna", 'grantPreview(id: "G-kees-c2") { parts { users } }') == {
        "parts": [{"users": ["u-kees"]}]
    }


async def test_two_partners_stand_side_by_side_as_the_api_tells_them_and_the_look_is_on_record(service: Service) -> None:
    numbers = "{ organisation grants purposes { purpose users classes records { name number } } }"
    told = await question(service, "u-fenna", f'partnerSights(organisations: ["DLIO", "NCTV"]) {numbers}')
    async with visit(service) as browser:
        await browser.sign_in("u-fenna")
        before = len(read_entries(service.parts.audit.folder))
        form = (await browser.client.get(f"{DESK}/partners?two=NCTV")).text
        assert "partners.compare" not in [entry["action"] for entry in read_entries(service.parts.audit.folder)[before:]]
        assert re.findall(r'id="(\w+)"|value="(\w+)" selected', form.partition("ask")[2]) == [
            ("one", ""),
            ("two", ""),
            ("", "NCTV"),
        ]
        page = (await browser.client.get(f"{DESK}/partners?one=DLIO&two=NCTV")).text
        looks = [entry["action"] for entry in read_entries(service.parts.audit.folder)[before:]]
    rows = re.findall(r'<th scope="row">[^<]*</th><td>(\d+)</td><td>(\d+)</td><td>(.*?)</td></tr>', page)
    assert [(int(one), int(two)) for one, two, _ in rows] == [(row.one, row.two) for row in side_by_side(*told)]
    assert all(("more" in said, "the same" in said) == (one != two, one == two) for one, two, said in rows)
    assert len({one == two for one, two, _ in rows}) == len(rows[:2])
    assert "partners.compare" in looks
    assert not re.search(r"u-noor|u-hugo|Zwaluw", page)


async def test_a_form_that_is_sent_twice_asks_for_one_grant(service: Service) -> None:
    place = "/pages/THREAT_ASSESSMENT/request"
    async with visit(service) as browser:
        await browser.sign_in("u-daan")
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', (await browser.client.get(place)).text))
        terms = {"grantor": "DLIO", "grantee": "user:u-daan", "scopes": "C1-TEL", "basis": "WPG-15", "necessity": "same number"}
        times = {
            "from": "2026-03-16T00:00",
            "until": "2026-04-16T00:00",
            "ceiling": "STG_C",
            "action.see": "on",
            "field.basic": "on",
        }
        form = {"seal": await seal_of(browser), "key": hidden["key"], **terms, **times}
        places = [(await browser.client.post(place, data=form)).headers["location"] for _ in range(2)]
        assert places[0] == places[1]
        assert (await browser.client.post(place, data={**form, "necessity": "another"})).status_code == 200
    assert len(await question(service, "u-willemijn", 'grants(scope: "C1-TEL") { id }')) == 1


async def test_what_somebody_may_not_know_of_changes_no_byte_of_their_pages(service: Service) -> None:
    places = ("", "grants", "report", "directory", "record")
    async with visit(service) as browser:
        await browser.sign_in("u-lex")
        before = {place: await _bare(browser, place) for place in places}
        asked = await step(service, "u-daan", f"requestGrant(request: $request) {STEP}", "THREAT_ASSESSMENT", request=REQUEST)
        grant = asked["grant"]["id"]
        await step(service, "u-willemijn", f'consentToGrant(grant: "{grant}") {STEP}')
        await step(service, "u-fenna", f'revokeGrant(grant: "G-hugo-c2", ground: "moved") {STEP}')
        assert {place: await _bare(browser, place) for place in places} == before
        hidden, missing = await _bare(browser, f"grants/{grant}"), await _bare(browser, "grants/G-nobody")
        assert hidden.replace(grant, "G-nobody") == missing


async def test_names_are_text_whatever_they_hold(service: Service) -> None:
    new = {"key": "u-new", "name": NAME, "organisation": "POL", "clearedUntil": "2027-01-01T00:00:00Z", "roles": ["ANALYST"]}
    done = await step(
        service, "u-bente", "changeDirectory(change: $change) { userErrors { code message } }", change={"addUser": new}
    )
    assert done["userErrors"] == []
    async with visit(service) as browser:
        await browser.sign_in("u-fenna")
        text = (await browser.client.get(f"{DESK}/directory")).text
        asked = (await browser.client.get(f"{DESK}/record", params={"record": LONG, "for": LONG})).text
    assert NAME not in text
    assert '<bdi class="long">&lt;b onmouseover=&#34;x()&#34;&gt;\u05d0\u05d1\u0639&lt;/b&gt;&amp;amp;' in text
    assert "<script" not in asked
    assert asked.count("x" * 10_000) == 2


async def test_people_come_back_to_the_pages_that_they_left_for(service: Service) -> None:
    async with visit(service) as browser:
        asked = await _begin(browser)
        answer = await browser.client.get(await browser.choose(asked, "u-fenna"))
        assert answer.headers["location"] == "/pages/arrived"
        arrived = await browser.client.get("/pages/arrived")
        assert 'http-equiv="refresh" content="0; url=/pages/"' in arrived.text
        assert (await browser.client.get("/pages/")).headers["location"] == f"{DESK}/grants"
    async with visit(service) as browser:
        asked = await _begin(browser)
        answer = await browser.client.get(f"/explorer/signed-in?error=access_denied&state={asked['state']}")
        assert answer.headers["location"] == "/pages/refused"


async def test_a_language_is_asked_by_the_browser_chosen_and_kept(service: Service) -> None:
    async with visit(service) as browser:
        assert 'lang="en"' in (await browser.client.get("/pages/")).text
        assert 'lang="nl"' in (await browser.client.get("/pages/", headers={"Accept-Language": "fr, nl-NL;q=0.8"})).text
        assert 'lang="nl"' in (await browser.client.get("/pages/?lang=nl")).text
        assert 'lang="nl"' in (await browser.client.get("/pages/", headers={"Accept-Language": "en"})).text
        assert 'lang="en"' in (await browser.client.get("/pages/?lang=xx", headers={"Cookie": "kring-language=xx"})).text


async def _begin(browser: Visit) -> dict[str, str]:
    answer = await browser.client.get("/explorer/sign-in?to=pages")
    return dict(parse_qsl(urlsplit(answer.headers["location"]).query))


async def _bare(browser: Visit, place: str) -> str:
    """A page without its receipt, which is of this one answer."""
    answer = await browser.client.get(f"{DESK}/{place}")
    assert answer.status_code == 200
    return re.sub(r"<code>[^<]{60,}</code>", "", answer.text)


def _denied(service: Service, user: str) -> list[tuple[str, str]]:
    read = read_entries(service.parts.audit.folder)
    return [(entry["action"], entry["outcome"]) for entry in read if entry["subject"] == user and entry["kind"] == Kind.REFUSE]
