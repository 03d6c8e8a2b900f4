package io.datasync.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.balance.Balance;
import io.datasync.core.cycle.CycleResult;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.ChangeCensus;
import io.datasync.core.lease.JobId;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.fleet.JobDefinition;
import io.datasync.core.protocol.fleet.JobKind;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ResultTextTest {
    private static List<CycleResult.NamedFile> files(int count, String name, ErrorCode code) {
        return IntStream.range(0, count)
                .mapToObj(i -> new CycleResult.NamedFile(
                        RelativePath.known(name + i), SyncException.permanent(code, code.meaning())))
                .toList();
    }

    @Test
    @DisplayName("RUN-8 CORE-10 of each kind twenty files are named, and how many more there are is said")
    void theRestIsCounted() {
        JobDefinition job = new JobDefinition(
                new JobId("geometry"),
                JobKind.PLAIN,
                ZoneId.of("UTC"),
                "/data",
                "file:///archive",
                List.of(),
                List.of(),
                Duration.ofMinutes(1),
                Duration.ZERO,
                true);
        CycleResult result = new CycleResult(
                new Balance(6_000, 0, 955, 0, 20, 5_025),
                Optional.empty(),
                true,
                0,
                0,
                0,
                Duration.ofSeconds(1),
                files(20, "bad", ErrorCode.FILE_UNREADABLE),
                files(1_000, "lost", ErrorCode.FILE_VANISHED),
                files(24, "young", ErrorCode.FILE_CHANGED),
                new ChangeCensus(6_000, 0, 0, 0, 0, Optional.empty(), 0),
                Optional.empty());

        List<String> lines = new ResultText(job, result, Optional.empty()).named();
        assertThat(lines).hasSize(62);
        assertThat(lines.get(19)).startsWith("bad19: ").endsWith("(file_unreadable).");
        assertThat(lines.get(20)).startsWith("lost0: ").endsWith("(file_vanished).");
        assertThat(lines.get(40)).isEqualTo("… and 5005 more that were lost.");
        assertThat(lines.get(60)).startsWith("young19: ").endsWith("(file_changed).");
        assertThat(lines.get(61)).isEqualTo("… and 4 more that are being written.");
    }
}
