/**
 * Transactions and statements on one of three databases (D-30): what the packages beside it write their SQL with.
 *
 * <p>Read {@link io.datasync.server.sync.sql.SqlTransactions} first; what differs between the databases is in {@link
 * io.datasync.server.sync.sql.SqlDialect} and {@link io.datasync.server.sync.sql.SqlFault} and nowhere else. May use core's failures and
 * JDBC; it knows no table and no container.
 */
@NullMarked
package io.datasync.server.sync.sql;

import org.jspecify.annotations.NullMarked;
