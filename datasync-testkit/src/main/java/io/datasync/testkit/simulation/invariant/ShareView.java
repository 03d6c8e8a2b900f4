package io.datasync.testkit.simulation.invariant;

import io.datasync.core.digest.Digest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which contents an archive holds of each file, under its name or as a version: read from what lies there, with digests computed from the bytes. */
final class ShareView {
    private static final String VERSIONS = ".datasync/versions/";

    private final Map<String, Set<Digest>> contents = new HashMap<>();

    ShareView(Map<String, Digest> files) {
        files.forEach((name, digest) -> {
            if (name.startsWith(VERSIONS)) {
                add(name.substring(VERSIONS.length(), name.lastIndexOf('/')), digest);
            } else if (!name.startsWith(".datasync/")) {
                add(name, digest);
            }
        });
    }

    private void add(String path, Digest digest) {
        contents.computeIfAbsent(path, any -> new HashSet<>()).add(digest);
    }

    /** Everything that it holds. */
    Set<StoredContent> all() {
        Set<StoredContent> all = new HashSet<>();
        contents.forEach((path, digests) -> digests.forEach(digest -> all.add(new StoredContent(path, digest))));
        return all;
    }

    /** Whether it holds this content, under the file's name or as a version of it. */
    boolean holds(StoredContent content) {
        return contents.getOrDefault(content.path(), Set.of()).contains(content.digest());
    }
}
