package io.datasync.core.certificate;

import io.datasync.core.digest.Digest;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What must be true of each entry and loss of a certificate after those before it, and the sums over them. Holds a few entries at a time.
 * For one thread; after a fault it is of no use.
 */
public final class ContentRules {
    private final FolderName folder;
    private final MessageDigest digests = Digest.sha256();
    private SetSummary summary = SetSummary.EMPTY;
    private @Nullable SourceEntry last;
    private @Nullable CertifiedLoss lastLoss;
    private int losses;

    /** Files whose names are the beginning of the last entry's: a folder of the same name could still follow. */
    private final Deque<SourceEntry> beginnings = new ArrayDeque<>();

    /** The rules of a folder's certificate. */
    public ContentRules(FolderName folder) {
        this.folder = folder;
    }

    /** What is wrong with this entry; otherwise null, and it is counted. */
    public @Nullable String fault(Fact fact) {
        SourceEntry entry = fact.entry();
        String fault = fault(entry);
        if (fault != null) {
            return fault;
        }
        if (last != null && SourceEntry.CANONICAL_ORDER.compare(last, entry) >= 0) {
            return "not after " + last.path() + ", in canonical order";
        }
        while (!beginnings.isEmpty() && !begins(beginnings.peek(), entry)) {
            beginnings.pop();
        }
        if (entry.kind() == EntryKind.FOLDER) {
            if (beginnings.stream().anyMatch(file -> file.path().equals(entry.path()))) {
                return "both a file and a folder";
            }
            if (!fact.digest().equals(Digest.OF_NOTHING)) {
                return "a folder has the digest of nothing";
            }
        } else {
            beginnings.push(entry);
        }
        if (entry.sizeBytes() > Long.MAX_VALUE - summary.bytes()) {
            return "all sizes together exceed 64 bits";
        }
        last = entry;
        Digest digest = fact.entryDigest();
        digests.update(digest.bytes());
        summary = summary.plus(entry.sizeBytes(), digest);
        return null;
    }

    private static boolean begins(SourceEntry file, SourceEntry entry) {
        byte[] start = file.path().bytes();
        byte[] whole = entry.path().bytes();
        return start.length <= whole.length && Arrays.equals(start, 0, start.length, whole, 0, start.length);
    }

    /** What is wrong with this loss; otherwise null, and it is counted. */
    public @Nullable String fault(CertifiedLoss loss) {
        String fault = fault(loss.entry());
        if (fault != null) {
            return fault;
        }
        if (loss.entry().kind() != EntryKind.FILE) {
            return "only files are lost";
        }
        if (lastLoss != null && CertifiedLoss.ORDER.compare(lastLoss, loss) >= 0) {
            return "not after the loss of " + lastLoss.entry().path() + ", in order";
        }
        lastLoss = loss;
        losses++;
        return null;
    }

    private @Nullable String fault(SourceEntry entry) {
        if (!entry.path().folder().equals(folder)) {
            return "not in the folder " + folder;
        }
        return entry.path().isTooLong() ? "longer than " + RelativePath.TEXT_MAX + " characters" : null;
    }

    SetSummary summary() {
        return summary;
    }

    int losses() {
        return losses;
    }

    /** The digest over all entries; for one call, at the end. */
    Digest entriesDigest() {
        return Digest.of(digests.digest());
    }
}
