package io.datasync.testkit.journal;

import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.Journal;
import io.datasync.core.lease.JobId;
import java.time.Instant;

/** What the parts of {@link JournalContract} need of an implementation. */
public interface JournalFixture {
    /** The job of most tests. */
    JobId JOB = new JobId("geometry");

    /** When things are noticed. */
    Instant NOON = Instant.parse("2026-04-23T12:00:00.123456789Z");

    /** An empty journal; called once in a test. */
    Journal openEmpty() throws SyncException;

    /** Ends the journal as a kill of its process would, and opens what is left of it. */
    Journal crash(Journal journal) throws SyncException;
}
