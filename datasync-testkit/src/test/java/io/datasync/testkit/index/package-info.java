/** The twin joins its contract, and shows its strictness. */
@NullMarked
package io.datasync.testkit.index;

import org.jspecify.annotations.NullMarked;
