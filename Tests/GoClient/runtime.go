package main

// The types of the Go tool's package runtime, as its programs know them: no JSON tags.

// RunOptions says what to run.
type RunOptions struct {
	Image       string
	Ports       []string
	Environment []string
	Detach      bool
	Name        string
	Volumes     []string
	Interactive bool
}

// ContainerInfo describes a running container.
type ContainerInfo struct {
	ID    string
	Name  string
	Ports []PortMapping
}

// PortMapping is one published port.
type PortMapping struct {
	Host      string
	Container string
	Protocol  string
}
