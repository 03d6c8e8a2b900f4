/**
 * The state index in a database (D-30). The statements of a table are in the class named after it.
 *
 * <p>Read {@link io.datasync.server.sync.index.JdbcStateIndex} first. May use core and {@code sync.sql}; it knows no container.
 */
@NullMarked
package io.datasync.server.sync.index;

import org.jspecify.annotations.NullMarked;
