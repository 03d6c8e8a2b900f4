package io.datasync.core.store.disk;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.path.NativeNames;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells two names apart that a file system takes for one: {@code A.txt} and {@code a.txt}, or an umlaut as one character and as two
 * (D-16, CORE-12).
 *
 * <p>A source may hold both. Where the archive's file system folds them, the one that came first has the name; the other is refused and
 * never takes its place. Thread-safe.
 */
public final class Spelling {
    private final Disk disk;
    private final BooleanSupplier folds;

    /**
     * Asks each time.
     *
     * @param folds whether the file system takes different spellings for one name
     */
    public Spelling(Disk disk, BooleanSupplier folds) {
        this.disk = disk;
        this.folds = folds;
    }

    /**
     * Looks at the name of something that is there. It costs a listing of its folder where names are folded; else a look for the other form,
     * for a name that has one.
     *
     * @throws SyncException {@code NAME_EXISTS} when it is spelled otherwise
     */
    public void require(Path path) throws SyncException {
        if (!folds.getAsBoolean() && !answersToAnotherForm(path)) {
            return;
        }
        try {
            if (disk.lists(path)) {
                return;
            }
        } catch (NoSuchFileException gone) {
            return;
        } catch (DirectoryIteratorException e) {
            throw Failures.of(e, path);
        } catch (IOException e) {
            throw Failures.of(e, "list the folder of", path);
        }
        throw SyncException.permanent(
                ErrorCode.NAME_EXISTS,
                "The archive has this name in another spelling, and cannot tell them apart: " + path);
    }

    /** Whether the very same thing is found under this name in another of Unicode's forms: by a disk that takes them for one, or a link. */
    private static boolean answersToAnotherForm(Path path) throws SyncException {
        Path name = path.getFileName();
        if (name == null || isAscii(name.toString())) {
            return false;
        }
        try {
            byte[] bytes = NativeNames.name(path);
            String text = new String(bytes, UTF_8);
            if (!Arrays.equals(text.getBytes(UTF_8), bytes)) {
                return false;
            }
            for (Normalizer.Form form : List.of(Normalizer.Form.NFC, Normalizer.Form.NFD)) {
                byte[] other = Normalizer.normalize(text, form).getBytes(UTF_8);
                if (!Arrays.equals(other, bytes) && isSame(path, NativeNames.resolve(Disk.parent(path), other))) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw Failures.of(e, "look at", path);
        }
    }

    private static boolean isAscii(String name) {
        return name.chars().allMatch(c -> c < 0x80);
    }

    private static boolean isSame(Path one, Path other) throws IOException {
        try {
            Object key = key(one);
            return key != null && key.equals(key(other));
        } catch (NoSuchFileException none) {
            return false;
        }
    }

    private static @Nullable Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }
}
