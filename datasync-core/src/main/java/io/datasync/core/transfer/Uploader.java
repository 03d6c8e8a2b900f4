package io.datasync.core.transfer;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.scan.SourceTree;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.ControlName;
import io.datasync.core.store.StagedFile;
import io.datasync.core.store.StagingName;
import io.datasync.core.store.StoredFacts;
import io.datasync.core.store.StoredFile;
import io.datasync.core.transfer.UploadOutcome.Failed;
import io.datasync.core.transfer.UploadOutcome.StillChanging;
import io.datasync.core.transfer.UploadOutcome.Vanished;
import io.datasync.core.transfer.UploadOutcome.Verified;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Archives one entry after the other, with proof (I-1).
 *
 * <p>A file is read once, hashed while it is written to staging, proven there (each range by the share, or the whole by reading it back,
 * D-5), looked at again, and published. What the look shows is compared with the entry as the scan found it, which was before the read
 * began; so no look before is needed. Content that differs is never sent again silently: it is discarded and reported.
 *
 * <p>A file that is purged while it is read is still archived, when a second reading through the open channel, after its name was gone,
 * gives the same bytes: then nothing changed them.
 *
 * <p>For one thread; every call blocks. Nothing it returns is durable before a barrier: see {@link Uploads}.
 */
public final class Uploader {
    private final ArchiveStore store;
    private final SourceTree source;
    private final StagingNames names;
    private final TransferSettings settings;
    private final InstantSource clock;
    private final BooleanSupplier stop;
    private final MessageDigest sha = Digest.sha256();
    private byte[] buffer = new byte[0];

    /** An uploader that is not stopped but by an interrupt. */
    public Uploader(
            ArchiveStore store, SourceTree source, StagingNames names, TransferSettings settings, InstantSource clock) {
        this(store, source, names, settings, clock, () -> false);
    }

    /**
     * An uploader that stops between two ranges.
     *
     * @param stop asked before each range; once {@code true}, the entry at hand fails with {@code INTERRUPTED}
     */
    Uploader(
            ArchiveStore store,
            SourceTree source,
            StagingNames names,
            TransferSettings settings,
            InstantSource clock,
            BooleanSupplier stop) {
        this.store = store;
        this.source = source;
        this.names = names;
        this.settings = settings;
        this.clock = clock;
        this.stop = stop;
    }

    /**
     * Archives an entry, with as many tries as are set where another one may help. Repeating it is safe, whatever it returned: what is
     * there already is adopted.
     */
    public UploadOutcome upload(SourceEntry entry) {
        for (int i = 1; ; i++) {
            UploadOutcome outcome = attempt(entry);
            if (i >= settings.triesMax() || !(outcome instanceof Failed failed) || !isWorthAnotherTry(failed)) {
                return outcome;
            }
        }
    }

    private static boolean isWorthAnotherTry(Failed failed) {
        return failed.why().retryable()
                && failed.scope() == FailureScope.FILE
                && failed.why().code() != ErrorCode.CONTENT_DIFFERS;
    }

    private UploadOutcome attempt(SourceEntry entry) {
        try {
            return entry.kind() == EntryKind.FOLDER ? makeFolder(entry) : archive(entry);
        } catch (SyncException e) {
            return e.code() == ErrorCode.FILE_VANISHED ? new Vanished(entry) : new Failed(entry, e);
        }
    }

    private UploadOutcome makeFolder(SourceEntry entry) throws SyncException {
        try {
            StoreCalls.untilKnown(settings.triesMax(), () -> store.makeFolder(entry.path()));
        } catch (SyncException e) {
            throw refusedAlone(entry, e);
        }
        return verified(entry, Digest.OF_NOTHING, 0, Publication.NEW);
    }

    private Verified verified(SourceEntry entry, Digest digest, long bytesSent, Publication publication) {
        return new Verified(new Fact(entry, digest, clock.instant()), bytesSent, publication);
    }

    private UploadOutcome archive(SourceEntry entry) throws SyncException {
        SeekableByteChannel file = source.open(entry.path());
        try (file) {
            if (file.size() != entry.sizeBytes()) {
                return new StillChanging(entry);
            }
            sizeBuffer(entry.sizeBytes());
            if (settings.lookFirst()) {
                Optional<UploadOutcome> there = adoptIfReadable(entry, file);
                if (there.isPresent()) {
                    return there.get();
                }
            }
            return send(entry, file);
        } catch (IOException e) {
            throw StoreCalls.failure(ErrorCode.FILE_UNREADABLE, "read " + entry.path(), e);
        }
    }

    /** One buffer for all files, as large as the largest so far, one range at most. */
    private void sizeBuffer(long sizeBytes) {
        int most = Math.min(settings.rangeBytesMax(), store.capabilities().rangeMaxBytes());
        int wanted = (int) Math.min(most, Math.max(sizeBytes, 4 << 10));
        if (buffer.length < wanted) {
            buffer = new byte[Math.min(most, Integer.highestOneBit(wanted - 1) << 1)];
        }
    }

    /** What may not be looked at is sent: publishing says then whether it is the share or this name that is refused. */
    private Optional<UploadOutcome> adoptIfReadable(SourceEntry entry, SeekableByteChannel file)
            throws SyncException, IOException {
        try {
            return adopt(entry, file);
        } catch (SyncException e) {
            if (e.code() != ErrorCode.SHARE_AUTH) {
                throw e;
            }
            file.position(0);
            return Optional.empty();
        }
    }

