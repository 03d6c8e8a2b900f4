package io.datasync.agent.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.AgentApi;
import io.datasync.core.protocol.Problem;
import io.datasync.core.protocol.json.CompareAnswerWriter;
import io.datasync.core.protocol.json.CompareLineReader;
import io.datasync.core.protocol.json.DraftWriter;
import io.datasync.core.protocol.json.JsonLimits;
import io.datasync.core.protocol.json.ProblemJson;
import io.datasync.core.protocol.json.ProgressJson;
import io.datasync.core.protocol.json.RunJson;
import io.datasync.core.protocol.json.SealJson;
import io.datasync.core.protocol.seal.CertifyRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** A server of a few lines that puts a coordinator behind HTTP, answering comparisons while it reads them. */
public final class AgentApiServer implements AutoCloseable {
    /** A handler of one path. */
    @FunctionalInterface
    public interface Handler {
        void handle(HttpExchange exchange) throws IOException, SyncException;
    }

    /** A request as it came. */
    public record Seen(
            String method, String path, String authorization, String correlation, String encoding, String accepts) {}

    /** The path of runs, and what all below it begins with. */
    public static final String RUNS = AgentApi.BASE + AgentApi.RUNS;

    /** What the paths of folders begin with. */
    public static final String JOBS = AgentApi.BASE + AgentApi.JOBS + "/";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    /** What writes the body of an answer. */
    @FunctionalInterface
    public interface Writing {
        void write(OutputStream out) throws IOException;
    }

    /** A server on a free port. */
    public AgentApiServer() throws IOException {
        this(0);
    }

    /** A server on this port, such as that of one that was stopped. */
    public AgentApiServer(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.start();
    }

    /** Where it is. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What came so far. */
    public List<Seen> seen() {
        return seen;
    }

    /** Puts a coordinator behind the paths of runs and of certificates. */
    public AgentApiServer with(Coordinator coordinator) {
        return with(() -> coordinator);
    }

    /** As {@link #with(Coordinator)}, asked for anew at each request. */
    public AgentApiServer with(Supplier<Coordinator> coordinator) {
        return on(RUNS, exchange -> run(exchange, coordinator.get()))
                .on(JOBS, exchange -> seal(exchange, coordinator.get()));
    }

    /** Handles a path and those below it; a failure becomes a problem. */
    public AgentApiServer on(String path, Handler handler) {
        server.createContext(path, exchange -> {
            seen.add(new Seen(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    header(exchange, "Authorization"),
                    header(exchange, AgentApi.CORRELATION_HEADER),
                    header(exchange, "Content-Encoding"),
                    header(exchange, "Accept-Encoding")));
            try (exchange) {
                answer(exchange, handler);
            }
        });
        return this;
    }

    private static void answer(HttpExchange exchange, Handler handler) throws IOException {
        try {
            handler.handle(exchange);
        } catch (SyncException e) {
            problem(exchange, status(e.code()), e);
        }
    }

