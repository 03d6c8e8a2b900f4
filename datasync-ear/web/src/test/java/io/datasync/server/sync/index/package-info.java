/** The state index on every database: read {@link io.datasync.server.sync.index.JdbcIndexTest} first. */
@NullMarked
package io.datasync.server.sync.index;

import org.jspecify.annotations.NullMarked;
