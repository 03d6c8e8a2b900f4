package io.datasync.core.index.notice;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.datasync.core.digest.Digest;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.path.RelativePath;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;

/**
 * A file that a run proved and that the server has yet to read back by itself (D-5).
 *
 * @param run the run that proved it
 * @param addedAt when the index heard of it, by the index's time
 * @param dueAt from when somebody may take it, by the index's time
 * @param disputed whether reading it back has shown something else, and nothing good since
 */
public record SampleRow(JobId job, RelativePath path, RunId run, Instant addedAt, Instant dueAt, boolean disputed) {
    /** One file of so many is read back. */
    public static final int ONE_IN = 100;

    /** Whether a file is one of those. It follows from run and path alone, so that a repeat says the same, on every node. */
    public static boolean isChosen(RunId run, RelativePath path) {
        MessageDigest sha = Digest.sha256();
        sha.update(run.text().getBytes(UTF_8));
        sha.update((byte) 0);
        sha.update(path.bytes());
        long first = Integer.toUnsignedLong(ByteBuffer.wrap(sha.digest()).getInt());
        return first % ONE_IN == 0;
    }

    /** The same, due then. */
    public SampleRow due(Instant at, boolean nowDisputed) {
        return new SampleRow(job, path, run, addedAt, at, nowDisputed);
    }
}
