package io.datasync.server.fleet.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.SyncException;
import io.datasync.server.sync.sql.DatabaseKind;
import io.datasync.server.sync.sql.OnDatabase;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RunnerListTest extends OnDatabase {
    RunnerListTest() {
        super(DatabaseKind.H2);
    }

    @Test
    @DisplayName("D-30 I-11 the largest page is no larger when more is asked for, and within what a statement may hold")
    void theLargestPage() throws SyncException {
        database.clear();
        for (int number = 0; number < RunnerList.PAGE_MAX; number++) {
            database.addRunner("many-%03d".formatted(number));
        }
        var list = new RunnerList(database.dataSource());
        List<RunnerList.Row> page = list.after("", "any", 100_000);
        assertThat(page).hasSize(RunnerList.PAGE_MAX);
        assertThat(list.after(page.get(page.size() - 1).runnerId(), "any", 100_000))
                .extracting(RunnerList.Row::runnerId)
                .containsExactly("pc-1");
    }
}
