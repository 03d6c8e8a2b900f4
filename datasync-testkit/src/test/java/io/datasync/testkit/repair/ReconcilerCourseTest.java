package io.datasync.testkit.repair;

import static io.datasync.testkit.repair.RepairFixture.LEASE;
import static io.datasync.testkit.repair.RepairFixture.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryState;
import io.datasync.core.path.FolderName;
import io.datasync.core.reconcile.ReconcileReport;
import io.datasync.core.reconcile.ReconcileSettings;
import io.datasync.core.repair.ChangeKind;
import io.datasync.core.repair.RepairListener;
import io.datasync.core.repair.RowChange;
import io.datasync.core.store.ControlName;
import io.datasync.core.store.StagingName;
import io.datasync.testkit.store.fault.StoreMethod;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("How a reconcile goes on beside runs and within limits")
class ReconcilerCourseTest {
    private RepairFixture job;
    private final List<String> changed = new ArrayList<>();
    private final List<String> overtaken = new ArrayList<>();

    @BeforeEach
    void aJob() throws SyncException {
        job = new RepairFixture();
        job.archive("2026-04-22/a", "first").archive("2026-04-22/b", "second");
        job.listener = new RepairListener() {
            @Override
            public void changed(RowChange change) {
                changed.add(change.kind() + " " + change.after().fact().entry().path());
            }

            @Override
            public void overtaken(FolderName folder) {
                overtaken.add(folder.text());
            }
        };
    }

    @Test
    @DisplayName("CORE-7 as many folders as the settings allow are looked at, and each change is told")
    void asManyFoldersAsAllowed() throws SyncException {
        job.settings = new ReconcileSettings(LEASE, 0.1, 20, false, false, 2, 2, 1);
        job.share.lose(path("2026-04-22/a"));
        assertThat(job.reconcile().folders())
                .as("the root is no folder of the share")
                .isEqualTo(2);
        assertThat(changed).containsExactly(ChangeKind.ABSENCE_NOTED + " 2026-04-22/a");
        job.put("2026-04-23/c", "third");
        assertThatThrownBy(() -> job.reconcile()).isInstanceOfSatisfying(SyncException.class, e -> assertThat(e.code())
                .isEqualTo(ErrorCode.REPAIR_REFUSED));
    }

    @Test
    @DisplayName("D-24 a dry run too looks again at a folder that a run changed meanwhile")
    void aDryRunLooksAgain() throws SyncException {
        job.share.lose(path("2026-04-22/a"));
        job.settings = job.settings.dry();
        job.pacing = bytes -> {
            if (overtaken.isEmpty() && job.store.calls().contains(StoreMethod.LIST_FOLDER)) {
                job.know(job.verified("2026-04-22/b", "by a run meanwhile"));
            }
        };
        ReconcileReport report = job.reconcile();
        assertThat(overtaken).containsExactly("2026-04-22");
        assertThat(report.changes()).isEqualTo(Map.of(ChangeKind.ABSENCE_NOTED, 1L, ChangeKind.DAMAGED, 1L));
    }

    @Test
    @DisplayName(
            "D-24 a folder that a run makes and fills while it is listed is looked at again: what the run proved stays")
    void aRunMakesTheFolderMeanwhile() throws SyncException {
        job.put("2026-04-23/c", "third");
        job.pacing = bytes -> {
            boolean listed = job.store.calls().contains(StoreMethod.FIND);
            if (listed && overtaken.isEmpty()) {
                job.know(job.verified("2026-04-23/c", "third"));
            }
        };
        job.put("2026-04-23/d", "fourth");
        job.reconcile();
        assertThat(overtaken).containsExactly("2026-04-23");
        assertThat(job.state("2026-04-23/c")).isEqualTo(EntryState.VERIFIED);
        assertThat(job.state("2026-04-23/d")).isEqualTo(EntryState.PRESENT);
        job.assertSummaries();
    }

    @Test
    @DisplayName("D-4 what comes back has the digest that the share keeps, and only that is asked for")
    void whatComesBack() throws SyncException {
        job.share.lose(path("2026-04-22/a"));
        job.reconcile();
        job.reconcileAfter(LEASE);
        assertThat(job.state("2026-04-22/a")).isEqualTo(EntryState.MISSING);
        assertThat(job.store.calls()).doesNotContain(StoreMethod.FIND);
        job.put("2026-04-22/a", "first");
        int before = Collections.frequency(job.store.calls(), StoreMethod.FIND);
        job.reconcile();
        assertThat(Collections.frequency(job.store.calls(), StoreMethod.FIND)).isEqualTo(before + 1);
        assertThat(job.row("2026-04-22/a").fact().digest())
                .isEqualTo(job.fact("2026-04-22/a", "first").digest());
    }

    @Test
    @DisplayName("D-6 a replacement that ends while intents are read moves nothing any more")
    void aReplacementThatEnds() throws SyncException {
        ControlName name = ControlName.intentOf(new StagingName("machine-run-1"));
        job.store.writeControl(name, new byte[] {'{'});
        job.share.lose(path("2026-04-22/a"));
        job.pacing = bytes -> {
            if (job.store.calls().contains(StoreMethod.INTENTS)) {
                job.share.open().removeControl(name);
            }
        };
        assertThat(job.reconcile().changes()).isEqualTo(Map.of(ChangeKind.ABSENCE_NOTED, 1L));
    }

    @Test
    @DisplayName("CORE-7 the intents wait their turn too")
    void intentsWaitTheirTurn() throws SyncException {
        job.store.writeControl(ControlName.intentOf(new StagingName("machine-run-1")), new byte[] {'{'});
        int[] waits = {0};
        job.pacing = bytes -> waits[0]++;
        int before = job.store.calls().size();
        job.reconcile();
        assertThat(waits[0]).isEqualTo(job.store.calls().size() - before);
    }
}
