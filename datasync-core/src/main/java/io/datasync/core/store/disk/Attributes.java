package io.datasync.core.store.disk;

import io.datasync.core.digest.Digest;
import io.datasync.core.manifest.Ticks;
import io.datasync.core.store.StoredFacts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Optional;

/**
 * What a file keeps beside its bytes: its time, and its digest in the attribute {@code user.datasync.sha256} (D-6).
 *
 * <p>The attribute holds the 32 bytes of the digest as they are, which {@code getfattr -e hex} shows. As text it would not fit into the
 * inode of an ext4 file system with its usual 256 bytes, and cost every file a block of its own.
 */
public final class Attributes {
    /** Java adds the prefix {@code user.} itself. */
    private static final String DIGEST = "datasync.sha256";

    private static final long TICKS_PER_SECOND = 10_000_000L;

    private Attributes() {}

    /**
     * Sets the time and, when wanted, the digest.
     *
     * @throws IOException what the file system says; either may have been set
     */
    public static void write(Path file, StoredFacts facts, boolean withDigest) throws IOException {
        if (withDigest) {
            writeDigest(file, facts.digest());
        }
        FileTime time = FileTime.from(Ticks.toInstant(settable(facts.ticks())));
        Files.getFileAttributeView(file, BasicFileAttributeView.class).setTimes(time, null, null);
    }

    /** Java sets a time before 1970 that is not a whole second to 1970 itself, so such a time is floored to its second. */
    private static long settable(long ticks) {
        return ticks >= 0 ? ticks : Math.floorDiv(ticks, TICKS_PER_SECOND) * TICKS_PER_SECOND;
    }

    /** Keeps a digest with the file. */
    public static void writeDigest(Path file, Digest digest) throws IOException {
        view(file).write(DIGEST, ByteBuffer.wrap(digest.bytes()));
    }

    /** The digest that the file carries; empty when it carries none, or something else under that name. */
    public static Optional<Digest> digest(Path file) {
        ByteBuffer bytes = ByteBuffer.allocate(Digest.BYTES);
        try {
            int length = view(file).read(DIGEST, bytes);
            return length == Digest.BYTES ? Optional.of(Digest.of(bytes.array())) : Optional.empty();
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    private static UserDefinedFileAttributeView view(Path file) throws IOException {
        UserDefinedFileAttributeView view =
                Files.getFileAttributeView(file, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view == null) {
            throw new IOException("Operation not supported");
        }
        return view;
    }
}
