package io.datasync.agent.client;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.protocol.AgentApi;
import io.datasync.core.protocol.Problem;
import io.datasync.core.protocol.json.JsonLimits;
import io.datasync.core.protocol.json.ProblemJson;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;

/**
 * Requests and answers, whole, of bounded size, each within a time that covers everything from connecting to the last byte. What is long
 * lies on the local disk meanwhile (AGT-11).
 *
 * <p>What has no answer is {@code SERVER_UNREACHABLE}: the request may have been carried out, and repeating it is harmless (I-12). Never
 * follows a redirection, since the key would go along. Thread-safe.
 */
public final class HttpCalls {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final long ANSWER_BYTES_MAX = JsonLimits.DEFAULTS.openBytesMax();
    private static final int THREADS = 2;

    private final HttpClient http;
    private final URI server;
    private final Duration timeout;
    private final Supplier<String> key;
    private final Path scratch;
    private final String userAgent;

    /**
     * Calls to a server.
     *
     * @param server scheme, host and port
     * @param timeout for one whole call
     * @param key the secret to show, asked for at each call
     * @param version the agent's
     * @param scratch a folder on the local disk for long answers and requests; made when it is needed
     */
    public HttpCalls(URI server, Duration timeout, Supplier<String> key, String version, Path scratch) {
        this.server = server;
        this.timeout = timeout;
        this.key = key;
        this.scratch = scratch;
        this.userAgent = "datasync-agent/" + version;
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "http");
            thread.setDaemon(true);
            return thread;
        });
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout.compareTo(CONNECT_TIMEOUT) < 0 ? timeout : CONNECT_TIMEOUT)
                .executor(threads)
                .build();
    }

    /** The server's address. */
    URI server() {
        return server;
    }

    /** What is made of the body of an answer. */
    @FunctionalInterface
    interface Reading<T> {
        T read(InputStream body) throws SyncException;
    }

    /** One request. */
    record Call(String method, String path, Map<String, String> headers, boolean withKey, RequestBody body) {}

    /**
     * Makes a call.
     *
     * @throws SyncException {@code SERVER_UNREACHABLE}, {@code INTERRUPTED}, what the server's refusal says, and what the reading throws,
     *     where an answer cut short counts as none
     */
    <T> T call(Call call, Reading<T> reading) throws SyncException {
        Spool answer = new Spool(scratch);
        try {
            HttpResponse<Spool> response = answer(send(request(call), answer));
            if (response.statusCode() / 100 != 2) {
                throw refusal(response);
            }
            try (InputStream body = body(response)) {
                return reading.read(body);
            } catch (IOException e) {
                throw unreachable("its answer cannot be read: " + e, e);
            }
        } finally {
            answer.discard();
        }
    }

    /** Room for a body that may be long; whoever asks for it discards it. */
    Spool spool() {
        return new Spool(scratch);
    }

    private HttpRequest request(Call call) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(call.path()))
                .timeout(timeout)
                .header("Accept-Encoding", AgentApi.GZIP)
                .header("User-Agent", userAgent);
        if (call.withKey()) {
            request.header("Authorization", "Agent " + key.get());
        }
        call.headers().forEach(request::header);
        call.body().describe(request);
        return request.method(call.method(), call.body().publisher()).build();
    }

    private CompletableFuture<HttpResponse<Spool>> send(HttpRequest request, Spool answer) {
        return http.sendAsync(request, ignored -> new SpooledBody(answer, ANSWER_BYTES_MAX));
    }

    private HttpResponse<Spool> answer(CompletableFuture<HttpResponse<Spool>> pending) throws SyncException {
        try {
            return pending.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            pending.cancel(true);
            Thread.currentThread().interrupt();
            throw new SyncException(ErrorCode.INTERRUPTED, true, "The work was asked to stop", e);
        } catch (TimeoutException e) {
            pending.cancel(true);
            throw unreachable("no answer within " + timeout.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof Error error) {
                throw error;
            }
            // Not only of IOException: Java's client ends with others where an answer is none that HTTP knows.
            throw unreachable(reason(cause), cause);
        }
    }

    /** Many of these have no message of their own. */
    private String reason(Throwable e) {
        if (e instanceof HttpTimeoutException) {
            return "no answer within " + timeout.toSeconds() + " s";
        }
        if (e.getCause() instanceof UnresolvedAddressException) {
            return "no address is known for " + server.getHost();
        }
        if (e instanceof ConnectException) {
            return "connection refused";
        }
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private SyncException unreachable(String why, Throwable cause) {
        return new SyncException(
                ErrorCode.SERVER_UNREACHABLE, true, "The server " + server + " cannot be reached: " + why, cause);
    }

    private static InputStream body(HttpResponse<Spool> response) throws IOException {
        InputStream raw = new BufferedInputStream(response.body().open());
        boolean zipped = response.headers()
                .firstValue("Content-Encoding")
                .filter(AgentApi.GZIP::equalsIgnoreCase)
                .isPresent();
        return zipped ? new GZIPInputStream(raw, 1 << 13) : raw;
    }

    private static SyncException refusal(HttpResponse<Spool> response) {
        int status = response.statusCode();
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (type.startsWith(AgentApi.PROBLEM_JSON)) {
            try (InputStream body = body(response)) {
                return ProblemJson.read(body, JsonLimits.DEFAULTS).failure();
            } catch (SyncException | IOException e) {
                return Problem.ofStatus(status).failure();
            }
        }
        return Problem.ofStatus(status).failure();
    }
}
