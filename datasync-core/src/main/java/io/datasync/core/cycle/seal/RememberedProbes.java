package io.datasync.core.cycle.seal;

import io.datasync.core.path.FolderName;
import io.datasync.core.path.NativeNames;
import io.datasync.core.scan.FolderProbes;
import io.datasync.core.scan.SourceRoot;
import io.datasync.core.seal.FolderProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes the cheap look at folders of one source again and again (CORE-5), and lists the names of a folder only when its own times leave a doubt.
 *
 * <p>On file systems that change a directory's change time with every name in it, and let nobody set that time, a directory with the time of an
 * earlier look holds the names of that look, unless a name came so soon after it that the clock of the file system had not moved on. So a listing
 * is believed later only when the directory had the same time for a while before it. On other file systems, and where no change time is told, every
 * look lists the names. A clock that was put back to the very instant deceives it; the rotating rescan finds that (D-10).
 *
 * <p>Knows nothing at first: keep it from cycle to cycle. Memory for each folder looked at. Thread-safe; looks one after the other.
 */
public final class RememberedProbes {
    /** Longer than any of these file systems' clocks stands still. */
    static final Duration SETTLED = Duration.ofSeconds(5);

    private static final Set<String> TRUSTED = Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "zfs", "tmpfs");
    private static final String ATTRIBUTES = "unix:fileKey,lastModifiedTime,ctime";

    private final LongSupplier nanoTime;
    private final Listing listing;
    private final Map<FolderName, Look> looks = new HashMap<>();

    /**
     * Begins without any memory.
     *
     * @param nanoTime as {@link System#nanoTime}
     */
    public RememberedProbes(LongSupplier nanoTime) {
        this(nanoTime, FolderProbes::probe);
    }

    RememberedProbes(LongSupplier nanoTime, Listing listing) {
        this.nanoTime = nanoTime;
        this.listing = listing;
    }

    /** The look that lists the names. */
    @FunctionalInterface
    interface Listing {
        Optional<FolderProbe> probe(SourceRoot root, FolderName folder);
    }

    /** What a directory looked like when it was first seen so, and what its names came to, once that is certain. */
    private static final class Look {
        private final Map<String, Object> attributes;
        private final long sinceNanos;
        private @Nullable FolderProbe certain;

        Look(Map<String, Object> attributes, long sinceNanos) {
            this.attributes = attributes;
            this.sinceNanos = sinceNanos;
        }
    }

    /**
     * As {@link FolderProbes#probe}. Blocks.
     *
     * @param root always that of the same source
     */
    public synchronized Optional<FolderProbe> probe(SourceRoot root, FolderName folder) {
        Path path = NativeNames.resolve(root.path(), folder.path());
        Optional<Map<String, Object>> now = attributes(path);
        Look before = looks.get(folder);
        if (now.isEmpty()) {
            looks.remove(folder);
            return listing.probe(root, folder);
        }
        if (before == null || !before.attributes.equals(now.get())) {
            looks.put(folder, new Look(now.get(), nanoTime.getAsLong()));
            return listing.probe(root, folder);
        }
        if (before.certain != null) {
            return Optional.of(before.certain);
        }
        boolean settled = nanoTime.getAsLong() - before.sinceNanos >= SETTLED.toNanos();
        Optional<FolderProbe> probe = listing.probe(root, folder);
        if (settled && isTrusted(path) && now.equals(attributes(path))) {
            before.certain = probe.orElse(null);
        }
        return probe;
    }

    /** Empty when there is no such thing, and where no change time is told. */
    private static Optional<Map<String, Object>> attributes(Path path) {
        try {
            return Optional.of(Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS));
        } catch (UnsupportedOperationException | IllegalArgumentException | IOException e) {
            return Optional.empty();
        }
    }

    static boolean isTrusted(Path path) {
        try {
            return TRUSTED.contains(Files.getFileStore(path).type());
        } catch (IOException e) {
            return false;
        }
    }
}
