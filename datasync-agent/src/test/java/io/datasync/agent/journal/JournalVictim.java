package io.datasync.agent.journal;

import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.lease.JobId;
import io.datasync.testkit.journal.JournalScript;
import io.datasync.testkit.journal.memory.InMemoryJournal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A process that goes on with a script of calls until it is killed, and says each call that returned.
 *
 * <p>Arguments: the file, the script's seed, how many calls were made before.
 */
final class JournalVictim {
    static final JobId JOB = new JobId("geometry");

    /** At which a first scan has the number 1, as the twin's has. */
    static final InstantSource START = InstantSource.fixed(Instant.EPOCH);

    private JournalVictim() {}

    public static void main(String[] args) throws SyncException {
        JournalScript script = new JournalScript(Long.parseLong(args[1]));
        int step = Integer.parseInt(args[2]);
        replay(script, step);
        try (SqliteJournal journal = SqliteJournal.open(Path.of(args[0]), START)) {
            JobJournal job = journal.job(JOB);
            // Standard output of a killed process is read to its end, so what was flushed was returned.
            for (; step < 1_000_000; step++) {
                script.step(job);
                System.out.println(step + 1);
                System.out.flush();
            }
        }
    }

    /** The first calls of a script on a twin in memory. */
    static JobJournal replay(JournalScript script, int steps) throws SyncException {
        JobJournal twin = new InMemoryJournal().job(JOB);
        for (int step = 0; step < steps; step++) {
            script.step(twin);
        }
        return twin;
    }
}
