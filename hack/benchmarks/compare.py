"""Measures aac-runtime beside what it is compared with, in alternation, and prints medians and ratios.

Called by hack/bench, which builds the programs and sets BENCH_PROGRAMS, the folder they are in.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import contextlib
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import uuid
from dataclasses import dataclass, field
from typing import Callable, Iterator

PROGRAMS = os.environ["BENCH_PROGRAMS"]


@dataclass
class Series:
    """The samples of one contestant in one unit."""

    name: str
    samples: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.samples)

    def quantile(self, tenth: int) -> float:
        return statistics.quantiles(self.samples, n=10)[tenth - 1] if len(self.samples) > 1 else self.samples[0]


@dataclass
class Comparison:
    """Ours, the first series, against the reference and whoever else ran."""

    title: str
    unit: str
    series: list[Series]
    reference: str
    target: float | None

    @property
    def ratio(self) -> float:
        reference = next(series for series in self.series if series.name == self.reference)
        return self.series[0].median / reference.median

    @property
    def met(self) -> bool:
        return self.target is None or self.ratio <= self.target

    def show(self) -> None:
        print(f"\n{self.title} ({self.unit})")
        print(f"  {'':<24}{'median':>10}{'p10':>10}{'p90':>10}{'ours is':>10}")
        ours = self.series[0]
        for series in self.series:
            ratio = "" if series is ours else f"{ours.median / series.median:.2f} x"
            numbers = "".join(f"{number:>10.3f}" for number in (series.median, series.quantile(1), series.quantile(9)))
            print(f"  {series.name:<24}{numbers}{ratio:>10}")
        if self.target is not None:
            verdict = "met" if self.met else "MISSED"
            print(f"  target: at most {self.target:.2f} x {self.reference}; it is {self.ratio:.2f} x: {verdict}")

    def as_json(self) -> dict:
        return {
            "title": self.title,
            "unit": self.unit,
            "reference": self.reference,
            "ratio": self.ratio,
            "target": self.target,
            "met": self.met,
            "medians": {series.name: series.median for series in self.series},
            "samples": {series.name: len(series.samples) for series in self.series},
        }


def alternate(rounds: int, contestants: list[Callable[[], None]]) -> None:
    """Runs all contestants once a round, each round starting with another, so that none always goes first."""
    for number in range(rounds):
        start = number % len(contestants)
        for contestant in contestants[start:] + contestants[:start]:
            contestant()


@dataclass
class Cost:
    """What one process took."""

    milliseconds: float
    mebibytes: float


def measure(command: list[str], environment: dict[str, str]) -> Cost:
    """Runs a command to its end, which must be good, and tells what it took."""
    with tempfile.NamedTemporaryFile("r") as report:
        done = subprocess.run(
            [os.path.join(PROGRAMS, "measure"), report.name, *command],
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        numbers = report.read().split()
    if done.returncode != 0 or len(numbers) != 5 or numbers[4] != "0":
        status = os.waitstatus_to_exitcode(int(numbers[4])) if len(numbers) == 5 else done.returncode
        sys.exit(f"bench: `{' '.join(command)}` ended with status {status}\n{done.stdout}{done.stderr}")
    return Cost(int(numbers[0]) / 1e6, int(numbers[1]) / 1024)


class Contest:
    """Whole processes, ours against docker's, in wall time and peak memory."""

    def __init__(self, ours: str, theirs: str) -> None:
        self.names = (ours, theirs)
        self.time = [Series(name) for name in self.names]
        self.memory = [Series(name) for name in self.names]

    def add(self, index: int, cost: Cost) -> None:
        self.time[index].samples.append(cost.milliseconds)
        self.memory[index].samples.append(cost.mebibytes)

    def comparisons(self, title: str, time: float | None, memory: float | None) -> Iterator[Comparison]:
        yield Comparison(f"{title}: wall time", "ms", self.time, self.names[1], time)
        yield Comparison(f"{title}: peak memory", "MiB", self.memory, self.names[1], memory)


def bench_call(options: argparse.Namespace) -> Iterator[Comparison]:
    programs = {
        "aac-runtime (Swift)": [os.path.join(PROGRAMS, "call-swift")],
        "its transport alone": [os.path.join(PROGRAMS, "call-swift")],
        "libcurl (C)": [os.path.join(PROGRAMS, "call-c")],
        "Docker SDK (Go)": [os.path.join(PROGRAMS, "call-go")],
        "docker-py": ["/usr/bin/python3", os.path.join(os.path.dirname(__file__), "call.py")],
    }
    layers = {"aac-runtime (Swift)": ["engine"], "its transport alone": ["transport"]}
    series = {name: Series(name) for name in programs}

    def contestant(name: str) -> Callable[[], None]:
        def run() -> None:
            command = [*programs[name], options.socket, options.path, str(options.calls), *layers.get(name, [])]
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
            if done.returncode != 0:
                sys.exit(f"bench: {name} failed with status {done.returncode}")
            # One number a round: the rounds alternate, the calls within one do not.
            series[name].samples.append(statistics.median(int(line) for line in done.stdout.split()) / 1e6)

        return run

    alternate(options.rounds or 15, [contestant(name) for name in programs])
    yield Comparison(
        f"call: GET {options.path} on a kept connection, {options.engine}; medians of {options.calls} calls a round",
        "ms",
        list(series.values()),
        "libcurl (C)",
        1.15,
    )


