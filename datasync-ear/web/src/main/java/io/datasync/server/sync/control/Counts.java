package io.datasync.server.sync.control;

import io.datasync.core.balance.Balance;
import io.datasync.core.index.RunRow;
import io.datasync.core.protocol.CompleteRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** How the status page writes a balance. */
final class Counts {
    static final List<String> COLUMNS = List.of("Seen", "Verified", "In flight", "Excluded", "Failed", "Lost");

    /** What is not known, or not yet. */
    static final String NONE = "-";

    private Counts() {}

    /** The counts in the order of {@link #COLUMNS}; unknown while a run is alive, and of an orphan. */
    static List<String> of(Optional<RunRow> run) {
        Optional<Balance> balance = run.flatMap(RunRow::result).map(CompleteRequest::balance);
        if (balance.isEmpty()) {
            return Collections.nCopies(COLUMNS.size(), NONE);
        }
        Balance known = balance.get();
        return LongStream.of(
                        known.seen(),
                        known.verified(),
                        known.inFlight(),
                        known.excluded(),
                        known.failed(),
                        known.lost())
                .mapToObj(Long::toString)
                .toList();
    }
}
