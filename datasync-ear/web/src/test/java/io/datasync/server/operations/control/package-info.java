/** Tests of alerts, on the databases that can be had here. */
@NullMarked
package io.datasync.server.operations.control;

import org.jspecify.annotations.NullMarked;
