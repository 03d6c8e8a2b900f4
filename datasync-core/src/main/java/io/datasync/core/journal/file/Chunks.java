package io.datasync.core.journal.file;

import io.datasync.core.journal.file.change.Change;
import io.datasync.core.journal.file.change.ChangeWriter;
import io.datasync.core.journal.file.log.LogFile;
import io.datasync.core.lease.JobId;
import java.io.IOException;

/** Records of bounded size. */
final class Chunks {
    private static final int CHANGES_A_RECORD = 1_000;

    private final JobId job;
    private final LogFile.Sink sink;
    private ChangeWriter writer;
    private int changes;

    Chunks(JobId job, LogFile.Sink sink) {
        this.job = job;
        this.sink = sink;
        writer = new ChangeWriter(job.text());
    }

    void write(Change change) throws IOException {
        writer.write(change);
        if (++changes == CHANGES_A_RECORD) {
            end();
        }
    }

    void end() throws IOException {
        if (changes > 0) {
            sink.write(writer.bytes());
            writer = new ChangeWriter(job.text());
            changes = 0;
        }
    }
}
