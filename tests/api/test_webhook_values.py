"""What webhooks are made of: signatures by the published example, hosts, and which addresses may never be called."""

import asyncio
import socket
from base64 import b64decode, b64encode
from ipaddress import ip_address

import pytest

from access_policies.guard.following.webhook import Wanted
from api.webhooks.addresses import NotPublic, address_of, is_public
from api.webhooks.hosts import Hosts, allowed
from api.webhooks.secret import SecretLost, SecretSeal, signature

WANTED = Wanted("https://hooks.example/x", "CHANGES", "THREAT_ASSESSMENT", None)


def test_the_example_of_standard_webhooks_has_the_signature_that_it_says() -> None:
    secret = b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    told = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert told == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_secret_is_opened_for_what_it_was_made_for_and_nothing_else() -> None:
    seal = SecretSeal(b"k" * 32)
    shown, sealed = seal.new("WH-1", WANTED)
    assert shown == "whsec_" + b64encode(seal.opened(sealed, "WH-1", WANTED)).decode()
    moved = Wanted("https://hooks.example/y", "CHANGES", "THREAT_ASSESSMENT", None)
    for opened, given, hook, wanted in (
        (SecretSeal(b"l" * 32), sealed, "WH-1", WANTED),
        (seal, sealed, "WH-2", WANTED),
        (seal, sealed, "WH-1", moved),
        (seal, "x", "WH-1", WANTED),
        (seal, "", "WH-1", WANTED),
    ):
        with pytest.raises(SecretLost):
            opened.opened(given, hook, wanted)


HOSTS = Hosts(tuple(map(allowed, ("hooks.example", "POL=police.example:8443"))))


@pytest.mark.parametrize(
    ("organisation", "url", "admitted"),
    [
        ("KMAR", "https://hooks.example", True),
        ("KMAR", "https://hooks.example/a/b-c_d~e", True),
        ("KMAR", "https://hooks.example:443/", True),
        ("POL", "https://police.example:8443/x", True),
        ("KMAR", "https://police.example:8443/x", False),
        ("POL", "https://police.example/x", False),
        ("KMAR", "https://hooks.example:444/", False),
        ("KMAR", "http://hooks.example/", False),
        ("KMAR", "https://x.hooks.example/", False),
        ("KMAR", "https://hooks.example.org/", False),
        ("KMAR", "https://HOOKS.example/", False),
        ("KMAR", "https://hooks.example@evil.example/", False),
        ("KMAR", "https://evil.example\\@hooks.example/", False),
        ("KMAR", "https://hooks.example/?token=1", False),
        ("KMAR", "https://hooks.example/#x", False),
        ("KMAR", "https://hooks.example/%0d%0a", False),
        ("KMAR", "https://hooks.example/\n", False),
        ("KMAR", "https://hooks.example:99999/", False),
        ("KMAR", "", False),
    ],
)
def test_an_address_is_admitted_by_its_host_for_whom_it_is_named(organisation: str, url: str, admitted: bool) -> None:
    assert HOSTS.admits(organisation, url) is admitted


@pytest.mark.parametrize(
    "entry", ["", "*", "*.example", "https://hooks.example", "hooks.example/x", "pol=x.example", "x:99999", "x y"]
)
def test_a_setting_that_names_no_host_is_refused(entry: str) -> None:
    with pytest.raises(ValueError, match="must be hosts"):
        allowed(entry)


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        *((text, False) for text in (
            "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "255.255.255.255",
            "224.0.0.1", "192.0.2.1", "::1", "::", "fe80::1", "fc00::1", "fec0::1", "ff02::1", "::ffff:10.0.0.1", "::ffff:8.8.8.8",
            "64:ff9b::a00:1", "64:ff9b:1::1", "2002:a00:1::1", "2001::1", "::10.0.0.1",
        )),
    ],
)  # fmt: skip
def test_an_address_is_public_or_never_called(text: str, public: bool) -> None:
    assert is_public(ip_address(text)) is public


async def test_a_name_is_called_at_no_address_of_this_machine_unless_that_is_said() -> None:
    for host in ("localhost", "127.0.0.1", "2130706433", "no-such-host.invalid"):
        with pytest.raises(NotPublic):
            await address_of(host, 443)
    assert await address_of("127.0.0.1", 443, loopback=True) == "127.0.0.1"


@pytest.mark.parametrize("addresses", [("93.184.216.34", "10.0.0.1"), ("::1", "2606:2800:220:1::1"), ()])
async def test_a_name_is_called_at_none_of_its_addresses_when_one_is_not_public(
    addresses: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a resolver answers that its owner has turned: which address is the first is for whoever runs it to say."""

    async def found(_: str, port: int, **__: object) -> list[tuple[object, ...]]:
        return [(None, socket.SOCK_STREAM, 0, "", (address, port)) for address in addresses]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", found)
    with pytest.raises(NotPublic):
        await address_of("two.example", 443)
