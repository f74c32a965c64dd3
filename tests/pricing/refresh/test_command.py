"""`stackwright prices refresh`, `show` and `diff`, against simulated price APIs."""

import re
import signal
from dataclasses import dataclass
from pathlib import Path

import pytest

from stackwright.cli import main
from stackwright.pricing.prices import Key, Prices, load, read_lines, reread, shipped

pytestmark = pytest.mark.enable_socket
AZURE = "/api/retail/prices"
VM = "Standard_NC24ads_A100_v4"
KEY = Key("Virtual Machines", VM, "hour")
HEAD = "provider,region,service,dimension,unit,above,usd,source,as_of\n"
TABLE = f"{HEAD}azure,eastus,Virtual Machines,{VM},hour,,3.5,somebody,2024-07-01\n"
TWO = f"{TABLE}azure,eastus,Virtual Machines,Standard_D2s_v5,hour,,0.096,somebody,2024-07-01\n"


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str


@pytest.fixture
def command(capsys, monkeypatch, tmp_path):
    """Runs `stackwright prices ...` with a cache of its own, which is in use."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("STACKWRIGHT_PRICES")
    monkeypatch.delenv("STACKWRIGHT_GCP_API_KEY", raising=False)
    monkeypatch.chdir(tmp_path)
    reread()

    def run(*arguments: object) -> Said:
        code = main.run(["prices", *map(str, arguments)])
        return Said(code, *capsys.readouterr())

    yield run
    reread()


def _meter(name: str = VM, usd: float = 3.673, **more):
    return {
        "currencyCode": "USD",
        "tierMinimumUnits": 0.0,
        "retailPrice": usd,
        "armRegionName": "eastus",
        "effectiveStartDate": "2026-05-01T00:00:00Z",
        "meterId": f"meter-{name}",
        "meterName": name,
        "productName": "Virtual Machines Series",
        "skuName": name,
        "serviceName": "Virtual Machines",
        "unitOfMeasure": "1 Hour",
        "type": "Consumption",
        "armSkuName": name,
    } | more


def _refresh(command, *more):
    Path("table.csv").exists() or Path("table.csv").write_text(TABLE)
    return command("refresh", "--cloud", "azure", "--to", "table.csv", *more)


def test_a_table_is_refreshed_with_what_changed(simulated, command) -> None:
    simulated.says(AZURE, {"Items": [_meter()]})
    said = _refresh(command)
    assert said.code == 0, said.err
    assert "azure: 1 price as of today, 1 changed" in said.out
    assert re.search(rf"Virtual Machines {VM} +hour +eastus +3\.5 +3\.673 +\+4\.9 %", said.out)
    (row,) = Prices(on_disk=read_lines(Path("table.csv")))
    assert (row.usd, row.source) == (3.673, f"Azure Retail Prices meter-{VM}, effective 2026-05-01")
    assert row.as_of > "2026-01-01"


def test_a_table_that_would_lose_a_price_is_not_written(simulated, command) -> None:
    Path("table.csv").write_text(TWO)
    simulated.says(AZURE, {"Items": [_meter()]})
    said = _refresh(command)
    assert said.code == 1
    assert "lost: Virtual Machines Standard_D2s_v5 (hour) in eastus: not on the price list" in said.out
    assert "error: azure: not written, as it would lose prices" in said.err
    assert Path("table.csv").read_text() == TWO


def test_it_is_written_without_what_was_lost_when_that_is_allowed(simulated, command) -> None:
    Path("table.csv").write_text(TWO)
    simulated.says(AZURE, {"Items": [_meter()]})
    assert _refresh(command, "--allow-loss").code == 0
    assert [row.key for row in Prices(on_disk=read_lines(Path("table.csv")))] == [KEY]


@pytest.mark.parametrize(
    ("items", "reason"),
    [
        ([_meter(), _meter(meterId="twin", retailPrice=0.5)], "2 rates answer to it: meter-"),
        ([_meter(usd=0.0)], "has a price of 0, which is no price"),
        ([_meter(productName="Virtual Machines Series Windows")], "not on the price list"),
    ],
)
def test_what_is_ambiguous_or_free_or_something_else_changes_nothing(simulated, command, items, reason) -> None:
    simulated.says(AZURE, {"Items": items})
    said = _refresh(command)
    assert said.code == 1
    assert reason in said.out
    assert Path("table.csv").read_text() == TABLE


def test_a_run_that_was_stopped_goes_on_and_asks_for_no_page_twice(simulated, command) -> None:
    def stop(*_):
        signal.raise_signal(signal.SIGINT)
        return 503

    next_page = f"{simulated.url}{AZURE}?$skip=100"
    simulated.says(AZURE, {"Items": [], "NextPageLink": next_page}, stop)
    said = _refresh(command)
    assert (said.code, said.err.strip().splitlines()[-1]) == (130, "stopped")
    assert Path("table.csv").read_text() == TABLE
    simulated.says(AZURE, {"Items": [_meter()]})
    assert _refresh(command).code == 0
    assert len(simulated.asked) == 3
    assert not list(Path("cache").rglob("*.json"))


def test_a_refresh_is_in_use_from_then_on_and_only_what_was_told_is_kept(simulated, command) -> None:
    before = load("azure").find("eastus", KEY)
    meters = {(row.region, row.key.dimension): row.usd for row in shipped("azure") if row.key.service == KEY.service}
    items = [_meter(name, usd * 2, armRegionName=region) for (region, name), usd in meters.items()]
    simulated.says(AZURE, {"Items": items})
    said = command("refresh", "--cloud", "azure", "--region", "eastus", "--allow-loss")
    assert said.code == 0, said.err
    assert "which plan, cost and check use from now on" in said.out
    after = load("azure").find("eastus", KEY)
    assert before
    assert after
    assert after.usd == pytest.approx(before.usd * 2)
    assert load("azure").find("westus2", KEY) == shipped("azure").find("westus2", KEY)
    file = Path("cache/stackwright/prices/azure.csv")
    assert {row.region for row in Prices(on_disk=read_lines(file))} == {"eastus"}
    assert "and 20 more changes" not in said.out
    shown = command("show", "--cloud", "azure", "--region", "eastus")
    assert re.search(r"Virtual Machines +\d+ +1 +\S+ +0 +refreshed", shown.out)


def test_a_second_region_is_added_to_the_first(simulated, command) -> None:
    for region in ("eastus", "westus2"):
        simulated.says(AZURE, {"Items": [_meter(armRegionName=region)]})
        assert command("refresh", "--cloud", "azure", "--region", region, "--allow-loss").code == 0
    assert load("azure").find("eastus", KEY).source == load("azure").find("westus2", KEY).source


def test_a_new_region_gets_what_the_home_region_has_and_loses_nothing(simulated, command) -> None:
    Path("table.csv").write_text(TWO)
    simulated.says(AZURE, {"Items": [_meter(armRegionName="swedencentral")]})
    said = _refresh(command, "--region", "swedencentral")
    assert said.code == 0, said.err
    assert "1 added" in said.out
    assert "not offered: 1 price in swedencentral" in said.out
    assert [row.region for row in Prices(on_disk=read_lines(Path("table.csv")))] == [
        "eastus",
        "eastus",
        "swedencentral",
    ]


def test_the_key_is_in_no_output_and_no_file(simulated, command, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("planted-key\n")
    simulated.says("/v1/services", 403)
    simulated.says("/v1/services/6F81-5844-456A/skus", 403)
    said = command("refresh", "--cloud", "gcp", "--key-file", tmp_path / "key")
    assert said.code == 2
    assert "answers 403 - check the key and what it may do" in said.err
    assert simulated.headers[0]["X-Goog-Api-Key"] == "planted-key"
    files = [file for file in (tmp_path / "cache").rglob("*") if file.is_file()]
    assert "planted-key" not in said.out + said.err + "".join(map(Path.read_text, files))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["refresh", "--cloud", "gcp"], "gcp takes an API key: set STACKWRIGHT_GCP_API_KEY"),
        (["refresh", "--cloud", "gcp", "--key-file", "absent"], "--key-file absent: cannot be read: no such file"),
        (["refresh", "--cloud", "ibm"], "--cloud ibm: takes aws, gcp, azure"),
        (
            ["refresh", "--cloud", "aws", "--region", "us-esat-1"],
            "is not a region of aws: did you mean us-west-1 or us-east-1",
        ),
        (["refresh", "--region", "nowhere"], "--region nowhere: no cloud has such a region"),
        (["refresh", "--to", "table.csv"], "--to FILE is the table of one cloud"),
        (["show", "--cloud", "ibm"], "--cloud ibm: takes aws, gcp, azure"),
        (["show", "--service", "EC22"], "no such rows are in use - did you mean `EC2`?"),
        (["diff", "aws", "absent.csv"], "absent.csv: cannot be read: no such file"),
    ],
)
def test_a_mistake_is_a_sentence_and_exit_code_2(command, arguments, message) -> None:
    said = command(*arguments)
    assert said.code == 2
    assert message.lower() in said.err.lower()


@pytest.mark.parametrize(
    "text", ["", "a,b\n", f"{HEAD}azure,eastus\n", f"{HEAD}azure,eastus,S,d,hour,,-1,x,2026-01-01\n"]
)
def test_a_file_that_is_no_table_is_told_and_not_written_over(simulated, command, text) -> None:
    Path("table.csv").write_text(text)
    said = _refresh(command)
    assert said.code == 2
    assert "table.csv" in said.err
    assert Path("table.csv").read_text() == text


def test_a_broken_table_in_the_cache_is_a_sentence_in_every_command(command, tmp_path: Path) -> None:
    file = tmp_path / "cache/stackwright/prices/aws.csv"
    file.parent.mkdir(parents=True)
    file.write_text(f"{HEAD}aws,us-east-1\n")
    said = command("show")
    assert said.code == 2
    assert "aws.csv:2: is no row of a price table - delete the file, or write it anew" in said.err


def test_two_tables_are_compared(command) -> None:
    Path("old.csv").write_text(TWO)
    Path("new.csv").write_text(TABLE.replace("3.5", "2.8"))
    said = command("diff", "old.csv", "new.csv")
    assert said.code == 1
    assert re.search(r"3\.5 +2\.8 +-20\.0 %", said.out)
    assert re.search(r"Standard_D2s_v5 +hour +eastus +0\.096 +gone", said.out)
    assert command("diff", "azure", "azure").out == "no difference\n"


def test_what_is_in_use_is_shown_by_service_and_by_row(command) -> None:
    services = command("show", "--cloud", "aws")
    assert services.code == 0
    assert re.search(r"aws +EC2 +[\d,]+ +\d+ +\d{4}-\d\d-\d\d +\d+ +shipped", services.out)
    rows = command("show", "--cloud", "aws", "--region", "us-east-1", "--service", "s3")
    assert re.search(r"us-east-1 +Standard storage +GB-month +0\.023 ", rows.out)
    assert {
        line.split()[0] for line in command("show", "--region", "us-east-1", "--service", "eks").out.splitlines()
    } <= {
        "region",
        "us-east-1",
        "global",
    }
