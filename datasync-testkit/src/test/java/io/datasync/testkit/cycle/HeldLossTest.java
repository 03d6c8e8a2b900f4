package io.datasync.testkit.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.cycle.CycleResult;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.EntryState;
import io.datasync.core.index.VersionRow;
import io.datasync.core.index.notice.LossRow;
import io.datasync.core.lease.RunId;
import io.datasync.core.loss.LossFileReader;
import io.datasync.core.manifest.Fact;
import io.datasync.core.masschange.MassChangeSettings;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.ControlName;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A file that is lost while its change is held, from the source to the index and the share")
class HeldLossTest extends IndexedPc {
    private static final String LOST = "2026-04-23/f0.csv";

    private void write(String content, int files) throws Exception {
        for (int i = 0; i < files; i++) {
            pc.write("2026-04-23/f" + i + ".csv", content + i, Duration.ofMinutes(30 - i));
        }
    }

    @Test
    @DisplayName(
            "CORE-10 D-12 D-13 I-2 the ledger has what was lost and what is archived; verified rows and versions stay")
    void aHeldFileIsLost() throws Exception {
        pc.settings = pc.settings.with(new MassChangeSettings(25, 5));
        write("first ", 10);
        pc.cycle();
        pc.clock.advance(Duration.ofHours(1));
        write("second ", 1);
        pc.cycleAfter(LATER);
        EntryRow before = row(LOST);
        pc.clock.advance(Duration.ofHours(1));
        write("encrypted ", 6);
        assertThat(pc.cycleAfter(LATER).balance().failed()).isEqualTo(6);
        assertThat(index.alerts(CycleFixture.JOB)).hasSize(1);

        Files.delete(source.resolve(LOST));
        CycleResult result = pc.cycleAfter(LATER);
        assertThat(result.balance().lost()).isEqualTo(1);
        EntryRow after = row(LOST);
        assertThat(after.state()).isEqualTo(EntryState.VERIFIED);
        assertThat(after.fact()).isEqualTo(before.fact());
        assertThat(after.fact().digest()).isEqualTo(digest("second 0"));
        assertThat(after.atSource()).isFalse();
        assertThat(index.versions(CycleFixture.JOB))
                .extracting(VersionRow::fact)
                .extracting(Fact::digest)
                .containsExactly(digest("first 0"));
        List<LossRow> losses = index.losses(CycleFixture.JOB);
        assertThat(losses).singleElement().satisfies(loss -> {
            assertThat(loss.entry().path().text()).isEqualTo(LOST);
            assertThat(loss.entry().sizeBytes()).isEqualTo("encrypted 0".length());
            assertThat(loss.archived()).contains(digest("second 0"));
        });
        RunId run = result.run().orElseThrow();
        try (ArchiveStore look = pc.share.open()) {
            assertThat(LossFileReader.read(
                            look.control(ControlName.lossesOf(run.text())).orElseThrow()))
                    .singleElement()
                    .satisfies(loss -> {
                        assertThat(loss.entry()).isEqualTo(losses.get(0).entry());
                        assertThat(loss.archived()).isEqualTo(Optional.of(digest("second 0")));
                    });
        }
        assertThat(pc.content(LOST)).isEqualTo("second 0");

        pc.write(LOST, "came back", Duration.ofMinutes(3));
        assertThat(pc.cycleAfter(LATER).balance().lost()).isZero();
        assertThat(row(LOST).fact().digest()).isEqualTo(digest("came back"));
        assertThat(index.losses(CycleFixture.JOB)).isEqualTo(losses);
    }
}
