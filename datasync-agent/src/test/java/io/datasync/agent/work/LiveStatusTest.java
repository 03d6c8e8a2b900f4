package io.datasync.agent.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.datasync.agent.config.AgentSettings;
import io.datasync.agent.log.AgentLog;
import io.datasync.agent.state.AgentHome;
import io.datasync.core.cycle.CycleListener;
import io.datasync.core.cycle.CycleResult;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.JobId;
import io.datasync.core.path.RelativePath;
import io.datasync.core.transfer.Recovered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LiveStatusTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-04-23T10:11:12Z"), ZoneOffset.UTC);
    private static final int WRITERS = 4;
    private static final int WRITES = 250;

    @TempDir
    Path folder;

    @Test
    @DisplayName("a status that several jobs write at once is whole at every moment, and every write takes place")
    void manyWriters() throws Exception {
        AgentHome home = AgentHome.of(folder);
        LiveStatus status = new LiveStatus(home, CLOCK);
        StatusFile file = new StatusFile(home);
        CyclicBarrier begin = new CyclicBarrier(WRITERS);
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                JobId job = new JobId("job-" + i);
                writers.add(threads.submit(() -> {
                    begin.await();
                    for (int n = 0; n < WRITES; n++) {
                        status.listener(job).planned(n, 10L << (n % 40));
                        status.listener(job).phase(CycleListener.Phase.UPLOAD);
                        status.write(true);
                    }
                    return null;
                }));
            }
            while (!writers.stream().allMatch(Future::isDone)) {
                requireWhole(file.read());
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        } finally {
            threads.shutdownNow();
        }
        requireWhole(file.read());
        assertThat(file.read().orElseThrow()).contains("\"job\":\"job-0\"", "\"job\":\"job-3\"");
        assertThat(Files.exists(folder.resolve("status.json.new"))).isFalse();
    }

    @Test
    @DisplayName("D-6 an intent that is left is a warning that names it; a recovery that did its work is information")
    void intentsThatAreLeft() throws Exception {
        AgentHome home = AgentHome.of(folder);
        home.make();
        AgentLog.begin(home, AgentSettings.DEFAULTS, false, CLOCK);
        try {
            CycleListener listener = new LiveStatus(home, CLOCK).listener(new JobId("geometry"));
            SyncException why = SyncException.permanent(ErrorCode.MESSAGE_MALFORMED, "The intent staging/x.intent");
            listener.recovered(new Recovered(0, 0, 0, Collections.nCopies(12, why)));
            listener.recovered(new Recovered(1, 0, 0, List.of()));
        } finally {
            AgentLog.end();
        }
        List<String> lines = log(home);
        assertThat(lines)
                .filteredOn(line -> line.contains("event=intent_left job=geometry of=12"))
                .hasSize(10)
                .allMatch(line -> line.contains("WARN") && line.contains("staging/x.intent"));
        assertThat(lines).hasSize(11).last().asString().contains("INFO", "event=recovered job=geometry finished=1");
    }

    @Test
    @DisplayName(
            "CORE-2 CORE-10 files that change or are lost are named in the log, a bounded number of them, and the rest is counted")
    void namedFiles() throws Exception {
        AgentHome home = AgentHome.of(folder);
        home.make();
        AgentLog.begin(home, AgentSettings.DEFAULTS, false, CLOCK);
        try {
            CycleListener listener = new LiveStatus(home, CLOCK).listener(new JobId("geometry"));
            SyncException changed = SyncException.passing(ErrorCode.FILE_CHANGED, "It changed.");
            SyncException vanished = SyncException.permanent(ErrorCode.FILE_VANISHED, "It vanished.");
            List<CycleResult.NamedFile> lost = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                RelativePath path = RelativePath.known("part-" + i);
                listener.waiting(path, changed);
                lost.add(new CycleResult.NamedFile(path, vanished));
            }
            listener.lost(1_234, lost);
            listener.phase(CycleListener.Phase.COMPLETE);
        } finally {
            AgentLog.end();
        }
        List<String> lines = log(home);
        assertThat(lines)
                .filteredOn(line -> line.contains("event=file_waits job=geometry path=part-"))
                .hasSize(20)
                .allMatch(line -> line.contains("INFO") && line.contains("code=file_changed It changed."));
        assertThat(lines)
                .filteredOn(line -> line.contains("event=files_changed job=geometry more=30"))
                .hasSize(1);
        assertThat(lines)
                .filteredOn(line -> line.contains("event=file_lost job=geometry path=part-"))
                .hasSize(20)
                .allMatch(line -> line.contains("ERROR") && line.contains("code=file_vanished It vanished."));
        assertThat(lines)
                .filteredOn(line -> line.contains("event=files_lost job=geometry files=1234"))
                .hasSize(1);
        assertThat(lines).hasSize(42);
    }

    private static List<String> log(AgentHome home) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(home.logs())) {
            for (Path file : files.sorted().toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    private static void requireWhole(Optional<String> status) throws Exception {
        if (status.isPresent()) {
            try (JsonParser json = new JsonFactory().createParser(status.get())) {
                assertThat(json.nextToken()).as(status.get()).isNotNull();
                json.skipChildren();
                assertThat(json.nextToken()).as(status.get()).isNull();
            }
        }
    }
}
