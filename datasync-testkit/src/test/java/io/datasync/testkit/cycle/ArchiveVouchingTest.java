package io.datasync.testkit.cycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.cycle.seal.ArchiveVouching;
import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.testkit.journal.memory.InMemoryJournal;
import io.datasync.testkit.store.fault.StoreMethod;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("I-1 what is vouched for before a certificate is signed")
final class ArchiveVouchingTest {
    private static final RelativePath PATH = RelativePath.known("2026-04-22/a");

    @TempDir
    Path source;

    private CycleFixture pc;
    private Fact proven;

    @BeforeEach
    void anArchivedFile() throws Exception {
        pc = new CycleFixture(source);
        pc.write(PATH.text(), "content", Duration.ofHours(20));
        pc.cycle();
        proven = pc.job().find(List.of(PATH)).get(0).verified().orElseThrow();
    }

    private int readsFor(JobJournal journal, Fact... facts) throws SyncException {
        int before = reads();
        new ArchiveVouching(journal, pc.store, () -> false).vouch(List.of(facts));
        return reads() - before;
    }

    private int reads() {
        return Collections.frequency(pc.store.calls(), StoreMethod.OPEN);
    }

    private Fact with(SourceEntry entry, Digest digest) {
        return new Fact(entry, digest, proven.verifiedAt());
    }

    @Test
    @DisplayName("what the journal has as verified is not read again")
    void whatTheJournalHas() throws SyncException {
        assertThat(readsFor(pc.job(), proven)).isZero();
        Fact earlier = new Fact(proven.entry(), proven.digest(), Instant.EPOCH);
        assertThat(readsFor(pc.job(), earlier)).as("whenever it was").isZero();
    }

    @Test
    @DisplayName("what it has forgotten, or has otherwise, is read back, each file once; a folder has nothing to read")
    void whatItHasOtherwise() throws SyncException {
        SourceEntry entry = proven.entry();
        SourceEntry longer = SourceEntry.file(PATH, entry.sizeBytes() + 1, entry.ticks());
        SourceEntry later = SourceEntry.file(PATH, entry.sizeBytes(), entry.ticks() + 1);
        assertThat(readsFor(pc.job(), with(longer, proven.digest()))).isEqualTo(1);
        assertThat(readsFor(pc.job(), with(later, proven.digest()))).isEqualTo(1);
        pc.journal = new InMemoryJournal();
        assertThat(readsFor(pc.job(), proven)).isEqualTo(1);
        Fact folder = with(SourceEntry.folder(PATH), Digest.OF_NOTHING);
        assertThat(readsFor(pc.job(), folder)).isZero();
    }

    @Test
    @DisplayName("other bytes than those that are to be signed are refused, though journal and archive agree")
    void otherBytes() {
        Fact other = with(proven.entry(), Digest.OF_NOTHING);
        assertThatThrownBy(() -> readsFor(pc.job(), other))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONTENT_DIFFERS));
    }

    @Test
    @DisplayName("an agent that is asked to stop reads no more")
    void askedToStop() throws SyncException {
        pc.journal = new InMemoryJournal();
        ArchiveVouching stopping = new ArchiveVouching(pc.job(), pc.store, () -> true);
        int before = reads();
        assertThatThrownBy(() -> stopping.vouch(List.of(proven)))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERRUPTED));
        assertThat(reads()).isEqualTo(before);
    }
}
