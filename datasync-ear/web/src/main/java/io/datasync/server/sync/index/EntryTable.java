package io.datasync.server.sync.index;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.EntryState;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.PathHash;
import io.datasync.core.path.RelativePath;
import io.datasync.server.sync.sql.Columns;
import io.datasync.server.sync.sql.Parameters;
import io.datasync.server.sync.sql.SqlDialect;
import io.datasync.server.sync.sql.SqlSession;
import io.datasync.server.sync.sql.Upsert;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** {@code synced_files}. Whatever writes it goes by the key's order, so that two writers meet in the same order (D-30). */
final class EntryTable {
    private static final List<String> VALUES = List.of(
            "path",
            "kind",
            "size_bytes",
            "ticks",
            "digest",
            "verified_at",
            "state",
            "at_source",
            "scan_seq",
            "run_id",
            "token_epoch",
            "token_counter",
            "checked_at",
            "checked_by",
            "absent_since");
    private static final List<String> KEY = List.of("folder_id", "path_hash");
    private static final String COLUMNS = "f." + String.join(", f.", VALUES);

    /** The states that count as archived, as a list of texts. */
    private static final String ARCHIVED = Arrays.stream(EntryState.values())
            .filter(EntryState::archived)
            .map(state -> "'" + state.text() + "'")
            .collect(Collectors.joining(", "));

    /** Sizes of key lists: few, so that the database sees few different statements; the largest leaves room for other parameters. */
    private static final int[] KEY_STEPS = {16, 128, SqlDialect.PARAMETERS_MAX / 2};

    private static final int KEYS_MAX = KEY_STEPS[KEY_STEPS.length - 1];

    /** What fills a list of keys up: no path has this hash. */
    private static final byte[] NO_KEY = new byte[PathHash.BYTES];

    private final SqlSession session;

    EntryTable(SqlSession session) {
        this.session = session;
    }

    long unarchived(long folderId) throws SyncException {
        return session.one(
                        "SELECT COUNT(*) FROM synced_files WHERE folder_id = ? AND state NOT IN (" + ARCHIVED + ")",
                        given -> given.number(folderId),
                        Columns::number)
                .orElse(0L);
    }

    Map<PathHash, EntryRow> find(long folderId, Collection<PathHash> keys) throws SyncException {
        Map<PathHash, EntryRow> found = new HashMap<>();
        List<PathHash> sorted = new ArrayList<>(new TreeSet<>(keys));
        for (int start = 0; start < sorted.size(); start += KEYS_MAX) {
            List<PathHash> some = sorted.subList(start, Math.min(sorted.size(), start + KEYS_MAX));
            for (EntryRow row : findSome(folderId, some)) {
                found.put(row.fact().entry().path().hash(), row);
            }
        }
        return found;
    }

    private List<EntryRow> findSome(long folderId, List<PathHash> keys) throws SyncException {
        int step = 0;
        while (KEY_STEPS[step] < keys.size()) {
            step++;
        }
        int rows = KEY_STEPS[step];
        return session.all(
                "SELECT " + COLUMNS + " FROM " + session.dialect().keys(rows)
                        + " JOIN synced_files f ON f.folder_id = ? AND f.path_hash = k.path_hash",
                given -> {
                    for (PathHash key : keys) {
                        given.bytes(key.bytes());
                    }
                    for (int filled = keys.size(); filled < rows; filled++) {
                        given.bytes(NO_KEY);
                    }
                    given.number(folderId);
                },
                EntryTable::read);
    }

    void upsert(long folderId, Collection<EntryRow> entries) throws SyncException {
        SortedMap<PathHash, EntryRow> sorted = new TreeMap<>();
        entries.forEach(entry -> sorted.put(entry.fact().entry().path().hash(), entry));
        Upsert text = session.dialect().upsert("synced_files", VALUES, KEY);
        session.upsert(
                text,
                sorted.entrySet(),
                (given, keyed) -> {
                    values(given, keyed.getValue());
                    given.number(folderId).bytes(keyed.getKey().bytes());
                },
                (given, keyed) -> given.number(folderId).bytes(keyed.getKey().bytes()));
    }