    /** Proves that the archive holds the file already; empty when it does not, or not surely. */
    private Optional<UploadOutcome> adopt(SourceEntry entry, SeekableByteChannel file)
            throws SyncException, IOException {
        Optional<StoredFile> there = store.find(entry.path());
        if (there.isEmpty() || there.get().sizeBytes() != entry.sizeBytes()) {
            return Optional.empty();
        }
        Optional<Digest> digest = hash(entry, file);
        if (digest.isEmpty()) {
            return Optional.of(new StillChanging(entry));
        }
        boolean equal = there.get().digest().orElse(digest.get()).equals(digest.get())
                && StoreCalls.readBack(() -> store.open(entry.path()), buffer).equals(digest.get());
        if (!equal) {
            file.position(0);
            return Optional.empty();
        }
        return Optional.of(
                switch (look(entry, file, digest.get())) {
                    case SAME -> verified(entry, digest.get(), 0, Publication.ADOPTED);
                    case CHANGED -> new StillChanging(entry);
                    case GONE -> new Vanished(entry);
                });
    }

    private UploadOutcome send(SourceEntry entry, SeekableByteChannel file) throws SyncException, IOException {
        StagingName staged = names.next();
        try {
            Optional<Digest> digest = copy(entry, file, staged);
            if (digest.isEmpty()) {
                store.discard(staged);
                return new StillChanging(entry);
            }
            prove(entry, staged, digest.get());
            switch (look(entry, file, digest.get())) {
                case SAME -> {}
                case CHANGED -> {
                    store.discard(staged);
                    return new StillChanging(entry);
                }
                case GONE -> {
                    store.discard(staged);
                    return new Vanished(entry);
                }
            }
            Publication publication = publish(entry, staged, digest.get());
            return verified(entry, digest.get(), entry.sizeBytes(), publication);
        } catch (SyncException | IOException e) {
            discardUnlessNeeded(staged, e);
            throw e;
        }
    }

    private Publication publish(SourceEntry entry, StagingName staged, Digest digest) throws SyncException {
        try {
            return new Publisher(store, settings.triesMax(), buffer)
                    .publish(staged, entry.path(), entry.sizeBytes(), new StoredFacts(entry.ticks(), digest));
        } catch (SyncException e) {
            throw refusedAlone(entry, e);
        }
    }

    /** The share took the file into staging, or fails there for everybody: then a refusal here is that of one folder, and stops nobody else. */
    private static SyncException refusedAlone(SourceEntry entry, SyncException e) {
        return e.code() == ErrorCode.SHARE_AUTH
                ? new SyncException(
                        ErrorCode.NAME_REFUSED, true, "The share refuses " + entry.path() + ": " + e.getMessage(), e)
                : e;
    }

    /** What cannot be discarded now is found by the {@link Recovery} of the next start. */
    private void discardUnlessNeeded(StagingName staged, Exception why) {
        try {
            if (store.control(ControlName.intentOf(staged)).isEmpty()) {
                store.discard(staged);
            }
        } catch (SyncException e) {
            why.addSuppressed(e);
        }
    }

    /** Reads exactly the file's size and hands it to staging; empty when there was less. */
    private Optional<Digest> copy(SourceEntry entry, SeekableByteChannel file, StagingName name)
            throws SyncException, IOException {
        sha.reset();
        try (StagedFile staged = store.stage(name, entry.sizeBytes())) {
            for (long left = entry.sizeBytes(); left > 0; ) {
                int n = fill(file, left);
                if (n < Math.min(left, buffer.length)) {
                    return Optional.empty();
                }
                sha.update(buffer, 0, n);
                staged.write(ByteBuffer.wrap(buffer, 0, n));
                left -= n;
            }
            staged.finish();
        }
        return Optional.of(Digest.of(sha.digest()));
    }

    /** The digest of exactly the file's size; empty when there was less. */
    private Optional<Digest> hash(SourceEntry entry, SeekableByteChannel file) throws SyncException, IOException {
        sha.reset();
        for (long left = entry.sizeBytes(); left > 0; ) {
            int n = fill(file, left);
            if (n < Math.min(left, buffer.length)) {
                return Optional.empty();
            }
            sha.update(buffer, 0, n);
            left -= n;
        }
        return Optional.of(Digest.of(sha.digest()));
    }

    /** Fills the buffer as far as the file goes. */
    private int fill(SeekableByteChannel file, long left) throws SyncException, IOException {
        if (stop.getAsBoolean()) {
            throw SyncException.passing(ErrorCode.INTERRUPTED, "Asked to stop in the middle of a file");
        }
        ByteBuffer range = ByteBuffer.wrap(buffer, 0, (int) Math.min(left, buffer.length));
        while (range.hasRemaining()) {
            if (file.read(range) < 0) {
                break;
            }
        }
        return range.position();
    }

    /** Proves that staging holds what was read, unless the share did so range by range (D-5). */
    private void prove(SourceEntry entry, StagingName staged, Digest digest) throws SyncException {
        if (!store.capabilities().checksRanges()
                && !StoreCalls.readBack(() -> store.openStaged(staged), buffer).equals(digest)) {
            throw SyncException.permanent(
                    ErrorCode.CONTENT_DIFFERS, "The archive did not keep the bytes of " + entry.path());
        }
    }

    private enum Look {
        SAME,
        CHANGED,
        GONE
    }

    /** Looks at the file once more, after it was read; by its name, or if that is gone, by its bytes. */
    private Look look(SourceEntry entry, SeekableByteChannel file, Digest digest) throws SyncException, IOException {
        Optional<SourceEntry> now = source.stat(entry.path());
        if (now.isPresent()) {
            return now.get().looksLike(entry) ? Look.SAME : Look.CHANGED;
        }
        if (file.size() != entry.sizeBytes()) {
            return Look.GONE;
        }
        file.position(0);
        return hash(entry, file).equals(Optional.of(digest)) ? Look.SAME : Look.GONE;
    }
}
