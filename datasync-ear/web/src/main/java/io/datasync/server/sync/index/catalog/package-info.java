/**
 * Jobs as they are made, and jobs, runs, folders, losses and versions as people list them, page by page. What the rules of core read and
 * change is in {@code sync.index}.
 *
 * <p>Read {@link io.datasync.server.sync.index.catalog.JobCatalog} first. May use core, {@code sync.index} and {@code sync.sql}; it knows no
 * container.
 */
@NullMarked
package io.datasync.server.sync.index.catalog;

import org.jspecify.annotations.NullMarked;
