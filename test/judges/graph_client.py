"""Microsoft's client for Graph against our stand-in. Usage: graph_client.py SANDBOX.json, what `huntsync sandbox --json` says.

The client for v1.0 had no custom detection rules yet (msgraph-sdk 1.65), so this is the one for beta, at the address of v1.0: it sends
and reads the properties of both.
"""

import asyncio
import json
import ssl
import sys
from datetime import timedelta
from pathlib import Path

import httpx
from kiota_abstractions.authentication import AccessTokenProvider, AllowedHostsValidator, BaseBearerTokenAuthenticationProvider
from msgraph_beta import GraphRequestAdapter, GraphServiceClient
from msgraph_beta.generated.models.security.alert_severity import AlertSeverity
from msgraph_beta.generated.models.security.alert_template import AlertTemplate
from msgraph_beta.generated.models.security.detection_action import DetectionAction
from msgraph_beta.generated.models.security.detection_rule import DetectionRule
from msgraph_beta.generated.models.security.detection_rule_status import DetectionRuleStatus
from msgraph_beta.generated.models.security.entity_mapping_configuration import EntityMappingConfiguration
from msgraph_beta.generated.models.security.host_entity_mapping import HostEntityMapping
from msgraph_beta.generated.models.security.query_condition import QueryCondition
from msgraph_beta.generated.models.security.rule_schedule import RuleSchedule
from msgraph_beta.generated.security.microsoft_graph_security_run_hunting_query.run_hunting_query_post_request_body import (
    RunHuntingQueryPostRequestBody,
)
from steps import Steps


class Token(AccessTokenProvider):
    def __init__(self, token: str) -> None:
        self.token = token

    async def get_authorization_token(self, uri: str, additional_authentication_context: dict | None = None) -> str:
        return self.token

    def get_allowed_hosts_validator(self) -> AllowedHostsValidator:
        return AllowedHostsValidator([])


def client_of(env: dict[str, str], version: str) -> GraphServiceClient:
    http = httpx.AsyncClient(verify=ssl.create_default_context(cafile=env["SANDBOX_CA"]))
    adapter = GraphRequestAdapter(BaseBearerTokenAuthenticationProvider(Token(env["SANDBOX_GRAPH_TOKEN"])), http)
    adapter.base_url = f"{env['SANDBOX_GRAPH_URL']}/{version}"
    return GraphServiceClient(request_adapter=adapter)


def rule_of(key: str, query: str = "DeviceProcessEvents") -> DetectionRule:
    hosts = [HostEntityMapping(device_id_column="DeviceId", name_column="DeviceName")]
    alert = AlertTemplate(title=f"A judge {key}", severity=AlertSeverity.Low, entity_mappings=EntityMappingConfiguration(hosts=hosts))
    return DetectionRule(
        id=key,
        display_name=f"A judge {key}",
        status=DetectionRuleStatus.Disabled,
        query_condition=QueryCondition(query_text=query),
        # As text: of a timedelta the client makes "1 day, 0:00:00", which is no ISO 8601 duration, and is refused as one.
        schedule=RuleSchedule(frequency="PT24H"),
        detection_action=DetectionAction(alert_template=alert),
    )


async def status_of(call) -> object:
    """The HTTP status that a call is refused with; None where it is not."""
    try:
        await call
        return None
    except Exception as error:  # the client makes one of its own of the answer
        return getattr(error, "response_status_code", type(error).__name__)


async def found(env: dict[str, str]) -> dict[str, object]:
    graph = client_of(env, "v1.0")
    rules = graph.security.rules.detection_rules
    one = rules.by_detection_rule_id("judge-1")
    made = await rules.post(rule_of("judge-1"))
    results: dict[str, object] = {
        "create": (made.id, made.status, made.schedule.frequency, made.created_date_time is not None),
        "its mapping": made.detection_action.alert_template.entity_mappings.hosts[0].name_column,
        "create again": await status_of(rules.post(rule_of("judge-1"))),
        "a query without its columns": await status_of(rules.post(rule_of("judge-2", "DeviceProcessEvents | count"))),
        "list": [rule.display_name for rule in (await rules.get()).value],
        "change": (await one.patch(DetectionRule(status=DetectionRuleStatus.Enabled))).status,
        "read": ((await one.get()).status, (await one.get()).query_condition.query_text),
        "delete": await status_of(one.delete()),
        "read what is gone": await status_of(one.get()),
    }
    run = graph.security.microsoft_graph_security_run_hunting_query
    answer = await run.post(RunHuntingQueryPostRequestBody(query="DeviceProcessEvents | summarize Found = count()", timespan="P30D"))
    results["hunt"] = ([(one.name, one.type) for one in answer.schema], answer.results[0].additional_data["Found"] > 50)
    results["hunt in no table"] = await status_of(run.post(RunHuntingQueryPostRequestBody(query="Nowhere")))
    schema = await client_of(env, "beta").security.microsoft_graph_security_get_hunting_schema.get()
    columns = {table.name: {column.name: column.data_type for column in table.columns} for table in schema.tables}
    results["schema"] = columns["DeviceProcessEvents"]["Timestamp"]
    return results


WANTED: dict[str, object] = {
    "create": ("judge-1", DetectionRuleStatus.Disabled, timedelta(days=1), True),
    "its mapping": "DeviceName",
    "create again": 409,
    "a query without its columns": 400,
    "list": ["A judge judge-1"],
    "change": DetectionRuleStatus.Enabled,
    "read": (DetectionRuleStatus.Enabled, "DeviceProcessEvents"),
    "delete": None,
    "read what is gone": 404,
    "hunt": ([("Found", "Int64")], True),
    "hunt in no table": 400,
    "schema": "DateTime",
}


def main(path: str) -> int:
    results = asyncio.run(found(json.loads(Path(path).read_text())["env"]))
    steps = Steps("graph")
    for what, wanted in WANTED.items():
        steps.expect(what, wanted, lambda: results[what])
    return steps.tell()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
