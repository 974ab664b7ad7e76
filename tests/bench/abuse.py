#!/usr/bin/env python3
"""The table of ./dev abuse, in Markdown: what a reader waits for while others hold the server.

IDLE (10000) connections that do nothing, then the four modes of slowhttptest with SLOW (4000)
connections for SECONDS_EACH (60); meanwhile one reader asks for a page fifty times a second, each
time on a new connection. Last, wapiti looks for holes: SCAN (120) seconds at most for each kind.
"""

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from socket import create_connection

from servers import Broken, Server, free_port, remove, say, scratch

IDLE = int(os.environ.get("IDLE", "10000"))
SLOW = int(os.environ.get("SLOW", "4000"))
SECONDS = int(os.environ.get("SECONDS_EACH", "60"))
SCAN = int(os.environ.get("SCAN", "120"))
PAGE, EACH_S, IDLE_S = "/en/practices", 0.02, 20
MODES = {
    "slow headers (-H)": ["-H", "-i", "5", "-t", "GET"],
    "slow body (-B)": ["-B", "-i", "5", "-s", "8192", "-t", "POST"],
    "ranges (-R)": ["-R", "-t", "HEAD", "-a", "10", "-b", "3000"],
    "slow reading (-X)": ["-X", "-k", "3", "-n", "5", "-w", "512", "-y", "1024", "-z", "32"],
}


class Reader(threading.Thread):
    """Asks until the end of the `with`; `waits` are milliseconds, `failed` what went wrong."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.port, self.waits, self.failed, self.is_ending = port, [], [], False

    def ask(self):
        started = time.perf_counter()
        try:
            connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
            connection.request("GET", PAGE)
            answer = connection.getresponse()
            answer.read()
            connection.close()
            if answer.status != 200:
                self.failed.append(str(answer.status))
        except (OSError, HTTPException) as error:
            self.failed.append(type(error).__name__)
        self.waits.append((time.perf_counter() - started) * 1000)

    def run(self):
        while not self.is_ending:
            self.ask()
            time.sleep(EACH_S)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.is_ending = True
        self.join()

    def row(self, name, memory_mb):
        waits = sorted(self.waits)
        p50, p99 = waits[len(waits) // 2], waits[len(waits) * 99 // 100]
        failed = f"{len(self.failed)} ({', '.join(sorted(set(self.failed)))})" if self.failed else 0
        print(f"| {name} | {len(waits)} | {failed} | {p50:.1f} | {p99:.1f} | {waits[-1]:.1f} "
              f"| {memory_mb:.0f} |", flush=True)


def descriptors(server):
    return len(os.listdir(f"/proc/{server.process.pid}/fd"))


def hold_idle(server, port):
    with Reader(port) as reader:
        held, most = [], 0
        for _ in range(IDLE):
            held.append(create_connection(("127.0.0.1", port)))
        started = time.monotonic()
        while time.monotonic() - started < IDLE_S:
            most = max(most, descriptors(server))
            time.sleep(0.5)
        memory = server.memory_mb()[0]
        for one in held:
            one.close()
    reader.row(f"{IDLE:,} idle connections, {most:,} descriptors", memory)


def attack(server, port, name, options):
    command = ["slowhttptest", *options, "-c", str(SLOW), "-r", "1000", "-l", str(SECONDS), "-p",
               "5", "-u", f"{server.base}{PAGE}"]
    with Reader(port) as reader:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Broken(f"slowhttptest: {done.stdout[-500:]}{done.stderr[-500:]}")
    reader.row(f"{name}, {SLOW:,} connections", server.memory_mb()[0])


def scan(server, folder):
    report = folder / "wapiti.json"
    limits = ["-d", "4", "--max-links-per-page", "60", "--max-files-per-dir", "60",
              "--max-parameters", "6", "--max-scan-time", str(SCAN), "--max-attack-time", str(SCAN)]
    done = subprocess.run(["wapiti", "-u", f"{server.base}/en", "--scope", "domain", *limits,
                           "--flush-session", "--no-bugreport", "--store-session", str(folder),
                           "-f", "json", "-o", str(report)],
                          check=True, capture_output=True, text=True)
    said = json.loads(report.read_text(encoding="utf-8"))
    print()
    for part in ("vulnerabilities", "anomalies"):
        for name, found in said[part].items():
            for one in found:
                print(f"- {name}: {one['method']} {one['path']}: {one['info']}", flush=True)
    looked_at = re.search(r"found (\d+) URLs and forms", done.stdout)[1]
    print(f"wapiti looked at {looked_at} addresses and forms.", flush=True)


def main():
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, IDLE + SLOW + 1000), most))
    folder, port = scratch(), free_port()
    database = f"sqlite:{folder / 'abuse.db'}"
    if shutil.which("slowhttptest") is None:
        raise Broken("slowhttptest is not there")
    try:
        subprocess.run(["build/jalon", "init", "--db", database], check=True,
                       stdout=subprocess.DEVNULL)
        command = ["build/jalon", "serve", "--db", database, "--listen", f"127.0.0.1:{port}",
                   "--no-link-check"]
        with Server(command, port, "listening") as server:
            print("|  | asked | failed | p50 ms | p99 ms | longest ms | MB |")
            print("|---|---:|---:|---:|---:|---:|---:|")
            with Reader(port) as reader:
                time.sleep(10)
            reader.row("nobody else", server.memory_mb()[0])
            hold_idle(server, port)
            for name, options in MODES.items():
                say(name)
                attack(server, port, name, options)
            say("wapiti")
            scan(server, folder)
    finally:
        remove(folder)


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parents[2])
    try:
        main()
    except Broken as error:
        sys.exit(str(error))
