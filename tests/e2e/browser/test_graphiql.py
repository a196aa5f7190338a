"""The demo in a real Chromium: two partners sign in, ask the same question and see two answers; nothing leaves the page."""

import json

import pytest

from api.demo.people import PURPOSES
from tests.e2e.browser.conftest import Visitor
from tests.e2e.browser.pages import faults
from tests.e2e.test_demo_issuer import Flow

MARKUP = "\"><script>document.title='broken'</script><img src=x onerror=\"document.title='broken'\">"


async def test_two_partners_ask_the_same_and_see_two_answers(visitor: Visitor) -> None:
    answers = {}
    for user, name in (("u-noor", "Noor Kievitsbloem"), ("u-daan", "Daan Waterbies")):
        await visitor.sign_in(user)
        assert name in await visitor.page.inner_text("#who")
        answers[user] = {tab: await visitor.run(tab) for tab in ("Reports", "OneVanInTwoFiles")}
    reports = {user: json.loads(found["Reports"])["data"]["reports"]["edges"] for user, found in answers.items()}
    assert len(reports["u-noor"]) > len(reports["u-daan"]) > 0
    assert "staff entrance of the court" in answers["u-noor"]["Reports"]
    assert "staff entrance of the court" not in answers["u-daan"]["Reports"]
    paths = {user: json.loads(found["OneVanInTwoFiles"])["data"]["paths"] for user, found in answers.items()}
    assert paths["u-noor"][0]["hops"] == 4
    assert paths["u-daan"] == []


async def test_the_purpose_that_is_picked_is_the_one_that_is_sent(visitor: Visitor) -> None:
    await visitor.sign_in("u-kees")
    assert await visitor.page.input_value("#purpose") == "PROTECTION_EXECUTION"
    assert "Emmerpad 14" in await visitor.run("Emmerpad")
    assert "PROTECTION_EXECUTION" in await visitor.page.inner_text("#record")
    await visitor.page.select_option("#purpose", "OVERSIGHT")
    assert "Emmerpad 14" not in await visitor.run("Emmerpad")


async def test_the_token_is_nowhere_but_in_the_page_and_a_reload_forgets_it(visitor: Visitor) -> None:
    tokens: list[str] = []
    visitor.page.on("request", lambda request: tokens.append(request.headers.get("authorization", "")))
    await visitor.sign_in("u-noor")
    await visitor.run("Emmerpad")
    token = next(value.removeprefix("Bearer ") for value in tokens if value)
    kept = await visitor.page.evaluate(
        "() => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, location.href])"
    )
    assert token.split(".")[2] not in kept
    assert await visitor.context.cookies() == []
    assert "code=" not in visitor.page.url
    await visitor.page.reload()
    await visitor.page.wait_for_selector("body[data-ready=signed-out]")
    assert await visitor.page.inner_text("#who") == "Nobody is signed in"


async def test_what_one_person_typed_is_not_there_for_the_next_and_is_there_again_for_the_same(visitor: Visitor) -> None:
    typed = "query Typed { reports(first: 1) { totalCount } }"
    await visitor.sign_in("u-noor")
    await visitor.page.get_by_role("tab", name="Emmerpad").click()
    await visitor.page.evaluate(
        "(text) => document.querySelector('.graphiql-query-editor .CodeMirror').CodeMirror.setValue(text)", typed
    )
    kept = "(text) => JSON.stringify({...sessionStorage}).includes(text)"
    await visitor.page.wait_for_function(kept, arg="query Typed")
    await visitor.sign_in("u-noor")
    assert await visitor.page.evaluate(kept, "query Typed")
    await visitor.sign_in("u-daan")
    await visitor.page.get_by_role("tab", name="Emmerpad").wait_for()
    assert not await visitor.page.evaluate(kept, "query Typed")


async def test_a_way_back_that_did_not_begin_here_signs_nobody_in(visitor: Visitor) -> None:
    flow = Flow(visitor.service)
    await visitor.page.goto(
        f"{visitor.service.url}/graphiql?code={await flow.code()}&state=forged&iss={visitor.service.url}/demo/issuer"
    )
    await visitor.page.wait_for_selector("body[data-ready=signed-out]")


async def test_markup_in_an_address_or_a_question_is_text(visitor: Visitor) -> None:
    asked = Flow(visitor.service).asked
    for changes in ({"state": MARKUP}, {"login_hint": MARKUP}):
        address = visitor.service.client.build_request("GET", "/demo/issuer/authorize", params=asked | changes).url
        await visitor.page.goto(str(address))
        assert await visitor.page.title() == "Sign in to the Kring demo"
    await visitor.sign_in("u-noor")
    await visitor.page.evaluate(
        "(text) => document.querySelector('.query-editor .CodeMirror, .graphiql-query-editor .CodeMirror').CodeMirror.setValue(text)",
        f"query Emmerpad {{ search(text: {json.dumps(MARKUP)}, first: 1) {{ edges {{ cursor }} }} }}",
    )
    await visitor.page.click(".graphiql-execute-button")
    await visitor.page.wait_for_selector(".graphiql-spinner", state="detached")
    assert await visitor.page.title() == "GraphiQL on Kring"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
async def test_pages_have_no_accessibility_fault(visitor: Visitor, scheme: str, width: int) -> None:
    await visitor.page.emulate_media(color_scheme=scheme)
    await visitor.page.set_viewport_size({"width": width, "height": 800})
    sign_in = str(visitor.service.client.build_request("GET", "/demo/issuer/authorize", params=Flow(visitor.service).asked).url)
    for address in (f"{visitor.service.url}/", sign_in, "graphiql"):
        if address == "graphiql":
            await visitor.sign_in("u-noor")
        else:
            await visitor.page.goto(address)
        assert await faults(visitor.page, {"include": [["body"]], "exclude": [[".graphiql-container"]]}) == []
        assert await visitor.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), (
            f"{address} is wider than {width}"
        )


async def test_everything_can_be_done_from_the_keyboard(visitor: Visitor) -> None:
    await visitor.page.goto(f"{visitor.service.url}/")
    await visitor.page.keyboard.press("Tab")
    assert await visitor.page.evaluate("() => document.activeElement.textContent") == "Skip to content"
    await visitor.page.goto(f"{visitor.service.url}/graphiql?as=u-daan")
    await visitor.page.wait_for_selector("button[value=u-daan]:focus")
    await visitor.page.keyboard.press("Enter")
    await visitor.page.wait_for_selector("body[data-ready=signed-in]")
    assert "Daan" in await visitor.page.inner_text("#who")


async def test_dialogs_and_documentation_open_without_a_complaint(visitor: Visitor) -> None:
    await visitor.sign_in("u-noor")
    for name in ("Show Documentation Explorer", "Show History", "Open short keys dialog", "Open settings dialog"):
        await visitor.page.get_by_label(name).click()
        await visitor.page.wait_for_selector("[role=dialog], .graphiql-plugin")
        await visitor.page.keyboard.press("Escape")
    assert visitor.complaints == []


def test_the_purposes_to_pick_are_those_of_the_world(visitor: Visitor) -> None:
    assert set(PURPOSES) == set(visitor.service.world.register.table.purposes)
