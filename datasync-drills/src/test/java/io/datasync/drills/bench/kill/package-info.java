/** Tests of what counts the leavings of kills. */
@NullMarked
package io.datasync.drills.bench.kill;

import org.jspecify.annotations.NullMarked;
