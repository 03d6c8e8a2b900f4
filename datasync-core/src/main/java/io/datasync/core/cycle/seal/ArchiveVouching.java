package io.datasync.core.cycle.seal;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Vouches for what the journal has as verified, and reads back what it has forgotten, such as files that the source has purged since (I-1).
 */
public final class ArchiveVouching implements FolderCertifier.Vouching {
    private final JobJournal journal;
    private final ArchiveStore store;
    private final BooleanSupplier stop;

    /** By this journal and archive. */
    public ArchiveVouching(JobJournal journal, ArchiveStore store, BooleanSupplier stop) {
        this.journal = journal;
        this.store = store;
        this.stop = stop;
    }

    @Override
    public void vouch(List<Fact> facts) throws SyncException {
        Map<RelativePath, Fact> known = new HashMap<>();
        List<RelativePath> paths =
                facts.stream().map(fact -> fact.entry().path()).toList();
        for (JournalEntry entry : journal.find(paths)) {
            entry.verified().ifPresent(fact -> known.put(fact.entry().path(), fact));
        }
        for (Fact fact : facts) {
            if (!isSame(known.get(fact.entry().path()), fact)) {
                readBack(fact);
            }
        }
    }

    private static boolean isSame(@Nullable Fact known, Fact said) {
        return known != null
                && known.entry().kind() == said.entry().kind()
                && known.entry().looksLike(said.entry())
                && known.digest().equals(said.digest());
    }

    private void readBack(Fact fact) throws SyncException {
        SourceEntry entry = fact.entry();
        if (entry.kind() == EntryKind.FOLDER) {
            return;
        }
        if (stop.getAsBoolean()) {
            throw SyncException.passing(ErrorCode.INTERRUPTED, "Asked to stop while a folder was certified");
        }
        Digest found;
        try (InputStream in = store.open(entry.path())) {
            found = Digest.ofAll(in);
        } catch (IOException e) {
            throw new SyncException(
                    ErrorCode.SHARE_IO, true, "Cannot read " + entry.path() + " back: " + e.getMessage(), e);
        }
        if (!found.equals(fact.digest())) {
            throw SyncException.permanent(
                    ErrorCode.CONTENT_DIFFERS,
                    "The archive has " + found + " as " + entry.path() + ", and the index " + fact.digest());
        }
    }
}
