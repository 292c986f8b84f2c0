// One small Engine API call on a kept connection, with Docker's own Go client. Arguments and output as call.c.
package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/docker/docker/client"
)

const warmUp = 50

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "call:", err)
		os.Exit(1)
	}
}

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: call SOCKET PATH CALLS")
		os.Exit(64)
	}
	calls, err := strconv.Atoi(os.Args[3])
	fail(err)
	engine, err := client.NewClientWithOpts(client.WithHost("unix://"+os.Args[1]), client.WithVersion("1.41"))
	fail(err)

	call := func(ctx context.Context) error { _, err := engine.Ping(ctx); return err }
	if os.Args[2] == "/version" {
		call = func(ctx context.Context) error { _, err := engine.ServerVersion(ctx); return err }
	}
	durations := make([]time.Duration, 0, calls)
	for i := -warmUp; i < calls; i++ {
		start := time.Now()
		fail(call(context.Background()))
		if duration := time.Since(start); i >= 0 {
			durations = append(durations, duration)
		}
	}
	out := bufio.NewWriter(os.Stdout)
	for _, duration := range durations {
		fmt.Fprintln(out, duration.Nanoseconds())
	}
	fail(out.Flush())
}
