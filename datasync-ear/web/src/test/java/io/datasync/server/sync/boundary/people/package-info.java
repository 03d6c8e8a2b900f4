/** Tests of the package of the same name. */
@NullMarked
package io.datasync.server.sync.boundary.people;

import org.jspecify.annotations.NullMarked;
