/** The change logs, run against real databases. Read {@link io.datasync.schema.ChangeLogTest} first. */
@NullMarked
package io.datasync.schema;

import org.jspecify.annotations.NullMarked;
