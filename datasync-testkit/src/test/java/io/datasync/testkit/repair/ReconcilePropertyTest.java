package io.datasync.testkit.repair;

import static io.datasync.testkit.repair.RepairFixture.LEASE;
import static io.datasync.testkit.repair.RepairFixture.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.index.EntryRow;
import io.datasync.core.index.EntryState;
import io.datasync.core.path.RelativePath;
import io.datasync.core.reconcile.ReconcileReport;
import io.datasync.core.reconcile.ReconcileSettings;
import io.datasync.core.store.StoredFile;
import io.datasync.testkit.store.StoredContent;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Seeded: what holds of any index and any share. */
class ReconcilePropertyTest {
    private static final String[] FOLDERS = {"2026-04-22/", "2026-04-23/", "other/deep/", ""};
    private static final List<EntryState> STATES = List.of(EntryState.values());

    @Test
    @DisplayName("CORE-7 D-4 after two reconciles the index says what the listing says, and a third plans nothing")
    void reconcilingConverges() {
        for (long seed = 1; seed <= 150; seed++) {
            try {
                converges(new Random(seed));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("Seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static void converges(Random random) throws Exception {
        RepairFixture job = new RepairFixture();
        job.settings = new ReconcileSettings(LEASE, 1.0, 0, false, false, 1 + random.nextInt(4), 100, 100);
        for (int i = random.nextInt(25); i > 0; i--) {
            step(job, random);
        }
        job.reconcile();
        Map<String, EntryRow> between = job.rows();
        assertThat(job.reconcile().changes()).as("at once").isEmpty();
        assertThat(job.rows()).isEqualTo(between);
        job.reconcileAfter(LEASE);
        Map<String, EntryRow> after = job.rows();
        ReconcileReport third = job.reconcileAfter(LEASE);
        assertThat(third.changes()).isEmpty();
        assertThat(job.rows()).isEqualTo(after);
        assertTruth(after, StoredContent.list(job.store));
        job.assertSummaries();
    }

    private static void step(RepairFixture job, Random random) throws Exception {
        String name = FOLDERS[random.nextInt(FOLDERS.length)] + (char) ('a' + random.nextInt(4));
        String content = "x".repeat(1 + random.nextInt(3));
        boolean there = StoredContent.list(job.store).containsKey(path(name));
        switch (random.nextInt(5)) {
            case 0 -> {
                if (!there) {
                    job.archive(name, content);
                }
            }
            case 1 -> {
                if (!there) {
                    job.put(name, content);
                }
            }
            case 2 -> {
                if (there) {
                    job.share.lose(path(name));
                }
            }
            case 3 -> {
                EntryState state = STATES.get(random.nextInt(STATES.size()));
                EntryRow row = job.verified(name, content);
                job.know(row.repaired(row.fact(), state, row.check(), row.absentSince()));
            }
            default -> {
                job.reconcile();
                job.clock.advance(LEASE.dividedBy(2));
            }
        }
    }

    private static void assertTruth(Map<String, EntryRow> rows, Map<RelativePath, StoredFile> listed) {
        assertThat(rows.keySet())
                .containsAll(listed.keySet().stream().map(RelativePath::text).toList());
        rows.forEach((name, row) -> {
            StoredFile file = listed.get(path(name));
            if (file == null) {
                assertThat(row.state()).as(name).isEqualTo(EntryState.MISSING);
            } else if (file.sizeBytes() != row.fact().entry().sizeBytes()) {
                assertThat(row.state()).as(name).isEqualTo(EntryState.DAMAGED);
            } else {
                assertThat(row.state()).as(name).isNotEqualTo(EntryState.MISSING);
                assertThat(row.absentSince()).as(name).isEmpty();
            }
        });
    }
}
