package io.datasync.testkit.journal;

import static io.datasync.testkit.journal.JournalSamples.fact;
import static io.datasync.testkit.journal.JournalSamples.file;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.Journal;
import io.datasync.core.lease.JobId;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.seal.FolderProbe;
import io.datasync.core.seal.SealedFolder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a journal remembers of sealed folders (CORE-5). */
interface JournalSealContract extends JournalFixture {
    /** When a listing began. */
    Instant LISTED = Instant.parse("2026-04-24T00:30:00.123Z");

    private static FolderName day(String name) {
        return RelativePath.known(name + "/x").folder();
    }

    private static SealedFolder sealed(String name, long files) {
        return new SealedFolder(day(name), new FolderProbe(files + 1, -7), files, files + 2, files * 10, LISTED);
    }

    @Test
    @DisplayName("CORE-5 sealed folders are remembered in their order, replaced and forgotten, and survive a crash")
    default void sealedFoldersAreRemembered() throws SyncException {
        try (Journal all = openEmpty()) {
            JobJournal journal = all.job(JOB);
            assertThat(journal.sealedFolders()).isEmpty();
            assertThat(journal.sealDueAt()).isEmpty();
            journal.seal(List.of(sealed("2026-04-23", 3), sealed("2026-04-22", Long.MAX_VALUE / 100)));
            journal.seal(List.of(sealed("2026-04-23", 0)));
            journal.noteSealDue(Optional.of(LISTED));
            all.job(new JobId("other")).seal(List.of(sealed("2026-04-01", 1)));
            try (Journal after = crash(all)) {
                JobJournal again = after.job(JOB);
                assertThat(again.sealedFolders())
                        .containsExactly(sealed("2026-04-22", Long.MAX_VALUE / 100), sealed("2026-04-23", 0));
                assertThat(again.sealDueAt()).contains(LISTED);
                again.unseal(List.of(day("2026-04-22"), day("2026-04-21")));
                again.noteSealDue(Optional.empty());
                assertThat(again.sealedFolders()).containsExactly(sealed("2026-04-23", 0));
                assertThat(again.sealDueAt()).isEmpty();
            }
        }
    }

    @Test
    @DisplayName("D-10 unfinished folders are those with pending or held entries, and how many")
    default void unfinishedFolders() throws SyncException {
        try (Journal all = openEmpty()) {
            JobJournal journal = all.job(JOB);
            long scan = journal.beginScan();
            journal.observe(scan, List.of(file("2026-04-22/a", 1, 1), file("2026-04-22/b", 1, 1), file("c", 1, 1)));
            journal.recordVerified(scan, List.of(fact(file("2026-04-23/a", 1, 1), 1)));
            assertThat(journal.unfinished()).isEqualTo(Map.of(day("2026-04-22"), 2L, FolderName.ROOT, 1L));
            journal.recordVerified(
                    scan, List.of(fact(file("2026-04-22/a", 1, 1), 1), fact(file("2026-04-22/b", 1, 1), 1)));
            journal.observe(scan, List.of(file("2026-04-23/a", 2, 2)));
            journal.applyVanished(scan, LISTED);
            journal.hold(scan, 0, LISTED);
            assertThat(journal.unfinished()).isEqualTo(Map.of(day("2026-04-23"), 1L, FolderName.ROOT, 1L));
        }
    }
}
