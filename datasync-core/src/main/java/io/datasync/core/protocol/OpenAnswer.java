package io.datasync.core.protocol;

import io.datasync.core.lease.FencingToken;
import io.datasync.core.path.FolderName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A run was opened, or is open already.
 *
 * @param token to be shown with every message of the run
 * @param lease for how long it holds without a message (D-23)
 * @param scanSeq the highest scan number that the index has seen of this job. An agent whose own is lower lost its memory, and counts on
 *     from this one: until it does, what it observes seems older than what is known (D-21)
 * @param sealed folders that need no scan (CORE-5); empty when they are those that the agent takes for sealed
 * @param differing folders whose entries are to be compared: those whose claim differs, and those that only the index has at the source
 */
public record OpenAnswer(
        FencingToken token,
        Duration lease,
        long scanSeq,
        Optional<List<FolderName>> sealed,
        List<FolderName> differing) {
    public OpenAnswer {
        sealed = sealed.map(List::copyOf);
        differing = List.copyOf(differing);
    }
}
