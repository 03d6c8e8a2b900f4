package io.datasync.testkit.store.memory;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.StagingName;
import io.datasync.core.store.StoredFacts;
import io.datasync.core.store.StoredFile;
import io.datasync.core.store.VersionName;
import io.datasync.testkit.store.memory.InMemoryShare.Staged;
import io.datasync.testkit.store.memory.InMemoryShare.Stored;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files and versions of an archive in memory, under the names that a store with the share's rules would give them. Every caller holds
 * the share's monitor.
 */
final class InMemoryFiles {
    private final InMemoryShare share;

    InMemoryFiles(InMemoryShare share) {
        this.share = share;
    }

    String name(RelativePath path) throws SyncException {
        String name = pathOf(share.capabilities().names().escape(path)).text();
        if (share.foldsNames()) {
            requireSpelling(name);
        }
        return name;
    }

    /** Refuses a name when it, or that of a folder above it, is there in another spelling. */
    private void requireSpelling(String name) throws SyncException {
        for (int end = name.indexOf('/'); ; end = name.indexOf('/', end + 1)) {
            String part = end < 0 ? name : name.substring(0, end);
            boolean taken = Stream.concat(share.files().keySet().stream(), share.folders().stream())
                    .anyMatch(there -> !there.equals(part) && folded(there).equals(folded(part)));
            if (taken) {
                throw exists(part);
            }
            if (end < 0) {
                return;
            }
        }
    }

    private static String folded(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }

    private static RelativePath pathOf(byte[] names) throws SyncException {
        return RelativePath.of(names);
    }

    String versionName(RelativePath path, VersionName version) throws SyncException {
        return ".datasync/versions/" + name(path) + "/" + version.text();
    }

    void publish(StagingName staged, RelativePath to, StoredFacts facts) throws SyncException {
        requireMoving();
        String name = name(to);
        Staged file = share.staging().get(staged);
        if (file == null) {
            Stored there = share.file(name);
            if (there != null && digestOf(there.bytes).equals(facts.digest())) {
                return;
            }
            throw SyncException.permanent(ErrorCode.NAME_MISSING, "Nothing is staged as " + staged);
        }
        if (!file.finished) {
            throw new IllegalStateException("Published before it was finished: " + staged);
        }
        if (!digestOf(file.bytes).equals(facts.digest())) {
            throw new IllegalStateException("Published under a digest that it has not: " + to);
        }
        makeFoldersAbove(name);
        if (share.file(name) != null || share.isFolder(name)) {
            throw exists(name);
        }
        Optional<Digest> kept = share.capabilities().keepsDigest() ? Optional.of(facts.digest()) : Optional.empty();
        share.putFile(name, new Stored(file.bytes, facts.ticks(), kept));
        share.removeStaged(staged);
    }

    void requireMoving() throws SyncException {
        if (!share.capabilities().publishesWithoutReplacing()) {
            throw SyncException.permanent(ErrorCode.SHARE_UNSUPPORTED, "Nothing can be published safely");
        }
    }

    private static Digest digestOf(byte[] bytes) {
        return Digest.of(Digest.sha256().digest(bytes));
    }

    private static SyncException exists(String name) {
        return SyncException.permanent(ErrorCode.NAME_EXISTS, "Something is already there: " + name);
    }

    private void makeFoldersAbove(String name) throws SyncException {
        for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
            makeOneFolder(name.substring(0, slash));
        }
    }

    private void makeOneFolder(String name) throws SyncException {
        if (share.file(name) != null) {
            throw exists(name);
        }
        share.addFolder(name);
    }

    void removeEmptyFolder(RelativePath path) throws SyncException {
        String name = name(path);
        for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
            if (share.file(name.substring(0, slash)) != null) {
                throw exists(name);
            }
        }
        String below = name + "/";
        if (share.file(name) != null || share.files().keySet().stream().anyMatch(file -> file.startsWith(below))) {
            throw exists(name);
        }
        List<String> folders = share.folders().stream()
                .filter(folder -> folder.equals(name) || folder.startsWith(below))
                .toList();
        folders.forEach(share::removeFolder);
    }

    Stored require(String name) throws SyncException {
        Stored file = share.file(name);
        if (file == null) {
            throw SyncException.permanent(ErrorCode.NAME_MISSING, "No such file in the archive: " + name);
        }
        return file;
    }

    static Optional<StoredFile> found(RelativePath path, @Nullable Stored file) {
        return Optional.ofNullable(file)
                .map(there -> new StoredFile(path, there.bytes.length, there.ticks, there.digest));
    }

    void retire(RelativePath path, VersionName version) throws SyncException {
        requireMoving();
        String from = name(path);
        String to = versionName(path, version);
        Stored file = share.file(from);
        boolean done = share.file(to) != null;
        if (file == null && done) {
            return;
        }
        if (file == null) {
            throw SyncException.permanent(ErrorCode.NAME_MISSING, "No such file in the archive: " + from);
        }
        if (done) {
            throw exists(to);
        }
        makeFoldersAbove(to);
        share.putFile(to, file);
        share.removeFile(from);
    }

    void makeFolder(RelativePath path) throws SyncException {
        String name = name(path);
        makeFoldersAbove(name);
        makeOneFolder(name);
    }
}
