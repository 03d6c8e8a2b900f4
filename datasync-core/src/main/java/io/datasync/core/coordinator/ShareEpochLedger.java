package io.datasync.core.coordinator;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.store.ArchiveOpener;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.ControlName;
import java.util.Optional;
import java.util.regex.Pattern;

/** Keeps the epoch in {@code .datasync/epoch} of the archive: a decimal number and a line feed. */
public final class ShareEpochLedger implements EpochLedger {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}\n?");

    private final ArchiveOpener archives;

    /** A ledger on the archives that this finds. */
    public ShareEpochLedger(ArchiveOpener archives) {
        this.archives = archives;
    }

    /**
     * {@inheritDoc}
     *
     * @throws SyncException also {@code SHARE_IO} (permanent) when the file is there and holds something else: a number that is guessed
     *     could be too low
     */
    @Override
    public long read(String archiveUrl) throws SyncException {
        try (ArchiveStore store = archives.open(archiveUrl)) {
            return read(store, archiveUrl);
        }
    }

    private static long read(ArchiveStore store, String archiveUrl) throws SyncException {
        Optional<byte[]> content = store.control(ControlName.EPOCH);
        if (content.isEmpty()) {
            return 0;
        }
        String text = new String(content.get(), US_ASCII);
        if (!NUMBER.matcher(text).matches()) {
            throw SyncException.permanent(
                    ErrorCode.SHARE_IO, "Not an epoch: .datasync/" + ControlName.EPOCH + " of " + archiveUrl);
        }
        return Long.parseLong(text.strip());
    }

    @Override
    public void raise(String archiveUrl, long epoch) throws SyncException {
        try (ArchiveStore store = archives.open(archiveUrl)) {
            if (read(store, archiveUrl) < epoch) {
                store.writeControl(ControlName.EPOCH, (epoch + "\n").getBytes(US_ASCII));
            }
        }
    }
}