# The limits that aac-runtime gives every container unless told otherwise, as docker spells them.
SAME_LIMITS = """--init --memory 1g --memory-swap 1g --cpus 1 --pids-limit 256 --ulimit nofile=4096:4096 --ulimit core=0:0
--stop-timeout 10 --security-opt no-new-privileges --log-driver json-file --log-opt max-size=10m --log-opt max-file=3"""


def bench_run(options: argparse.Namespace) -> Iterator[Comparison]:
    environment = engine_environment(options)
    contest = Contest("aac-runtime run -d", "docker run -d")
    limits = SAME_LIMITS.split()
    if options.engine == "podman":
        # Podman has a log driver of its own. And once a container brings one limit of its own, Podman raises the
        # processes to a number that it may not be allowed to set.
        limits = [*limits[: limits.index("--log-driver")], "--ulimit", "nproc=32768:32768"]
    commands = [
        lambda name: [options.binary, "run", "-d", "--name", name, options.image, *options.command],
        lambda name: [options.docker, "run", "-d", "--name", name, *limits, options.image, *options.command],
    ]

    def contestant(index: int) -> Callable[[], None]:
        def run() -> None:
            name = f"hack-bench-{uuid.uuid4().hex[:12]}"
            try:
                contest.add(index, measure(commands[index](name), environment))
            finally:
                remove(options, name)

        return run

    alternate(options.rounds or 20, [contestant(0), contestant(1)])
    yield from contest.comparisons(f"run: one container of {options.image}, {options.engine}", 1.0, 0.6)


def bench_start(options: argparse.Namespace) -> Iterator[Comparison]:
    environment = engine_environment(options)
    for arguments in ["--version"], ["ps"]:
        shown = " ".join(arguments)
        contest = Contest(f"aac-runtime {shown}", f"docker {shown}")

        def contestant(index: int) -> Callable[[], None]:
            program = (options.binary, options.docker)[index]
            return lambda: contest.add(index, measure([program, *arguments], environment))

        alternate(options.rounds or 60, [contestant(0), contestant(1)])
        yield from contest.comparisons(f"start: {shown}, {options.engine}", 0.6, None)


AGENT = """apiVersion: agent.dev/v1
kind: Agent
metadata: {{name: agent{number}}}
spec:
  runtime: python
  image: {image}
  model: {{provider: ollama, name: llama3.2}}
  ports: [{{container: 8080, host: 0}}]
  healthCheck: {{type: http, path: /health, port: 8080, startInterval: 20ms, interval: 10s, startPeriod: 30s}}
  resources: {{limits: {{cpu: "0.5", memory: 32Mi, pids: 32}}}}
---
"""
AGENTS = 10
HELLO = "hack-bench-hello:1.0.0"


def bench_up(options: argparse.Namespace) -> Iterator[Comparison]:
    """Ten agents, from nothing to healthy, and once more."""
    environment = engine_environment(options)
    raw = RawEngine(options.socket)
    raw.remove_all()
    series = {"aac-runtime up -d": Series("aac-runtime up -d")}
    again = [Series("the same once more"), Series("aac-runtime up -d")]
    widths = [1, 2, 3, 4, 6, 10]
    for width in widths:
        series[f"raw API, {width} at a time"] = Series(f"raw API, {width} at a time")

    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "agent.yaml"), "w") as manifest:
            manifest.write("".join(AGENT.format(number=number, image=HELLO) for number in range(AGENTS)))
        command = [options.binary, "up", "-d", "--quiet", "-f", folder]

        def ours() -> None:
            first = measure(command, environment).milliseconds
            series["aac-runtime up -d"].samples.append(first)
            again[1].samples.append(first)
            again[0].samples.append(measure(command, environment).milliseconds)
            subprocess.run([options.binary, "down"], env={**os.environ, **environment}, capture_output=True, check=True)

        def theirs(width: int) -> Callable[[], None]:
            return lambda: series[f"raw API, {width} at a time"].samples.append(raw.start_agents(width))

        alternate(options.rounds or 7, [ours, *(theirs(width) for width in widths)])
    best = min(list(series.values())[1:], key=lambda one: one.median)
    yield Comparison(
        f"up: {AGENTS} agents until all are healthy, against their creations and starts alone, {options.engine}",
        "ms",
        list(series.values()),
        best.name,
        1.3,
    )
    yield Comparison(f"up: when nothing is to be done, {options.engine}", "ms", again, again[1].name, 0.05)


