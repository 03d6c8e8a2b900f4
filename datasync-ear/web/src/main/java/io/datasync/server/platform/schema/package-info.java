/**
 * Brings the schema up to date at start. Read {@link io.datasync.server.platform.schema.Migrations} first. Uses Liquibase and
 * the change logs of {@code liquibase/}.
 */
@NullMarked
package io.datasync.server.platform.schema;

import org.jspecify.annotations.NullMarked;
