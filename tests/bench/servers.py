"""What ./dev bench runs: servers, and wrk against them."""

import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from socket import create_connection, socket

HERE = Path(__file__).resolve().parent
TICKS = os.sysconf("SC_CLK_TCK")
THREADS, CONNECTIONS = 2, 16
WARM_UP_S = 1
WALK_MAX_S = 90  # a walk that takes longer is cut, and its figures are of the part it did


class Broken(Exception):
    """The table would say something else than it seems to."""


def say(text):
    print(text, file=sys.stderr, flush=True)


def free_port():
    with socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Server:
    """A process that listens; gone at the end of the `with`."""

    def __init__(self, command, port, ready=None, env=None):
        self.base = f"http://127.0.0.1:{port}"
        started = time.perf_counter()
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True,
                                        env={**os.environ, **(env or {})})
        if ready:
            line = self.process.stdout.readline()
            if ready not in line:
                raise Broken(f"{command[0]} said {line!r}, not {ready!r}")
        else:
            self.wait_until_it_listens(port)
        self.start_s = time.perf_counter() - started

    def wait_until_it_listens(self, port):
        for _ in range(100):
            try:
                create_connection(("127.0.0.1", port)).close()
                return
            except OSError:
                time.sleep(0.05)
        raise Broken(f"nothing listens at {self.base}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=20)

    def size(self, path):
        """Bytes of the answer, or None when there is no such page."""
        try:
            with urllib.request.urlopen(self.base + path) as answer:
                return len(answer.read())
        except urllib.error.HTTPError as error:
            if error.code in (400, 404):
                return None
            raise Broken(f"{path} answers {error.code}") from error

    def cpu_s(self):
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory_mb(self):
        """Resident now, and at its most."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return [int(re.search(rf"{name}:\s+(\d+) kB", status)[1]) / 1024
                for name in ("VmRSS", "VmHWM")]


@dataclass
class Speed:
    rate: float  # requests per second
    p50_ms: float
    p99_ms: float
    cpu_us: float  # of the server's own process, per request


def milliseconds(text):
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text).groups()
    return float(number) * {"us": 1e-3, "ms": 1, "s": 1e3, "m": 6e4}[unit]


def look_for_errors(said):
    for line in said.splitlines():
        if "Non-2xx" in line or "Socket errors" in line or "unable to connect" in line:
            raise Broken(f"wrk: {line.strip()}\n{said}")


def wrk_command(server, path, seconds, script_arguments):
    command = ["wrk", f"-t{THREADS}", f"-c{CONNECTIONS}", f"-d{seconds}", "--latency",
               "--timeout", "30s"]
    if script_arguments:
        return [*command, "-s", str(HERE / "filters.lua"), server.base, "--", *script_arguments]
    return [*command, server.base + path]


def run_wrk(server, path, seconds, script_arguments):
    before = server.cpu_s()
    said = subprocess.run(wrk_command(server, path, seconds, script_arguments), check=True,
                          capture_output=True, text=True).stdout
    look_for_errors(said)
    requests = int(re.search(r"(\d+) requests in", said)[1])
    if not requests:
        raise Broken(f"nothing was answered\n{said}")
    shares = dict(re.findall(r"^\s+(50|99)%\s+(\S+)", said, re.M))
    return Speed(float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1]),
                 milliseconds(shares["50"]), milliseconds(shares["99"]),
                 (server.cpu_s() - before) / requests * 1e6)


def middle(speeds):
    return sorted(speeds, key=lambda speed: speed.rate)[len(speeds) // 2]


def measure(server, path, runs, seconds, script_arguments=()):
    """The middle one of some runs, warm."""
    run_wrk(server, path, WARM_UP_S, script_arguments)
    return middle([run_wrk(server, path, seconds, script_arguments) for _ in range(runs)])


def walk_once(server, addresses):
    """Each address of the file once: what a fresh server, or fresh data, makes people wait for."""
    marks = [Path(f"{addresses}.done.{number}") for number in range(1, THREADS + 1)]
    for mark in marks:
        mark.unlink(missing_ok=True)
    before = server.cpu_s()
    with subprocess.Popen(wrk_command(server, "", 10 * WALK_MAX_S, [str(addresses), "once"]),
                          stdout=subprocess.PIPE, text=True) as wrk:
        deadline = time.monotonic() + WALK_MAX_S
        while not all(mark.exists() for mark in marks) and time.monotonic() < deadline:
            time.sleep(0.02)
        wrk.send_signal(signal.SIGINT)
        said = wrk.communicate()[0]
    look_for_errors(said)
    found = re.search(r"walked (\d+) ([\d.]+) (\d+) ([\d.]+) ([\d.]+)", said)
    if not found or found[3] != "0":
        raise Broken(f"some of the filters are refused\n{said}")
    count, seconds = int(found[1]), float(found[2])
    return Speed(count / seconds, float(found[4]), float(found[5]),
                 (server.cpu_s() - before) / count * 1e6)


# ---- the three servers


def nginx(folder, port):
    page = folder / "page.html"
    page.write_text("x" * 10_000)
    folder.chmod(0o755)
    conf = folder / "nginx.conf"
    conf.write_text(f"""worker_processes {THREADS}; daemon off; error_log stderr;
pid {folder}/nginx.pid;
events {{ worker_connections 512; }}
http {{ access_log off; sendfile on; keepalive_requests 1000000000;
server {{ listen 127.0.0.1:{port}; root {folder}; }} }}
""")
    return Server(["nginx", "-c", str(conf), "-e", "stderr"], port)


def bare(program, database):
    port = free_port()
    return Server([str(program), str(port), str(database)], port, "ready")


def jalon(database):
    port = free_port()
    return Server(["build/jalon", "--db", database, "serve", "--listen", f"127.0.0.1:{port}",
                   "--no-link-check"],
                  port, "listening")


def start_ms(database, times=7):
    """From exec to the line that says it listens: the middle one."""
    spans = []
    for _ in range(times):
        with jalon(database) as server:
            spans.append(server.start_s * 1e3)
    return statistics.median(spans)


def load(database, csv):
    """Seconds, and MB of memory at its most."""
    started = time.perf_counter()
    process = subprocess.Popen(["build/jalon", "--db", database, "load", "practices", str(csv)],
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode or " 0 rejected" not in said:
        raise Broken(f"jalon load: {said[-2000:]}")
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def scratch():
    """A folder on a disk: /tmp may be memory."""
    return Path(tempfile.mkdtemp(prefix="jalon-bench-", dir=os.environ.get("TMPDIR", "/var/tmp")))


def remove(folder):
    shutil.rmtree(folder, ignore_errors=True)
