package io.datasync.testkit.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.cycle.CycleListener;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.JobPool;
import io.datasync.core.lease.JobId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.path.PathFilter;
import io.datasync.core.purge.Disorder;
import io.datasync.core.purge.PurgeForecast;
import io.datasync.core.purge.PurgeMemory;
import io.datasync.core.purge.PurgeObservation;
import io.datasync.core.purge.PurgeOrder;
import io.datasync.core.purge.PurgePool;
import io.datasync.core.purge.Volume;
import io.datasync.core.transfer.publish.Publication;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What a cycle says and learns of purges")
class PurgeForecastTest {
    private static final PurgePool POOL = new PurgePool("d", OptionalLong.of(100), OptionalLong.empty());
    private static final Duration LATER = Duration.ofMinutes(5);

    @TempDir
    Path source;

    private CycleFixture pc;
    private final List<PurgeForecast> told = new ArrayList<>();
    private final List<String> archived = new ArrayList<>();

    @BeforeEach
    void makePc() throws Exception {
        pc = new CycleFixture(source);
        pc.listener = new CycleListener() {
            @Override
            public void forecast(PurgeForecast forecast) {
                told.add(forecast);
            }

            @Override
            public void verified(Fact fact, Publication how) {
                archived.add(fact.entry().path().text());
            }
        };
    }

    private PurgeMemory memory() throws Exception {
        return PurgeMemory.parse(pc.job().purgeMemory().orElseThrow());
    }

    @Test
    @DisplayName("CORE-9 D-11 without a known limit nothing can be said, also when everything is archived")
    void withoutALimit() throws Exception {
        pc.write("a", "1");
        pc.cycle();
        pc.settings = pc.settings.with(
                new JobPool(new PurgePool("d", OptionalLong.empty(), OptionalLong.empty()), List.of()));
        pc.cycleAfter(LATER);
        assertThat(told).hasSize(3).containsOnly(new PurgeForecast.Unknown(PurgeForecast.Reason.NO_LIMIT));
    }

    @Test
    @DisplayName(
            "CORE-9 a forecast is told after the scan and at the end; excluded files and links count for the limit")
    void aForecastIsTold() throws Exception {
        pc.settings = pc.settings
                .with(PathFilter.of(List.of(), List.of("**/*.tmp")), Duration.ofSeconds(10))
                .with(new JobPool(POOL, List.of()));
        pc.write("d/a", "12");
        pc.write("d/b", "34");
        pc.write("d/c.tmp", "567");
        Files.createSymbolicLink(source.resolve("d/link"), source.resolve("d/a"));
        pc.write("d/young", "8", Duration.ofSeconds(1));

        pc.cycle();
        assertThat(memory().present()).isEqualTo(new Volume(5, 8));
        assertThat(told).hasSize(2);
        // Room for 95, two were made an hour ago and one now, none was ever seen deleted.
        PurgeForecast.Due due = told.get(0).due().orElseThrow();
        assertThat(due.from()).isEqualTo(pc.now().plus(Duration.ofMinutes(95 * 60 / 3)));
        // What was archived meanwhile may be deleted before the one that waits; until the first purge that is not
        // known.
        assertThat(told.get(1).due().orElseThrow().from()).isEqualTo(due.from());

        pc.cycleAfter(LATER);
        assertThat(told.get(told.size() - 1)).isInstanceOf(PurgeForecast.NothingWaiting.class);
    }

    @Test
    @DisplayName("D-2 CORE-9 while the source is away nothing is forecast and nothing learned")
    void anAbsentSource() throws Exception {
        pc.settings = pc.settings.with(new JobPool(POOL, List.of()));
        pc.write("d/a", "12");
        pc.cycle();
        PurgeMemory before = memory();
        told.clear();
        Files.delete(source.resolve("d/a"));
        Files.delete(source.resolve("d"));
        assertThat(pc.cycleAfter(Duration.ofHours(3)).failure()).isPresent();
        assertThat(told).isEmpty();
        assertThat(memory()).isEqualTo(before);
    }

