"""duckdb-kql, KQL on DuckDB, as a second opinion on our evaluator of KQL. Usage: kql.py ROWS DIFFERENCES

ROWS is what kql-rows.mjs made. DIFFERENCES says where the two differ and who is right by the documentation; any other difference fails.
"""

import datetime
import json
import re
import sys
from pathlib import Path

import duckdb_kql

TYPES = {
    "string": "VARCHAR",
    "datetime": "TIMESTAMP",
    "dynamic": "JSON",
    "bool": "BOOLEAN",
    "real": "DOUBLE",
    "guid": "UUID",
    "int": "INTEGER",
    "long": "BIGINT",
    "timespan": "INTERVAL",
}
TIMESPAN = re.compile(r"(-)?(?:(\d+)\.)?(\d\d):(\d\d):(\d\d(?:\.\d+)?)")


def plain(value: object) -> object:
    """A value as both can have it: rounded, times as text, JSON in a text as what it holds, lists in any order."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return round(float(value), 6)
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S.%f") + "0Z"
    if isinstance(value, datetime.timedelta):
        return round(value.total_seconds(), 6)
    if isinstance(value, str):
        return plain_text(value)
    if isinstance(value, (list, tuple)):
        return sorted((plain(item) for item in value), key=lambda item: json.dumps(item, sort_keys=True))
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return str(value)


def plain_text(text: str) -> object:
    if text[:1] in '[{"' or text in ("null", "true", "false"):
        try:
            return plain(json.loads(text))
        except ValueError:
            return text
    if span := TIMESPAN.fullmatch(text):
        sign, days, hours, minutes, seconds = span.groups()
        total = int(days or 0) * 86400 + int(hours) * 3600 + int(minutes) * 60 + float(seconds)
        return round(-total if sign else total, 6)
    return text


def stored(value: object, kind: str) -> object:
    """A value as it goes into DuckDB's table; a text column of a workspace is never null."""
    if value is None:
        return "" if kind == "string" else None
    if kind == "dynamic":
        return json.dumps(value)
    if kind == "datetime":
        return str(value).replace("T", " ").replace("Z", "")
    return value


def theirs(query: dict, now: datetime.datetime) -> tuple[list[str], list[dict]]:
    connection = duckdb_kql.connect()
    for name, table in query["tables"].items():
        columns = ", ".join(f'"{column}" {TYPES[kind]}' for column, kind in table["columns"])
        connection.sql(f'CREATE TABLE "{name}" ({columns})')
        # Columns that no row has are not worth a value each.
        given = {column for row in table["rows"] for column in row}
        used = [(column, kind) for column, kind in table["columns"] if column in given or kind == "string"]
        rows = [[stored(row.get(column), kind) for column, kind in used] for row in table["rows"]]
        names = ", ".join(f'"{column}"' for column, _ in used)
        marks = ", ".join("?" * len(used))
        connection.executemany(f'INSERT INTO "{name}" ({names}) VALUES ({marks})', rows)
    answer = duckdb_kql.kql(connection, query["text"], query_now=now)
    names = [description[0] for description in answer.description]
    return names, [dict(zip(names, row)) for row in answer.fetchall()]


def comparable(rows: list[dict], columns: list[str]) -> list[str]:
    return sorted(json.dumps([plain(row.get(column)) for column in columns], sort_keys=True) for row in rows)


def difference(query: dict, names: list[str], rows: list[dict]) -> str | None:
    ours = query["ours"]
    if names != ours["columns"]:
        return f"columns: ours {ours['columns']}, theirs {names}"
    left, right = comparable(ours["rows"], names), comparable(rows, names)
    if left == right:
        return None
    only_ours = next((row for row in left if row not in right), "")
    only_theirs = next((row for row in right if row not in left), "")
    return f"{len(left)} rows and {len(right)}; only ours: {only_ours[:300]}; only theirs: {only_theirs[:300]}"


def explained(query: dict, explanations: list[dict]) -> bool:
    return any(re.search(one["query"], query["text"]) for one in explanations)


def main(rows: Path, differences: Path) -> int:
    made = json.loads(rows.read_text())
    explanations = json.loads(differences.read_text())
    now = datetime.datetime.fromisoformat(made["now"].replace("Z", "+00:00")).replace(tzinfo=None)
    same = hits = ours_not = theirs_not = known = 0
    tells = False
    wrong: list[str] = []
    for query in made["queries"]:
        if query["ours"]["status"] != "evaluated":
            ours_not += 1
            continue
        try:
            names, found = theirs(query, now)
        except Exception as error:  # what it lacks it tells by errors of several kinds
            theirs_not += 1
            if "-v" in sys.argv:
                print("  not run", query["id"], type(error).__name__, str(error)[:160].replace("\n", " "))
            continue
        told = difference(query, names, found)
        if told is None:
            same += 1
            hits += bool(found)
            tells = tells or difference(query, names, found[1:]) is not None
        elif explained(query, explanations):
            known += 1
        else:
            wrong.append(f"{query['id']}: {told}")
    if not tells:
        wrong.append("a row that is missing is not told")
    verdict = "failed" if wrong else "passed"
    print(
        f"kql duckdb-kql: {verdict}, {same} of {len(made['queries'])} queries give the same rows ({hits} give rows), "
        f"{known} explained differences, {len(wrong)} unexplained; "
        f"{theirs_not} it does not run, {ours_not} we do not"
    )
    for line in wrong:
        print(f"  {line}")
    return 1 if verdict == "failed" else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
