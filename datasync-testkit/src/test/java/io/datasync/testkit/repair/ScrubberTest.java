package io.datasync.testkit.repair;

import static io.datasync.testkit.repair.RepairFixture.JOB;
import static io.datasync.testkit.repair.RepairFixture.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.EntryState;
import io.datasync.core.index.notice.FindingRow;
import io.datasync.core.lease.RunId;
import io.datasync.core.path.FolderName;
import io.datasync.core.repair.ChangeKind;
import io.datasync.core.repair.RepairListener;
import io.datasync.core.verify.Rotation;
import io.datasync.core.verify.ScrubReport;
import io.datasync.core.verify.ScrubSettings;
import io.datasync.core.verify.Scrubber;
import io.datasync.testkit.fault.Verdict;
import io.datasync.testkit.store.StoredContent;
import io.datasync.testkit.store.fault.StoreMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Scrub")
class ScrubberTest {
    private static final Duration DAY = Duration.ofDays(1);

    private RepairFixture job;
    private ScrubSettings settings = daily(2);

    private static ScrubSettings daily(int batchRows) {
        return new ScrubSettings(new Rotation(1, 1), EntryRow.Checker.SERVER, batchRows, 1);
    }

    @BeforeEach
    void aJob() throws SyncException {
        job = new RepairFixture();
        job.archive("2026-04-22/a", "first");
        job.archive("2026-04-22/b", "second");
        job.archive("2026-04-22/c", "third");
        job.archive("2026-04-23/d", "fourth");
        job.archive("root.txt", "at the root");
    }

    private ScrubReport scrub() throws SyncException {
        return scrub(job.nextRepair());
    }

    private ScrubReport scrub(RunId id) throws SyncException {
        return new Scrubber(job.index, job.store, JOB, settings, job.pacing, job.listener).run(id);
    }

    @Test
    @DisplayName("D-5 what is read back and equal says who read it and when, and no revision is raised")
    void whatIsEqualIsNoted() throws SyncException {
        var folders = job.index.folders(JOB);
        ScrubReport report = scrub();
        assertThat(report.files()).isEqualTo(5);
        assertThat(report.bytes()).isEqualTo(5 + 6 + 5 + 6 + 11);
        assertThat(report.equal()).isEqualTo(5);
        assertThat(report.changes()).isEmpty();
        var check = new EntryRow.Check(EntryRow.Checker.SERVER, job.clock.instant());
        assertThat(job.rows().values()).allSatisfy(row -> {
            assertThat(row.state()).isEqualTo(EntryState.VERIFIED);
            assertThat(row.check()).contains(check);
        });
        assertThat(job.index.folders(JOB)).isEqualTo(folders);
        job.share.assertNothingOpen();
    }

    @Test
    @DisplayName(
            "CORE-6 another digest is damage and a finding with both digests, found once; the file stays where it is")
    void anotherDigestIsDamage() throws SyncException {
        job.share.damage(path("2026-04-22/b"));
        Digest found = StoredContent.digest(StoredContent.read(job.store, path("2026-04-22/b")));
        assertThat(scrub().changes()).isEqualTo(Map.of(ChangeKind.DAMAGED, 1L));
        assertThat(job.state("2026-04-22/b")).isEqualTo(EntryState.DAMAGED);
        assertThat(job.index.findings(JOB))
                .containsExactly(new FindingRow(
                        FindingRow.Kind.DIGEST_DIFFERS,
                        path("2026-04-22/b").folder(),
                        Optional.of(path("2026-04-22/b")),
                        job.fact("2026-04-22/b", "second").digest().hex(),
                        found.hex(),
                        job.clock.instant()));
        job.assertSummaries();
        assertThat(StoredContent.list(job.store)).containsKey(path("2026-04-22/b"));
        job.clock.advance(DAY);
        assertThat(scrub().changes()).isEmpty();
        assertThat(job.index.findings(JOB)).hasSize(1);

        job.replace("2026-04-22/b", "second");
        job.clock.advance(DAY);
        assertThat(scrub().changes()).as("restored by somebody").isEqualTo(Map.of(ChangeKind.VERIFIED, 1L));
        assertThat(job.state("2026-04-22/b")).isEqualTo(EntryState.VERIFIED);
        job.assertSummaries();
    }

    @Test
    @DisplayName(
            "D-4 present becomes verified by read-back; without a promised digest it stays present, with what was read")
    void presentBecomesVerified() throws SyncException {
        job.put("2026-04-24/new", "new");
        job.reconcile();
        assertThat(scrub().changes()).isEqualTo(Map.of(ChangeKind.VERIFIED, 1L));
        assertThat(job.state("2026-04-24/new")).isEqualTo(EntryState.VERIFIED);
        assertThat(job.folder("2026-04-24").archived().count()).isEqualTo(1);
        job.assertSummaries();
    }

