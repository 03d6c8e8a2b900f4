/** Tests of the package of the same name. */
@NullMarked
package io.datasync.server.security.audit;

import org.jspecify.annotations.NullMarked;
