package io.datasync.core.transfer;

import java.time.Duration;

/**
 * The limits of a transfer (I-11).
 *
 * @param threads how many files are uploaded at once, 1 to 64; with 1 everything happens in the caller's thread, in one fixed order
 * @param triesMax how often a file is tried in one run when its failure may pass, and a call whose outcome is unknown is repeated
 * @param failuresInRowMax so many files in a row that the share failed to take, without one that succeeds, mean that it is the share
 * @param rangeBytesMax the largest buffer of a thread, and so the largest range sent at once; 4 KiB to 4 MiB
 * @param batchFilesMax a batch closes at so many files (D-7)
 * @param batchBytesMax a batch closes at so many bytes (D-7)
 * @param batchAgeMax a batch closes when its first file has waited so long (D-7)
 * @param lookFirst whether the archive is asked for a file of the name before anything is sent; costs a request for each file, and saves
 *     the bytes of files that are there
 * @param recoverMax how many leftovers a recovery looks at, at most
 * @param resumption which large files are gone on with after an interruption (D-14)
 */
public record TransferSettings(
        int threads,
        int triesMax,
        int failuresInRowMax,
        int rangeBytesMax,
        int batchFilesMax,
        long batchBytesMax,
        Duration batchAgeMax,
        boolean lookFirst,
        int recoverMax,
        Resumption resumption) {
    /** 4 threads; 3 tries; 50 failures; 4 MiB ranges; batches of 1,000 files, 256 MiB or 2 s; looks first; 10,000 leftovers; resumes as {@link Resumption#DEFAULTS}. */
    public static final TransferSettings DEFAULTS = new TransferSettings(
            4, 3, 50, 4 << 20, 1_000, 256L << 20, Duration.ofSeconds(2), true, 10_000, Resumption.DEFAULTS);

    public TransferSettings {
        require("threads", threads, 1, 64);
        require("triesMax", triesMax, 1, 100);
        require("failuresInRowMax", failuresInRowMax, 1, 1_000_000);
        require("rangeBytesMax", rangeBytesMax, 4 << 10, 4 << 20);
        require("batchFilesMax", batchFilesMax, 1, 100_000);
        require("batchBytesMax", batchBytesMax, 1, Long.MAX_VALUE);
        require("recoverMax", recoverMax, 1, 1_000_000);
        if (batchAgeMax.isNegative() || batchAgeMax.isZero()) {
            throw new IllegalArgumentException("batchAgeMax must be more than zero, not " + batchAgeMax);
        }
    }

    private static void require(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be " + least + " to " + most + ", not " + value);
        }
    }

    /** With another number of threads. */
    public TransferSettings withThreads(int other) {
        return new TransferSettings(
                other,
                triesMax,
                failuresInRowMax,
                rangeBytesMax,
                batchFilesMax,
                batchBytesMax,
                batchAgeMax,
                lookFirst,
                recoverMax,
                resumption);
    }

    /** With other limits of a batch. */
    public TransferSettings withBatches(int files, long bytes, Duration age) {
        return new TransferSettings(
                threads,
                triesMax,
                failuresInRowMax,
                rangeBytesMax,
                files,
                bytes,
                age,
                lookFirst,
                recoverMax,
                resumption);
    }

    /** Without asking the archive before sending. */
    public TransferSettings withoutLookingFirst() {
        return new TransferSettings(
                threads,
                triesMax,
                failuresInRowMax,
                rangeBytesMax,
                batchFilesMax,
                batchBytesMax,
                batchAgeMax,
                false,
                recoverMax,
                resumption);
    }

    /** With another resumption. */
    public TransferSettings with(Resumption other) {
        return new TransferSettings(
                threads,
                triesMax,
                failuresInRowMax,
                rangeBytesMax,
                batchFilesMax,
                batchBytesMax,
                batchAgeMax,
                lookFirst,
                recoverMax,
                other);
    }
}
