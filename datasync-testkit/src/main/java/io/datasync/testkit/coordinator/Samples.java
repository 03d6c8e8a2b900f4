package io.datasync.testkit.coordinator;

import io.datasync.core.balance.Balance;
import io.datasync.core.digest.Digest;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.FolderClaim;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** Small makers, so that a test reads as a sentence. */
final class Samples {
    static final Instant NOON = Instant.parse("2026-04-23T12:00:00Z");
    static final FolderName DAY = folder("2026-04-23");
    static final FolderName NEXT_DAY = folder("2026-04-24");

    /** Everything went well. */
    static final CompleteRequest WHOLE =
            new CompleteRequest(new Balance(3, 3, 0, 0, 0, 0), 0, 3, 300, Optional.empty());

    private static final AtomicLong COUNTER = new AtomicLong();

    private Samples() {}

    static RunId newRun() {
        return new RunId("contract-run-" + COUNTER.incrementAndGet());
    }

    static FolderName folder(String name) {
        return RelativePath.known(name + "/x").folder();
    }

    static Digest digest(int content) {
        return Digest.of(
                ByteBuffer.allocate(Digest.BYTES).putInt(0, content + 1).array());
    }

    /** A file of that size, whose content follows from the size. */
    static SourceEntry file(String path, int size) {
        return SourceEntry.file(RelativePath.known(path), size, 1_000L + size);
    }

    static Fact fact(String path, int size) {
        return new Fact(file(path, size), digest(size), NOON);
    }

    static SetSummary summary(Collection<Fact> facts) {
        SetSummary set = SetSummary.EMPTY;
        for (Fact fact : facts) {
            set = set.plus(fact.entry().sizeBytes(), fact.entryDigest());
        }
        return set;
    }

    /** What an agent claims that has these facts, all at the source. */
    static List<FolderClaim> claims(Collection<Fact> facts) {
        Map<FolderName, List<Fact>> folders = new TreeMap<>();
        for (Fact fact : facts) {
            folders.computeIfAbsent(fact.entry().path().folder(), name -> new ArrayList<>())
                    .add(fact);
        }
        return folders.entrySet().stream()
                .map(entry -> new FolderClaim(entry.getKey(), summary(entry.getValue())))
                .toList();
    }
}
