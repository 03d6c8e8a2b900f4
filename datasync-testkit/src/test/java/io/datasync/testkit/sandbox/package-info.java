/** The sandbox, tested with a server and an agent that only pretend; the real ones run in the drills. */
@NullMarked
package io.datasync.testkit.sandbox;

import org.jspecify.annotations.NullMarked;
