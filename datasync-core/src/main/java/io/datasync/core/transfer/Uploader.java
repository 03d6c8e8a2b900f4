package io.datasync.core.transfer;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.FailureScope;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
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
import io.datasync.core.transfer.publish.Publication;
import io.datasync.core.transfer.publish.Publisher;
import io.datasync.core.transfer.publish.StoreCalls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Archives one entry after the other, with proof (I-1).
 *
 * <p>A file is read once, hashed while it is written to staging, proven there (each range by the share, or the whole by reading it back,
 * D-5), looked at again, and published. What the look shows is compared with the entry as the scan found it, which was before the read
 * began; so no look before is needed. Content that differs is never sent again silently: it is discarded and reported.
 *
 * <p>After an interruption a large file is gone on with: it is read again from its beginning, compared with what is in staging, and only
 * what differs is sent (D-14).
 *
 * <p>A file that is purged while it is read is still archived, when a second reading through the open channel, after its name was gone,
 * gives the same bytes: then nothing changed them.
 *
 * <p>For one thread; every call blocks. Nothing it returns is durable before a barrier: see {@link Uploads}.
 */
public final class Uploader {
    /** A full share is not among them: what is staged there is given back. */
    private static final Set<ErrorCode> INTERRUPTIONS = EnumSet.of(
            ErrorCode.INTERRUPTED,
            ErrorCode.SHARE_UNREACHABLE,
            ErrorCode.SHARE_AUTH,
            ErrorCode.SHARE_THROTTLED,
            ErrorCode.SHARE_MISSING,
            ErrorCode.SHARE_IO,
            ErrorCode.OUTCOME_UNKNOWN,
            ErrorCode.SOURCE_UNREACHABLE,
            ErrorCode.FILE_UNREADABLE);

    private final ArchiveStore store;
    private final SourceTree source;
    private final SourceReader reader;
    private final StagingNames names;
    private final TransferSettings settings;
    private final InstantSource clock;
    private final ArchiveFolders folders;

    /** An uploader that is not stopped but by an interrupt. */
    public Uploader(
            ArchiveStore store, SourceTree source, StagingNames names, TransferSettings settings, InstantSource clock) {
        this(store, source, names, settings, clock, new ArchiveFolders(store), () -> false);
    }

