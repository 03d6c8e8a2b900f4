package io.datasync.core.cycle.seal;

import io.datasync.core.certificate.Certificate;
import io.datasync.core.certificate.CertifiedLoss;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.seal.DraftHead;
import io.datasync.core.protocol.seal.DraftVisitor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A draft as it came, put into the order of a certificate; what no honest server says is refused. */
final class DraftCopy implements DraftVisitor {
    private final FolderName folder;
    private final List<Fact> entries = new ArrayList<>();
    private final Set<RelativePath> paths = new HashSet<>();
    private final List<CertifiedLoss> losses = new ArrayList<>();
    private long bytes;
    private @Nullable DraftHead head;

    DraftCopy(FolderName folder) {
        this.folder = folder;
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
        requireRoom(entries.size());
        // Not by neighbours in their order: between a file and a folder of its name others may stand.
        if (!paths.add(fact.entry().path())) {
            throw malformed(fact.entry().path() + " comes twice");
        }
        if (fact.entry().sizeBytes() > Long.MAX_VALUE - bytes) {
            throw malformed("more bytes than there can be");
        }
        bytes += fact.entry().sizeBytes();
        entries.add(fact);
    }

    @Override
    public void loss(SourceEntry entry, Instant noticedAt) throws SyncException {
        requirePlace(entry);
        requireRoom(losses.size());
        if (entry.kind() != EntryKind.FILE) {
            throw malformed("a folder that was lost");
        }
        losses.add(new CertifiedLoss(entry, noticedAt));
    }

    private void requirePlace(SourceEntry entry) throws SyncException {
        if (!entry.path().folder().equals(folder)) {
            throw malformed(entry.path() + " is in another folder");
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

    /** In canonical order, each once. */
    List<Fact> entries() {
        entries.sort(Comparator.comparing(Fact::entry, SourceEntry.CANONICAL_ORDER));
        return entries;
    }

    /** In the order of a certificate. */
    List<CertifiedLoss> losses() throws SyncException {
        losses.sort(CertifiedLoss.ORDER);
        for (int i = 1; i < losses.size(); i++) {
            if (losses.get(i).equals(losses.get(i - 1))) {
                throw malformed("the loss of " + losses.get(i).entry().path() + " comes twice");
            }
        }
        return losses;
    }

    private SyncException malformed(String fault) {
        return SyncException.permanent(ErrorCode.MESSAGE_MALFORMED, "The draft of folder " + folder + ": " + fault);
    }
}
