"""Webhooks: a real receiver is told that there is something, signed, by its owner's rights of the moment, and of nothing else."""

import asyncio
import base64
import hashlib
import hmac
import json
import re
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from access_policies.guard import Asked
from api.webhooks.hosts import Allowed, Hosts
from api.webhooks.pace import Pace
from graph_model.instant import to_text
from graph_model.local.server import Endpoint
from tests.access_policies.audit.logs import read_entries
from tests.e2e.conftest import Running, Service
from tests.e2e.following import NOTICES, PATIENCE, another_process, following
from tests.e2e.office import ADMINISTRATION, step
from tests.e2e.receiver import Receiver, Sent, receiving
from tests.e2e.test_following import batch, kept, recorded
from tests.e2e.test_writes import CORRECT, WITHDRAW, done, person
from tests.wipe import raw

ROOT = Path(__file__).resolve().parents[2]
ASSESSMENT = "THREAT_ASSESSMENT"
HOOK = "{ id url follows purpose case state }"
CREATE = f"""mutation($url: String!, $follows: WebhookFollows!, $purpose: String!, $case: ID)
  {{ createWebhook(url: $url, follows: $follows, purpose: $purpose, case: $case)
  {{ webhook {HOOK} secret userErrors {{ code field }} receipt }} }}"""
PACE = Pace(tick=0.1, pauses=(0.1, 0.1))


@pytest.fixture(scope="module")
async def service(neo4j: Endpoint, running: Running) -> Service:
    """One service for all: what one test records, no other minds."""
    return await running.untouched(neo4j)


class Post:
    """A process that delivers, and the receiver it delivers to."""

    def __init__(self, service: Service, client: httpx.AsyncClient, receiver: Receiver, neo4j: Endpoint) -> None:
        self.service, self.client, self.receiver, self.neo4j = service, client, receiver, neo4j

    async def create(self, who: str, path: str, follows: str = "CHANGES", key: str = "", **other: Any) -> Any:
        """The payload of a registration at a path of the receiver."""
        said = {"url": self.receiver.url(path), "follows": follows, "purpose": ASSESSMENT} | other
        headers = await self.service.headers(who, ASSESSMENT) | ({"Idempotency-Key": key} if key else {})
        answer = await self.client.post("/graphql", json={"query": CREATE, "variables": said}, headers=headers)
        assert "errors" not in answer.json(), answer.text
        return answer.json()["data"]["createWebhook"]

    @asynccontextmanager
    async def hook(self, who: str, path: str, follows: str = "CHANGES", **other: Any) -> AsyncIterator[dict[str, Any]]:
        """A webhook for as long as a test needs it: its id and its secret."""
        made = await self.create(who, path, follows, **other)
        assert made["userErrors"] == [], made
        try:
            yield {"id": made["webhook"]["id"], "secret": made["secret"]}
        finally:
            await step(self.service, who, f'deleteWebhook(id: "{made["webhook"]["id"]}") {{ id }}', ASSESSMENT)

    async def state(self, who: str, hook: dict[str, Any]) -> str:
        """The state of somebody's own, as they are told it."""
        return (await self.mine(who))[hook["id"]]

    async def mine(self, who: str) -> dict[str, str]:
        """The states of somebody's own by their ids."""
        answer = await self.service.ask(who, ASSESSMENT, "{ myWebhooks { id state } }")
        return {one["id"]: one["state"] for one in answer.json()["data"]["myWebhooks"]}


@pytest.fixture(scope="module")
async def post(service: Service, neo4j: Endpoint, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Post]:
    """Two processes that might deliver, so that all is tried with the lease; a receiver that all of them may call."""
    async with AsyncExitStack() as stack:
        receiver = await stack.enter_async_context(receiving(tmp_path_factory.mktemp("receiver")))
        for_all, of_one = Allowed("", "127.0.0.1", receiver.port), Allowed("POL", "127.0.0.1", receiver.second)
        hosts = Hosts((for_all, of_one), loopback=True, ca_file=receiver.ca_file)
        client = await stack.enter_async_context(another_process(service, webhooks=hosts, pace=PACE))
        await stack.enter_async_context(another_process(service, webhooks=hosts, pace=PACE))
        yield Post(service, client, receiver, neo4j)


async def changed(post: Post, text: str, **parameters: Any) -> None:
    """Change a webhook behind everybody's back, beside the loop: a courier of this loop may hold what is changed."""
    await asyncio.to_thread(raw, post.neo4j, text, **parameters)


