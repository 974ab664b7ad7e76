#!/usr/bin/env python3
"""The table of ./dev bench, in Markdown; docs/performance.md says how to read it.

RECORDS (100000), LARGE (1000000; 0 leaves it out), ENGINES ("sqlite postgres"), LARGE_ENGINES
("sqlite"), RUNS (3) and SECONDS_EACH (4) come from the environment; PostgreSQL is the one that
JALON_TEST_POSTGRES names.
"""

import csv
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from records import names
from servers import (HERE, Broken, bare, free_port, jalon, load, measure, middle, nginx, remove,
                     say, scratch, start_ms, walk_once)
from writes import measure_writes

RECORDS = int(os.environ.get("RECORDS", "100000"))
LARGE = int(os.environ.get("LARGE", "1000000"))
ENGINES = os.environ.get("ENGINES", "sqlite postgres").split()
LARGE_ENGINES = os.environ.get("LARGE_ENGINES", "sqlite").split()
RUNS = int(os.environ.get("RUNS", "3"))
SECONDS = int(os.environ.get("SECONDS_EACH", "4"))
failures = []  # rows whose answers were not what they should be
COMMON, ABSENT, ACTIVITY = "culture", "xylqwort", "2.4"


@dataclass
class Row:
    name: str
    path: str
    like: str  # the bare program's page of the same kind


def rows(identifier, rare):
    """To add a row: a line here; what answers 400 or 404 is reported as not there."""
    common = f"/en/practices?q={COMMON}"
    return [
        Row("list page", "/en/practices", "list"),
        Row("list page, one filter", f"/en/practices?activity={ACTIVITY}", "filter"),
        Row("list page, a common word", common, "common"),
        Row("list page, a rare word", f"/en/practices?q={rare}", "rare"),
        Row("list page, a word nobody wrote", f"/en/practices?q={ABSENT}", "absent"),
        Row("list page, a common word and a filter", f"{common}&activity={ACTIVITY}", "common"),
        Row("list page, by title", "/en/practices?sort=title", "list"),
        Row("one record", f"/en/practices/{identifier}", "detail"),
        Row("JSON list", "/api/v1/practices", "json"),
        Row("JSON list with facets", "/api/v1/practices?facets=1", "json"),
        Row("search page, a common word", f"/en/search?q={COMMON}", "common"),
        Row("search page, a rare word", f"/en/search?q={rare}", "rare"),
    ]


def bare_rows(identifier, rare):
    return [
        Row("list", "/list", "list"),
        Row("list, from our tables", "/tables", "tables"),
        Row("one filter", f"/list?activity={ACTIVITY}", "filter"),
        Row("a common word", f"/search?q={COMMON}", "common"),
        Row("a rare word", f"/search?q={rare}", "rare"),
        Row("a word nobody wrote", f"/search?q={ABSENT}", "absent"),
        Row("one record", f"/detail?id={identifier}", "detail"),
        Row("JSON list", "/json", "json"),
    ]


class Table:
    """Written row by row; beside the same rows of fewer records if there were such."""

    def __init__(self, count, compared_with=None):
        self.count, self.compared_with, self.speeds = count, compared_with, {}
        heads = ["", "requests/s", "of bare", "p50 ms", "p99 ms", "bytes", "CPU µs"]
        if compared_with:
            heads.insert(3, f"of {compared_with.count:,}")
        self.columns = len(heads)
        print(f"\n| {' | '.join(heads)} |\n|---|" + "---:|" * (self.columns - 1))

    def ratio(self, rate, other):
        return f"{rate / other.rate:.2f}" if other else ""

    def add(self, name, speed, size="", like=None):
        self.speeds[name] = speed
        cells = [name, f"{speed.rate:,.0f}", self.ratio(speed.rate, like)]
        if self.compared_with:
            cells.append(self.ratio(speed.rate, self.compared_with.speeds.get(name)))
        cells += [f"{speed.p50_ms:.2f}", f"{speed.p99_ms:.2f}", f"{size:,}" if size else "",
                  f"{speed.cpu_us:.0f}"]
        print(f"| {' | '.join(cells)} |", flush=True)

    def measure(self, name, server, path, like=None):
        """A row of it; None when the row fails, which the run says again at its end."""
        say(name)
        size = server.size(path)
        if size is None:
            return self.add_absent(name)
        try:
            speed = measure(server, path, RUNS, SECONDS)
        except Broken as broken:
            return self.add_failed(name, broken)
        self.add(name, speed, size, like)
        return speed

    def add_failed(self, name, broken):
        failures.append(f"{name}: {broken}")
        say(f"FAILED: {broken}")
        print(f"| {name} | **failed** |" + " |" * (self.columns - 2), flush=True)

    def add_absent(self, name):
        print(f"| {name} | not there |" + " |" * (self.columns - 2), flush=True)


