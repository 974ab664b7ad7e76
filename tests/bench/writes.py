"""What saving costs: fifty fields a second, a hundred people at once, and reading meanwhile."""

import http.client
import json
import statistics
import subprocess
import threading
import time
from urllib.parse import urlsplit

from servers import Broken, measure, say

RATE, SECONDS, PEOPLE, RECORDS, TOKENS = 50, 20, 100, 25, 10
FIELDS = ["title", "summary", "place", "note"]


def run(store, *command):
    return subprocess.run(["build/jalon", "--db", store.url, *command], check=True,
                          capture_output=True, text=True).stdout.strip().splitlines()[-1]


def tokens(store, n):
    """Of accounts of the Secretariat's, made at the command line: one token has a pace."""
    made = []
    for i in range(n):
        run(store, "user", "add", f"writer{i}@bench.example", "--role", "secretariat")
        made.append(run(store, "token", "add", f"writer{i}@bench.example"))
    return made


class Writer:
    """One person with a field of a draft of her own, on a connection that stays open."""

    def __init__(self, server, token, record, field):
        self.connection = http.client.HTTPConnection(urlsplit(server.base).netloc)
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self.record, self.field, self.version, self.n = record, field, 1, 0

    def save(self):
        """Seconds it took."""
        self.n += 1
        body = json.dumps({self.field: {"fr": f"text {self.n} of a field that is being written"}})
        started = time.perf_counter()
        self.connection.request("PATCH", f"/api/v1/practices/{self.record}", body,
                                {**self.headers, "If-Match": f'"{self.version}"'})
        answer = self.connection.getresponse()
        told = json.loads(answer.read())
        took = time.perf_counter() - started
        if answer.status != 200:
            raise Broken(f"a save answers {answer.status}: {told}")
        self.version = told["version"]
        return took


def new_record(server, token, n):
    connection = http.client.HTTPConnection(urlsplit(server.base).netloc)
    connection.request("POST", "/api/v1/practices", json.dumps({"title": {"fr": f"Draft {n}"}}),
                       {"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
    answer = connection.getresponse()
    told = json.loads(answer.read())
    if answer.status != 201:
        raise Broken(f"a new record answers {answer.status}: {told}")
    return told["id"]


def writers_of(server, tokens):
    records = [new_record(server, tokens[0], n) for n in range(RECORDS)]
    return [Writer(server, tokens[n % len(tokens)], records[n % RECORDS], FIELDS[n // RECORDS])
            for n in range(PEOPLE)]


def steadily(writers, rate, seconds):
    """Saves at that pace, whoever is still waiting; how long each took."""
    took, failed, started = [], [], time.perf_counter()
    free, lock = list(writers), threading.Lock()

    def run(due):
        with lock:
            writer = free.pop()
        try:
            took.append(writer.save() + max(0, time.perf_counter() - due - 1))
        except (Broken, OSError) as error:
            failed.append(error)
        with lock:
            free.append(writer)

    threads = []
    for n in range(rate * seconds):
        due = started + n / rate
        time.sleep(max(0, due - time.perf_counter()))
        threads.append(threading.Thread(target=run, args=(due,)))
        threads[-1].start()
    for thread in threads:
        thread.join()
    if failed:
        raise Broken(str(failed[0]))
    return took


def at_once(writers):
    """All save at the same moment; how long each waited."""
    barrier, took, failed = threading.Barrier(len(writers)), [], []

    def run(writer):
        barrier.wait()
        try:
            took.append(writer.save())
        except (Broken, OSError) as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(writer,)) for writer in writers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise Broken(str(failed[0]))
    return took


def told(name, seconds):
    ms = sorted(second * 1e3 for second in seconds)
    print(f"| {name} | {len(ms)} | {statistics.median(ms):.1f} | "
          f"{ms[int(len(ms) * 0.99) - 1]:.1f} | {ms[-1]:.1f} |", flush=True)


def measure_writes(server, store, runs, seconds):
    say("saving")
    writers = writers_of(server, tokens(store, TOKENS))
    print("\n| saving | saves | p50 ms | p99 ms | longest ms |\n|---|---:|---:|---:|---:|")
    told(f"{RATE} a second", steadily(writers, RATE, SECONDS))
    told(f"{PEOPLE} people at once", [second for _ in range(5) for second in at_once(writers)])
    alone = measure(server, "/en/practices", runs, seconds)
    background = threading.Thread(target=steadily, args=(writers, RATE, runs * seconds + 2))
    background.start()
    meanwhile = measure(server, "/en/practices", runs, seconds)
    background.join()
    print(f"\nThe list page: {alone.rate:,.0f} requests/s, p99 {alone.p99_ms:.2f} ms; while "
          f"{RATE} fields a second are saved {meanwhile.rate:,.0f}, p99 {meanwhile.p99_ms:.2f} "
          "ms.", flush=True)
