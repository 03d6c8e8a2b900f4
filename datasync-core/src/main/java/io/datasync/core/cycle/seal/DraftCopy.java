package io.datasync.core.cycle.seal;

import io.datasync.core.certificate.Certificate;
import io.datasync.core.certificate.CertifiedLoss;
import io.datasync.core.certificate.ContentRules;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.seal.DraftHead;
import io.datasync.core.protocol.seal.DraftVisitor;
import io.datasync.core.scratch.ScratchSort;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A draft as it came, put into the order of a certificate; what no honest server says is refused. First all of it comes, then it is taken:
 * entries, then losses.
 */
final class DraftCopy implements DraftVisitor, AutoCloseable {
    private final FolderName folder;
    private final ScratchSort<Fact> entries;
    private final ScratchSort<CertifiedLoss> losses;
    private final ContentRules rules;
    private int entryCount;
    private int lossCount;
    private @Nullable DraftHead head;

    /**
     * An empty copy.
     *
     * @param scratch a folder for what does not fit in memory
     */
    DraftCopy(FolderName folder, Path scratch) {
        this.folder = folder;
        entries = new ScratchSort<>(
                scratch, Comparator.comparing(Fact::entry, SourceEntry.CANONICAL_ORDER), new FactForm());
        losses = new ScratchSort<>(scratch, CertifiedLoss.ORDER, new LossForm());
        rules = new ContentRules(folder);
    }

    @Override
    public void head(DraftHead said) throws SyncException {
        boolean follows = said.previous()
                .map(before -> before.revision() < said.certificateRevision())
                .orElse(true);
        if (head != null || !said.folder().equals(folder) || !follows) {
            throw malformed("a head of folder " + said.folder() + " that is none");
        }
        head = said;
    }

    @Override
    public void entry(Fact fact) throws SyncException {
        requirePlace(fact.entry());
        requireRoom(entryCount);
        entryCount++;
        entries.add(fact);
    }

    @Override
    public void loss(SourceEntry entry, Instant noticedAt) throws SyncException {
        requirePlace(entry);
        requireRoom(lossCount);
        lossCount++;
        losses.add(new CertifiedLoss(entry, noticedAt));
    }

    private void requirePlace(SourceEntry entry) throws SyncException {
        // Also what bounds the memory of a run that is sorted.
        if (!entry.path().folder().equals(folder) || entry.path().isTooLong()) {
            throw malformed(entry.path() + " is in another folder, or too long");
        }
    }

    private void requireRoom(int before) throws SyncException {
        if (before == Certificate.ENTRIES_MAX) {
            throw SyncException.permanent(
                    ErrorCode.FOLDER_TOO_LARGE,
                    "Folder " + folder + " has more than " + Certificate.ENTRIES_MAX + " entries or losses");
        }
    }

    DraftHead head() throws SyncException {
        if (head == null) {
            throw malformed("no head");
        }
        return head;
    }

    /** The next entry in canonical order; null after the last. */
    @Nullable
    Fact nextEntry() throws SyncException {
        Fact fact = entries.next();
        if (fact != null) {
            require(rules.fault(fact), fact.entry());
        }
        return fact;
    }

    /** The next loss in the order of a certificate; null after the last. */
    @Nullable
    CertifiedLoss nextLoss() throws SyncException {
        CertifiedLoss loss = losses.next();
        if (loss != null) {
            require(rules.fault(loss), loss.entry());
        }
        return loss;
    }

    private void require(@Nullable String fault, SourceEntry entry) throws SyncException {
        if (fault != null) {
            throw malformed(entry.path() + ": " + fault);
        }
    }

    private SyncException malformed(String fault) {
        return SyncException.permanent(ErrorCode.MESSAGE_MALFORMED, "The draft of folder " + folder + ": " + fault);
    }

    @Override
    public void close() {
        entries.close();
        losses.close();
    }
}
