/** Tests of what repairs share. */
@NullMarked
package io.datasync.core.repair;

import org.jspecify.annotations.NullMarked;
