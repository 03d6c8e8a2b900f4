/** The texts and transactions of {@code sync.sql}, and the databases that all tests of {@code sync} run on: {@link io.datasync.server.sync.sql.TestDatabase}. */
@NullMarked
package io.datasync.server.sync.sql;

import org.jspecify.annotations.NullMarked;
