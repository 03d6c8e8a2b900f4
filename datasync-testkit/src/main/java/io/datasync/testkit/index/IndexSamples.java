package io.datasync.testkit.index;

import io.datasync.core.balance.Balance;
import io.datasync.core.digest.Digest;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.EntryState;
import io.datasync.core.index.RunRow;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunState;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.seal.FolderListings;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Small makers of rows, so that a test reads as a sentence; and ids that no other test of this process has. */
final class IndexSamples {
    /** To the microsecond, which every database keeps. */
    static final Instant NOON = Instant.parse("2026-04-23T12:00:00.123456Z");

    static final FencingToken TOKEN = new FencingToken(3, 141);

    private static final AtomicLong COUNTER = new AtomicLong();

    private IndexSamples() {}

    static JobId newJobId() {
        return new JobId("contract-job-" + COUNTER.incrementAndGet());
    }

    static RunId newRunId() {
        return new RunId("contract-run-" + COUNTER.incrementAndGet());
    }

    static Digest digest(int content) {
        return Digest.of(ByteBuffer.allocate(Digest.BYTES).putInt(0, content).array());
    }

    static Fact fact(String path, int content) {
        return new Fact(SourceEntry.file(RelativePath.known(path), content, -content), digest(content), NOON);
    }

    static EntryRow row(Fact fact, RunId run) {
        return new EntryRow(fact, EntryState.VERIFIED, true, 1, run, TOKEN);
    }

    static SetSummary summary(Collection<Fact> facts) {
        SetSummary set = SetSummary.EMPTY;
        for (Fact fact : facts) {
            set = set.plus(fact.entry().sizeBytes(), fact.entryDigest());
        }
        return set;
    }

    static RunRow run(RunId run, JobId job) {
        return new RunRow(
                run,
                job,
                RunState.OPEN,
                TOKEN,
                false,
                Optional.empty(),
                NOON,
                NOON,
                NOON.plus(Duration.ofMinutes(5)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static CompleteRequest result() {
        return new CompleteRequest(
                new Balance(21, 6, 5, 4, 3, 3),
                1,
                6,
                4_096,
                Optional.of(ErrorCode.SHARE_FULL),
                2,
                9,
                FolderListings.NONE);
    }
}
