/** Tests of how two PCs with one identity are noticed, and what becomes of them. */
@NullMarked
package io.datasync.core.identity;

import org.jspecify.annotations.NullMarked;
