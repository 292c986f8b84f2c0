// An agent on Node's standard library.
//
// GET  /health   "ok", for the health check
// POST /         a text; the answer is a text

const http = require("node:http");

const name = process.env.AGENT_NAME || "agent";
const longestMessage = 1 << 20;

// What the agent does. AAC_MODEL_PROVIDER and AAC_MODEL_NAME say which model the manifest names.
async function answer(message) {
  return `${name} heard: ${message}`;
}

const server = http.createServer(async (request, response) => {
  const reply = (status, text) => {
    console.log(`${request.method} ${request.url} ${status}`);
    response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8" });
    response.end(`${text}\n`);
  };
  try {
    if (request.method === "GET" && request.url === "/health") return reply(200, "ok");
    if (request.method !== "POST" || request.url !== "/") return reply(404, "GET /health, POST /");
    const pieces = [];
    let length = 0;
    for await (const piece of request) {
      length += piece.length;
      if (length > longestMessage) return reply(413, `a message of at most ${longestMessage} bytes`);
      pieces.push(piece);
    }
    reply(200, await answer(Buffer.concat(pieces).toString()));
  } catch (error) {
    console.error(error);
    if (!response.headersSent) reply(500, "the agent failed; its log says why");
  }
});

process.on("SIGTERM", () => process.exit(0));
server.listen(Number(process.env.PORT || 8080), () => {
  console.log(`${name} listens on port ${server.address().port}`);
});
