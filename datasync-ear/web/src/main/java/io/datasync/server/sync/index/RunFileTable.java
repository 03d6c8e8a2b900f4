package io.datasync.server.sync.index;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.RunFileRow;
import io.datasync.core.lease.RunId;
import io.datasync.core.path.PathHash;
import io.datasync.server.sync.sql.SqlSession;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@code sync_run_files}. */
final class RunFileTable {
    private static final List<String> VALUES = List.of("path", "outcome", "size_bytes", "checksum", "code");
    private static final List<String> KEY = List.of("run_id", "path_hash");

    private final SqlSession session;

    RunFileTable(SqlSession session) {
        this.session = session;
    }

    void upsert(RunId run, Collection<RunFileRow> files) throws SyncException {
        SortedMap<PathHash, RunFileRow> sorted = new TreeMap<>();
        files.forEach(file -> sorted.put(file.path().hash(), file));
        session.upsert(
                session.dialect().upsert("sync_run_files", VALUES, KEY),
                sorted.entrySet(),
                (given, keyed) -> {
                    RunFileRow file = keyed.getValue();
                    given.text(file.path().text())
                            .text(file.outcome().name().toLowerCase(Locale.ROOT))
                            .number(file.sizeBytes())
                            .text(file.checksum().map(Digest::hex))
                            .text(file.code().map(ErrorCode::text))
                            .text(run.text())
                            .bytes(keyed.getKey().bytes());
                },
                (given, keyed) -> given.text(run.text()).bytes(keyed.getKey().bytes()));
    }
}
