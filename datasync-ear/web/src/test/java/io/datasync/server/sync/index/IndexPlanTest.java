package io.datasync.server.sync.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.SyncException;
import io.datasync.core.path.PathHash;
import io.datasync.server.sync.sql.Columns;
import io.datasync.server.sync.sql.DatabaseKind;
import io.datasync.server.sync.sql.OnDatabase;
import io.datasync.server.sync.sql.SqlDialect;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexPlanTest extends OnDatabase {
    IndexPlanTest() {
        super(DatabaseKind.H2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("D-30 I-11 a page of a large folder is read in the key's order, and not found by sorting the folder")
    void noSortOfAFolder(boolean after) throws SyncException {
        String page = EntryTable.pageOfUnseen(SqlDialect.H2, after);
        String plan = database.transactions().run(session -> session.one(
                        "EXPLAIN " + page,
                        given -> {
                            given.number(1);
                            if (after) {
                                given.bytes(new byte[PathHash.BYTES]);
                            }
                            given.flag(true).number(1).number(1_000);
                        },
                        Columns::text)
                .orElseThrow());
        assertThat(plan).contains("/* index sorted */");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("D-30 I-11 a page of all entries, or of those up to a key, is read in the key's order")
    void noSortOfAllEntries(boolean last) throws SyncException {
        String page = EntryTable.pageOfAll(SqlDialect.H2, true, last);
        String plan = database.transactions().run(session -> session.one(
                        "EXPLAIN " + page,
                        given -> {
                            given.number(1).bytes(new byte[PathHash.BYTES]);
                            if (last) {
                                given.bytes(new byte[PathHash.BYTES]);
                            }
                            given.number(1_000);
                        },
                        Columns::text)
                .orElseThrow());
        assertThat(plan).contains("/* index sorted */").contains("PATH_HASH > ");
    }
}
