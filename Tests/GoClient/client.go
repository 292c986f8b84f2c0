package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os/exec"
)

// Client does with aac-runtime what the Go tool's Runtime does with Docker.
type Client struct {
	Program string
	Engine  string
	Project string
	// Compatible adds --go-compat.
	Compatible bool
}

func (c *Client) command(words ...string) *exec.Cmd {
	arguments := []string{words[0], "--engine", c.Engine, "--project", c.Project}
	if c.Compatible && words[0] != "list" {
		arguments = append(arguments, "--go-compat")
	}
	return exec.Command(c.Program, append(arguments, words[1:]...)...)
}

// output runs a command and returns its standard output; its standard error is in the error.
func output(command *exec.Cmd) ([]byte, error) {
	var errors bytes.Buffer
	command.Stderr = &errors
	answer, err := command.Output()
	if err != nil {
		return answer, fmt.Errorf("%v: %w: %s", command.Args, err, errors.String())
	}
	return answer, nil
}

// decode fills value from an answer that must be, byte for byte, what json.Encoder makes of it.
func decode(answer []byte, value any) error {
	decoder := json.NewDecoder(bytes.NewReader(answer))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(value); err != nil {
		return fmt.Errorf("%q: %w", answer, err)
	}
	if rest, err := io.ReadAll(decoder.Buffered()); err != nil || string(rest) != "\n" {
		return fmt.Errorf("%q: followed by %q (%v)", answer, rest, err)
	}
	var again bytes.Buffer
	if err := json.NewEncoder(&again).Encode(value); err != nil {
		return err
	}
	if !bytes.Equal(answer, again.Bytes()) {
		return fmt.Errorf("%q is not %q", answer, again.Bytes())
	}
	return nil
}

// Run starts a container.
func (c *Client) Run(options *RunOptions) (*ContainerInfo, error) {
	input, err := json.Marshal(options)
	if err != nil {
		return nil, err
	}
	command := c.command("run", "--options", "-")
	command.Stdin = bytes.NewReader(input)
	answer, err := output(command)
	if err != nil {
		return nil, err
	}
	info := &ContainerInfo{}
	return info, decode(answer, info)
}

// Logs returns what a container has printed.
func (c *Client) Logs(containerID string) (string, error) {
	answer, err := output(c.command("logs", containerID))
	return string(answer), err
}

// Stop ends a container.
func (c *Client) Stop(containerID string) error {
	_, err := output(c.command("stop", containerID))
	return err
}

// List returns the running containers of the project.
func (c *Client) List() ([]ContainerInfo, error) {
	answer, err := output(c.command("list"))
	if err != nil {
		return nil, err
	}
	var list []ContainerInfo
	return list, decode(answer, &list)
}
