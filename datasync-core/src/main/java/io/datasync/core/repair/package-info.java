/**
 * What all repairs share: they hold no lease, change one folder at a time under the revision that they read, and take turns (D-24, CORE-7).
 *
 * <p>Read {@link io.datasync.core.repair.RowChange} first, then {@link io.datasync.core.repair.FolderRepair}. What is to be changed is decided
 * in {@code reconcile} and {@code verify}. May use {@code index}, {@code store}, {@code transfer}
 * (its intents alone) and what they use.
 */
@NullMarked
package io.datasync.core.repair;

import org.jspecify.annotations.NullMarked;
