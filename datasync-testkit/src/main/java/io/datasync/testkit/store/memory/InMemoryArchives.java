package io.datasync.testkit.store.memory;

import io.datasync.core.failure.SyncException;
import io.datasync.core.store.ArchiveMarker;
import io.datasync.core.store.ArchiveOpener;
import io.datasync.core.store.ArchiveStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** As many archives as are asked for, each made when its address is first opened. Thread-safe. */
public final class InMemoryArchives implements ArchiveOpener {
    private final Map<String, InMemoryShare> shares = new ConcurrentHashMap<>();

    @Override
    public ArchiveStore open(String archiveUrl) throws SyncException {
        ArchiveStore store = shares.computeIfAbsent(archiveUrl, url -> InMemoryShare.likeADirectory())
                .open();
        store.create(new ArchiveMarker(
                ArchiveMarker.FORMAT_VERSION, "runner", archiveUrl, "geometry", "UTC", List.of("/data")));
        return store;
    }
}
