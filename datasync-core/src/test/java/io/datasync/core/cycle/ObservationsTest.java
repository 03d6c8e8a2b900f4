package io.datasync.core.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.file.FileJournal;
import io.datasync.core.lease.JobId;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What a scan found and has not written yet")
final class ObservationsTest {
    private static final Instant NOON = Instant.parse("2026-04-23T12:00:00Z");

    @TempDir
    private Path home;

    private Instant now = NOON;
    private FileJournal journals;
    private JobJournal journal;
    private Observations observations;

    @BeforeEach
    void aScan() throws SyncException {
        InstantSource clock = () -> now;
        journals = FileJournal.open(home, clock);
        journal = journals.job(new JobId("job"));
        observations = new Observations(journal, journal.beginScan(), clock);
    }

    @AfterEach
    void close() {
        journals.close();
    }

    private void add(int from, int count) throws SyncException {
        for (int i = from; i < from + count; i++) {
            observations.add(SourceEntry.file(RelativePath.known("day-" + i + "/file"), i, i));
        }
    }

    private long written() throws SyncException {
        return journal.counts().pending();
    }

    @Test
    @DisplayName("waits beyond its folder, and is written before anything is made of it")
    void ofManyFolders() throws Exception {
        for (int folder = 0; folder < 100; folder++) {
            add(folder, 1);
            observations.folderEnded();
        }
        assertThat(written()).isZero();
        observations.write();
        assertThat(written()).isEqualTo(100);
        observations.write();
        assertThat(written()).isEqualTo(100);
    }

    @Test
    @DisplayName("I-11 a thousand entries do not wait for more")
    void aThousand() throws Exception {
        add(0, 999);
        assertThat(written()).isZero();
        add(999, 1);
        assertThat(written()).isEqualTo(1_000);
        add(1_000, 1);
        assertThat(written()).isEqualTo(1_000);
    }

    @Test
    @DisplayName("nothing waits for more than a second when a folder ends, nor after a clock was put back")
    void notForLong() throws Exception {
        add(0, 1);
        now = NOON.plusMillis(999);
        add(1, 1);
        observations.folderEnded();
        assertThat(written()).isZero();
        now = NOON.plusSeconds(1);
        observations.folderEnded();
        assertThat(written()).isEqualTo(2);

        add(2, 1);
        observations.folderEnded();
        assertThat(written()).isEqualTo(2);
        now = NOON;
        observations.folderEnded();
        assertThat(written()).isEqualTo(3);
        now = NOON.plusSeconds(60);
        observations.folderEnded();
        assertThat(written()).isEqualTo(3);
    }
}
