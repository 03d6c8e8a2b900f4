package io.datasync.testkit.network;

import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.protocol.seal.DraftHead;
import io.datasync.core.protocol.seal.DraftVisitor;
import java.time.Instant;
import java.util.List;

/** One line of a draft on its way. */
@FunctionalInterface
interface DraftLine {
    /** Shows it. */
    void show(DraftVisitor visitor) throws SyncException;

    /** A visitor that writes lines here. */
    static DraftVisitor into(List<DraftLine> lines) {
        return new DraftVisitor() {
            @Override
            public void head(DraftHead head) {
                lines.add(visitor -> visitor.head(head));
            }

            @Override
            public void entry(Fact fact) {
                lines.add(visitor -> visitor.entry(fact));
            }

            @Override
            public void loss(SourceEntry entry, Instant noticedAt) {
                lines.add(visitor -> visitor.loss(entry, noticedAt));
            }
        };
    }
}
