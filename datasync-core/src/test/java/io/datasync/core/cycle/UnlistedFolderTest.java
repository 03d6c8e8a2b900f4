package io.datasync.core.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.balance.Balance;
import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.JournalCursor;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.journal.file.FileJournal;
import io.datasync.core.lease.JobId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.PathFilter;
import io.datasync.core.path.RelativePath;
import io.datasync.core.scan.ClockWatch;
import io.datasync.core.scan.StillnessRule;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A folder that was not listed to its end")
final class UnlistedFolderTest {
    private static final Instant NOON = Instant.parse("2026-04-23T12:00:00Z");
    private static final FolderName FOLDER = path("a").folder();

    @TempDir
    private Path home;

    private final Tally tally = new Tally();
    private FileJournal journals;
    private JobJournal journal;
    private long scan;

    private static RelativePath path(String name) {
        return RelativePath.known("2026-04-23/" + name);
    }

    private static SourceEntry file(String name, long size) {
        return SourceEntry.file(path(name), size, size);
    }

    /** One file is archived and unchanged, one waits, three are held. */
    @BeforeEach
    void threeHeldFiles() throws SyncException {
        journals = FileJournal.open(home, InstantSource.fixed(NOON));
        journal = journals.job(new JobId("job"));
        long first = journal.beginScan();
        List<SourceEntry> known = new ArrayList<>();
        for (String name : List.of("same", "h1", "h2", "h3")) {
            known.add(file(name, 1));
        }
        journal.observe(first, known);
        journal.recordVerified(
                first,
                known.stream()
                        .map(entry -> new Fact(entry, Digest.OF_NOTHING, NOON))
                        .toList());
        scan = journal.beginScan();
        journal.observe(scan, List.of(file("h1", 2), file("h2", 2), file("h3", 2)));
        journal.hold(scan, 0, NOON);
        scan = journal.beginScan();
        journal.observe(scan, List.of(file("waits", 5)));
    }

    @AfterEach
    void close() {
        journals.close();
    }

    /** Nothing of the folder was found but what is unreadable. */
    private Balance unlisted(Set<RelativePath> unreadable, long unreadableFiles) throws SyncException {
        InstantSource clock = InstantSource.fixed(NOON);
        Stillness stillness = new Stillness(StillnessRule.DEFAULT, new ClockWatch(clock, () -> 0), NOON);
        FolderMerge merge = new FolderMerge(
                journal,
                PathFilter.NOTHING,
                tally,
                scan,
                stillness,
                new PurgeWatch(journal, Optional.empty(), NOON),
                new Observations(journal, scan, clock));
        tally.listed(0, 0, unreadableFiles);
        try (JournalCursor known = journal.entries(FOLDER)) {
            for (JournalEntry entry = known.next(); entry != null; entry = known.next()) {
                merge.vanished(entry);
            }
        }
        merge.end(FOLDER, false, unreadable, unreadableFiles);
        assertThat(journal.applyVanished(scan, NOON)).isZero();
        return tally.balanceSoFar();
    }

    @Test
    @DisplayName("D-3 D-12 I-6 its held files are seen and held still, so that the alert about them lives on")
    void heldFilesAreHeldStill() throws SyncException {
        assertThat(unlisted(Set.of(), 0)).isEqualTo(new Balance(4, 0, 1, 0, 3, 0));
        assertThat(tally.held()).isEqualTo(3);
        assertThat(tally.plannedFiles()).isEqualTo(1);
    }

    @Test
    @DisplayName("D-3 I-6 a held file that is listed and cannot be read counts once, named or not")
    void anUnreadableHeldFileCountsOnce() throws SyncException {
        assertThat(unlisted(Set.of(path("h1")), 3)).isEqualTo(new Balance(4, 0, 1, 0, 3, 0));
        assertThat(tally.held()).isEqualTo(3);
    }
}
