/**
 * The main job with a real server and real agents as processes, on one computer.
 *
 * <p>Read {@link io.datasync.drills.endtoend.Pc} first. All suites share one server; each test has an agent of its own. What agent and
 * archive come to is judged from the outside: by comparing bytes, by asking the server, by reading the journal of an agent that has ended.
 */
@NullMarked
package io.datasync.drills.endtoend;

import org.jspecify.annotations.NullMarked;
