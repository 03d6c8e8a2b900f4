package io.datasync.agent.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.agent.server.AgentApiServer;
import io.datasync.core.balance.Balance;
import io.datasync.core.coordinator.CompareLines;
import io.datasync.core.digest.Digest;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunState;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.AgentApi;
import io.datasync.core.protocol.CompareAnswer;
import io.datasync.core.protocol.CompareLine;
import io.datasync.core.protocol.CompareVerdict;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.FolderClaim;
import io.datasync.core.protocol.OpenAnswer;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.core.protocol.ProgressRequest;
import io.datasync.core.protocol.Report;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HttpCoordinatorTest {
    @TempDir
    private static Path scratch;

    private static final RunId RUN = new RunId("run-1");
    private static final FencingToken TOKEN = new FencingToken(1, 2);

    private final FixedCoordinator behind = new FixedCoordinator();
    private AgentApiServer server;

    @BeforeEach
    void start() throws IOException {
        server = new AgentApiServer().with(behind);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpCoordinator coordinator() {
        return coordinator(server.url());
    }

    private static HttpCoordinator coordinator(URI url) {
        return new HttpCoordinator(new HttpCalls(url, Duration.ofSeconds(20), () -> "secret", "1.2.3", scratch));
    }

    @Test
    @DisplayName("open, progress and complete arrive as they were sent, with key, correlation id and token")
    void callsArrive() throws SyncException {
        OpenRequest open = new OpenRequest(
                RUN,
                new JobId("geometry"),
                7,
                true,
                Optional.of(new RunId("run-0")),
                TOKEN,
                List.of(new FolderClaim(FolderName.ROOT, SetSummary.EMPTY)));
        behind.openAnswer = new OpenAnswer(
                TOKEN, Duration.ofMinutes(5), 9, Optional.of(List.of(FolderName.ROOT)), List.of(folder("2026-04-23")));
        assertThat(coordinator().open(open)).isEqualTo(behind.openAnswer);

        SourceEntry entry = SourceEntry.file(RelativePath.known("a/\u241B0A"), 5, -1);
        ProgressRequest progress = new ProgressRequest(List.of(
                new Report.Verified(7, new Fact(entry, Digest.OF_NOTHING, Instant.parse("2026-04-23T10:00:00.5Z"))),
                new Report.Gone(7, entry.path())));
        assertThat(coordinator().progress(RUN, TOKEN, progress).lease()).isEqualTo(Duration.ofMinutes(5));

        CompleteRequest complete =
                new CompleteRequest(new Balance(3, 1, 1, 1, 0, 0), 0, 1, 5, Optional.of(ErrorCode.SHARE_FULL));
        assertThat(coordinator().complete(RUN, TOKEN, complete).state()).isEqualTo(RunState.SUCCESS);

        assertThat(behind.requests).containsExactly(open, progress, complete);
        assertThat(server.seen()).allSatisfy(seen -> {
            assertThat(seen.authorization()).isEqualTo("Agent secret");
            assertThat(seen.correlation()).isEqualTo(RUN.text());
            assertThat(seen.accepts()).isEqualTo("gzip");
        });
        assertThat(server.seen()).extracting(AgentApiServer.Seen::encoding).containsExactly("gzip", "gzip", "");
    }

    @Test
    @DisplayName("RUN-2 a refusal comes back with its code")
    void refusalsComeBack() {
        SyncException e =
                failure(() -> coordinator().progress(RUN, FixedCoordinator.STALE, new ProgressRequest(List.of())));
        assertThat(e.code()).isEqualTo(ErrorCode.STALE_TOKEN);
        assertThat(e.retryable()).isFalse();
        assertThat(e).hasMessageContaining("9.9");
    }

    @Test
    @DisplayName("I-11 a long comparison goes in parts, a cut folder ends as not complete and begins again")
    void comparisonsAreCut() throws SyncException {
        int files = 2 * CompareParts.ITEMS_MAX + 17;
        List<CompareLine> lines = new ArrayList<>();
        lines.add(new CompareLine.Start(folder("a")));
        lines.add(item("a/x"));
        lines.add(new CompareLine.End(folder("a"), false));
        lines.add(new CompareLine.Start(folder("b")));
        for (int i = 0; i < files; i++) {
            lines.add(item(String.format("b/part-%06d.csv", i)));
        }
        lines.add(new CompareLine.End(folder("b"), true));
        List<CompareAnswer> answers = new ArrayList<>();
        coordinator().compare(RUN, TOKEN, 7, pulled(lines), answers::add);

        assertThat(answers).hasSize(files + 1).allMatch(answer -> answer.verdict() == CompareVerdict.UNKNOWN);
        assertThat(behind.comparisons).hasSize(3);
        assertThat(server.seen()).hasSize(3).allSatisfy(seen -> {
            assertThat(seen.path()).endsWith("/compare");
            assertThat(seen.encoding()).as("the request's").isEqualTo("gzip");
            assertThat(seen.accepts()).as("the answer's").isEqualTo("gzip");
        });
        List<CompareLine> joined = new ArrayList<>();
        behind.comparisons.forEach(joined::addAll);
        assertThat(joined.stream().filter(line -> line instanceof CompareLine.Item))
                .containsExactlyElementsOf(lines.stream()
                        .filter(line -> line instanceof CompareLine.Item)
                        .toList());
        assertThat(behind.comparisons).allSatisfy(part -> {
            assertThat(part.get(0)).isInstanceOf(CompareLine.Start.class);
            assertThat(part.stream()
                            .filter(line -> line instanceof CompareLine.Item)
                            .count())
                    .isLessThanOrEqualTo(CompareParts.ITEMS_MAX);
        });
        assertThat(joined.stream().filter(line -> line instanceof CompareLine.End end && end.complete()))
                .containsExactly(new CompareLine.End(folder("b"), true));
        assertThat(joined.get(joined.size() - 1)).isEqualTo(new CompareLine.End(folder("b"), true));
    }

    @Test
    @DisplayName("a comparison of nothing still asks, so that a stale token is noticed")
    void anEmptyComparison() throws SyncException {
        coordinator().compare(RUN, TOKEN, 7, () -> null, answer -> {});
        assertThat(behind.comparisons).containsExactly(List.of());
        SyncException e =
                failure(() -> coordinator().compare(RUN, FixedCoordinator.STALE, 7, () -> null, answer -> {}));
        assertThat(e.code()).isEqualTo(ErrorCode.STALE_TOKEN);
    }

    @Test
    @DisplayName("a comparison that fails in its middle says why, after the verdicts until then")
    void aComparisonFailsInItsMiddle() {
        List<CompareLine> lines = List.of(
                new CompareLine.Start(FolderName.ROOT),
                item("a"),
                new CompareLine.Item(SourceEntry.file(RelativePath.known("b"), 666, 1), Optional.empty()),
                item("c"),
                new CompareLine.End(FolderName.ROOT, true));
        List<CompareAnswer> answers = new ArrayList<>();
        SyncException e = failure(() -> coordinator().compare(RUN, TOKEN, 7, pulled(lines), answers::add));
        assertThat(e.code()).isEqualTo(ErrorCode.RUN_CLOSED);
        assertThat(answers).hasSize(2);
    }

    @Test
    @DisplayName("what the agent's own side throws comes through as it is")
    void ownFailuresComeThrough() {
        SyncException journal = SyncException.passing(ErrorCode.JOURNAL_IO, "disk");
        assertThat(failure(() -> coordinator()
                        .compare(
                                RUN,
                                TOKEN,
                                7,
                                () -> {
                                    throw journal;
                                },
                                answer -> {})))
                .isSameAs(journal);
        List<CompareLine> lines =
                List.of(new CompareLine.Start(FolderName.ROOT), item("a"), new CompareLine.End(FolderName.ROOT, true));
        assertThat(failure(() -> coordinator().compare(RUN, TOKEN, 7, pulled(lines), answer -> {
                    throw journal;
                })))
                .isSameAs(journal);
    }

    @Test
    @DisplayName("AGT-3 nobody listens: the server is unreachable")
    void nobodyListens() {
        URI gone = server.url();
        server.close();
        SyncException e = failure(() -> coordinator(gone).progress(RUN, TOKEN, new ProgressRequest(List.of())));
        assertThat(e.code()).isEqualTo(ErrorCode.SERVER_UNREACHABLE);
        assertThat(e.retryable()).isTrue();
        assertThat(e).hasMessageContaining(gone.toString()).hasMessageContaining("connection refused");
    }

    private static FolderName folder(String name) {
        return RelativePath.known(name + "/x").folder();
    }

    private static CompareLine.Item item(String path) {
        byte[] digest = Digest.sha256().digest(path.getBytes(StandardCharsets.UTF_8));
        return new CompareLine.Item(
                SourceEntry.file(RelativePath.known(path), 1, 17_000_000_000_000_000L), Optional.of(Digest.of(digest)));
    }

    private static CompareLines pulled(List<CompareLine> lines) {
        var iterator = lines.iterator();
        return () -> iterator.hasNext() ? iterator.next() : null;
    }

    interface ThrowingCall {
        void run() throws SyncException;
    }

    static SyncException failure(ThrowingCall call) {
        try {
            call.run();
        } catch (SyncException e) {
            return e;
        }
        throw new AssertionError("Nothing failed");
    }

    @Test
    @DisplayName("API-8 answers without a problem document get the code of their status")
    void answersWithoutAProblem() throws IOException {
        int[] status = {0};
        server.on(AgentApi.BASE + AgentApi.JOBS, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(status[0], 6);
            exchange.getResponseBody().write("<html>".getBytes(StandardCharsets.UTF_8));
        });
        ServerClient client =
                new ServerClient(new HttpCalls(server.url(), Duration.ofSeconds(9), () -> "k", "1", scratch));
        status[0] = 502;
        assertThat(failure(client::jobs).code()).isEqualTo(ErrorCode.SERVER_UNREACHABLE);
        status[0] = 401;
        assertThat(failure(client::jobs).code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
        status[0] = 302;
        assertThat(failure(client::jobs).code()).isEqualTo(ErrorCode.SERVER_ERROR);
        status[0] = 200;
        SyncException page = failure(client::jobs);
        assertThat(page.code()).isEqualTo(ErrorCode.SERVER_ERROR);
        assertThat(page.retryable()).isTrue();
    }
}
