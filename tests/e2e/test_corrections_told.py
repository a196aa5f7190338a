"""Corrections and withdrawals reach whom the former version was served and whose assessments rest on it; and nobody learns of another."""

import json
from datetime import timedelta
from typing import Any

from tests.e2e.conftest import Service
from tests.e2e.office import ADMINISTRATION, question
from tests.e2e.test_writes import CORRECT, CREATE, OPEN_C2, WITHDRAW, done, mutate, person, sees

OVERSEEN = "corrections { record kind at told }"


async def served(service: Service, who: str, id_: str, purpose: str = "THREAT_ASSESSMENT") -> None:
    """Somebody reads a record."""
    answer = await service.ask(who, purpose, "query($id: ID!) { node(id: $id) { id } }", {"id": id_})
    assert answer.json()["data"]["node"] is not None, who


def later(service: Service, **span: float) -> None:
    """Set the clock on."""
    service.clock.set(service.clock.now() + timedelta(**span))


async def told(service: Service, who: str) -> list[tuple[str, str]]:
    """What somebody is told about records that changed: kind and id."""
    found = await question(service, who, "notices { kind about }")
    return sorted((one["kind"], one["about"]) for one in found if len(one["about"]) == 32)


async def recorded(service: Service, **marking: Any) -> str:
    """A person of the police in C2."""
    made = await done(service, "u-saar", CREATE, s=person("Tijs Proefkonijn", marking=OPEN_C2 | marking))
    later(service, minutes=1)
    return str(made["id"])


async def corrected(service: Service, id_: str, name: str = "Tijs Proefhaas") -> None:
    """The police give it another name."""
    answer = await done(service, "u-saar", CORRECT, s={"id": id_} | person(name))
    assert answer["outcome"] == "UPDATED", answer


async def withdrawn(service: Service, id_: str) -> None:
    """The police take it back."""
    answer = await done(service, "u-saar", WITHDRAW, s={"id": id_})
    assert answer["outcome"] == "WITHDRAWN", answer


async def test_the_organisation_that_was_served_the_former_version_is_told_and_no_other(service: Service) -> None:
    one = await recorded(service, releasableTo=["NCTV", "OM"])
    await served(service, "u-noor", one)
    later(service, minutes=1)
    await corrected(service, one)
    assert await told(service, "u-yfke") == [("CORRECTED", one)]
    for who in ("u-fenna", "u-marijn", "u-willemijn", "u-noor", "u-daan", "u-tess"):
        assert await told(service, who) == [], who


async def test_each_is_told_once_and_not_who_else(service: Service) -> None:
    ids = service.world.ids
    later(service, minutes=1)
    await withdrawn(service, ids["R-r10.POL"])
    first = await question(service, "u-yfke", "notices { at kind about }")
    later(service, minutes=10)
    assert await question(service, "u-yfke", "notices { at kind about }") == first
    assert [one["kind"] for one in first if one["about"] == ids["R-r10.POL"]] == ["WITHDRAWN"]
    assert "OM" not in json.dumps(first)


async def test_a_correction_is_told_to_whom_the_version_before_was_served_and_a_withdrawal_to_all(service: Service) -> None:
    one = await recorded(service, releasableTo=["NCTV", "OM"])
    await served(service, "u-noor", one)
    later(service, minutes=1)
    await corrected(service, one)
    later(service, minutes=1)
    await corrected(service, one, "Tijs Proefmuis")
    later(service, minutes=1)
    assert await told(service, "u-yfke") == [("CORRECTED", one)]
    await withdrawn(service, one)
    assert await told(service, "u-yfke") == [("CORRECTED", one), ("WITHDRAWN", one)]


async def test_whoever_is_served_only_what_came_after_is_not_told(service: Service) -> None:
    one = await recorded(service, releasableTo=["NCTV"])
    await corrected(service, one)
    later(service, minutes=1)
    await served(service, "u-noor", one)
    assert await told(service, "u-yfke") == []


