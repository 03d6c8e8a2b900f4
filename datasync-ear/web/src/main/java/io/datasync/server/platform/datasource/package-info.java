/**
 * The connection to the database: which driver, with which time-outs. Read {@link
 * io.datasync.server.platform.datasource.ConfiguredDataSource} first. Uses the JDK and the drivers only.
 */
@NullMarked
package io.datasync.server.platform.datasource;

import org.jspecify.annotations.NullMarked;
