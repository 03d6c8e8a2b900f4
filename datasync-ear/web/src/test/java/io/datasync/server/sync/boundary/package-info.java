/** Tests of the package of the same name. */
@NullMarked
package io.datasync.server.sync.boundary;

import org.jspecify.annotations.NullMarked;