    @Test
    @DisplayName("A file that is not there is reconcile's, and an empty folder is nobody's")
    void whatIsNotThereIsReconciles() throws SyncException {
        job.share.lose(path("2026-04-22/b"));
        ScrubReport report = scrub();
        assertThat(report.absent()).isEqualTo(1);
        assertThat(report.changes()).isEmpty();
        assertThat(job.state("2026-04-22/b")).isEqualTo(EntryState.VERIFIED);
        assertThat(job.row("2026-04-22/b").check()).isEmpty();

        EntryRow missing = job.row("2026-04-22/b");
        job.know(missing.repaired(missing.fact(), EntryState.MISSING, Optional.empty(), Optional.empty()));
        job.put("2026-04-22/b", "second");
        job.clock.advance(DAY);
        assertThat(scrub().changes()).as("what is missing and back").isEmpty();
        assertThat(job.reconcile().changes()).isEqualTo(Map.of(ChangeKind.RETURNED, 1L));
    }

    @Test
    @DisplayName("A file that cannot be read is neither good nor damaged; too many of them are the share's fault")
    void anUnreadableFileIsNeither() throws SyncException {
        job.store.queue(StoreMethod.OPEN, Verdict.fails(ErrorCode.SHARE_IO));
        ScrubReport report = scrub();
        assertThat(report.unreadable()).isEqualTo(1);
        assertThat(report.equal()).isEqualTo(4);
        assertThat(report.changes()).isEmpty();
        job.clock.advance(DAY);
        job.store.queue(StoreMethod.OPEN, Verdict.fails(ErrorCode.SHARE_IO));
        job.store.queue(StoreMethod.OPEN, Verdict.fails(ErrorCode.SHARE_IO));
        assertThatThrownBy(this::scrub).isInstanceOfSatisfying(SyncException.class, e -> assertThat(e.code())
                .isEqualTo(ErrorCode.SHARE_IO));
    }

    @Test
    @DisplayName(
            "D-24 a row that a run changed while its file was read is left alone, and damage beside it is found all the same")
    void aRowThatChangedIsLeftAlone() throws SyncException {
        job.share.damage(path("2026-04-22/a"));
        job.share.damage(path("2026-04-22/b"));
        AtomicLong reads = new AtomicLong();
        job.pacing = bytes -> {
            if (bytes > 0 && reads.incrementAndGet() == 3) {
                job.know(job.verified("2026-04-22/a", "anew, by a run"));
            }
        };
        settings = daily(500);
        assertThat(scrub().changes()).isEqualTo(Map.of(ChangeKind.DAMAGED, 1L));
        assertThat(job.state("2026-04-22/a")).isEqualTo(EntryState.VERIFIED);
        assertThat(job.row("2026-04-22/a").fact()).isEqualTo(job.fact("2026-04-22/a", "anew, by a run"));
        assertThat(job.state("2026-04-22/b")).isEqualTo(EntryState.DAMAGED);
        job.assertSummaries();
    }

    @Test
    @DisplayName(
            "CORE-6 in any period every file is read once, also when days are missed; what is done is not done again")
    void everyFileHasItsTurn() throws SyncException {
        for (int i = 0; i < 60; i++) {
            job.archive("2026-04-25/" + i, "file " + i);
        }
        settings = new ScrubSettings(new Rotation(10, 4), EntryRow.Checker.SERVER, 7, 1);
        long files = 0;
        for (int day = 0; day < 10; day++, job.clock.advance(DAY)) {
            if (day != 3 && day != 4 && day != 5) {
                ScrubReport report = scrub();
                files += report.files();
                assertThat(report.days()).isPresent();
                assertThat(scrub().days()).as("twice on one day").isEmpty();
            }
        }
        assertThat(files).isEqualTo(65);
        assertThat(job.rows().values())
                .allSatisfy(row -> assertThat(row.check()).isPresent());
    }

    @Test
    @DisplayName("CORE-6 one that died goes on with the folder it had come to and the days it began with")
    void itGoesOnWhereItHadComeTo() throws SyncException {
        settings = new ScrubSettings(new Rotation(2, 1), EntryRow.Checker.SERVER, 7, 0);
        for (int i = 0; i < 40; i++) {
            job.archive("2026-04-25/" + i, "file " + i);
        }
        Set<String> first = new HashSet<>(job.rows().keySet());
        List<FolderName> done = new ArrayList<>();
        job.listener = new RepairListener() {
            @Override
            public void folderDone(FolderName folder) {
                done.add(folder);
            }
        };
        RunId id = job.nextRepair();
        job.pacing = bytes -> {
            if (done.size() == 3) {
                throw SyncException.passing(ErrorCode.INTERRUPTED, "asked to stop");
            }
        };
        assertThatThrownBy(() -> scrub(id)).hasMessage("asked to stop");
        job.pacing = bytes -> {};
        job.clock.advance(DAY);
        assertThat(scrub(id).days()).contains(new Rotation.Days(20_574, 20_574));
        assertThat(done).extracting(FolderName::text).containsExactly(".", "2026-04-22", "2026-04-23", "2026-04-25");
        scrub();
        job.rows().forEach((path, row) -> {
            assertThat(row.check()).as(path).isPresent();
            first.remove(path);
        });
        assertThat(first).isEmpty();
    }
}