    /**
     * An uploader that stops between two ranges.
     *
     * @param folders shared by all that upload at a time
     * @param stop asked before each range; once {@code true}, the entry at hand fails with {@code INTERRUPTED}
     */
    Uploader(
            ArchiveStore store,
            SourceTree source,
            StagingNames names,
            TransferSettings settings,
            InstantSource clock,
            ArchiveFolders folders,
            BooleanSupplier stop) {
        this.store = store;
        this.source = source;
        reader = new SourceReader(source, stop);
        this.names = names;
        this.settings = settings;
        this.clock = clock;
        this.folders = folders;
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
            makeFolder(entry.path());
        } catch (SyncException e) {
            throw refusedAlone(entry, e);
        }
        return verified(entry, Digest.OF_NOTHING, 0, Publication.NEW);
    }

    private void makeFolder(RelativePath path) throws SyncException {
        try {
            StoreCalls.untilKnown(settings.triesMax(), () -> store.makeFolder(path));
        } catch (SyncException e) {
            if (e.code() != ErrorCode.NAME_EXISTS) {
                throw e;
            }
            reader.sizeBuffer(0, settings.rangeBytesMax());
            new Publisher(store, settings.triesMax(), reader.buffer()).makeRoomForFolder(path, e);
            StoreCalls.untilKnown(settings.triesMax(), () -> store.makeFolder(path));
        }
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
            reader.sizeBuffer(
                    entry.sizeBytes(),
                    Math.min(settings.rangeBytesMax(), store.capabilities().rangeMaxBytes()));
            if (settings.lookFirst() && folders.mayHold(entry.path())) {
                Optional<UploadOutcome> there = adoptIfReadable(entry, file);
                if (there.isPresent()) {
                    return there.get();
                }
                folders.lookedInVain(entry.path());
            }
            return send(entry, file);
        } catch (IOException e) {
            throw StoreCalls.failure(ErrorCode.FILE_UNREADABLE, "read " + entry.path(), e);
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
        Optional<Digest> digest = reader.hash(entry, file);
        if (digest.isEmpty()) {
            return Optional.of(new StillChanging(entry));
        }
        boolean equal = there.get().digest().orElse(digest.get()).equals(digest.get())
                && StoreCalls.readBack(() -> store.open(entry.path()), reader.buffer())
                        .equals(digest.get());
        if (!equal) {
            file.position(0);
            return Optional.empty();
        }
        return Optional.of(
                switch (reader.look(entry, file, digest.get())) {
                    case SAME -> verified(entry, digest.get(), 0, Publication.ADOPTED);
                    case CHANGED -> new StillChanging(entry);
                    case GONE -> new Vanished(entry);
                });
    }

    private UploadOutcome send(SourceEntry entry, SeekableByteChannel file) throws SyncException, IOException {
        boolean large = entry.sizeBytes() >= settings.resumption().fromBytes();
        StagingName staged = large ? leftOf(entry).orElseGet(() -> names.nextFor(entry)) : names.next();
        try {
            Optional<Sent> sent = copy(entry, file, staged, large);
            if (sent.isEmpty()) {
                store.discard(staged);
                return new StillChanging(entry);
            }
            Digest digest = sent.get().digest();
            prove(entry, staged, digest);
            switch (reader.look(entry, file, digest)) {
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
            Publication publication = publish(entry, staged, digest);
            return verified(entry, digest, sent.get().bytes(), publication);
        } catch (SyncException | IOException e) {
            if (!large || !mayBeResumedAfter(e)) {
                discardUnlessNeeded(staged, e);
            }
            throw e;
        }
    }

    /** What was read, and how much of it had to be sent. */
    private record Sent(Digest digest, long bytes) {}

    private Optional<Sent> copy(SourceEntry entry, SeekableByteChannel file, StagingName name, boolean large)
            throws SyncException, IOException {
        try (StagedFile staged = large ? store.resume(name, entry.sizeBytes()) : store.stage(name, entry.sizeBytes())) {
            return reader.copy(entry, file, staged).map(digest -> new Sent(digest, staged.sentBytes()));
        }
    }

    /** What an earlier attempt left of this very entry; not what an intent may still need. */
    private Optional<StagingName> leftOf(SourceEntry entry) throws SyncException {
        for (StagingName name : store.staged(settings.recoverMax())) {
            if (names.isFor(entry, name)
                    && store.control(ControlName.intentOf(name)).isEmpty()) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    /** Whether the interruption was none of the file's own, and what is staged is worth its place. */
    private boolean mayBeResumedAfter(Exception e) {
        return store.capabilities().resumes()
                && (e instanceof IOException || (e instanceof SyncException why && INTERRUPTIONS.contains(why.code())));
    }

    private Publication publish(SourceEntry entry, StagingName staged, Digest digest) throws SyncException {
        try {
            return new Publisher(store, settings.triesMax(), reader.buffer())
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

    /** Proves that staging holds what was read, unless the share did so range by range (D-5). */
    private void prove(SourceEntry entry, StagingName staged, Digest digest) throws SyncException {
        if (!store.capabilities().checksRanges() && !isKept(entry, staged, digest)) {
            throw SyncException.permanent(
                    ErrorCode.CONTENT_DIFFERS, "The archive did not keep the bytes of " + entry.path());
        }
    }

    private boolean isKept(SourceEntry entry, StagingName staged, Digest digest) throws SyncException {
        if (!reader.holdsAll(entry)) {
            return StoreCalls.readBack(() -> store.openStaged(staged), reader.buffer())
                    .equals(digest);
        }
        try (InputStream in = store.openStaged(staged)) {
            return reader.isEqual(entry, in);
        } catch (IOException e) {
            throw StoreCalls.failure(ErrorCode.SHARE_IO, "read back from the archive", e);
        }
    }
}
