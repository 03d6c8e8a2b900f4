/** Scans of the trees that the corpus maker makes. */
@NullMarked
package io.datasync.testkit.scan;

import org.jspecify.annotations.NullMarked;
