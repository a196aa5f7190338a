"""Plans as a table: the same plan as in the other form, and with one fault in hundreds of rows nothing changes and its line is named."""

from pathlib import Path

import pytest

from cli.plan_entry import PlanRejected
from cli.plan_file import read_plan
from tests.access_policies.conftest import Installation
from tests.access_policies.test_administration import asks

ROOT = Path(__file__).resolve().parents[2]
HEAD = "organisation,name,grantee,scopes,actions,field_classes,level_ceiling,purposes,legal_basis,necessity,not_before,expires,conditions"
ROW = "DLIO,{name},{grantee},S-{name},see|read,basic,DEP_V,THREAT_ASSESSMENT,WPG-15,{necessity},2026-03-16T00:00:00Z,2026-06-01T00:00:00Z,"


def _row(name: str, grantee: str = "user:u-hugo", necessity: str = "compare two cases") -> str:
    return ROW.format(name=name, grantee=grantee, necessity=necessity)


def _table(tmp_path: Path, *rows: str, head: str = HEAD) -> Path:
    path = tmp_path / "plan.csv"
    path.write_text("".join(f"{row}\n" for row in (head, *rows)))
    return path


def test_a_table_is_the_plan_that_the_other_form_is() -> None:
    organisation, wanted = read_plan(ROOT / "examples" / "plan.yaml")
    of_table, rows = read_plan(ROOT / "examples" / "plan.csv")
    assert (of_table, [row.draft for row in rows]) == (organisation, [one.draft for one in wanted])
    assert [row.place for row in rows] == ["plan.csv:2", "plan.csv:3"]


def test_it_is_read_as_spreadsheets_write_it(tmp_path: Path) -> None:
    """With a mark of its encoding, line ends of Windows, rows of nothing, and a cell over two lines."""
    plain = _table(
        tmp_path, _row("one"), "", ",,,,,,,,,,,,", _row("two", necessity='"of two ""cases"",\nside by side"'), _row("three")
    )
    text = plain.read_text()
    plain.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    _, wanted = read_plan(plain)
    assert [(one.name, one.place) for one in wanted] == [("one", "plan.csv:2"), ("two", "plan.csv:5"), ("three", "plan.csv:7")]
    assert wanted[1].draft.necessity == 'of two "cases",\r\nside by side'


async def test_with_one_fault_in_five_hundred_rows_nothing_changes_and_its_line_is_named(
    shared: Installation, tmp_path: Path
) -> None:
    rows = [_row(f"line-{number}") for number in range(500)]
    bad = [*rows[:320], rows[320].replace("2026-06-01T00:00:00Z", "1 June"), *rows[321:]]
    with pytest.raises(PlanRejected, match=r"^plan\.csv:322: expires is missing or no ISO 8601 instant with a zone$"):
        read_plan(_table(tmp_path, *bad))
    organisation, wanted = read_plan(_table(tmp_path, *rows[:320], _row("line-320", grantee="user:u-nobody"), *rows[321:]))
    planned = await shared.guard.administration.planning.apply(asks("u-willemijn"), organisation, wanted)
    said = [f"{refusal.field}: {refusal.message}" for refusal in planned.refusals]
    assert said == ["plan.csv:322: a value is not on its register: grantee"]
    _, whole = read_plan(_table(tmp_path, *rows))
    again = await shared.guard.administration.planning.plan(asks("u-willemijn"), organisation, whole)
    assert again.value is not None
    assert len(again.value.changes) == 500


@pytest.mark.parametrize(
    ("head", "rows", "said"),
    [
        ("", [], "plan.csv: no column organisation, name"),
        (HEAD, [], "plan.csv: there is no grant in it"),
        (HEAD.replace("name", "naam"), [], "plan.csv:1: unknown column 'naam'; there are organisation, name"),
        (f"{HEAD},name", [], "plan.csv:1: column 'name' stands there twice"),
        (HEAD.replace(",expires", ""), [], "plan.csv:1: no column expires"),
        (HEAD, [_row("one"), _row("two") + ",more"], "plan.csv:3: 14 cells under 13 columns"),
        (HEAD, [_row("one"), _row("two").replace("DLIO", "POL")], "plan.csv:3: a plan is of one organisation"),
        (HEAD, [_row("one").replace("DLIO", "")], "plan.csv:2: a plan is of one organisation"),
        (HEAD, [_row("one"), _row("")], "plan.csv:3: name is missing"),
        (HEAD, [_row("one"), _row('"two')], "plan.csv:3: not readable as CSV"),
    ],
)
def test_a_table_that_is_no_plan_is_refused_with_its_place(tmp_path: Path, head: str, rows: list[str], said: str) -> None:
    with pytest.raises(PlanRejected) as fault:
        read_plan(_table(tmp_path, *rows, head=head))
    assert str(fault.value).startswith(said)


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PlanRejected, match=r"^plan\.csv: not readable"):
        read_plan(path)
