package io.datasync.agent.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.datasync.agent.server.AgentApiServer;
import io.datasync.core.certificate.Certificate;
import io.datasync.core.certificate.CertificateReader;
import io.datasync.core.certificate.CertificateVisitor;
import io.datasync.core.certificate.CertifiedLoss;
import io.datasync.core.digest.Digest;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.AgentApi;
import io.datasync.core.protocol.json.DraftWriter;
import io.datasync.core.protocol.json.SealJson;
import io.datasync.core.protocol.seal.CertifyAnswer;
import io.datasync.core.protocol.seal.DraftHead;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@DisplayName("The largest folder that can be certified")
final class CertifyManyTest {
    static final FolderName DAY = RelativePath.known("2026-04-23/x").folder();
    private static final int ENTRIES = Integer.getInteger("datasync.certify.entries", 60_000);

    /** An agent has 96 MB, and other things in it. */
    private static final String HEAP = "-Xmx24m";

    @TempDir
    private Path scratch;

    private final AtomicReference<Certificate> received = new AtomicReference<>();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** The entries of the draft, in no order, as a server gives them. */
    private static Fact fact(int i) {
        int mixed = (int) (i * 7_919L % ENTRIES);
        RelativePath path = RelativePath.known("2026-04-23/measurement-of-geometry-%07d.csv".formatted(mixed));
        return new Fact(
                SourceEntry.file(path, 10_000 + mixed, 17_770_000_000_000_000L + mixed),
                Digest.of(Digest.sha256().digest(Integer.toString(mixed).getBytes(UTF_8))),
                Instant.parse("2026-04-23T10:00:00Z").plusMillis(mixed));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestURI().getPath().endsWith("draft")) {
                draft(exchange);
            } else {
                certificate(exchange);
            }
        } catch (SyncException e) {
            throw new IOException(e);
        }
    }

    private static void draft(HttpExchange exchange) throws IOException, SyncException {
        SetSummary summary = SetSummary.EMPTY;
        for (int i = 0; i < ENTRIES; i++) {
            Fact fact = fact(i);
            summary = summary.plus(fact.entry().sizeBytes(), fact.entryDigest());
        }
        exchange.getResponseHeaders().set("Content-Type", AgentApi.NDJSON);
        exchange.getResponseHeaders().set("Content-Encoding", AgentApi.GZIP);
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = new GZIPOutputStream(exchange.getResponseBody(), 1 << 13)) {
            DraftWriter draft = new DraftWriter(out);
            draft.head(new DraftHead(DAY, 7, 8, Optional.empty(), ZoneOffset.UTC, summary, 0));
            for (int i = 0; i < ENTRIES; i++) {
                draft.entry(fact(i));
            }
            draft.finish();
        }
    }

    private void certificate(HttpExchange exchange) throws IOException, SyncException {
        Certificate read = CertificateReader.read(AgentApiServer.body(exchange), new CertificateVisitor() {
            @Override
            public void entry(Fact fact) {}

            @Override
            public void loss(CertifiedLoss loss) {}
        });
        received.set(read);
        AgentApiServer.answer(exchange, AgentApi.JSON, out -> SealJson.write(out, new CertifyAnswer(8, read.digest())));
    }

    @Test
    @DisplayName("AGT-11 is certified in a heap of 24 MB")
    void inTheHeapOfAnAgent() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-Xss512k",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CertifyMany.class.getName(),
                        "http://127.0.0.1:" + server.getAddress().getPort(),
                        scratch.toString())
                .redirectErrorStream(true)
                .start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
            assertThat(said).startsWith("certified ");
            Certificate certificate = Objects.requireNonNull(received.get());
            assertThat(certificate.summary().count()).isEqualTo(ENTRIES);
            assertThat(said.strip()).endsWith(certificate.digest().hex());
            assertThat(scratch).isEmptyDirectory();
        } finally {
            process.destroyForcibly();
        }
    }
}
