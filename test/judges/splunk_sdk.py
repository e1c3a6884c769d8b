"""Splunk's SDK for Python against our stand-in of splunkd. Usage: splunk_sdk.py SANDBOX.json, what `huntsync sandbox --json` says."""

import json
import ssl
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from splunklib import client, results
from steps import Steps, status_of

# Blanks, a colon, an apostrophe and brackets: what names of hunts have.
NAME = "A judge's search: all of it (1)"


def connect(env: dict, token: str) -> client.Service:
    url = urlsplit(env["SANDBOX_SPLUNK_URL"])
    trusted = ssl.create_default_context(cafile=env["SANDBOX_CA"])
    place = {"owner": "nobody", "app": "huntsync"}
    return client.connect(host=url.hostname, port=url.port, splunkToken=token, verify=True, context=trusted, **place)


def run(job: client.Job) -> tuple:
    """Waits for a job; its count of results, and the results."""
    deadline = time.monotonic() + 30
    while not job.is_done():
        if time.monotonic() > deadline:
            raise TimeoutError("the job is not done")
        time.sleep(0.05)
    rows = list(results.JSONResultsReader(job.results(output_mode="json")))
    return int(job["resultCount"]) == len(rows), job["dispatchState"]


def saved_searches(steps: Steps, service: client.Service) -> None:
    searches = service.saved_searches
    steps.expect("create", NAME, lambda: searches.create(NAME, "index=main | head 1", description="x").name)
    steps.expect("create again", 409, lambda: status_of(lambda: searches.create(NAME, "index=main")))
    steps.expect("contains", True, lambda: NAME in searches)
    steps.expect("read", "index=main | head 1", lambda: searches[NAME]["search"])
    steps.expect("list", [NAME], lambda: [one.name for one in searches.list(search=f'name="{NAME}"')])
    steps.expect("pages", True, lambda: NAME in [one.name for one in searches.iter(pagesize=2)])
    steps.expect("update", "y", lambda: searches[NAME].update(description="y").refresh()["description"])
    steps.expect("share", "app", lambda: searches[NAME].acl_update(sharing="app", owner="nobody").refresh().access.sharing)
    steps.expect("dispatch", (True, "DONE"), lambda: run(searches[NAME].dispatch()))
    steps.expect("history", 1, lambda: len(searches[NAME].history()))
    steps.expect("disable", "1", lambda: searches[NAME].disable().refresh()["disabled"])
    steps.expect("delete", False, lambda: NAME in searches.delete(NAME))
    steps.expect("delete again", "KeyError", lambda: status_of(lambda: searches.delete(NAME)))


def jobs(steps: Steps, service: client.Service) -> None:
    steps.expect("job", (True, "DONE"), lambda: run(service.jobs.create("search index=main | head 1")))
    steps.expect("jobs", True, lambda: len(service.jobs.list()) > 0)
    rows = lambda query: list(results.JSONResultsReader(service.jobs.oneshot(query, output_mode="json")))
    steps.expect("oneshot", [], lambda: rows("| inputlookup huntsync_hunts"))
    steps.expect("parser", 200, lambda: service.parse("search index=main | stats count", parse_only=True).status)
    steps.expect("parser refuses", 400, lambda: status_of(lambda: service.parse("| nosuchcommand", parse_only=True)))


def kv_store(steps: Steps, service: client.Service) -> None:
    data = service.kvstore["huntsync_hunts"].data
    one = {"_key": "judge 1+1", "hunt_key": "judge", "techniques": ["T1059", "T1003"], "article_count": 2}
    steps.expect("insert", {"_key": one["_key"]}, lambda: data.insert(json.dumps(one)))
    steps.expect("document", one, lambda: {name: data.query_by_id(one["_key"])[name] for name in one})
    query = json.dumps({"hunt_key": "judge", "article_count": {"$gte": 2}})
    steps.expect("query", [one["_key"]], lambda: [row["_key"] for row in data.query(query=query, sort="hunt_key:1", limit=5)])
    steps.expect("a list holds", 1, lambda: len(data.query(query=json.dumps({"techniques": "T1003"}))))
    steps.expect("replace", {"_key": one["_key"]}, lambda: data.update(one["_key"], json.dumps({"hunt_key": "judged"})))
    steps.expect("batch", ["j2", "j3"], lambda: data.batch_save({"_key": "j2"}, {"_key": "j3"}))
    steps.expect("find", [1, 1], lambda: [len(rows) for rows in data.batch_find({"query": {"_key": "j2"}}, {"query": {"_key": "j3"}})])
    steps.expect("remove", 404, lambda: (data.delete_by_id(one["_key"]), status_of(lambda: data.query_by_id(one["_key"])))[1])
    steps.expect("remove all", [], lambda: (data.delete(), data.query())[1])
    steps.expect("collections", True, lambda: "huntsync_hunts" in [one.name for one in service.kvstore])


def main(path: str) -> int:
    env = json.loads(Path(path).read_text())["env"]
    service = connect(env, env["SANDBOX_SPLUNK_TOKEN"])
    steps = Steps("splunk-sdk")
    steps.expect("version", True, lambda: service.info["version"].startswith("10."))
    steps.expect("apps", True, lambda: "huntsync" in [app.name for app in service.apps])
    steps.expect("a wrong token", 401, lambda: status_of(lambda: connect(env, "wrong").apps.list()))
    saved_searches(steps, service)
    jobs(steps, service)
    kv_store(steps, service)
    steps.expect("roles", ["admin", "power", "user"], lambda: sorted(role.name for role in service.roles))
    steps.expect("imported", True, lambda: "search" in service.roles["admin"]["imported_capabilities"])
    steps.expect("capabilities", True, lambda: "schedule_search" in service.capabilities)
    steps.expect("indexes", True, lambda: {"main", "_internal"} <= {index.name for index in service.indexes})
    steps.expect("index", "event", lambda: service.indexes["main"]["datatype"])
    return steps.tell()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