def is_signed(sent: Sent, secret: str, body: bytes | None = None) -> bool:
    """What Standard Webhooks says of a signature, said once more."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    head = f"{sent.headers['webhook-id']}.{sent.headers['webhook-timestamp']}."
    wanted = base64.b64encode(hmac.new(key, head.encode() + (sent.body if body is None else body), hashlib.sha256).digest())
    given = [one.split(",", 1) for one in sent.headers["webhook-signature"].split(" ")]
    return ["v1", wanted.decode()] in given and abs(time.time() - int(sent.headers["webhook-timestamp"])) < 300


async def test_a_change_in_the_view_is_told_signed_and_leads_to_it(post: Post) -> None:
    async with post.hook("u-daan", "/signed") as hook:
        before = len(read_entries(post.service.parts.audit.folder))
        one = await recorded(post.service, "Tijs Proefkonijn")
        (sent,) = await post.receiver.has("/signed", 1)
        entries = [entry for entry in read_entries(post.service.parts.audit.folder)[before:] if entry["channel"] == "webhook"]
    assert is_signed(sent, hook["secret"])
    assert not is_signed(sent, hook["secret"], sent.body.replace(b"kring.changes", b"kring.notices"))
    assert len(base64.b64decode(hook["secret"].removeprefix("whsec_"))) == 32
    assert (set(sent.said), sent.said["type"], set(sent.said["data"])) == (
        {"type", "timestamp", "data"},
        "kring.changes",
        {"cursor"},
    )
    assert one not in sent.body.decode()
    assert [(entry["subject"], entry["action"], entry["outcome"]) for entry in entries] == [("u-daan", "webhook", "released")]
    async with following(post.service, "u-daan", after=sent.said["data"]["cursor"]) as daan:
        await daan.change()
        assert (await daan.change())["id"] == one


async def test_the_receiver_of_the_documentation_believes_what_is_signed_and_nothing_else(post: Post) -> None:
    (text,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "how-to" / "webhooks.md").read_text(), re.DOTALL)
    receiver: dict[str, Any] = {}
    exec(compile(text, "webhooks.md", "exec"), receiver)
    async with post.hook("u-daan", "/documented") as hook:
        await recorded(post.service, "Tijs Proefhaas")
        (sent,) = await post.receiver.has("/documented", 1)
    assert receiver["cursor_of"](hook["secret"], sent.headers, sent.body) == sent.said["data"]["cursor"]
    late = sent.headers | {"webhook-timestamp": str(int(sent.headers["webhook-timestamp"]) - 600)}
    for headers, body in ((sent.headers, sent.body + b" "), (late, sent.body)):
        with pytest.raises(ValueError, match="not from Kring"):
            receiver["cursor_of"](hook["secret"], headers, body)


async def test_whatever_is_hidden_brings_no_delivery_and_changes_no_byte_of_any(post: Post) -> None:
    """Twice the same, once with others' acts that daan does not see, and time enough for several looks at them."""
    wires = []
    for others in (False, True):
        path = f"/view-{others}"
        async with post.hook("u-daan", path):
            for turn in range(2):
                if others:
                    hidden = await kept(post.service, "Tijs Geheim")
                    await done(post.service, "u-saar", CORRECT, s={"id": hidden} | person("Tijs Geheimer"))
                    await done(post.service, "u-saar", WITHDRAW, s={"id": hidden})
                    await asyncio.sleep(5 * PACE.tick)
                    assert len(post.receiver.at(path)) == turn, "told of what is hidden"
                await recorded(post.service, f"Tijs {turn}")
                await post.receiver.has(path, turn + 1)
                if others:
                    await batch(post.service, 7, None)
            wires.append([_shape(sent, path) for sent in post.receiver.at(path)])
    assert wires[0] == wires[1]


def _shape(sent: Sent, path: str) -> tuple[Any, ...]:
    """A delivery but for what is random, or the time: the lengths of these stay."""
    told = {name: len(value) if name.startswith("webhook-") else value for name, value in sent.headers.items()}
    said = sent.said
    return sent.line.replace(path, ""), told, list(said), said["type"], len(said["timestamp"]), len(said["data"]["cursor"])


async def test_what_did_not_arrive_comes_again_the_same_and_nothing_is_lost(post: Post) -> None:
    async with post.hook("u-daan", "/again"):
        post.receiver.answers += ["500 No", "302 Found\r\nLocation: /elsewhere"]
        one = await recorded(post.service, "Tijs Eerst")
        await post.receiver.has("/again", 1)
        two = await recorded(post.service, "Tijs Daarna")
        sent = await post.receiver.has("/again", 3)
        three = await recorded(post.service, "Tijs Tenslotte")
        sent = await post.receiver.has("/again", 4)
    assert len({one.headers["webhook-id"] for one in sent[:3]}) == 1
    assert len({one.body for one in sent[:3]}) == 1
    assert post.receiver.at("/elsewhere") == [], "a redirect was followed"
    assert sent[3].headers["webhook-id"] != sent[0].headers["webhook-id"]
    async with following(post.service, "u-daan", after=sent[0].said["data"]["cursor"]) as daan:
        await daan.change()
        assert [change["id"] for change in await daan.changes(3)] == [one, two, three]
    async with following(post.service, "u-daan", after=sent[3].said["data"]["cursor"]) as daan:
        await daan.change()
        assert (await daan.change())["id"] == three


