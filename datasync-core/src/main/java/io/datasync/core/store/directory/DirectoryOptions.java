package io.datasync.core.store.directory;

import io.datasync.core.store.NameRules;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * How a {@link DirectoryStore} works. Immutable.
 *
 * @param names which names are escaped; {@link NameRules#PORTABLE} for a mounted share that Windows reads too
 * @param hardLinks whether hard links are tried at all; without them nothing can be published (D-6)
 * @param attributes whether extended attributes are tried at all; without them a digest costs a read-back
 * @param directReads whether reading past the cache is tried at all; without it a file is forced before it is read
 * @param wholeFileSystem whether a barrier first tries {@code sync -f}, which makes the whole file system durable in one call; else, and
 *     where that fails, each file and folder is forced (D-7)
 * @param syncTimeout how long {@code sync -f} may take before the share counts as unreachable; more than zero
 * @param steps is told each step just done, in the thread that did it; for tests that cut there
 */
public record DirectoryOptions(
        NameRules names,
        boolean hardLinks,
        boolean attributes,
        boolean directReads,
        boolean wholeFileSystem,
        Duration syncTimeout,
        Consumer<DirectoryStep> steps) {
    /** POSIX names, everything that the file system can do, two minutes for {@code sync -f}. */
    public static final DirectoryOptions DEFAULTS =
            new DirectoryOptions(NameRules.POSIX, true, true, true, true, Duration.ofMinutes(2), step -> {});

    public DirectoryOptions {
        if (syncTimeout.isZero() || syncTimeout.isNegative()) {
            throw new IllegalArgumentException("syncTimeout must be more than zero, not " + syncTimeout);
        }
    }

    /** With other rules for names. */
    public DirectoryOptions withNames(NameRules other) {
        return new DirectoryOptions(other, hardLinks, attributes, directReads, wholeFileSystem, syncTimeout, steps);
    }

    /** As if the file system had no hard links. */
    public DirectoryOptions withoutHardLinks() {
        return new DirectoryOptions(names, false, attributes, directReads, wholeFileSystem, syncTimeout, steps);
    }

    /** As if the file system had no extended attributes. */
    public DirectoryOptions withoutAttributes() {
        return new DirectoryOptions(names, hardLinks, false, directReads, wholeFileSystem, syncTimeout, steps);
    }

    /** As if the file system could not be read past its cache. */
    public DirectoryOptions withoutDirectReads() {
        return new DirectoryOptions(names, hardLinks, attributes, false, wholeFileSystem, syncTimeout, steps);
    }

    /** With barriers that force each file. */
    public DirectoryOptions forcingEachFile() {
        return new DirectoryOptions(names, hardLinks, attributes, directReads, false, syncTimeout, steps);
    }

    /** With a listener to steps. */
    public DirectoryOptions withSteps(Consumer<DirectoryStep> listener) {
        return new DirectoryOptions(names, hardLinks, attributes, directReads, wholeFileSystem, syncTimeout, listener);
    }
}