# ---- the data


def write_records(folder, count):
    path = folder / f"{count}.csv"
    say(f"writing {count:,} practices")
    with path.open("w") as out:
        subprocess.run([sys.executable, str(HERE / "records.py"), str(count)], stdout=out,
                       check=True)
    return path


def rare_word(path):
    """Of the names in the first rows, the one that is drawn least often."""
    rank = {name: at for at, name in enumerate(names())}
    with path.open(newline="", encoding="utf-8") as source:
        rows_read = [row for row, _ in zip(csv.DictReader(source), range(200))]
    found = [word for row in rows_read for word in re.findall(r"\w+", row["summary_en"])]
    return max((word for word in found if word in rank), key=rank.get)


def write_filters(folder, server):
    path = folder / "filters.txt"
    options = []
    if server.size(f"/en/practices?q={COMMON}") is None:
        options.append("--without-words")
    if server.size("/en/practices?sort=-start_year") is None:
        options.append("--without-order")
    if options:
        say(f"the filters are {' and '.join(options)}: lists do not know them")
    with path.open("w") as out:
        subprocess.run([sys.executable, str(HERE / "filters.py"), *options], stdout=out, check=True)
    return path


def change_one(folder, store, turn):
    """A write that changes public content, so that nothing kept from before may be shown."""
    with store.path.open(newline="", encoding="utf-8") as source:
        reader = csv.DictReader(source)
        row = next(reader)
    changed = folder / "changed.csv"
    with changed.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, reader.fieldnames)
        writer.writeheader()
        writer.writerow(row | {"title_en": f"{row['title_en']} ({turn})"})
    load(store.url, changed)


class Store:
    """A database that holds the practices of a file."""

    def __init__(self, engine, folder, path):
        self.engine, self.path = engine, path
        self.file = folder / f"{path.stem}.db"
        self.url = f"sqlite:{self.file}"
        if engine == "postgres":
            server = os.environ["JALON_TEST_POSTGRES"]
            name = f"bench_{path.stem}"
            subprocess.run(["psql", "-q", server, "-c", f"CREATE DATABASE {name}"], check=True)
            self.url = f"{server.rpartition('/')[0]}/{name}"
        subprocess.run(["build/jalon", "--db", self.url, "init", "--bare"], check=True,
                       capture_output=True)
        say(f"loading {path.name} into {engine}")
        self.load_s, self.load_mb = load(self.url, path)
        if engine == "postgres":  # what autovacuum does within a minute or so
            subprocess.run(["psql", "-q", self.url, "-c", "VACUUM ANALYZE"], check=True)


# ---- what is measured


def measure_filters(store, folder, table, like):
    """The filters after a start, then after a write, then warm."""
    fresh, changed = [], []
    with jalon(store.url) as server:
        filters = write_filters(folder, server)
    for _ in range(RUNS):
        with jalon(store.url) as server:
            say("2,000 filters, fresh server")
            fresh.append(walk_once(server, filters))
    table.add("2,000 filters, fresh server", middle(fresh), like=like)
    with jalon(store.url) as server:
        walk_once(server, filters)
        for turn in range(RUNS):
            say("2,000 filters, after a write")
            change_one(folder, store, turn)
            changed.append(walk_once(server, filters))
        table.add("2,000 filters, after a write", middle(changed), like=like)
        warm = measure(server, "", RUNS, SECONDS, [str(filters)])
        table.add("2,000 filters, warm", warm, like=like)
        warm = measure(server, "", RUNS, SECONDS, [str(filters), "gzip"])
        table.add("2,000 filters, warm, gzip", warm, like=like)
        return server.memory_mb()


