package io.datasync.core.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.balance.Balance;
import io.datasync.core.digest.Digest;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunState;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.manifest.EntryDigest;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.CompareAnswer;
import io.datasync.core.protocol.CompareLine;
import io.datasync.core.protocol.CompareVerdict;
import io.datasync.core.protocol.CompleteAnswer;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.FolderClaim;
import io.datasync.core.protocol.OpenAnswer;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.core.protocol.Problem;
import io.datasync.core.protocol.ProgressAnswer;
import io.datasync.core.protocol.ProgressRequest;
import io.datasync.core.protocol.Report;
import io.datasync.core.protocol.fleet.ActiveJob;
import io.datasync.core.protocol.fleet.AgentStatus;
import io.datasync.core.protocol.fleet.EndedCycle;
import io.datasync.core.protocol.fleet.EnrolmentAnswer;
import io.datasync.core.protocol.fleet.Heartbeat;
import io.datasync.core.protocol.fleet.HeartbeatAnswer;
import io.datasync.core.protocol.fleet.JobDefinition;
import io.datasync.core.protocol.fleet.JobForecast;
import io.datasync.core.protocol.fleet.JobKind;
import io.datasync.core.protocol.fleet.JobList;
import io.datasync.core.protocol.fleet.JobPhase;
import io.datasync.core.protocol.fleet.RegisterAnswer;
import io.datasync.core.protocol.fleet.RegisterRequest;
import io.datasync.core.protocol.fleet.RunnerStatus;
import io.datasync.core.protocol.fleet.ShareStatus;
import io.datasync.core.protocol.seal.FolderListing;
import io.datasync.core.protocol.seal.FolderListings;
import io.datasync.core.purge.PurgeForecast;
import io.datasync.core.purge.PurgePool;
import io.datasync.core.seal.SealedSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The messages on the wire")
final class GoldenProtocolTest {
    private static final Digest CONTENT = Digest.of(Digest.sha256().digest("spectrum".getBytes(UTF_8)));
    private static final Instant WHEN = Instant.parse("2026-04-23T10:15:30.1234567Z");
    private static final RunId RUN = new RunId("pc-17.0042");
    private static final JobId JOB = new JobId("images");
    private static final FolderName DAY = folder("2026-04-23");
    private static final SourceEntry PART = SourceEntry.file(
            RelativePath.known("2026-04-23/part-0042.csv"), 9_007_199_254_740_993L, 17_769_393_301_234_567L);
    private static final SourceEntry OLD =
            SourceEntry.file(RelativePath.known("2026-04-23/größe \"7\" \\ 🛰.csv"), 0, -1);
    private static final RelativePath RAW = RelativePath.known("2026-04-23/caf\u241BE9\u241B0A.csv");
    private static final SourceEntry EMPTY_FOLDER = SourceEntry.folder(RelativePath.known("2026-04-23/empty"));

    private static final PurgeForecast.Due DUE =
            new PurgeForecast.Due(WHEN.plusSeconds(3_600), WHEN.plusSeconds(7_200));

    private static final List<JobForecast> FORECASTS = List.of(
            new JobForecast(JOB, DUE),
            new JobForecast(JOB, new PurgeForecast.Idle(WHEN, DUE)),
            new JobForecast(JOB, new PurgeForecast.NothingWaiting(Optional.empty())),
            new JobForecast(JOB, new PurgeForecast.NothingWaiting(Optional.of(DUE))),
            new JobForecast(JOB, new PurgeForecast.Unknown(PurgeForecast.Reason.NO_LIMIT)));

    private static JobDefinition pooled(PurgePool pool) {
        return new JobDefinition(
                JOB,
                JobKind.PLAIN,
                ZoneId.of("UTC"),
                "/data",
                "file:///archive",
                List.of(),
                List.of(),
                Duration.ofMinutes(1),
                Duration.ZERO,
                true,
                Optional.of(pool));
    }

    private record Sample<T>(Format<T> format, T value) {
        @Override
        public String toString() {
            return format.file();
        }
    }

