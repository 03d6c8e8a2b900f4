/** Tests of runs, leases and tokens as values. */
@NullMarked
package io.datasync.core.lease;

import org.jspecify.annotations.NullMarked;
