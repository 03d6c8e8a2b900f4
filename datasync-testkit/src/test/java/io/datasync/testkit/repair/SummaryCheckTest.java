package io.datasync.testkit.repair;

import static io.datasync.testkit.repair.RepairFixture.JOB;
import static io.datasync.testkit.repair.RepairFixture.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.notice.FindingRow;
import io.datasync.core.path.FolderName;
import io.datasync.core.repair.RepairListener;
import io.datasync.core.verify.Rotation;
import io.datasync.core.verify.SummaryCheck;
import io.datasync.core.verify.SummaryReport;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Adding up rows anew")
class SummaryCheckTest {
    private static final FolderName DAY = path("2026-04-22/x").folder();

    private RepairFixture job;

    @BeforeEach
    void aJob() throws SyncException {
        job = new RepairFixture();
        for (int i = 0; i < 5; i++) {
            job.archive("2026-04-22/" + i, "file " + i);
        }
        job.archive("root.txt", "at the root");
    }

    private SummaryReport check(Rotation rotation) throws SyncException {
        return new SummaryCheck(job.index, JOB, rotation, 2, RepairListener.NONE).run(job.nextRepair());
    }

    @Test
    @DisplayName("D-8 summaries that add up stay; no revision is raised, and nothing is found")
    void whatAddsUpStays() throws SyncException {
        var folders = job.index.folders(JOB);
        assertThat(check(new Rotation(1, 1))).isEqualTo(new SummaryReport(2, 6, List.of(), List.of()));
        assertThat(job.index.folders(JOB)).isEqualTo(folders);
        assertThat(check(new Rotation(1, 1)).folders()).as("twice on one day").isZero();
    }

    @Test
    @DisplayName("D-8 a summary that is not that of its rows is a finding, and is corrected")
    void aDifferenceIsAFinding() throws SyncException {
        SetSummary wrong =
                new SetSummary(4, 24, job.folder("2026-04-22").archived().sum());
        FolderRow before = job.folder("2026-04-22");
        job.index.transact(tx -> {
            tx.lockJob(JOB);
            tx.updateFolder(before.with(wrong, before.atSource(), before.lastNewAt()));
            return true;
        });
        assertThat(check(new Rotation(1, 1)).corrected()).containsExactly(DAY);
        job.assertSummaries();
        assertThat(job.index.findings(JOB)).hasSize(1).allSatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo(FindingRow.Kind.SUMMARY_DIFFERS);
            assertThat(finding.path()).isEmpty();
            assertThat(finding.expected()).startsWith("archived: 5 entries, 30 bytes, ");
            assertThat(finding.found()).startsWith("archived: 4 entries, 24 bytes, ");
        });
        job.clock.advance(Duration.ofDays(1));
        assertThat(check(new Rotation(1, 1)).corrected()).isEmpty();
    }

    @Test
    @DisplayName("D-8 each folder has its turn once in 30 days, one thirtieth of them a day")
    void eachFolderHasItsTurn() throws SyncException {
        for (int i = 0; i < 60; i++) {
            job.archive("folder-" + i + "/a", "file " + i);
        }
        long folders = 0;
        for (int day = 0; day < 30; day++, job.clock.advance(Duration.ofDays(1))) {
            SummaryReport report = check(Rotation.FOLDERS);
            folders += report.folders();
            assertThat(report.folders()).isLessThan(15);
        }
        assertThat(folders).isEqualTo(62);
    }
}
