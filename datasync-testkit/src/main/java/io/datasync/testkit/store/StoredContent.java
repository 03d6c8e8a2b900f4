package io.datasync.testkit.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.StagedFile;
import io.datasync.core.store.StagingName;
import io.datasync.core.store.StoredFacts;
import io.datasync.core.store.StoredFile;
import io.datasync.core.store.VersionName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** Short ways to put content into a store and to see what is in it. */
public final class StoredContent {
    private StoredContent() {}

    /** Bytes of a text. */
    public static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /** The facts of bytes that were modified at this time. */
    public static StoredFacts facts(byte[] content, long ticks) {
        return new StoredFacts(ticks, digest(content));
    }

    /** The digest of bytes. */
    public static Digest digest(byte[] content) {
        return Digest.of(Digest.sha256().digest(content));
    }

    /** Stages bytes, whole. */
    public static void stage(ArchiveStore store, StagingName name, byte[] content) throws SyncException {
        try (StagedFile file = store.stage(name, content.length)) {
            int most = store.capabilities().rangeMaxBytes();
            for (int at = 0; at < content.length; at += most) {
                file.write(ByteBuffer.wrap(content, at, Math.min(most, content.length - at)));
            }
            file.finish();
        }
    }

    /** Stages and publishes bytes. */
    public static void put(ArchiveStore store, RelativePath path, byte[] content, long ticks) throws SyncException {
        StagingName name = new StagingName("test-put-" + path.hash());
        stage(store, name, content);
        store.publish(name, path, facts(content, ticks));
    }

    /** What a file holds. */
    public static byte[] read(ArchiveStore store, RelativePath path) throws SyncException {
        return all(store.open(path));
    }

    /** What a version holds. */
    public static byte[] readVersion(ArchiveStore store, RelativePath path, VersionName version) throws SyncException {
        return all(store.openVersion(path, version));
    }

    /** What is staged. */
    public static byte[] readStaged(ArchiveStore store, StagingName name) throws SyncException {
        return all(store.openStaged(name));
    }

    private static byte[] all(InputStream stream) {
        try (stream) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError("What was opened can be read", e);
        }
    }

    /** All files of an archive. */
    public static Map<RelativePath, StoredFile> list(ArchiveStore store) throws SyncException {
        Map<RelativePath, StoredFile> files = new HashMap<>();
        store.list(file -> {
            if (files.put(file.path(), file) != null) {
                throw new AssertionError("Listed twice: " + file.path());
            }
        });
        return files;
    }
}
