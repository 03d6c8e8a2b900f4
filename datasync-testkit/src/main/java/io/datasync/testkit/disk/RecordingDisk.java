package io.datasync.testkit.disk;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.store.disk.Disk;
import io.datasync.core.store.disk.SystemDisk;
import io.datasync.testkit.corpus.FileTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A real folder on a pretended disk, which remembers what was made durable and at a {@link #powerCut} loses the rest (D-7).
 *
 * <p>What may survive besides depends on the file system. On ext4 with its ordered journal, as on XFS, names, times and attributes are
 * written in the order in which they were changed: what is found after a cut is how they were at one moment between the last barrier and the
 * cut, and forcing anything makes all earlier ones durable. Bytes have no order: a file whose bytes were not forced has any part of them
 * from its beginning, none as a rule, and may have its name, size and attributes all the same; never the bytes of another file. That is
 * {@link Survival#ORDERED}. Nothing else is promised by POSIX than that what is forced is there: names in the very folder, bytes of the very file.
 * That is {@link Survival#NOTHING}, the worst that can be. A subset out of order, such as a removed name without the one that took its
 * place, is legal on neither.
 *
 * <p>For few and small files: each moment is a look at all of them. For one thread.
 */
public final class RecordingDisk implements Disk {
    /** What survives beside that which was made durable. */
    public enum Survival {
        /** Nothing; and what is forced is durable by itself alone. */
        NOTHING,
        /** All changes of names up to some moment; parts of the bytes. */
        ORDERED
    }

    private final Path root;
    private final Survival survival;
    private final Runnable moment;
    private final SystemDisk system = new SystemDisk();
    private final Map<Object, FileChannel> held = new HashMap<>();
    private final Map<Object, byte[]> bytes = new HashMap<>();
    private final Map<Object, DiskImage.Entry> forced = new HashMap<>();
    private final List<DiskImage> since = new ArrayList<>();
    private DiskImage durable;
    private boolean lying;

    /**
     * A disk for everything below a folder; what is there already is durable.
     *
     * @param moment is told each moment at which a cut would leave something else, right after it; may throw, to cut there
     */
    public RecordingDisk(Path root, Survival survival, Runnable moment) throws IOException {
        this.root = root.toAbsolutePath();
        this.survival = survival;
        this.moment = moment;
        durable = DiskImage.of(this.root);
        commitAll(durable);
    }

    /** From now on its barriers and forces make nothing durable, and say that they did: what a test must notice. */
    public void lie() {
        lying = true;
    }

    /** Something changed that a cut may leave as it is now. */
    public void changed() {
        if (survival == Survival.ORDERED) {
            try {
                since.add(look());
            } catch (IOException e) {
                throw new IllegalStateException("The disk cannot be looked at", e);
            }
        }
        moment.run();
    }

    @Override
    public void force(Path path) throws IOException {
        DiskImage now = look();
        since.add(now);
        moment.run();
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        if (!lying) {
            commit(root.relativize(path.toAbsolutePath()), now);
        }
        moment.run();
    }

    private void commit(Path name, DiskImage now) throws IOException {
        DiskImage.Entry entry = now.names().get(name);
        DiskImage byItself;
        if (entry != null && !entry.folder()) {
            force(entry);
            byItself = durable.withFile(entry.inode(), now);
        } else {
            byItself = durable.withFolder(name, now, forced);
        }
        switch (survival) {
            case NOTHING -> durable = byItself;
            case ORDERED -> {
                durable = now;
                since.clear();
            }
        }
    }

    private void force(DiskImage.Entry file) throws IOException {
        bytes.put(file.inode(), content(file.inode()));
        forced.put(file.inode(), file);
    }

    @Override
    public boolean sync(Path place, Duration timeout) throws SyncException {
        changed();
        if (!lying) {
            try {
                durable = look();
                commitAll(durable);
            } catch (IOException e) {
                throw new SyncException(ErrorCode.SHARE_IO, true, "The disk cannot be looked at", e);
            }
        }
        moment.run();
        return true;
    }

    private void commitAll(DiskImage now) throws IOException {
        since.clear();
        hold(now);
        for (DiskImage.Entry entry : now.names().values()) {
            if (!entry.folder()) {
                force(entry);
            }
        }
    }

    @Override
    public boolean lists(Path path) throws IOException {
        return system.lists(path);
    }

    private DiskImage look() throws IOException {
        DiskImage now = DiskImage.of(root);
        hold(now);
        return now;
    }

    /** Opens every file, so that what has no name any more can still be read, and its number is not another's. */
    private void hold(DiskImage now) throws IOException {
        for (Map.Entry<Path, DiskImage.Entry> each : now.names().entrySet()) {
            Object inode = each.getValue().inode();
            if (!each.getValue().folder() && !held.containsKey(inode)) {
                held.put(inode, FileChannel.open(root.resolve(each.getKey()), StandardOpenOption.READ));
            }
        }
    }

    private byte[] content(Object inode) throws IOException {
        FileChannel file = held.get(inode);
        if (file == null) {
            throw new IOException("Never seen: " + inode);
        }
        ByteBuffer all = ByteBuffer.allocate((int) file.size());
        while (all.hasRemaining() && file.read(all, all.position()) > 0) {
            // Until it is full.
        }
        return Arrays.copyOf(all.array(), all.position());
    }

    /**
     * The power fails: the folder becomes what a start finds on the disk, all of which is durable then. Whoever had a file of it open must have died.
     *
     * @param random which of the legal outcomes; with {@link Survival#NOTHING} there is one alone
     */
    public void powerCut(RandomGenerator random) throws IOException {
        since.add(look());
        DiskImage left = durable;
        if (survival == Survival.ORDERED) {
            int which = random.nextInt(since.size() + 1);
            left = which == since.size() ? durable : since.get(which);
        }
        Map<Object, byte[]> contents = new HashMap<>();
        for (Object inode : inodes(left)) {
            contents.put(inode, left(inode, random));
        }
        FileTree.delete(root);
        Files.createDirectories(root);
        left.restore(root, contents);
        close();
        durable = DiskImage.of(root);
        commitAll(durable);
    }

    private static List<Object> inodes(DiskImage image) {
        List<Object> inodes = new ArrayList<>();
        for (DiskImage.Entry entry : image.names().values()) {
            if (!entry.folder() && !inodes.contains(entry.inode())) {
                inodes.add(entry.inode());
            }
        }
        return inodes;
    }

    private byte[] left(Object inode, RandomGenerator random) throws IOException {
        byte[] before = bytes.getOrDefault(inode, new byte[0]);
        if (survival == Survival.NOTHING) {
            return before;
        }
        byte[] now = content(inode);
        if (Arrays.equals(now, before)) {
            return now;
        }
        int written =
                switch (random.nextInt(3)) {
                    case 0 -> 0;
                    case 1 -> now.length;
                    default -> random.nextInt(now.length + 1);
                };
        // Over what was forced before, the new bytes may have come to the disk in part.
        byte[] mixed = Arrays.copyOf(now, Math.max(written, Math.min(before.length, now.length)));
        if (before.length > written) {
            System.arraycopy(before, written, mixed, written, mixed.length - written);
        }
        return mixed;
    }

    /** Lets go of what it holds open. */
    public void close() throws IOException {
        for (Object inode : new HashSet<>(held.keySet())) {
            held.remove(inode).close();
        }
        bytes.clear();
        forced.clear();
        since.clear();
    }
}
