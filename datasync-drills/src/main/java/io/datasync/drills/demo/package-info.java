/**
 * The demo: a server, an agent and an instrument on one computer, at work.
 *
 * <p>Read {@link io.datasync.drills.demo.DemoRun} first: it brings up the seats, one after the other, and has them watched. May use the
 * packages below, the test kit, the core and picocli; server and agent are processes to it, found below the folder that the property
 * {@code datasync.root} names.
 */
@NullMarked
package io.datasync.drills.demo;

import org.jspecify.annotations.NullMarked;
