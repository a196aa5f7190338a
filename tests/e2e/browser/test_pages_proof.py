"""An overseer verifies checkpoints and receipts in the browser, by a script that can send nothing anywhere."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from access_policies.audit.proofs import growth_request, prove_receipt
from access_policies.audit.segments import verified
from tests.e2e.browser.conftest import Visitor
from tests.e2e.browser.pages import come_in, faults
from tests.e2e.conftest import Service

Verdict = Callable[..., Awaitable[str]]


def spoilt(text: str) -> str:
    """The same with one digit of the second line's base64 changed, which stays canonical."""
    lines = text.split("\n")
    lines[1] = ("A" if lines[1][0] != "A" else "B") + lines[1][1:]
    return "\n".join(lines)


def other_digit(receipt: str) -> str:
    """The same with another first hexadecimal digit: never the same by chance."""
    return ("1" if receipt[0] == "0" else "0") + receipt[1:]


async def ask(service: Service, times: int) -> str:
    """Let the log grow; the receipt of the last answer."""
    for _ in range(times):
        answer = await service.ask("u-noor", "THREAT_ASSESSMENT", "{ reports(first: 1) { totalCount } }")
    return str(answer.headers["audit-receipt"])


@pytest.fixture
def shown(visitor: Visitor, tmp_path: Path) -> Verdict:
    """Gives what the page says of a key, a checkpoint that was seen and a file."""

    async def verdict(key: str, given: str, seen: str = "") -> str:
        page = visitor.page
        await page.reload()
        await page.get_by_label("Key of the log").fill(key)
        for label, text in (("Checkpoint with its proof", given), ("Checkpoint that you saw before", seen)):
            path = tmp_path / label
            path.write_text(text)
            if text:
                await page.get_by_label(label).set_input_files(path)
        await page.get_by_role("button", name="Verify").click()
        await page.wait_for_selector("#said.good, #said.bad")
        return await page.get_by_role("status").inner_text()

    return verdict


async def test_checkpoints_and_receipts_are_verified_where_the_overseer_sits(visitor: Visitor, shown: Verdict) -> None:
    service, folder = visitor.service, visitor.service.parts.audit.folder
    await ask(service, 3)
    first = growth_request(folder, 0)
    seen = first.partition("\n\n")[2]
    size = int(seen.split("\n")[1])
    receipt = await ask(service, 4)
    second, proof = growth_request(folder, size), asdict(prove_receipt(folder, receipt))
    key = str(verified(folder).key)
    sent: list[str] = []
    await visitor.page.goto(f"{(await come_in(visitor, 'u-hadewych'))}/proof")
    visitor.page.on("request", lambda request: sent.append(request.url))
    assert await faults(visitor.page) == []
    for given, before in ((first, ""), (second, seen), (json.dumps(proof), "")):
        assert "It holds." in await shown(key, given, before)
    told = await shown(key, second, seen)
    assert f", {second.split(chr(10) * 2)[1].split(chr(10))[1]}, " in told
    other = dict(proof) | {"index": proof["index"] - 1}
    for given, before, why in (
        (second, "", "does not start from"),
        (second, growth_request(folder, 0).partition("\n\n")[2], "does not start from"),
        (spoilt(second), seen, "Another history"),
        (second.replace("kring/audit", "kring/other"), seen, "signed it"),
        (second, spoilt(seen), "signed it"),
        (json.dumps(other), "", "It does not hold."),  # the other entry, or no way of that length: as the log is long
        (json.dumps(proof | {"receipt": other_digit(receipt)}), "", "has signed the receipt"),
        ("{", "", "none of those named"),
    ):
        assert why in await shown(key, given, before), why
    assert "no key" in await shown("x", first)
    assert {url for url in sent if "/pages/" not in url} == set()
