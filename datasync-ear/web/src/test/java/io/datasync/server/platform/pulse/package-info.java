/** Tests of the package of the same name. */
@NullMarked
package io.datasync.server.platform.pulse;

import org.jspecify.annotations.NullMarked;
