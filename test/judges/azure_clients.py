"""Azure's clients for Python against our stand-in. Usage: azure_clients.py SANDBOX.json, what `huntsync sandbox --json` says."""

import json
import logging
import sys
import time
import uuid
from datetime import datetime, timedelta, timezone
from pathlib import Path

from azure.core.credentials import AccessToken
from azure.mgmt.loganalytics import LogAnalyticsManagementClient
from azure.mgmt.loganalytics.models import SavedSearch, Tag
from azure.monitor.ingestion import LogsIngestionClient
from azure.monitor.query import LogsQueryClient
from steps import Steps, status_of

STREAM = "Custom-Hunts_CL"


class Token:
    def __init__(self, token: str) -> None:
        self.token = token

    def get_token(self, *_scopes: str, **_options: object) -> AccessToken:
        return AccessToken(self.token, int(time.time()) + 3600)


def management(steps: Steps, azure: LogAnalyticsManagementClient, place: tuple[str, str]) -> None:
    group, name = place
    steps.expect("workspaces", [name], lambda: [one.name for one in azure.workspaces.list()])
    steps.expect("workspaces of a group", [name], lambda: [one.name for one in azure.workspaces.list_by_resource_group(group)])
    steps.expect("tables", True, lambda: "Hunts_CL" in [one.name for one in azure.tables.list_by_workspace(group, name)])
    steps.expect("table", "Hunts_CL", lambda: azure.tables.get(group, name, "Hunts_CL").name)
    steps.expect("no table", 404, lambda: status_of(lambda: azure.tables.get(group, name, "Nowhere_CL")))

    searches, key = azure.saved_searches, str(uuid.uuid4())
    tags = [Tag(name="tactics", value="Execution")]
    wanted = SavedSearch(category="Hunting Queries", display_name="A judge", query="SigninLogs | take 1", version=2, tags=tags)
    put = lambda search: searches.create_or_update(group, name, key, search)
    steps.expect("create", key, lambda: put(wanted).name)
    steps.expect("create again without its etag", 409, lambda: status_of(lambda: put(wanted)))
    steps.expect("read", ("A judge", "Execution"), lambda: (lambda one: (one.display_name, one.tags[0].value))(searches.get(group, name, key)))
    steps.expect("list", ["A judge"], lambda: [one.display_name for one in searches.list_by_workspace(group, name).value])
    steps.expect("delete", None, lambda: searches.delete(group, name, key))
    steps.expect("read what is gone", 404, lambda: status_of(lambda: searches.get(group, name, key)))


def logs(steps: Steps, ingestion: LogsIngestionClient, queries: LogsQueryClient, rule: str, workspace: str) -> None:
    now = datetime.now(timezone.utc)
    rows = [{"TimeGenerated": (now - timedelta(minutes=at)).isoformat(), "HuntKey": f"judge {at}"} for at in range(3)]
    steps.expect("upload", None, lambda: ingestion.upload(rule, STREAM, rows))
    # The client logs a refused upload before it throws.
    logging.disable(logging.CRITICAL)
    steps.expect("another stream", 400, lambda: status_of(lambda: ingestion.upload(rule, "Custom-Nowhere_CL", rows)))

    ask = lambda query, span: [list(row) for row in queries.query_workspace(workspace, query, timespan=span).tables[0].rows]
    steps.expect("count", [[3]], lambda: ask("Hunts_CL | count", timedelta(days=1)))
    steps.expect("an interval", [[2]], lambda: ask("Hunts_CL | count", (now - timedelta(seconds=90), now + timedelta(seconds=1))))
    steps.expect("from a time on", [[1]], lambda: ask("Hunts_CL | count", (now - timedelta(seconds=30), timedelta(minutes=1))))
    steps.expect("all time", [["judge 0"], ["judge 1"], ["judge 2"]], lambda: ask("Hunts_CL | project HuntKey | order by HuntKey asc", None))
    steps.expect("no table", 400, lambda: status_of(lambda: ask("Nowhere_CL | count", None)))
    steps.expect("no workspace", 404, lambda: status_of(lambda: queries.query_workspace(str(uuid.uuid4()), "Hunts_CL", timespan=None)))


def main(path: str) -> int:
    env = json.loads(Path(path).read_text())["env"]
    url, token = env["SANDBOX_AZURE_URL"], Token(env["SANDBOX_AZURE_TOKEN"])
    # Scopes are only said to a credential, and this one has its token already.
    options = {"connection_verify": env["SANDBOX_CA"]}
    azure = LogAnalyticsManagementClient(
        token, env["SANDBOX_SUBSCRIPTION"], base_url=url, credential_scopes=[f"{url}/.default"], **options
    )
    group, name = env["SANDBOX_RESOURCE_GROUP"], env["SANDBOX_WORKSPACE"]
    steps = Steps("azure-clients")
    management(steps, azure, (group, name))
    workspace = azure.workspaces.get(group, name).customer_id
    ingestion = LogsIngestionClient(url, token, **options)
    queries = LogsQueryClient(token, endpoint=f"{url}/v1", **options)
    logs(steps, ingestion, queries, env["SANDBOX_RULE_ID"], workspace)
    return steps.tell()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
