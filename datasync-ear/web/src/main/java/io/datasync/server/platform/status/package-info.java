/**
 * What the status page shows. Read {@link io.datasync.server.platform.status.StatusSection} first: a component adds a section by
 * being one. Uses core's failures only.
 */
@NullMarked
package io.datasync.server.platform.status;

import org.jspecify.annotations.NullMarked;