    void markSeen(long folderId, Collection<PathHash> keys, long scanSeq) throws SyncException {
        session.batch(
                "UPDATE synced_files SET scan_seq = ? WHERE folder_id = ? AND path_hash = ? AND scan_seq < ?",
                new TreeSet<>(keys),
                (given, key) -> given.number(scanSeq)
                        .number(folderId)
                        .bytes(key.bytes())
                        .number(scanSeq));
    }

    List<EntryRow> notSeenSince(long folderId, long scanSeq, Optional<PathHash> after, int max) throws SyncException {
        return session.all(
                pageOfUnseen(session.dialect(), after.isPresent()),
                given -> {
                    given.number(folderId);
                    if (after.isPresent()) {
                        given.bytes(after.get().bytes());
                    }
                    given.flag(true).number(scanSeq).number(max);
                },
                EntryTable::read);
    }

    List<EntryRow> page(long folderId, Optional<PathHash> after, Optional<PathHash> last, int max)
            throws SyncException {
        return session.all(
                pageOfAll(session.dialect(), after.isPresent(), last.isPresent()),
                given -> {
                    given.number(folderId);
                    if (after.isPresent()) {
                        given.bytes(after.get().bytes());
                    }
                    if (last.isPresent()) {
                        given.bytes(last.get().bytes());
                    }
                    given.number(max);
                },
                EntryTable::read);
    }

    /** As {@link #pageOfUnseen}. */
    static String pageOfAll(SqlDialect dialect, boolean after, boolean last) {
        return "SELECT " + COLUMNS + " FROM synced_files f WHERE f.folder_id = ?"
                + (after ? " AND f.path_hash > ?" : "")
                + (last ? " AND f.path_hash <= ?" : "")
                + " ORDER BY f.folder_id, f.path_hash" + dialect.limit();
    }

    /** By the whole key, although the folder is one: else H2 sorts all of a folder for each page of it. */
    static String pageOfUnseen(SqlDialect dialect, boolean after) {
        return "SELECT " + COLUMNS + " FROM synced_files f WHERE f.folder_id = ?"
                + (after ? " AND f.path_hash > ?" : "")
                + " AND f.at_source = ? AND f.state IN (" + ARCHIVED + ") AND f.scan_seq < ?"
                + " ORDER BY f.folder_id, f.path_hash" + dialect.limit();
    }

    private static void values(Parameters given, EntryRow row) throws SQLException {
        SourceEntry entry = row.fact().entry();
        given.text(entry.path().text())
                .text(String.valueOf(entry.kind().letter()))
                .number(entry.sizeBytes())
                .number(entry.ticks())
                .bytes(row.fact().digest().bytes())
                .time(row.fact().verifiedAt())
                .text(row.state().text())
                .flag(row.atSource())
                .number(row.scanSeq())
                .text(row.run().text())
                .number(row.token().epoch())
                .number(row.token().counter())
                .time(row.check().map(EntryRow.Check::at))
                .text(row.check().map(check -> check.by().text()))
                .time(row.absentSince());
    }

    private static EntryRow read(Columns row) throws SQLException, SyncException {
        var entry = new SourceEntry(
                RelativePath.parse(row.text()), EntryKind.ofLetter(row.text().charAt(0)), row.number(), row.number());
        var fact = new Fact(entry, Digest.of(row.bytes()), row.time());
        return new EntryRow(
                fact,
                EntryState.valueOf(row.text().toUpperCase(Locale.ROOT)),
                row.flag(),
                row.number(),
                new RunId(row.text()),
                new FencingToken(row.number(), row.number()),
                check(row),
                row.optionalTime());
    }

    private static Optional<EntryRow.Check> check(Columns row) throws SQLException {
        Optional<Instant> at = row.optionalTime();
        Optional<String> by = row.optionalText();
        return at.isPresent() && by.isPresent()
                ? Optional.of(
                        new EntryRow.Check(EntryRow.Checker.valueOf(by.get().toUpperCase(Locale.ROOT)), at.get()))
                : Optional.empty();
    }
}
