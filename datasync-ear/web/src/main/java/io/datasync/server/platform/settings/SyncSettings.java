package io.datasync.server.platform.settings;

import java.time.Duration;

/**
 * What can be set about runs and their messages; part of {@link ServerSettings}.
 *
 * @param lease how long a run holds its job without a message, in whole seconds ({@code datasync.run.lease}); default 5 minutes (D-23)
 * @param silence after how long without a message a run is closed, longer than the lease ({@code datasync.run.silence}); default 30 minutes
 * @param compareBatch entries of one transaction of a comparison ({@code datasync.compare.batch}); default 1,000
 * @param compareLinesMax most lines of one comparison ({@code datasync.compare.lines.max}); default 20 million
 * @param comparesMax comparisons at work at once on this node; others are put off ({@code datasync.compare.concurrent.max}); default 8
 * @param spoolBytesMax most bytes of one comparison's answer, compressed, that wait on disk for its end ({@code
 *     datasync.compare.spool.bytes.max}); default 1 GiB
 * @param openBytesMax largest request that opens a run, inflated; it names all folders of a job ({@code datasync.open.bytes.max}); default
 *     64 MiB
 * @param statementTimeout how long one statement on the index may take ({@code datasync.statement.timeout}); default 30 s
 * @param sealQuiet for how long nothing new must have come into a date folder before it is sealed ({@code datasync.seal.quiet}); default 24 h
 *     (CORE-5)
 * @param certifyMax drafts and certificates at work at once on this node, each of the latter in memory, 64 MiB at most; others are put off
 *     ({@code datasync.certify.concurrent.max}); default 2
 * @param sampleFilesMax files that this node reads back every ten seconds at most, of one in a hundred that runs prove ({@code
 *     datasync.sample.files.max}); default 100 (D-5)
 * @param sampleBytesMax bytes after which it begins no further one ({@code datasync.sample.bytes.max}); default 256 MiB
 */
public record SyncSettings(
        Duration lease,
        Duration silence,
        int compareBatch,
        long compareLinesMax,
        int comparesMax,
        long spoolBytesMax,
        long openBytesMax,
        Duration statementTimeout,
        Duration sealQuiet,
        int certifyMax,
        int sampleFilesMax,
        long sampleBytesMax) {
    /** The defaults. */
    public static final SyncSettings DEFAULTS = new SyncSettings(
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            1_000,
            20_000_000,
            8,
            1L << 30,
            64L << 20,
            Duration.ofSeconds(30),
            Duration.ofHours(24),
            2,
            100,
            256L << 20);

    public SyncSettings {
        Ranges.check("datasync.run.lease", lease, Duration.ofSeconds(1), Duration.ofDays(1));
        Ranges.check("datasync.run.silence", silence, lease.plusSeconds(1), Duration.ofDays(30));
        Ranges.check("datasync.compare.batch", compareBatch, 1, 10_000);
        Ranges.check("datasync.compare.lines.max", compareLinesMax, 1L, 1_000_000_000L);
        Ranges.check("datasync.compare.concurrent.max", comparesMax, 1, 1_000);
        Ranges.check("datasync.compare.spool.bytes.max", spoolBytesMax, 1L, 1L << 40);
        Ranges.check("datasync.open.bytes.max", openBytesMax, 1L, 1L << 30);
        Ranges.check("datasync.statement.timeout", statementTimeout, Duration.ofSeconds(1), Duration.ofSeconds(50));
        Ranges.check("datasync.seal.quiet", sealQuiet, Duration.ofSeconds(1), Duration.ofDays(3_650));
        Ranges.check("datasync.certify.concurrent.max", certifyMax, 1, 1_000);
        Ranges.check("datasync.sample.files.max", sampleFilesMax, 1, 10_000);
        Ranges.check("datasync.sample.bytes.max", sampleBytesMax, 1L, 1L << 40);
        if (!lease.equals(Duration.ofSeconds(lease.toSeconds()))) {
            throw new IllegalArgumentException("datasync.run.lease must be whole seconds, it is " + lease);
        }
    }
}
