package io.datasync.core.cycle.seal;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.scratch.ScratchForm;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;

/** Facts on the local disk. */
final class FactForm implements ScratchForm<Fact> {
    @Override
    public void write(DataOutput out, Fact fact) throws IOException {
        write(out, fact.entry());
        out.write(fact.digest().bytes());
        write(out, fact.verifiedAt());
    }

    @Override
    public Fact read(DataInput in) throws IOException, SyncException {
        SourceEntry entry = entry(in);
        byte[] digest = new byte[Digest.BYTES];
        in.readFully(digest);
        return new Fact(entry, Digest.of(digest), instant(in));
    }

    static void write(DataOutput out, SourceEntry entry) throws IOException {
        byte[] path = entry.path().bytes();
        out.writeInt(path.length);
        out.write(path);
        out.writeBoolean(entry.kind() == EntryKind.FOLDER);
        out.writeLong(entry.sizeBytes());
        out.writeLong(entry.ticks());
    }

    static SourceEntry entry(DataInput in) throws IOException, SyncException {
        byte[] path = new byte[in.readInt()];
        in.readFully(path);
        EntryKind kind = in.readBoolean() ? EntryKind.FOLDER : EntryKind.FILE;
        return new SourceEntry(RelativePath.of(path), kind, in.readLong(), in.readLong());
    }

    static void write(DataOutput out, Instant time) throws IOException {
        out.writeLong(time.getEpochSecond());
        out.writeInt(time.getNano());
    }

    static Instant instant(DataInput in) throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }
}
