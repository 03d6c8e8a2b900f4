package io.datasync.agent.journal.database;

import io.datasync.core.digest.Digest;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.Hold;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.NameText;
import io.datasync.core.path.RelativePath;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** Between values and columns. What does not decode is {@code JOURNAL_CORRUPT}, and is remembered as damage. Thread-safe. */
public final class Columns {
    /** The columns that {@link #entry} reads, in this order. */
    public static final String ENTRY = "name, size, ticks, digest, verified_at, proven_size, proven_ticks, hold";

    private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000);
    private static final BigInteger LATEST = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger EARLIEST = BigInteger.valueOf(Long.MIN_VALUE);

    private final Corruption corruption;

    Columns(Corruption corruption) {
        this.corruption = corruption;
    }

    /** What a value that no journal writes is reported as; it counts as damage from then on. */
    public SyncException damage(String what) {
        return corruption.of(what);
    }

    /** Nanoseconds since 1970; a time before 1677 or after 2262, which only a broken clock has, becomes the nearest that fits. */
    public static long nanos(Instant instant) {
        return BigInteger.valueOf(instant.getEpochSecond())
                .multiply(NANOS_PER_SECOND)
                .add(BigInteger.valueOf(instant.getNano()))
                .min(LATEST)
                .max(EARLIEST)
                .longValueExact();
    }

    /** The time of {@link #nanos}. */
    public static Instant instant(long nanos) {
        return Instant.ofEpochSecond(
                Math.floorDiv(nanos, NANOS_PER_SECOND.longValue()), Math.floorMod(nanos, NANOS_PER_SECOND.longValue()));
    }

    /** The order key of an entry below its folder: without the folder's name. */
    public static byte[] nameInFolder(SourceEntry entry) {
        byte[] key = entry.orderKey();
        int last = key.length - 1;
        for (int i = 0; i < last; i++) {
            if (key[i] == '/') {
                return Arrays.copyOfRange(key, i + 1, key.length);
            }
        }
        return key;
    }

    /** The order key of an entry's folder, as the column {@code folder} of {@code pending} has it. */
    public static byte[] folderKey(SourceEntry entry) {
        FolderName folder = entry.path().folder();
        return folder.equals(FolderName.ROOT)
                ? new byte[] {'.', '/'}
                : SourceEntry.folder(folder.path()).orderKey();
    }

    /** What comes before {@link #nameInFolder}. */
    public byte[] prefix(FolderName folder) throws SyncException {
        if (folder.equals(FolderName.ROOT)) {
            return new byte[0];
        }
        byte[] name;
        try {
            name = NameText.decode(folder.text());
        } catch (SyncException e) {
            throw corruption.of(e.getMessage());
        }
        byte[] prefix = Arrays.copyOf(name, name.length + 1);
        prefix[name.length] = '/';
        return prefix;
    }

    /** A digest that may be NULL. */
    public Optional<Digest> digestIfAny(ResultSet row, int column) throws SQLException, SyncException {
        byte[] digest = row.getBytes(column);
        return digest == null ? Optional.empty() : Optional.of(digest(digest));
    }

    /** An entry of a folder with this prefix, from {@link #ENTRY}. */
    public JournalEntry entry(byte[] prefix, ResultSet row) throws SQLException, SyncException {
        byte[] name = required(row, 1);
        byte[] key = Arrays.copyOf(prefix, prefix.length + name.length);
        System.arraycopy(name, 0, key, prefix.length, name.length);
        SourceEntry observed = sourceEntry(key, row.getLong(2), row.getLong(3));
        byte[] digest = row.getBytes(4);
        if (digest == null) {
            return new JournalEntry(observed, Optional.empty(), hold(row.getInt(8)));
        }
        Instant verifiedAt = instant(row.getLong(5));
        long provenSize = row.getLong(6);
        SourceEntry proven = row.wasNull() ? observed : sourceEntry(key, provenSize, row.getLong(7));
        Hold hold = hold(row.getInt(8));
        return new JournalEntry(observed, Optional.of(new Fact(proven, digest(digest), verifiedAt)), hold);
    }

    /** The number by which a decision is stored. */
    public static int number(Hold hold) {
        return switch (hold) {
            case NONE -> 0;
            case HELD -> 1;
            case ACCEPTED -> 2;
            case QUARANTINED -> 3;
        };
    }

    private Hold hold(int number) throws SyncException {
        for (Hold hold : Hold.values()) {
            if (number(hold) == number) {
                return hold;
            }
        }
        throw corruption.of("an entry is held in the way " + number);
    }

    /** The entry of an order key. */
    public SourceEntry sourceEntry(byte[] orderKey, long sizeBytes, long ticks) throws SyncException {
        boolean folder = orderKey.length > 0 && orderKey[orderKey.length - 1] == '/';
        return folder
                ? SourceEntry.folder(path(Arrays.copyOf(orderKey, orderKey.length - 1)))
                : file(path(orderKey), sizeBytes, ticks);
    }

    /** A file of this size and time. */
    public SourceEntry file(RelativePath path, long sizeBytes, long ticks) throws SyncException {
        if (sizeBytes < 0) {
            throw corruption.of("a file of " + sizeBytes + " bytes");
        }
        return SourceEntry.file(path, sizeBytes, ticks);
    }

    /** A path from its bytes. */
    public RelativePath path(byte[] bytes) throws SyncException {
        try {
            return RelativePath.of(bytes);
        } catch (SyncException e) {
            throw corruption.of(e.getMessage());
        }
    }

    /** A folder from the text of its name. */
    public FolderName folder(String text) throws SyncException {
        try {
            return FolderName.parse(text);
        } catch (SyncException e) {
            throw corruption.of(e.getMessage());
        }
    }

    /** A run from its text. */
    public RunId run(String text) throws SyncException {
        try {
            return RunId.parse(text);
        } catch (SyncException e) {
            throw corruption.of(e.getMessage());
        }
    }

    /** A summary from three columns: count, bytes, sum. */
    public SetSummary summary(ResultSet row, int first) throws SQLException, SyncException {
        long count = row.getLong(first);
        long bytes = row.getLong(first + 1);
        if (count < 0 || bytes < 0) {
            throw corruption.of("a folder counts " + count + " entries of " + bytes + " bytes");
        }
        return new SetSummary(count, bytes, digest(required(row, first + 2)));
    }

    /** A digest from its bytes. */
    public Digest digest(byte[] bytes) throws SyncException {
        if (bytes.length != Digest.BYTES) {
            throw corruption.of("a digest of " + bytes.length + " bytes");
        }
        return Digest.of(bytes);
    }

    /** Bytes that must be there. */
    public byte[] required(ResultSet row, int column) throws SQLException, SyncException {
        byte[] bytes = row.getBytes(column);
        if (bytes == null) {
            throw corruption.of("a name is missing");
        }
        return bytes;
    }
}