class RawConnection(http.client.HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path: str) -> None:
        super().__init__("localhost")
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)

    def call(self, method: str, path: str, body: dict | None = None) -> dict | list:
        data = None if body is None else json.dumps(body)
        self.request(method, f"/v1.41{path}", data, {"Content-Type": "application/json"})
        answer = self.getresponse()
        text = answer.read()
        if answer.status >= 400:
            sys.exit(f"bench: {method} {path} answered {answer.status}: {text.decode()}")
        return json.loads(text) if text else {}


class RawEngine:
    """Creates and starts containers with nothing in between, on a network that is there before."""

    LABEL = "hack-bench-raw"

    def __init__(self, path: str) -> None:
        self.path = path

    def start_agents(self, width: int) -> float:
        """The milliseconds that ten creations and starts take, `width` at a time."""
        RawConnection(self.path).call("POST", "/networks/create", {"Name": self.LABEL, "Labels": {self.LABEL: "1"}})
        connections = threading.local()

        def start(number: int) -> None:
            if not hasattr(connections, "engine"):
                connections.engine = RawConnection(self.path)
            name = f"{self.LABEL}-{number}"
            connections.engine.call("POST", f"/containers/create?name={name}", self.configuration())
            connections.engine.call("POST", f"/containers/{name}/start")

        try:
            begin = time.perf_counter()
            with concurrent.futures.ThreadPoolExecutor(width) as pool:
                list(pool.map(start, range(AGENTS)))
            return (time.perf_counter() - begin) * 1000
        finally:
            self.remove_all()

    def configuration(self) -> dict:
        limits = {"Memory": 32 << 20, "MemorySwap": 32 << 20, "NanoCpus": 500_000_000, "PidsLimit": 32}
        return {
            "Image": HELLO,
            "Labels": {self.LABEL: "1"},
            "ExposedPorts": {"8080/tcp": {}},
            "HostConfig": {
                **limits,
                "Init": True,
                "NetworkMode": self.LABEL,
                "PortBindings": {"8080/tcp": [{"HostIp": "127.0.0.1", "HostPort": ""}]},
                # Without limits of its own Podman sets some that it may not be allowed to.
                "Ulimits": [
                    {"Name": "nproc", "Soft": 32768, "Hard": 32768},
                    {"Name": "nofile", "Soft": 4096, "Hard": 4096},
                ],
            },
        }

    def remove_all(self) -> None:
        engine = RawConnection(self.path)
        filters = urllib.parse.quote(json.dumps({"label": [self.LABEL]}))
        for container in engine.call("GET", f"/containers/json?all=1&filters={filters}"):
            engine.call("DELETE", f"/containers/{container['Id']}?force=1&v=1")
        for network in engine.call("GET", f"/networks?filters={filters}"):
            engine.call("DELETE", f"/networks/{network['Name']}")


def engine_environment(options: argparse.Namespace) -> dict[str, str]:
    endpoint = f"unix://{options.socket}"
    return {"AAC_ENGINE": endpoint, "DOCKER_HOST": endpoint, "DOCKER_CONTEXT": "", "AAC_PROJECT": "hack-bench"}


def remove(options: argparse.Namespace, name: str) -> None:
    """Removes what a round made, outside of its timing. Both contestants may add a prefix to the name."""
    with contextlib.suppress(FileNotFoundError):
        found = subprocess.run(
            [options.docker, "ps", "-aq", "--filter", f"name={name}"],
            env={**os.environ, **engine_environment(options)},
            capture_output=True,
            text=True,
        ).stdout.split()
        if found:
            subprocess.run(
                [options.docker, "rm", "-f", "-v", *found],
                env={**os.environ, **engine_environment(options)},
                capture_output=True,
            )


BENCHMARKS = {"call": bench_call, "run": bench_run, "start": bench_start, "up": bench_up}


def main() -> None:
    parser = argparse.ArgumentParser(prog="hack/bench")
    parser.add_argument("benchmark", choices=["call", "run", "start", "up"])
    parser.add_argument("--engine", required=True)
    parser.add_argument("--socket", required=True)
    parser.add_argument("--binary")
    parser.add_argument("--docker")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--calls", type=int, default=500)
    parser.add_argument("--path", default="/_ping")
    parser.add_argument("--image", default="bbtest")
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("command", nargs="*", default=["sleep", "600"])
    options = parser.parse_args()

    comparisons = []
    for comparison in BENCHMARKS[options.benchmark](options):
        comparison.show()
        comparisons.append(comparison)
    if options.json:
        with open(options.json, "w") as file:
            json.dump([comparison.as_json() for comparison in comparisons], file, indent=2)
    if options.check and not all(comparison.met for comparison in comparisons):
        sys.exit(1)


if __name__ == "__main__":
    main()
