package io.datasync.server.sync.index.catalog;

import io.datasync.core.failure.SyncException;
import io.datasync.core.index.FolderRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.path.FolderName;
import io.datasync.server.sync.index.FolderTable;
import io.datasync.server.sync.sql.SqlTransactions;
import java.util.List;
import java.util.Optional;

/** The folders of jobs, for people to read. Thread-safe; each call is one transaction, blocks, and may throw {@code INDEX_UNAVAILABLE}. */
public final class FolderList {
    /** The most folders of a page. */
    public static final int PAGE_MAX = 1_000;

    private final SqlTransactions transactions;

    /** The folders of a database. */
    public FolderList(SqlTransactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Folders of a job, in the order in which the index first heard of them.
     *
     * @param sealed only those that are sealed, or only those that are not
     * @param after the folder after which the page begins; one that is not there leaves the page empty
     * @param max at most {@value #PAGE_MAX}
     */
    public List<FolderRow> page(JobId job, Optional<Boolean> sealed, Optional<FolderName> after, int max)
            throws SyncException {
        return transactions.run(session -> new FolderTable(session).page(job, sealed, after, Math.min(max, PAGE_MAX)));
    }
}