    static Stream<Sample<?>> samples() {
        return Stream.of(
                new Sample<>(
                        new Format<>("open-request.json", RunJson::write, RunJson::readOpenRequest),
                        new OpenRequest(
                                RUN,
                                JOB,
                                42,
                                true,
                                Optional.of(new RunId("pc-17.0041")),
                                new FencingToken(3, 141),
                                List.of(
                                        new FolderClaim(FolderName.ROOT, SetSummary.EMPTY),
                                        new FolderClaim(
                                                DAY,
                                                SetSummary.EMPTY.plus(
                                                        PART.sizeBytes(), EntryDigest.of(PART, CONTENT)))))),
                new Sample<>(
                        new Format<>("open-answer.json", RunJson::write, RunJson::readOpenAnswer),
                        new OpenAnswer(
                                new FencingToken(4, 142),
                                Duration.ofMinutes(5),
                                42,
                                Optional.of(List.of(folder("2026-04-20"), folder("2026-04-21"))),
                                List.of(FolderName.ROOT, folder("größe"), DAY))),
                new Sample<>(
                        Format.COMPARE_LINES,
                        List.of(
                                new CompareLine.Start(FolderName.ROOT),
                                new CompareLine.End(FolderName.ROOT, false),
                                new CompareLine.Start(DAY),
                                new CompareLine.Item(PART, Optional.of(CONTENT)),
                                new CompareLine.Item(OLD, Optional.empty()),
                                new CompareLine.Item(EMPTY_FOLDER, Optional.of(Digest.OF_NOTHING)),
                                new CompareLine.End(DAY, true))),
                new Sample<>(
                        Format.COMPARE_ANSWERS,
                        List.of(
                                new CompareAnswer(PART.path(), CompareVerdict.KNOWN, Optional.of(CONTENT)),
                                new CompareAnswer(OLD.path(), CompareVerdict.UNKNOWN, Optional.empty()),
                                new CompareAnswer(RAW, CompareVerdict.CHANGED, Optional.of(CONTENT)),
                                new CompareAnswer(
                                        RelativePath.known("a"), CompareVerdict.DISAGREES, Optional.of(CONTENT)),
                                new CompareAnswer(RelativePath.known("b"), CompareVerdict.WANTED, Optional.empty()))),
                new Sample<>(
                        new Format<>("progress-request.ndjson", ProgressJson::write, ProgressJson::readRequest),
                        new ProgressRequest(List.of(
                                new Report.Verified(42, new Fact(PART, CONTENT, WHEN)),
                                new Report.Verified(42, new Fact(EMPTY_FOLDER, Digest.OF_NOTHING, Instant.EPOCH)),
                                new Report.Gone(42, RAW),
                                new Report.Lost(42, OLD, WHEN),
                                new Report.Failed(42, RAW, ErrorCode.FILE_UNREADABLE)))),
                new Sample<>(
                        new Format<>(
                                "progress-request-archived.ndjson", ProgressJson::write, ProgressJson::readRequest),
                        new ProgressRequest(List.of(new Report.Lost(42, OLD, WHEN, Optional.of(CONTENT))))),
                new Sample<>(
                        new Format<>("progress-answer.json", ProgressJson::write, ProgressJson::readAnswer),
                        new ProgressAnswer(Duration.ofMinutes(5))),
                new Sample<>(
                        new Format<>("complete-request.json", RunJson::write, RunJson::readCompleteRequest),
                        new CompleteRequest(
                                new Balance(21, 6, 5, 4, 3, 3), 1, 6, 4_096, Optional.of(ErrorCode.SHARE_FULL))),
                new Sample<>(
                        new Format<>("complete-request-held.json", RunJson::write, RunJson::readCompleteRequest),
                        new CompleteRequest(
                                new Balance(300, 100, 0, 0, 200, 0),
                                0,
                                0,
                                0,
                                Optional.empty(),
                                150,
                                40,
                                FolderListings.NONE)),
                new Sample<>(
                        new Format<>("open-request-sealed.json", RunJson::write, RunJson::readOpenRequest),
                        new OpenRequest(
                                RUN,
                                JOB,
                                43,
                                false,
                                Optional.empty(),
                                new FencingToken(4, 142),
                                List.of(),
                                SealedSet.digest(List.of(folder("2026-04-20"), folder("2026-04-21"))))),
                new Sample<>(
                        new Format<>("open-answer-sealed-alike.json", RunJson::write, RunJson::readOpenAnswer),
                        new OpenAnswer(
                                new FencingToken(4, 143), Duration.ofMinutes(5), 43, Optional.empty(), List.of())),
                new Sample<>(
                        new Format<>("complete-request-listings.json", RunJson::write, RunJson::readCompleteRequest),
                        new CompleteRequest(
                                new Balance(3, 3, 0, 0, 0, 0),
                                0,
                                0,
                                0,
                                Optional.empty(),
                                0,
                                0,
                                new FolderListings(
                                        List.of(new FolderListing(folder("2026-04-22"), 0), new FolderListing(DAY, 7)),
                                        List.of(),
                                        false,
                                        Duration.ofSeconds(90)))),
                new Sample<>(
                        new Format<>("complete-request-whole.json", RunJson::write, RunJson::readCompleteRequest),
                        new CompleteRequest(
                                new Balance(3, 3, 0, 0, 0, 0),
                                0,
                                0,
                                0,
                                Optional.empty(),
                                0,
                                0,
                                new FolderListings(List.of(), List.of(DAY), true, Duration.ofSeconds(1)))),
                new Sample<>(
                        new Format<>("complete-answer-seal.json", RunJson::write, RunJson::readCompleteAnswer),
                        new CompleteAnswer(
                                RunState.SUCCESS, List.of(folder("2026-04-22")), Optional.of(Duration.ofHours(3)))),
                new Sample<>(
                        new Format<>("complete-answer.json", RunJson::write, RunJson::readCompleteAnswer),
                        new CompleteAnswer(RunState.PARTIAL)),
                new Sample<>(
                        new Format<>("register-request.json", FleetJson::write, FleetJson::readRegisterRequest),
                        new RegisterRequest(
                                Optional.of(new RunnerId("pc-17")),
                                "MESSRECHNER-17.größe.local",
                                "board 4711",
                                "Windows 10 22H2",
                                "1.0.100.0",
                                "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=",
                                CONTENT,
                                "c2lnbmF0dXJl")),
                new Sample<>(
                        new Format<>("register-answer.json", FleetJson::write, FleetJson::readRegisterAnswer),
                        new RegisterAnswer(
                                new RunnerId("pc-17"), RunnerStatus.PENDING, Optional.of(new RunnerId("pc-17")))),
                new Sample<>(
                        new Format<>("enrolment-answer.json", FleetJson::write, FleetJson::readEnrolmentAnswer),
                        new EnrolmentAnswer(new RunnerId("pc-17"), RunnerStatus.ACTIVE)),
                new Sample<>(
                        new Format<>("heartbeat.json", FleetJson::write, FleetJson::readHeartbeat),
                        new Heartbeat(
                                AgentStatus.WORKING,
                                "1.0.100.0",
                                WHEN,
                                7,
                                List.of(new ActiveJob(JOB, RUN, JobPhase.UPLOADING, 10, 100, 1_000, 10_000)),
                                List.of(new EndedCycle(JOB, WHEN)),
                                ShareStatus.AUTH_FAILURE,
                                1_000_000,
                                Optional.of(Instant.parse("2026-04-01T00:00:00Z")),
                                123_456)),
                new Sample<>(
                        new Format<>("heartbeat-nothing-known.json", FleetJson::write, FleetJson::readHeartbeat),
                        new Heartbeat(
                                AgentStatus.IDLE,
                                "1.0.100.0",
                                WHEN,
                                8,
                                List.of(),
                                List.of(),
                                ShareStatus.UNKNOWN,
                                0,
                                Optional.empty(),
                                Heartbeat.FOOTPRINT_UNKNOWN)),
                new Sample<>(
                        new Format<>("heartbeat-forecasts.json", FleetJson::write, FleetJson::readHeartbeat),
                        new Heartbeat(
                                AgentStatus.IDLE,
                                "1.0.100.0",
                                WHEN,
                                9,
                                List.of(),
                                List.of(),
                                FORECASTS,
                                ShareStatus.OK,
                                5,
                                Optional.empty(),
                                Heartbeat.FOOTPRINT_UNKNOWN)),
                new Sample<>(new Format<>("forecasts.json", ForecastsJson::write, ForecastsJson::read), FORECASTS),
                new Sample<>(
                        new Format<>("heartbeat-answer.json", FleetJson::write, FleetJson::readHeartbeatAnswer),
                        new HeartbeatAnswer(WHEN, Duration.ofSeconds(60), true)),
                new Sample<>(
                        new Format<>("job-list.json", JobsJson::write, JobsJson::readJobList),
                        new JobList(List.of(new JobDefinition(
                                JOB,
                                JobKind.GEOMETRY,
                                ZoneId.of("Europe/Berlin"),
                                "D:\\Messungen",
                                "file:///archive/berlin/pc-17/images",
                                List.of("**"),
                                List.of("**/Thumbs.db", "~$*"),
                                Duration.ofMinutes(15),
                                Duration.ofSeconds(10),
                                true)))),
                new Sample<>(
                        new Format<>("job-list-pool.json", JobsJson::write, JobsJson::readJobList),
                        new JobList(List.of(
                                pooled(new PurgePool("disk-d", OptionalLong.of(30_000), OptionalLong.empty())),
                                pooled(new PurgePool("e", OptionalLong.empty(), OptionalLong.of(Long.MAX_VALUE)))))),
                new Sample<>(
                        new Format<>("problem.json", ProblemJson::write, ProblemJson::read),
                        new Problem(
                                409,
                                "stale_token",
                                false,
                                "The token 1.2 is not the newest.",
                                Optional.of("pc-17.0042"))));
    }

    private static FolderName folder(String text) {
        return RelativePath.known(text + "/x").folder();
    }

    @ParameterizedTest
    @MethodSource("samples")
    @DisplayName("A message is written byte for byte as its golden file, and read from it")
    void aMessageEqualsItsGoldenFile(Sample<?> sample) throws Exception {
        check(sample);
    }

    private static <T> void check(Sample<T> sample) throws IOException, SyncException {
        byte[] written = sample.format().bytes(sample.value());
        byte[] golden = golden(sample.format().file(), written);
        assertThat(new String(written, UTF_8)).isEqualTo(new String(golden, UTF_8));
        assertThat(sample.format().read(golden)).isEqualTo(sample.value());
    }

    /** The stored file. With -Ddatasync.golden.write=DIRECTORY it is written there first, for a new message. */
    private static byte[] golden(String file, byte[] written) throws IOException {
        String directory = System.getProperty("datasync.golden.write");
        if (directory != null) {
            Files.write(Path.of(directory, file), written);
            return written;
        }
        try (InputStream in = GoldenProtocolTest.class.getResourceAsStream("/golden/protocol/" + file)) {
            assertThat(in).as(file).isNotNull();
            return in.readAllBytes();
        }
    }
}
