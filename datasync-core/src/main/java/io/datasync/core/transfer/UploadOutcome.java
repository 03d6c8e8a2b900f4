package io.datasync.core.transfer;

import io.datasync.core.failure.FailureScope;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.transfer.publish.Publication;

/** What became of the attempt to archive one entry. */
public sealed interface UploadOutcome {
    /** The entry as the scan found it. */
    SourceEntry entry();

    /**
     * The archive holds it, by proof (I-1).
     *
     * @param bytesSent what was written to the share for it; 0 where nothing had to be
     * @param publication how it got its name
     */
    record Verified(Fact fact, long bytesSent, Publication publication) implements UploadOutcome {
        @Override
        public SourceEntry entry() {
            return fact.entry();
        }
    }

    /** It is not, or is no longer, what the scan found: it stays in flight until a scan finds it still (CORE-2). */
    record StillChanging(SourceEntry entry) implements UploadOutcome {}

    /** It was deleted at the source before it was archived. Whether it is lost is for the next complete listing to say (D-2). */
    record Vanished(SourceEntry entry) implements UploadOutcome {}

    /** It could not be archived, after all its tries. */
    record Failed(SourceEntry entry, SyncException why) implements UploadOutcome {
        /** Whom the failure concerns. */
        public FailureScope scope() {
            return FailureScope.of(why.code());
        }
    }
}
