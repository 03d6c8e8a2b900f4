package io.datasync.testkit.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("slow")
@DisplayName("The fault proxy between a real HTTP server and the JDK's client")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FaultProxyTest {
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Queue<String> bodies = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private HttpServer server;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
        server.createContext("/", this::echo);
        server.start();
        proxy = FaultProxy.before(server.getAddress());
    }

    @AfterEach
    void stop() {
        proxy.close();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void everythingPassesUnchanged() throws Exception {
        String large = "0123456789".repeat(200_000);
        assertThat(post("/a?b=c", BodyPublishers.ofString(large)).body()).isEqualTo(large);
        assertThat(post("/chunked", chunked(large)).body()).isEqualTo(large);
        assertThat(get("/none", LONG).body()).isEmpty();
        assertThat(proxy.seen())
                .containsExactly(
                        new ProxiedRequest(1, "POST", "/a?b=c"),
                        new ProxiedRequest(2, "POST", "/chunked"),
                        new ProxiedRequest(3, "GET", "/none"));
        assertThat(proxy.requestBytes()).isBetween(4_000_000L, 4_100_000L);
        assertThat(proxy.responseBytes()).isBetween(4_000_000L, 4_100_000L);
    }

    @Test
    void requestsOnOneConnectionAreCountedOneByOne() throws Exception {
        for (int i = 0; i < 20; i++) {
            post("/" + i, i % 2 == 0 ? BodyPublishers.ofString("x") : chunked("y"));
        }
        assertThat(proxy.requests()).isEqualTo(20);
        assertThat(proxy.connections()).isEqualTo(1);
    }

    @Test
    void manyRequestsAtOnceAreEachCountedOnce() {
        var answers = IntStream.range(0, 200)
                .mapToObj(i -> client.sendAsync(
                        request("/" + i)
                                .POST(BodyPublishers.ofString("body " + i))
                                .build(),
                        BodyHandlers.ofString()))
                .toList();
        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).join().body()).isEqualTo("body " + i);
        }
        assertThat(proxy.requests()).isEqualTo(200);
        assertThat(proxy.seen()).extracting(ProxiedRequest::number).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void refuseRefusesNewAndResetsOldConnections() throws Exception {
        get("/before", LONG);
        try (var old = connect(proxy)) {
            await().atMost(LONG).until(() -> proxy.connections() == 2);
            proxy.refuse();
            assertThatThrownBy(() -> get("/during", LONG)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> connect(proxy).close()).isInstanceOf(ConnectException.class);
            assertThatThrownBy(() -> readToEnd(old)).hasMessageContaining("reset");
        }
        proxy.pass();
        assertThat(get("/after", LONG).statusCode()).isEqualTo(200);
        assertThat(proxy.seen()).extracting(ProxiedRequest::target).containsExactly("/before", "/after");
    }

    @Test
    @DisplayName("D-37 swallow accepts and never answers, on new and old connections")
    void swallowIsSilent() throws Exception {
        get("/before", LONG);
        proxy.swallow();
        assertThatThrownBy(() -> get("/old", SHORT)).isInstanceOf(HttpTimeoutException.class);
        assertThatThrownBy(() -> get("/new", SHORT)).isInstanceOf(HttpTimeoutException.class);
        assertThat(bodies).hasSize(1);
        proxy.pass();
        assertThat(get("/after", LONG).statusCode()).isEqualTo(200);
        assertThat(bodies).hasSize(2);
    }

    @Test
    void swallowWithholdsAnAnswerThatIsUnderWay() throws Exception {
        var reached = new CompletableFuture<Void>();
        var release = new CompletableFuture<Void>();
        server.createContext("/slow", exchange -> {
            reached.complete(null);
            release.join();
            echo(exchange);
        });
        var answer = client.sendAsync(request("/slow").timeout(LONG).build(), BodyHandlers.ofString());
        reached.join();
        proxy.swallow();
        release.complete(null);
        await().atMost(LONG).until(() -> bodies.size() == 1);
        assertThatThrownBy(() -> get("/other", SHORT)).isInstanceOf(HttpTimeoutException.class);
        assertThat(answer).isNotDone();
    }

    @Test
    void aSilentConnectionStaysSilentWhenTheServerGoes() throws Exception {
        proxy.swallow();
        try (var socket = connect(proxy)) {
            socket.setSoTimeout((int) SHORT.toMillis());
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8));
            await().atMost(LONG).until(() -> proxy.droppedBytes() == 18);
            server.stop(0);
            proxy.pass();
            assertThatThrownBy(() -> readToEnd(socket)).isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    @Test
    void delayHoldsEachRequestBack() throws Exception {
        proxy.delay(SHORT);
        long start = System.nanoTime();
        get("/1", LONG);
        get("/2", LONG);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT.multipliedBy(2), LONG);
    }

    @Test
    void closeEndsADelay() {
        proxy.delay(Duration.ofHours(1));
        var answer = client.sendAsync(request("/").build(), BodyHandlers.ofString());
        await().atMost(LONG).until(() -> proxy.requests() == 1);
        proxy.close();
        assertThatThrownBy(answer::join).hasCauseInstanceOf(IOException.class);
        await().atMost(LONG).until(() -> proxy.connections() == 0);
    }

    @Test
    void aCutRequestReachesTheServerShortened() throws Exception {
        var read = new CompletableFuture<Integer>();
        server.createContext("/cut", exchange -> {
            int count = 0;
            try (InputStream body = exchange.getRequestBody()) {
                while (body.read() >= 0) {
                    count++;
                }
            } catch (IOException e) {
                // What was read until then counts.
            }
            read.complete(count);
        });
        byte[] head = "POST /cut HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n".getBytes(UTF_8);
        proxy.cutRequest(head.length + 700);
        try (var socket = connect(proxy)) {
            socket.getOutputStream().write(head);
            socket.getOutputStream().write(new byte[1000]);
            assertThatThrownBy(() -> {
                        if (readToEnd(socket).length == 0) {
                            throw new IOException("ended without an answer");
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        assertThat(read.get(20, java.util.concurrent.TimeUnit.SECONDS)).isEqualTo(700);
    }

    @Test
    void aRequestShorterThanTheCutPasses() throws Exception {
        proxy.cutRequest(100_000);
        assertThat(post("/", BodyPublishers.ofString("short")).body()).isEqualTo("short");
        assertThat(post("/", BodyPublishers.ofString("again")).body()).isEqualTo("again");
        assertThatThrownBy(() -> post("/", BodyPublishers.ofString("x".repeat(200_000))))
                .isInstanceOf(IOException.class);
        assertThat(bodies).containsExactly("short", "again");
    }

    @Test
    @DisplayName("I-12 a request whose answer is cut was carried out")
    void aCutAnswerLeavesTheOutcomeUnknown() throws Exception {
        proxy.cutResponse(0);
        assertThatThrownBy(() -> post("/", BodyPublishers.ofString("done"))).isInstanceOf(IOException.class);
        // The client itself repeats what it may: how often is its affair, that it was carried out is the point.
        assertThat(bodies).isNotEmpty().allMatch("done"::equals);
        assertThat(proxy.responseBytes()).isZero();
    }

    @Test
    void aCutAnswerHasExactlySoManyBytes() throws Exception {
        byte[] request = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n0123456789".getBytes(UTF_8);
        for (int bytes : List.of(1, 17, 60)) {
            proxy.cutResponse(bytes);
            try (var socket = connect(proxy)) {
                socket.getOutputStream().write(request, 0, request.length - 1);
                assertThat(readToEnd(socket)).hasSize(bytes).startsWith("H".getBytes(UTF_8));
            }
        }
    }

    @Test
    void aPlanDecidesForEachRequest() throws Exception {
        proxy.decide(request -> request.is("POST", "/complete") && request.number() <= 3
                ? Fault.cutResponse(0)
                : request.number() == 4 ? Fault.refuse() : Fault.pass());
        assertThat(post("/open", BodyPublishers.ofString("1")).body()).isEqualTo("1");
        assertThatThrownBy(() -> raw("POST /complete HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n2", true))
                .hasMessage("ended without an answer");
        assertThatThrownBy(() -> raw("POST /complete HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n3", true))
                .hasMessage("ended without an answer");
        assertThatThrownBy(() -> raw("GET / HTTP/1.1\r\nHost: x\r\n\r\n", true)).hasMessageContaining("reset");
        assertThat(post("/complete", BodyPublishers.ofString("5")).body()).isEqualTo("5");
        assertThat(bodies).containsExactly("1", "2", "3", "5");
    }

    @Test
    void aServerThatIsAwayIsSeenAndSoIsItsReturn() throws Exception {
        var address = server.getAddress();
        server.stop(0);
        assertThatThrownBy(() -> get("/", LONG)).isInstanceOf(IOException.class);
        server = HttpServer.create(address, 100);
        server.createContext("/", this::echo);
        server.start();
        assertThat(get("/", LONG).statusCode()).isEqualTo(200);
    }

    @Test
    void otherProtocolsPassUncounted() throws Exception {
        try (var echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                var other = FaultProxy.before((InetSocketAddress) echo.getLocalSocketAddress())) {
            threads.execute(() -> {
                while (!echo.isClosed()) {
                    try (Socket socket = echo.accept()) {
                        socket.getInputStream().transferTo(socket.getOutputStream());
                    } catch (IOException e) {
                        // The test has gone on.
                    }
                }
            });
            try (var socket = connect(other)) {
                byte[] startup = {0, 0, 0, 8, 4, -46, 22, 47};
                socket.getOutputStream().write(startup);
                assertThat(socket.getInputStream().readNBytes(8)).isEqualTo(startup);
                other.swallow();
                socket.setSoTimeout((int) SHORT.toMillis());
                socket.getOutputStream().write(startup);
                assertThatThrownBy(() -> socket.getInputStream().read())
                        .isInstanceOf(java.net.SocketTimeoutException.class);
            }
            other.cutResponse(3);
            try (var socket = connect(other)) {
                socket.getOutputStream().write(new byte[] {0, 1, 2, 3, 4});
                assertThat(readToEnd(socket)).hasSizeLessThanOrEqualTo(3);
            }
            assertThat(other.requests()).isZero();
        }
    }

    @Test
    void closeEndsEveryConnectionAndThePort() throws Exception {
        try (var idle = connect(proxy)) {
            await().atMost(LONG).until(() -> proxy.connections() == 1);
            proxy.close();
            proxy.close();
            assertThatThrownBy(() -> readToEnd(idle)).hasMessageContaining("reset");
            await().atMost(LONG).until(() -> proxy.connections() == 0);
            assertThatThrownBy(() -> get("/", LONG)).isInstanceOf(ConnectException.class);
        }
    }

    private void echo(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            bodies.add(new String(body, UTF_8));
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void raw(String request, boolean answerWanted) throws IOException {
        try (var socket = connect(proxy)) {
            socket.getOutputStream().write(request.getBytes(UTF_8));
            if (readToEnd(socket).length == 0 && answerWanted) {
                throw new IOException("ended without an answer");
            }
        }
    }

    private static Socket connect(FaultProxy to) throws IOException {
        return new Socket(to.address().getAddress(), to.address().getPort());
    }

    private static byte[] readToEnd(Socket socket) throws IOException {
        return socket.getInputStream().readAllBytes();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(proxy.uri().resolve(path));
    }

    private HttpResponse<String> get(String path, Duration timeout) throws Exception {
        return client.send(request(path).timeout(timeout).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, HttpRequest.BodyPublisher body) throws Exception {
        return client.send(request(path).POST(body).timeout(LONG).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.BodyPublisher chunked(String body) {
        return BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body.getBytes(UTF_8)));
    }
}