    private static int status(ErrorCode code) {
        return code == ErrorCode.UNAUTHENTICATED ? 401 : code == ErrorCode.RUNNER_PENDING ? 403 : 409;
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    /** Handles a request inside a run, or one for a new run. */
    public static void run(HttpExchange exchange, Coordinator coordinator) throws IOException, SyncException {
        String path = exchange.getRequestURI().getPath();
        InputStream body = body(exchange);
        if (path.equals(RUNS)) {
            var answer = coordinator.open(RunJson.readOpenRequest(body, JsonLimits.DEFAULTS));
            answer(exchange, AgentApi.JSON, out -> RunJson.write(out, answer));
            return;
        }
        String[] parts = path.substring(RUNS.length() + 1).split("/", 2);
        RunId run = RunId.parse(parts[0]);
        FencingToken token = FencingToken.parse(header(exchange, AgentApi.TOKEN_HEADER));
        switch (parts[1]) {
            case "compare" -> compare(exchange, coordinator, run, token, body);
            case "progress" -> {
                var answer = coordinator.progress(run, token, ProgressJson.readRequest(body, JsonLimits.DEFAULTS));
                answer(exchange, AgentApi.JSON, out -> ProgressJson.write(out, answer));
            }
            case "complete" -> {
                var answer = coordinator.complete(run, token, RunJson.readCompleteRequest(body, JsonLimits.DEFAULTS));
                answer(exchange, AgentApi.JSON, out -> RunJson.write(out, answer));
            }
            default -> throw new IOException(path);
        }
    }

    /** The status is sent with the first verdict, as a server must that holds no more than it needs. */
    private static void compare(
            HttpExchange exchange, Coordinator coordinator, RunId run, FencingToken token, InputStream body)
            throws IOException, SyncException {
        long scanSeq = Long.parseLong(header(exchange, AgentApi.SCAN_HEADER));
        try (LateAnswer late = new LateAnswer(exchange)) {
            try {
                coordinator.compare(
                        run, token, scanSeq, new CompareLineReader(body, JsonLimits.DEFAULTS), answer -> late.writer()
                                .answer(answer));
                late.writer().finish();
            } catch (SyncException e) {
                if (!late.begun()) {
                    throw e;
                }
                late.writer().fail(Problem.of(409, e, Optional.empty()));
            }
        }
    }

    /** The answer to a comparison, begun when there is something to say. */
    private static final class LateAnswer implements AutoCloseable {
        private final HttpExchange exchange;
        private final List<OutputStream> out = new CopyOnWriteArrayList<>();
        private final List<CompareAnswerWriter> writers = new CopyOnWriteArrayList<>();

        LateAnswer(HttpExchange exchange) {
            this.exchange = exchange;
        }

        boolean begun() {
            return !writers.isEmpty();
        }

        CompareAnswerWriter writer() throws SyncException {
            if (writers.isEmpty()) {
                try {
                    exchange.getResponseHeaders().set("Content-Type", AgentApi.NDJSON);
                    exchange.getResponseHeaders().set("Content-Encoding", AgentApi.GZIP);
                    exchange.sendResponseHeaders(200, 0);
                    OutputStream zipped = new GZIPOutputStream(exchange.getResponseBody());
                    out.add(zipped);
                    writers.add(new CompareAnswerWriter(zipped));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return writers.get(0);
        }

        @Override
        public void close() throws IOException {
            for (OutputStream stream : out) {
                stream.close();
            }
        }
    }

    /** Handles the calls about a folder: {@code jobId/folders/folder/draft} or {@code certificate}. */
    public static void seal(HttpExchange exchange, Coordinator coordinator) throws IOException, SyncException {
        String[] parts =
                exchange.getRequestURI().getPath().substring(JOBS.length()).split("/", 4);
        JobId job = JobId.parse(parts[0]);
        FolderName folder = FolderName.parse(parts[2]);
        InputStream body = body(exchange);
        if (parts[3].equals("draft")) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DraftWriter draft = new DraftWriter(bytes);
            coordinator.draft(job, folder, draft);
            draft.finish();
            answer(exchange, AgentApi.NDJSON, bytes::writeTo);
            return;
        }
        var answer = coordinator.certify(new CertifyRequest(
                job,
                folder,
                Long.parseLong(header(exchange, AgentApi.REVISION_HEADER)),
                body.readAllBytes(),
                Base64.getDecoder().decode(header(exchange, AgentApi.SIGNATURES_HEADER))));
        answer(exchange, AgentApi.JSON, out -> SealJson.write(out, answer));
    }

    /** The body, unzipped. */
    public static InputStream body(HttpExchange exchange) throws IOException {
        InputStream body = exchange.getRequestBody();
        return header(exchange, "Content-Encoding").equals(AgentApi.GZIP) ? new GZIPInputStream(body) : body;
    }

    /** Answers with a body. */
    public static void answer(HttpExchange exchange, String type, Writing writing) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writing.write(bytes);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, bytes.size());
        exchange.getResponseBody().write(bytes.toByteArray());
    }

    private static void problem(HttpExchange exchange, int status, SyncException e) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ProblemJson.write(bytes, Problem.of(status, e, Optional.of("c-1")));
        exchange.getResponseHeaders().set("Content-Type", AgentApi.PROBLEM_JSON + ";charset=UTF-8");
        exchange.sendResponseHeaders(status, bytes.size());
        exchange.getResponseBody().write(bytes.toByteArray());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
