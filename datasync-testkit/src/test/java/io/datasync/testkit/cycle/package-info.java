/** Cycles of a job over real files, with twins of the journal and the archive and a double of the server. */
@NullMarked
package io.datasync.testkit.cycle;

import org.jspecify.annotations.NullMarked;
