// An agent on Go's standard library.
//
//	GET  /health   "ok", for the health check
//	POST /         a text; the answer is a text
package main

import (
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
)

const longestMessage = 1 << 20

var name = valueOf("AGENT_NAME", "agent")

// answer is what the agent does. AAC_MODEL_PROVIDER and AAC_MODEL_NAME say which model the manifest names.
func answer(message string) string {
	return name + " heard: " + message
}

func main() {
	http.HandleFunc("/health", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "ok") })
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost || r.URL.Path != "/" {
			http.Error(w, "GET /health, POST /", http.StatusNotFound)
			return
		}
		message, err := io.ReadAll(http.MaxBytesReader(w, r.Body, longestMessage))
		if err != nil {
			http.Error(w, err.Error(), http.StatusRequestEntityTooLarge)
			return
		}
		log.Printf("POST / with %d bytes", len(message))
		fmt.Fprintln(w, answer(string(message)))
	})
	listener, err := net.Listen("tcp", ":"+valueOf("PORT", "8080"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s listens on port %d\n", name, listener.Addr().(*net.TCPAddr).Port)
	log.Fatal(http.Serve(listener, nil))
}

func valueOf(variable, fallback string) string {
	if value := os.Getenv(variable); value != "" {
		return value
	}
	return fallback
}