async def test_a_read_that_ends_after_the_correction_that_it_did_not_see_is_found_later(service: Service) -> None:
    """Its entry comes after others have looked at what is told."""
    one = await recorded(service, releasableTo=["NCTV"])
    await corrected(service, one)
    assert await told(service, "u-yfke") == []
    later(service, seconds=5)
    await served(service, "u-noor", one)
    assert await told(service, "u-yfke") == [("CORRECTED", one)]


async def test_a_new_version_under_the_same_external_id_is_a_correction(service: Service) -> None:
    marking = OPEN_C2 | {"releasableTo": ["NCTV"]}
    made = await done(service, "u-saar", CREATE, s=person("Tijs", marking=marking, externalId="T-told"))
    await served(service, "u-noor", made["id"])
    later(service, minutes=1)
    await done(service, "u-saar", CREATE, s=person("Thijs", marking=marking, externalId="T-told"))
    assert await told(service, "u-yfke") == [("CORRECTED", made["id"])]


async def test_whatever_rests_on_it_is_told_to_its_own_originator_and_nobody_else(service: Service) -> None:
    """A report under an assessment of the police, under a decision of the prosecution and an assessment of the authority."""
    ids = service.world.ids
    later(service, minutes=1)
    await withdrawn(service, ids["R-r03.POL"])

    def basis(*handles: str) -> list[tuple[str, str]]:
        return sorted(("BASIS_WITHDRAWN", ids[one]) for one in handles)

    assert await told(service, "u-fenna") == basis("S-a01.POL")
    assert await told(service, "u-marijn") == basis("D-d01.OM", "D-d02.OM")
    assert await told(service, "u-yfke") == basis("S-a02.NCTV", "D-d03.NCTV", "D-d04.NCTV", "D-d05.NCTV", "D-d06.NCTV")
    for who in ("u-otto", "u-sipke", "u-willemijn", "u-tess"):
        assert await told(service, who) == [], who


async def test_a_protected_person_is_told_by_name_and_not_another(service: Service) -> None:
    report = service.world.ids["R-r11.NCTV"]
    await served(service, "u-ilse", report, "INFORM_PERSON")
    later(service, minutes=1)
    answer = await done(service, "u-noor", WITHDRAW, s={"id": report})
    assert answer["outcome"] == "WITHDRAWN", answer
    assert await told(service, "u-ilse") == [("WITHDRAWN", report)]
    assert await told(service, "u-cagla") == []


async def test_an_overseer_is_told_which_recipients_were_told_within_the_own_view(service: Service) -> None:
    ids = service.world.ids
    later(service, minutes=1)
    await withdrawn(service, ids["R-r10.POL"])
    hidden = await recorded(service)
    await served(service, "u-daan", hidden)
    await corrected(service, hidden)
    (found,) = await question(service, "u-hadewych", OVERSEEN, "OVERSIGHT")
    assert (found["record"], found["kind"], found["told"]) == (ids["R-r10.POL"], "WITHDRAWN", ["NCTV"])
    assert await question(service, "u-maud", OVERSEEN, "OVERSIGHT") == []
    assert await question(service, "u-hadewych", OVERSEEN, ADMINISTRATION) == []
    for who, purpose in (("u-noor", "OVERSIGHT"), ("u-saar", "THREAT_ASSESSMENT"), ("u-tess", ADMINISTRATION)):
        assert await question(service, who, OVERSEEN, purpose) is None, who


async def test_what_the_corrector_is_answered_and_sees_is_the_same_whoever_was_served(service: Service) -> None:
    one = await recorded(service, releasableTo=["NCTV"])

    async def observed() -> list[Any]:
        answer = await mutate(service, "u-saar", CORRECT, s={"id": one} | person("Tijs Proefhaas"))
        seen = [await sees(service, "u-saar", one), await question(service, "u-saar", "notices { kind about }")]
        headers = {name: value for name, value in answer.headers.items() if name not in ("date", "audit-receipt", "x-request-id")}
        return [answer.content, len(answer.headers["audit-receipt"]), headers, seen]

    alone = await observed()
    later(service, minutes=1)
    for who in ("u-noor", "u-wessel", "u-daan"):
        await served(service, who, one)
    assert await observed() == alone
    assert await told(service, "u-yfke") == [("CORRECTED", one)]
