// Command goclient drives aac-runtime as a program of the Go tool's world does, and checks every answer.
//
//	goclient PROGRAM ENGINE PROJECT IMAGE default|compatible
package main

import (
	"fmt"
	"net"
	"os"
	"reflect"
	"strconv"
	"strings"
)

const greeting = "a=b <&> \u2028 ü"

func main() {
	if len(os.Args) != 6 {
		fmt.Fprintln(os.Stderr, "usage: goclient PROGRAM ENGINE PROJECT IMAGE default|compatible")
		os.Exit(64)
	}
	client := &Client{
		Program: os.Args[1], Engine: os.Args[2], Project: os.Args[3], Compatible: os.Args[5] == "compatible",
	}
	if err := drive(client, os.Args[4]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// drive starts two containers, lists both, stops them, lists again, and reads what one printed.
func drive(client *Client, image string) error {
	options := &RunOptions{
		Image: image, Ports: []string{"127.0.0.1::8081/udp", "0:8080"}, Detach: true, Interactive: true,
		Environment: []string{"GREETING=" + greeting}, Name: client.Project + "-named",
	}
	if client.Compatible {
		// As in Go, a run returns at once without Detach too, and what is no port of Go's is passed over.
		options.Ports = []string{freePort() + ":8080", "0:8081", "not:a:port"}
		options.Detach = false
	}
	named, err := client.Run(options)
	if err != nil {
		return err
	}
	if len(named.ID) != 64 || named.Name != options.Name {
		return fmt.Errorf("unexpected %+v", named)
	}
	if client.Compatible != (len(named.Ports) == 1) {
		return fmt.Errorf("unexpected ports %+v", named.Ports)
	}
	last := named.Ports[len(named.Ports)-1]
	if last.Container != "8080" || last.Protocol != "tcp" || last.Host == "0" {
		return fmt.Errorf("unexpected ports %+v", named.Ports)
	}
	unnamed, err := client.Run(&RunOptions{
		Image: image, Ports: []string{freePort() + ":80/tcp"}, Detach: true, Interactive: true,
	})
	if err != nil {
		return err
	}
	if digits := strings.TrimPrefix(unnamed.Name, "agent-"); len(digits) < 10 || strings.Trim(digits, "0123456789") != "" {
		return fmt.Errorf("'%s' is not agent-SECONDS", unnamed.Name)
	}
	list, err := client.List()
	if err != nil {
		return err
	}
	for _, info := range []*ContainerInfo{named, unnamed} {
		if found := find(list, info.ID); found == nil || found.Name != info.Name || !sameSet(found.Ports, info.Ports) {
			return fmt.Errorf("%+v is listed as %+v", info, found)
		}
	}
	if len(list) != 2 {
		return fmt.Errorf("%d containers are listed", len(list))
	}
	// The full id and the short one that people see.
	for index, id := range []string{named.ID, unnamed.ID[:12]} {
		if err := client.Stop(id); err != nil {
			return err
		}
		if list, err = client.List(); err != nil || len(list) != 1-index {
			return fmt.Errorf("after a stop there are %+v (%v)", list, err)
		}
	}
	if list == nil {
		return fmt.Errorf("an empty list is null")
	}
	for _, name := range []string{named.ID, named.Name} {
		logs, err := client.Logs(name)
		if err != nil {
			return err
		}
		if !strings.Contains(logs, "greeting: "+greeting) {
			return fmt.Errorf("the log of %s is %q", name, logs)
		}
	}
	return refusals(client, image)
}

// refusals are what must fail, and leave nothing.
func refusals(client *Client, image string) error {
	if _, err := client.Run(&RunOptions{Detach: true}); err == nil || !strings.Contains(err.Error(), "Image") {
		return fmt.Errorf("a run without an image: %v", err)
	}
	if err := client.Stop(strings.Repeat("0", 64)); err == nil {
		return fmt.Errorf("a container that is not there was stopped")
	}
	list, err := client.List()
	if err != nil || len(list) != 0 {
		return fmt.Errorf("refused runs left %+v (%v)", list, err)
	}
	return nil
}

// freePort is a port of this host that nobody uses.
func freePort() string {
	listener, err := net.Listen("tcp", ":0")
	if err != nil {
		return "0"
	}
	defer listener.Close()
	return strconv.Itoa(listener.Addr().(*net.TCPAddr).Port)
}

func find(list []ContainerInfo, id string) *ContainerInfo {
	for index := range list {
		if list[index].ID == id {
			return &list[index]
		}
	}
	return nil
}

// sameSet tells whether both hold the same ports; a list sorts them, a run keeps the order that was asked for.
func sameSet(a, b []PortMapping) bool {
	count := func(ports []PortMapping) map[PortMapping]int {
		counts := map[PortMapping]int{}
		for _, port := range ports {
			counts[port]++
		}
		return counts
	}
	return reflect.DeepEqual(count(a), count(b))
}