async def test_a_receiver_that_takes_nothing_is_paused_its_owner_told_and_goes_on_when_asked(post: Post) -> None:
    async with post.hook("u-daan", "/paused") as hook, following(post.service, "u-daan", document=NOTICES) as daan:
        async with following(post.service, "u-noor", document=NOTICES) as noor:
            await daan.notice()
            await noor.notice()
            post.receiver.answers += ["500 No"] * 50
            await recorded(post.service, "Tijs Proefkonijn")
            notice = await daan.notice()
            assert (notice["kind"], notice["about"]) == ("WEBHOOK_PAUSED", hook["id"])
            await noor.hears_nothing()
        assert await post.state("u-daan", hook) == "PAUSED"
        assert len(post.receiver.at("/paused")) >= 3
        tried = len(post.receiver.at("/paused"))
        post.receiver.answers.clear()
        resume = f'resumeWebhook(id: "{hook["id"]}") {{ webhook {HOOK} secret userErrors {{ code }} }}'
        resumed = await step(post.service, "u-daan", resume, ASSESSMENT)
        assert (resumed["webhook"]["state"], resumed["secret"]) == ("ACTIVE", None)
        sent = await post.receiver.has("/paused", tried + 1)
    assert len({one.headers["webhook-id"] for one in sent}) == 1


async def test_notices_are_told_to_whom_they_are_for(post: Post) -> None:
    """A correction of what an organisation was served: its functionary is told, and its reader is not."""
    one = await recorded(post.service, "Tijs Proefkonijn", releasableTo=["NCTV"])
    text = "query($id: ID!) { node(id: $id) { id } }"
    assert (await post.service.ask("u-noor", ASSESSMENT, text, {"id": one})).json()["data"]["node"]
    async with post.hook("u-noor", "/reader", "NOTICES"), post.hook("u-yfke", "/functionary", "NOTICES"):
        await done(post.service, "u-saar", CORRECT, s={"id": one} | person("Tijs Proefhaas"))
        (sent,) = await post.receiver.has("/functionary", 1)
    assert sent.said["type"] == "kring.notices"
    assert post.receiver.at("/reader") == []
    async with following(post.service, "u-yfke", document=NOTICES, after=sent.said["data"]["cursor"]) as yfke:
        await yfke.notice()
        assert (await yfke.notice())["about"] == one


async def test_whoever_changes_an_address_in_the_database_has_nothing_sent_there(post: Post) -> None:
    """What a courier had read before it may still go where it was registered."""
    async with post.hook("u-daan", "/registered") as hook:
        moved = post.receiver.url("/tampered")
        await changed(post, "MATCH (hook:Webhook {id: $id}) SET hook.url = $url", id=hook["id"], url=moved)
        async with asyncio.timeout(PATIENCE):
            while await post.state("u-daan", hook) == "ACTIVE":
                await recorded(post.service, "Tijs Proefkonijn")
                await asyncio.sleep(PACE.tick)
    assert post.receiver.at("/tampered") == []


async def test_a_host_of_one_organisation_is_called_for_nobody_who_is_of_another_by_now(post: Post) -> None:
    """Noor is another's, and has one of two that daan registered where the host is his organisation's."""
    there = f"https://127.0.0.1:{post.receiver.second}"
    assert [error["field"] for error in (await post.create("u-noor", "", url=f"{there}/noor"))["userErrors"]] == ["url"]
    moved = (await post.create("u-daan", "", url=f"{there}/moved"))["webhook"]
    await changed(post, "MATCH (hook:Webhook {id: $id}) SET hook.owner = 'u-noor'", id=moved["id"])
    await asyncio.sleep(10 * PACE.tick)  # until no courier looks with what it had read before
    try:
        async with post.hook("u-daan", "", url=f"{there}/of-one"):
            await recorded(post.service, "Tijs Gedeeld", releasableTo=["NCTV"])
            await post.receiver.has("/of-one", 1)
            async with asyncio.timeout(PATIENCE):
                while await post.state("u-noor", moved) == "ACTIVE":
                    await asyncio.sleep(PACE.tick)
        assert post.receiver.at("/moved") == []
    finally:
        await step(post.service, "u-noor", f'deleteWebhook(id: "{moved["id"]}") {{ id }}', ASSESSMENT)


