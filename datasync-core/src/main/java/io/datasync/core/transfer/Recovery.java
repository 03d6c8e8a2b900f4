package io.datasync.core.transfer;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.FailureScope;
import io.datasync.core.failure.SyncException;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.ControlName;
import io.datasync.core.store.StagedFile;
import io.datasync.core.store.StagingName;
import io.datasync.core.store.StoredFacts;
import io.datasync.core.store.StoredFile;
import io.datasync.core.transfer.publish.Intent;
import io.datasync.core.transfer.publish.StoreCalls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Clears up what an earlier process of this machine left in staging: finishes or undoes changes of version that were cut (D-6), and removes
 * staged files, but for a few young ones that uploads may go on with (D-14). What belongs to other machines is not touched.
 *
 * <p>Nothing it does proves a file: a later upload finds the file and adopts it by reading it back.
 */
public final class Recovery {
    private static final int BUFFER_BYTES = 64 << 10;

    private final ArchiveStore store;
    private final MachineIds machine;
    private final TransferSettings settings;
    private final InstantSource clock;
    private final byte[] buffer = new byte[BUFFER_BYTES];

    /** A recovery for a machine, of what has one of its ids. */
    public Recovery(ArchiveStore store, MachineIds machine, TransferSettings settings, InstantSource clock) {
        this.store = store;
        this.machine = machine;
        this.settings = settings;
        this.clock = clock;
    }

    private enum Healing {
        /** Nothing had to be done. */
        NONE,
        FINISHED,
        RESTORED
    }

    /**
     * Recovers. To be called before uploads begin, by one process of a machine at a time. Repeating it, also after it was cut, is safe.
     *
     * @throws SyncException when the share fails; what one intent has against being healed is in the result instead
     */
    public Recovered run() throws SyncException {
        long finished = 0;
        long restored = 0;
        List<SyncException> left = new ArrayList<>();
        Set<StagingName> kept = new HashSet<>();
        for (ControlName name : store.intents(settings.recoverMax())) {
            Optional<StagingName> staged = name.intendedFor();
            if (staged.isEmpty() || !machine.own(staged.get())) {
                continue;
            }
            try {
                switch (heal(name, staged.get())) {
                    case NONE -> {}
                    case FINISHED -> finished++;
                    case RESTORED -> restored++;
                }
            } catch (SyncException e) {
                if (FailureScope.of(e.code()) != FailureScope.FILE) {
                    throw e;
                }
                left.add(new SyncException(
                        e.code(), e.retryable(), "The intent " + name + " is left as it is: " + e.getMessage(), e));
                kept.add(staged.get());
            }
        }
        return new Recovered(finished, restored, discardAll(kept), left);
    }

    private long discardAll(Set<StagingName> needed) throws SyncException {
        long discarded = 0;
        List<StagingName> staged = store.staged(settings.recoverMax());
        Set<StagingName> kept = new HashSet<>(needed);
        kept.addAll(resumable(staged));
        for (StagingName name : staged) {
            if (machine.own(name) && !kept.contains(name)) {
                store.discard(name);
                discarded++;
            }
        }
        return discarded;
    }

    /** What uploads may go on with: young, and not too many, the newest first (D-14). */
    private List<StagingName> resumable(List<StagingName> staged) {
        Instant now = clock.instant();
        Instant oldest = now.minus(settings.resumption().keep());
        Comparator<StagingName> byAge = Comparator.comparing(Recovery::madeAt);
        return staged.stream()
                .filter(StagingNames::isResumable)
                .filter(name -> machine.own(name)
                        && !madeAt(name).isBefore(oldest)
                        && !madeAt(name).isAfter(now))
                .sorted(byAge.reversed().thenComparing(StagingName::text))
                .limit(settings.resumption().filesMax())
                .toList();
    }

    private static Instant madeAt(StagingName name) {
        return StagingNames.madeAt(name).orElse(Instant.MIN);
    }

    private Healing heal(ControlName name, StagingName staged) throws SyncException {
        Optional<byte[]> written = store.control(name);
        if (written.isEmpty()) {
            return Healing.NONE;
        }
        Intent intent = Intent.parse(written.get());
        Healing healing = Healing.NONE;
        if (store.find(intent.path()).isEmpty()) {
            healing = fillGap(staged, intent);
        }
        store.discard(staged);
        store.removeControl(name);
        return healing;
    }

    /** Nothing has the path: publishes the staged file if it is whole, else a copy of the version that had it before. */
    private Healing fillGap(StagingName staged, Intent intent) throws SyncException {
        if (isWhole(staged, intent.facts().digest())) {
            publish(staged, intent, intent.facts());
            return Healing.FINISHED;
        }
        Optional<StoredFile> version = store.findVersion(intent.path(), intent.version());
        if (version.isEmpty()) {
            return Healing.NONE;
        }
        Digest digest = copyVersion(staged, intent, version.get().sizeBytes());
        if (!isWhole(staged, digest)) {
            throw SyncException.permanent(
                    ErrorCode.CONTENT_DIFFERS, "The archive did not keep the bytes of a version of " + intent.path());
        }
        publish(staged, intent, new StoredFacts(version.get().ticks(), digest));
        return Healing.RESTORED;
    }

    private void publish(StagingName staged, Intent intent, StoredFacts facts) throws SyncException {
        StoreCalls.untilKnown(settings.triesMax(), () -> store.publish(staged, intent.path(), facts));
    }

    private boolean isWhole(StagingName staged, Digest digest) throws SyncException {
        try {
            return StoreCalls.readBack(() -> store.openStaged(staged), buffer).equals(digest);
        } catch (SyncException e) {
            if (e.code() == ErrorCode.NAME_MISSING) {
                return false;
            }
            throw e;
        }
    }

    private Digest copyVersion(StagingName staged, Intent intent, long sizeBytes) throws SyncException {
        MessageDigest sha = Digest.sha256();
        int most = Math.min(buffer.length, store.capabilities().rangeMaxBytes());
        try (InputStream in = store.openVersion(intent.path(), intent.version());
                StagedFile out = store.stage(staged, sizeBytes)) {
            long left = sizeBytes;
            while (left > 0) {
                int n = in.readNBytes(buffer, 0, (int) Math.min(most, left));
                if (n == 0) {
                    throw SyncException.permanent(
                            ErrorCode.SHARE_IO, "A version ended before its size: " + intent.path());
                }
                sha.update(buffer, 0, n);
                out.write(ByteBuffer.wrap(buffer, 0, n));
                left -= n;
            }
            out.finish();
        } catch (IOException e) {
            throw StoreCalls.failure(ErrorCode.SHARE_IO, "read a version of " + intent.path(), e);
        }
        return Digest.of(sha.digest());
    }
}