    @Test
    @DisplayName(
            "D-11 the order is learned from what vanishes, and files are archived in it; until then the oldest first")
    void theOrderIsLearned() throws Exception {
        for (int i = 10; i < 40; i++) {
            pc.write("f" + i, "x", Duration.ofMinutes(40L + i * 7 % 30));
        }
        pc.cycle();
        assertThat(archived.subList(0, 2)).containsExactly("f17", "f34");
        for (int i = 10; i < 16; i += 2) {
            assertThat(memory().order()).isEmpty();
            Files.delete(source.resolve("f" + i));
            Files.delete(source.resolve("f" + (i + 1)));
            pc.cycleAfter(LATER);
        }
        assertThat(memory().order()).contains(PurgeOrder.NAME);
        assertThat(memory().largestBatch(pc.now())).contains(new Volume(2, 2));

        archived.clear();
        pc.write("g2", "y", Duration.ofMinutes(50));
        pc.write("g1", "y", Duration.ofMinutes(20));
        pc.cycleAfter(LATER);
        assertThat(archived).containsExactly("g1", "g2");

        for (int i = 16; i < 36; i++) {
            Files.delete(source.resolve("f" + i));
        }
        assertThat(pc.cycleAfter(LATER).failure())
                .as("a fall by more than half in the learned order")
                .isEmpty();
    }

    @Test
    @DisplayName(
            "D-2 a fall by more than half against the order that the purges taught is refused, though the oldest went")
    void aFallAgainstTheLearnedOrder() throws Exception {
        for (int i = 10; i < 40; i++) {
            pc.write("f" + i, "x", Duration.ofMinutes(i));
        }
        pc.cycle();
        for (int i = 10; i < 13; i++) {
            Files.delete(source.resolve("f" + i));
            pc.cycleAfter(LATER);
        }
        assertThat(memory().order()).contains(PurgeOrder.NAME);
        for (int i = 20; i < 40; i++) {
            Files.delete(source.resolve("f" + i));
        }
        assertThat(pc.cycleAfter(LATER).failure().orElseThrow().code()).isEqualTo(ErrorCode.SOURCE_CHANGED);
    }

    @Test
    @DisplayName(
            "D-11 jobs of one pool are counted together, and one of them that nobody looked at yet leaves it unknown")
    void jobsOfOnePool() throws Exception {
        JobJournal other = pc.journal.job(new JobId("other"));
        pc.settings = pc.settings.with(new JobPool(POOL, List.of(other)));
        pc.write("a", "1");
        pc.write("young", "1", Duration.ofSeconds(1));
        pc.cycle();
        assertThat(told).containsOnly(new PurgeForecast.Unknown(PurgeForecast.Reason.NOT_SCANNED));

        other.notePurge(PurgeMemory.EMPTY
                .plus(new PurgeObservation(pc.now(), new Volume(58, 0), Map.of(), 0, Volume.NONE, Disorder.NONE))
                .text());
        told.clear();
        pc.write("young", "12", Duration.ofSeconds(1));
        pc.cycle();
        // Room for 100 - 58 - 2; one was made an hour ago, one now.
        assertThat(told.get(0).earliest()).contains(pc.now().plus(Duration.ofHours(20)));
    }

    @Test
    @DisplayName("D-2 a source that was accepted as it is teaches no order")
    void anAcceptedSource() throws Exception {
        for (int i = 10; i < 40; i++) {
            pc.write("f" + i, "x", Duration.ofMinutes(40L + i * 7 % 30));
        }
        pc.cycle();
        for (int i = 0; i < 3; i++) {
            Files.delete(source.resolve("f1" + i));
            pc.settings = pc.settings.acceptingSource();
            pc.cycleAfter(LATER);
        }
        assertThat(memory().order()).isEmpty();
        assertThat(memory().largestBatch(pc.now())).isEmpty();
    }
}
