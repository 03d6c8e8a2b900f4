/**
 * Real processes for tests and the demo: started, watched, stopped and killed by their own id, and never outliving
 * the JVM that started them.
 *
 * <p>Read {@link io.datasync.testkit.process.RunningProcess} first. May use the JDK and Awaitility. Made for Linux;
 * {@code setsid}, {@code setpriv} and {@code /proc} are used where they exist.
 */
@NullMarked
package io.datasync.testkit.process;

import org.jspecify.annotations.NullMarked;
