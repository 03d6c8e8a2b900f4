package io.datasync.core.transfer.publish;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.ControlName;
import io.datasync.core.store.StagingName;
import io.datasync.core.store.StoredFacts;
import io.datasync.core.store.StoredFile;
import io.datasync.core.store.VersionName;
import java.util.Optional;

/**
 * Gives a proven staged file its name, whatever has that name now (D-6, I-2).
 *
 * <p>For one thread, as its buffer is.
 */
public final class Publisher {
    /** Somebody else may publish the same name between two of our steps. */
    private static final int ROUNDS_MAX = 3;

    /** A file that goes back and forth between two contents under equal times needs a name for each time it came back. */
    private static final int VERSIONS_MAX = 1_000;

    private final ArchiveStore store;
    private final int triesMax;
    private final byte[] buffer;

    /**
     * A publisher into this store.
     *
     * @param triesMax how often a call is made of which nothing is known (I-12), 1 or more
     * @param buffer what is read back goes through it; not empty
     */
    public Publisher(ArchiveStore store, int triesMax, byte[] buffer) {
        this.store = store;
        this.triesMax = triesMax;
        this.buffer = buffer;
    }

    /** What has the name now, compared with what shall have it. */
    private record Holder(VersionName version, Publication publication) {}

    /**
     * Publishes.
     *
     * <p>When it fails after it wrote an intent, intent and staged file stay for the recovery: between the two renames the staged
     * file may be all that has the path.
     *
     * @throws SyncException as the store; {@code NAME_EXISTS} when what has the name is no file and cannot give way
     */
    public Publication publish(StagingName staged, RelativePath path, long sizeBytes, StoredFacts facts)
            throws SyncException {
        Publication publication = Publication.NEW;
        for (int round = 1; ; round++) {
            try {
                StoreCalls.untilKnown(triesMax, () -> store.publish(staged, path, facts));
                if (publication != Publication.NEW) {
                    StoreCalls.untilKnown(triesMax, () -> store.removeControl(ControlName.intentOf(staged)));
                }
                return publication;
            } catch (SyncException e) {
                if (e.code() != ErrorCode.NAME_EXISTS || round >= ROUNDS_MAX) {
                    throw e;
                }
                Optional<StoredFile> holder = store.find(path);
                if (holder.isEmpty()) {
                    new GivingWay(store, triesMax, buffer).toFile(path, e);
                    continue;
                }
                Holder now = compare(holder.get(), sizeBytes, facts);
                publication = now.publication();
                if (publication == Publication.ADOPTED) {
                    StoreCalls.untilKnown(triesMax, () -> store.discard(staged));
                    return publication;
                }
                makeRoom(staged, path, now.version(), facts);
            }
        }
    }

    /**
     * Makes room for a folder of this name, or of one above it, by letting the file that has it become one of its versions.
     *
     * @param refusal what the store said to making it, {@code NAME_EXISTS}; thrown when nothing can give way
     * @throws SyncException as the store
     */
    public void makeRoomForFolder(RelativePath path, SyncException refusal) throws SyncException {
        new GivingWay(store, triesMax, buffer).toFolder(path, refusal);
    }

    /** Reads back only what may be equal, or carries no digest. */
    private Holder compare(StoredFile holder, long sizeBytes, StoredFacts facts) throws SyncException {
        Optional<Digest> promised = holder.digest();
        boolean promisesEqual = promised.isPresent() && promised.get().equals(facts.digest());
        if (promised.isPresent() && !promisesEqual) {
            return new Holder(new VersionName(holder.ticks(), promised.get()), Publication.NEW_VERSION);
        }
        Digest actual = StoreCalls.readBack(() -> store.open(holder.path()), buffer);
        if (holder.sizeBytes() == sizeBytes && actual.equals(facts.digest())) {
            return new Holder(new VersionName(holder.ticks(), actual), Publication.ADOPTED);
        }
        return new Holder(
                new VersionName(holder.ticks(), actual),
                promisesEqual ? Publication.REPAIRED : Publication.NEW_VERSION);
    }

    /** Moves what has the name to its versions; the intent is durable before. */
    private void makeRoom(StagingName staged, RelativePath path, VersionName first, StoredFacts facts)
            throws SyncException {
        VersionName version = first;
        for (int i = 1; ; i++) {
            Intent intent = new Intent(path, version, facts);
            StoreCalls.untilKnown(triesMax, () -> store.writeControl(ControlName.intentOf(staged), intent.toJson()));
            try {
                StoreCalls.untilKnown(triesMax, () -> store.retire(path, intent.version()));
                return;
            } catch (SyncException e) {
                if (e.code() != ErrorCode.NAME_EXISTS || i >= VERSIONS_MAX) {
                    throw e;
                }
                version = new VersionName(version.ticks() + 1, version.digest());
            }
        }
    }
}
