"""One small Engine API call on a kept connection, with docker-py. Arguments and output as call.c."""

import sys
import time

import docker

WARM_UP = 50


def main() -> None:
    if len(sys.argv) != 4:
        sys.exit("usage: call SOCKET PATH CALLS")
    socket, path, calls = sys.argv[1], sys.argv[2], int(sys.argv[3])
    engine = docker.APIClient(base_url=f"unix://{socket}", version="1.41")
    call = engine.version if path == "/version" else engine.ping
    durations = []
    for number in range(-WARM_UP, calls):
        start = time.perf_counter_ns()
        call()
        if number >= 0:
            durations.append(time.perf_counter_ns() - start)
    print("\n".join(map(str, durations)))


if __name__ == "__main__":
    main()
