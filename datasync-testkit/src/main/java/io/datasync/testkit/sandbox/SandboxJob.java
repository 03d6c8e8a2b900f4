package io.datasync.testkit.sandbox;

import java.nio.file.Path;

/**
 * A job of a sandbox.
 *
 * @param id its id at the server
 * @param source the folder that is archived
 * @param archive the folder that mirrors it
 */
public record SandboxJob(String id, Path source, Path archive) {}
