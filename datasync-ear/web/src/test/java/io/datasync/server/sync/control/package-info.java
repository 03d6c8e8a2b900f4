/** Tests of the package of the same name. */
@NullMarked
package io.datasync.server.sync.control;

import org.jspecify.annotations.NullMarked;
