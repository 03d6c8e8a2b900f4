package io.datasync.testkit.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.Journal;
import io.datasync.core.lease.JobId;
import io.datasync.core.path.FolderName;
import io.datasync.testkit.journal.memory.InMemoryJournal;
import org.junit.jupiter.api.Test;

final class InMemoryJournalTest implements JournalContract {
    @Override
    public Journal openEmpty() {
        return new InMemoryJournal();
    }

    @Override
    public Journal crash(Journal journal) {
        return ((InMemoryJournal) journal).crash();
    }

    @Test
    void aCursorLeftOpenIsCounted() throws SyncException {
        InMemoryJournal journal = new InMemoryJournal();
        var cursor = journal.job(new JobId("j")).entries(FolderName.ROOT);
        assertThat(journal.openCursors()).isEqualTo(1);
        cursor.close();
        cursor.close();
        assertThat(journal.openCursors()).isZero();
    }

    @Test
    void theChosenCallFailsAndChangesNothing() throws SyncException {
        InMemoryJournal journal = new InMemoryJournal();
        JobJournal job = journal.job(new JobId("j"));
        journal.failCall(2, ErrorCode.JOURNAL_IO);
        assertThat(job.beginScan()).isEqualTo(1);
        assertThatThrownBy(job::beginScan).isInstanceOfSatisfying(SyncException.class, e -> assertThat(e.retryable())
                .isTrue());
        assertThat(job.beginScan()).isEqualTo(2);
    }

    @Test
    void whatCrashedIsOfNoUseAnyMore() throws SyncException {
        InMemoryJournal journal = new InMemoryJournal();
        JobJournal job = journal.job(new JobId("j"));
        job.beginScan();
        InMemoryJournal after = journal.crash();
        assertThatThrownBy(job::beginScan).isInstanceOf(IllegalStateException.class);
        assertThat(after.job(new JobId("j")).beginScan()).isEqualTo(2);
    }
}
