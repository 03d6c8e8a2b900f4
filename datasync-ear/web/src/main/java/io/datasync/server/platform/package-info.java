/**
 * What every component stands on: settings and clock, the data source and its schema, problems, health.
 *
 * <p>Read {@link io.datasync.server.platform.settings.ServerSettings} first. Uses Jakarta EE, MicroProfile, Liquibase and the JDBC drivers; it
 * knows no other component.
 */
@NullMarked
package io.datasync.server.platform;

import org.jspecify.annotations.NullMarked;
