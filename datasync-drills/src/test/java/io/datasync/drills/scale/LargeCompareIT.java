package io.datasync.drills.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.balance.Balance;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunState;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.CompareAnswer;
import io.datasync.core.protocol.CompareVerdict;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.FolderClaim;
import io.datasync.core.protocol.OpenAnswer;
import io.datasync.core.protocol.ProgressRequest;
import io.datasync.core.protocol.Report;
import io.datasync.testkit.sandbox.PostgresDatabase;
import io.datasync.testkit.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
@Isolated("its figures are measured")
@EnabledIfSystemProperty(named = "datasync.slow", matches = "true", disabledReason = "only in the profile slow")
@DisplayName("D-31 I-11 a server with 256 MB of heap")
class LargeCompareIT {
    /** A node that runs out of heap ends at once: nothing may catch that and go on. */
    private static final String JAVA_OPTIONS = "-Xmx256m -XX:+ExitOnOutOfMemoryError";

    /** Heap, and twice as much for classes, compiled code, threads and buffers. */
    private static final long RESIDENT_BYTES_MAX = 768L << 20;

    @TempDir
    private Path folder;

    /** The databases that can be had here (PLAT-2). */
    enum Database {
        H2,
        POSTGRESQL;

        Sandbox.Builder of(Sandbox.Builder sandbox) {
            return switch (this) {
                case H2 -> sandbox;
                case POSTGRESQL -> sandbox.database(PostgresDatabase::start);
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("compares 1,000,000 entries of 1,000 folders")
    void aMillionEntries(Database database) throws Exception {
        everythingFits(database, "million", new LargeSource(1_000, 1_000));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("compares 200,000 entries of one folder")
    void oneLargeFolder(Database database) throws Exception {
        everythingFits(database, "one-folder", new LargeSource(1, 200_000));
    }

    private void everythingFits(Database database, String name, LargeSource source) throws Exception {
        Sandbox.Builder builder = database.of(Sandbox.in(folder)).javaOptions(JAVA_OPTIONS);
        try (Sandbox sandbox = builder.start()) {
            String title = name + " on " + database.name().toLowerCase(Locale.ROOT);
            var figures = new Figures(title, sandbox.server().process());
            try {
                talk(LargeRunner.in(sandbox, name), source, figures);
            } finally {
                keep(sandbox.server().log(), title);
            }
            assertThat(sandbox.server().process().alive()).as("the server").isTrue();
            assertThat(linesOf(sandbox.server().log(), "OutOfMemoryError")).isEmpty();
            assertThat(sandbox.server().process().peakMemoryBytes().orElseThrow())
                    .isLessThan(RESIDENT_BYTES_MAX);
        }
    }

    private void talk(LargeRunner runner, LargeSource source, Figures figures) throws Exception {
        int all = source.entries();
        RunId first = new RunId("first");
        FencingToken token = runner.open(first, 1, FencingToken.NONE, List.of()).token();
        figures.measure("report", all, () -> report(runner, first, token, source));
        assertThat(runner.coordinator().complete(first, token, ended(all)).state())
                .isEqualTo(RunState.SUCCESS);

        RunId second = new RunId("second");
        List<FolderClaim> claims = source.claims();
        OpenAnswer[] opened = new OpenAnswer[1];
        figures.measure("folders, all equal", all, () -> opened[0] = runner.open(second, 2, token, claims));
        assertThat(opened[0].differing()).isEmpty();
        FencingToken newer = opened[0].token();

        List<FolderClaim> fewer = claims.stream()
                .filter(claim -> claim.folder().text().endsWith("0"))
                .toList();
        List<FolderName> others = claims.stream()
                .map(FolderClaim::folder)
                .filter(name -> !name.text().endsWith("0"))
                .toList();
        figures.measure("folders, most left out", all, () -> opened[0] = runner.open(second, 2, newer, fewer));
        assertThat(opened[0].differing()).containsExactlyElementsOf(others);

        var known = new Verdicts();
        figures.measure("entries, in parts", all, () -> runner.coordinator()
                .compare(second, newer, 2, source.lines(), known::take));
        known.assertOnlyKnown(all);

        int tenth = source.leftOut(10);
        var stayed = new Verdicts();
        figures.measure(
                "entries, in one request, a tenth gone",
                all - tenth,
                () -> runner.compareAtOnce(second, newer, 3, source.linesWithoutEvery(10), stayed::take, folder));
        stayed.assertOnlyKnown(all - tenth);
        assertThat(count(runner, "atSource")).isEqualTo(all - tenth);
        assertThat(count(runner, "archived")).as("the archive keeps them").isEqualTo(all);
        assertThat(runner.coordinator()
                        .complete(second, newer, ended(all - tenth))
                        .state())
                .isEqualTo(RunState.SUCCESS);
    }

    private static void report(LargeRunner runner, RunId run, FencingToken token, LargeSource source)
            throws SyncException {
        List<Report> batch = new ArrayList<>();
        for (int number = 0; number < source.entries(); number++) {
            batch.add(new Report.Verified(1, source.fact(number)));
            if (batch.size() == ProgressRequest.REPORTS_MAX || number == source.entries() - 1) {
                runner.coordinator().progress(run, token, new ProgressRequest(batch));
                batch.clear();
            }
        }
    }

    private static CompleteRequest ended(int entries) {
        return new CompleteRequest(new Balance(entries, entries, 0, 0, 0, 0), 0, entries, 0, Optional.empty());
    }

    private static long count(LargeRunner runner, String summary) {
        return runner.folders().stream()
                .mapToLong(listed -> listed.get(summary).get("count").number())
                .sum();
    }

    /** Counts verdicts as they come. */
    private static final class Verdicts {
        private final Map<CompareVerdict, Integer> counts = new EnumMap<>(CompareVerdict.class);

        void take(CompareAnswer answer) {
            counts.merge(answer.verdict(), 1, Integer::sum);
        }

        void assertOnlyKnown(int expected) {
            assertThat(counts).isEqualTo(Map.of(CompareVerdict.KNOWN, expected));
        }
    }

    private static List<String> linesOf(Path log, String text) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(text)).toList();
        }
    }

    private static void keep(Path log, String title) throws IOException {
        Path kept = Path.of("target", "scale", title.replace(' ', '-') + ".log");
        Files.createDirectories(kept.getParent());
        Files.copy(log, kept, StandardCopyOption.REPLACE_EXISTING);
    }
}
