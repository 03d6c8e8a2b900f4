/** Repairs over the twins of index and share, and over what runs do meanwhile. */
@NullMarked
package io.datasync.testkit.repair;

import org.jspecify.annotations.NullMarked;
