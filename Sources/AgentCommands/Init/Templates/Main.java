import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/**
 * An agent on Java's standard library.
 *
 * <p>GET /health: "ok", for the health check. POST /: a text; the answer is a text.
 */
public class Main {
    private static final String NAME = System.getenv().getOrDefault("AGENT_NAME", "agent");
    private static final int LONGEST_MESSAGE = 1 << 20;

    /** What the agent does. AAC_MODEL_PROVIDER and AAC_MODEL_NAME say which model the manifest names. */
    static String answer(String message) {
        return NAME + " heard: " + message;
    }

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8080"));
        HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
        server.createContext("/", Main::handle);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        System.out.println(NAME + " listens on port " + server.getAddress().getPort());
    }

    private static void handle(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        if (request.equals("GET /health")) {
            reply(exchange, 200, "ok");
        } else if (!request.equals("POST /")) {
            reply(exchange, 404, "GET /health, POST /");
        } else {
            byte[] message = exchange.getRequestBody().readNBytes(LONGEST_MESSAGE + 1);
            if (message.length > LONGEST_MESSAGE) {
                reply(exchange, 413, "a message of at most " + LONGEST_MESSAGE + " bytes");
            } else {
                reply(exchange, 200, answer(new String(message, StandardCharsets.UTF_8)));
            }
        }
    }

    private static void reply(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