def measure_ours(store, folder, table, wanted, likes):
    memory = []
    try:
        memory += measure_filters(store, folder, table, likes.get("filter"))
    except Broken as broken:
        table.add_failed("2,000 filters", broken)
    with jalon(store.url) as server:
        for row in wanted:
            table.measure(row.name, server, row.path, likes.get(row.like))
        memory += server.memory_mb()
    try:
        with jalon(store.url) as server:
            measure_writes(server, store, RUNS, SECONDS)
            memory += server.memory_mb()
    except Broken as broken:
        failures.append(f"saving, {store.engine}: {broken}")
        print(f"\nSaving: {broken}")
    print(f"\nMemory at most {max(memory):.0f} MB. Start-up {start_ms(store.url):.0f} ms. Load "
          f"{store.load_s:.1f} s ({table.count / store.load_s:,.0f} records/s, "
          f"{store.load_mb:.0f} MB).", flush=True)


def measure_bare(store, folder, table, program, wanted, identifier, rare):
    """Speeds by kind of page; each page as long as ours."""
    with jalon(store.url) as server:
        bytes_of = {row.like: server.size(row.path) for row in reversed(wanted)}
    bytes_of["tables"] = bytes_of["list"]
    database, speeds = folder / "bare.db", {}
    say("making the tables of the bare program")
    subprocess.run(["cp", "--reflink=auto", str(store.file), str(database)], check=True)
    subprocess.run([str(program), "prepare", str(database)], check=True)
    with bare(program, database) as server:
        for row in bare_rows(identifier, rare):
            size = bytes_of[row.like] or bytes_of["list"]
            path = f"{row.path}{'&' if '?' in row.path else '?'}bytes={size}"
            speeds[row.like] = table.measure(f"bare: {row.name}", server, path)
    database.unlink()
    return speeds


def section(folder, program, count, engines, compared_with):
    """The tables of one number of records; returns them by engine."""
    path, tables, likes = write_records(folder, count), {}, {}
    identifier = f"T-{count // 2:07d}"
    rare = quote(rare_word(path))
    wanted = rows(identifier, rare)
    for engine in engines:
        print(f"\n## {count:,} practices, {engine}")
        store = Store(engine, folder, path)
        table = tables[engine] = Table(count, compared_with.get(engine))
        if engine == "sqlite":
            likes = measure_bare(store, folder, table, program, wanted, identifier, rare)
        measure_ours(store, folder, table, wanted, likes)
        store.file.unlink(missing_ok=True)
    path.unlink()
    return tables


def main():
    folder = scratch()
    try:
        program = folder / "bare"
        subprocess.run(["gcc", "-O2", "-o", str(program), str(HERE / "bare.c"), "-lmicrohttpd",
                        "-lsqlite3"], check=True)
        cpu = re.search(r"model name\s+: (.*)", Path("/proc/cpuinfo").read_text())
        print(f"{os.cpu_count()} processors ({cpu[1] if cpu else 'unknown'}); wrk on the same "
              f"machine, 2 threads, 16 connections; middle of {RUNS} runs of {SECONDS} s.")
        with nginx(folder, free_port()) as server:
            speed = measure(server, "/page.html", RUNS, SECONDS)
        print(f"nginx, a static page of 10,000 bytes: {speed.rate:,.0f} requests/s, p99 "
              f"{speed.p99_ms:.2f} ms.", flush=True)
        tables = section(folder, program, RECORDS, ENGINES, {})
        if LARGE:
            section(folder, program, LARGE, LARGE_ENGINES, tables)
    except (Broken, subprocess.CalledProcessError) as broken:
        failures.append(str(broken))
    finally:
        remove(folder)
    if failures:
        sys.exit("\n".join(["bench: these figures are missing:", *failures]))


if __name__ == "__main__":
    main()
