@NullMarked
package io.datasync.core.reconcile;

import org.jspecify.annotations.NullMarked;
