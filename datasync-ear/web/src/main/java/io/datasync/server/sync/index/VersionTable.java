package io.datasync.server.sync.index;

import io.datasync.core.failure.SyncException;
import io.datasync.core.index.VersionRow;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.server.sync.sql.SqlSession;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** {@code file_versions}: rows are only ever added, in the order of their keys (CORE-11, D-30). */
final class VersionTable {
    private static final List<String> COLUMNS = List.of(
            "path", "size_bytes", "verified_at", "retired_at", "run_id", "folder_id", "path_hash", "ticks", "digest");
    private static final List<String> KEY = List.of("folder_id", "path_hash", "ticks", "digest");

    private final SqlSession session;

    VersionTable(SqlSession session) {
        this.session = session;
    }

    void insert(long folderId, Collection<VersionRow> versions) throws SyncException {
        List<VersionRow> sorted = versions.stream()
                .sorted(Comparator.comparing(
                        version -> version.fact().entry().path().hash()))
                .toList();
        session.batch(session.dialect().insertMissing("file_versions", COLUMNS, KEY), sorted, (given, version) -> {
            SourceEntry entry = version.fact().entry();
            given.text(entry.path().text())
                    .number(entry.sizeBytes())
                    .time(version.fact().verifiedAt())
                    .time(version.retiredAt())
                    .text(version.run().text());
            for (int keys = 0; keys < 2; keys++) {
                given.number(folderId)
                        .bytes(entry.path().hash().bytes())
                        .number(entry.ticks())
                        .bytes(version.fact().digest().bytes());
            }
        });
    }
}