async def test_it_ends_with_the_rights_and_with_the_account(post: Post) -> None:
    """Hugo sees C2 by a grant: what had not arrived when it ended is not sent again, and nothing that comes later is."""
    made = await post.create("u-hugo", "/hugo")
    async with post.hook("u-daan", "/beside"):
        post.receiver.free.clear()
        post.receiver.answers += ["500 No"] * 2
        await recorded(post.service, "Tijs Gedeeld", releasableTo=["DLIO"])
        await post.receiver.has("/hugo", 1)
        await post.receiver.has("/beside", 1)
        asked = Asked("u-fenna", ADMINISTRATION, "revoke")
        await post.service.guard.administration.revoke(asked, "G-hugo-c2", "another investigation")
        post.receiver.free.set()
        await post.receiver.has("/beside", 2)
        await recorded(post.service, "Tijs Daarna", releasableTo=["DLIO"])
        await post.receiver.has("/beside", 3)
        await asyncio.sleep(5 * PACE.tick)
        assert len(post.receiver.at("/hugo")) == 1
    assert await post.state("u-hugo", made["webhook"]) == "ACTIVE"
    ended = await post.service.guard.administration.directory.end_user(Asked("u-willemijn", ADMINISTRATION, "end"), "u-hugo")
    assert ended.done
    async with asyncio.timeout(PATIENCE):
        while raw(post.neo4j, "MATCH (hook:Webhook {owner: 'u-hugo'}) RETURN hook.id"):
            await asyncio.sleep(PACE.tick)


async def test_it_ends_when_its_time_is_over(post: Post) -> None:
    made = (await post.create("u-daan", "/over"))["webhook"]
    then = to_text(post.service.clock.now())
    await changed(post, "MATCH (hook:Webhook {id: $id}) SET hook.endsAt = $then", id=made["id"], then=then)
    async with asyncio.timeout(PATIENCE):
        while made["id"] in await post.mine("u-daan"):
            await asyncio.sleep(PACE.tick)


async def test_a_registration_is_made_once_and_its_secret_is_told_once_and_kept_nowhere_in_clear(post: Post) -> None:
    first = await post.create("u-bram", "/once", key="hook-1")
    again = await post.create("u-bram", "/once", key="hook-1")
    other = await post.create("u-bram", "/other", key="hook-1")
    assert first["webhook"] == again["webhook"]
    assert again["secret"] is None
    assert [error["code"] for error in other["userErrors"]] == ["KEY_REUSED"]
    text = json.dumps(raw(post.neo4j, "MATCH (hook:Webhook) RETURN properties(hook) AS hook"))
    held = base64.b64decode(first["secret"].removeprefix("whsec_"))
    assert first["webhook"]["id"] in text
    assert first["secret"].removeprefix("whsec_") not in text
    assert held not in base64.b64decode(json.loads(text)[0]["hook"]["sealed"])
    assert first["secret"] not in post.service.log.getvalue()


async def test_nobody_else_finds_it_and_there_are_so_many_of_ones_own(post: Post) -> None:
    async with post.hook("u-noor", "/own") as hook:
        texts = [
            f'{name}(id: "{id_}") {{ userErrors {{ code field message }} }}'
            for name in ("deleteWebhook", "resumeWebhook")
            for id_ in (hook["id"], "WH-none")
        ]
        answers = [await step(post.service, "u-daan", text, ASSESSMENT) for text in texts]
        assert all(answer == answers[0] and answer["userErrors"][0]["code"] == "NOT_FOUND" for answer in answers)
        assert await post.mine("u-daan") == {}
        async with AsyncExitStack() as stack:
            for number in range(3):
                await stack.enter_async_context(post.hook("u-noor", f"/own-{number}"))
            fifth = await post.create("u-noor", "/own-5")
            assert [error["code"] for error in fifth["userErrors"]] == ["NOT_ALLOWED"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "http://127.0.0.1/"},
        {"url": "https://127.0.0.1/"},
        {"url": "https://hooks.example.org/"},
        {"url": "https://[::1]/"},
        {"url": "x" * 100_000},
        {"purpose": "CURIOSITY"},
        {"case": "x" * 129},
    ],
    ids=lambda wrong: str(wrong)[:40],
)
async def test_what_may_not_be_registered_is_refused_by_its_name(post: Post, wrong: dict[str, Any]) -> None:
    made = await post.create("u-daan", "/", **wrong)
    assert made["webhook"] is made["secret"] is None
    assert [error["field"] for error in made["userErrors"]] == [next(iter(wrong))]


async def test_without_hosts_there_are_none(service: Service, post: Post) -> None:
    off = Post(service, service.client, post.receiver, post.neo4j)
    assert [error["field"] for error in (await off.create("u-daan", "/"))["userErrors"]] == ["url"]
