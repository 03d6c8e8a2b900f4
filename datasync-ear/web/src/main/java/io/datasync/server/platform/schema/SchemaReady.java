package io.datasync.server.platform.schema;

/**
 * The event that the schema is up to date; sent once per start, or more often when an observer failed.
 *
 * <p>An observer prepares what needs tables: the first user, for example. It must be repeatable. When it throws, the server
 * stays not ready, says why, and tries again.
 */
public record SchemaReady() {}
