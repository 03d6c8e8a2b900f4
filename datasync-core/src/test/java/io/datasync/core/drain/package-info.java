/** Tests of when new runs are put off, and for how long. */
@NullMarked
package io.datasync.core.drain;

import org.jspecify.annotations.NullMarked;
