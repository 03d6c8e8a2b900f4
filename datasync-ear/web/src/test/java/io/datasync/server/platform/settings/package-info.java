/** Tests of the package of the same name. */
@NullMarked
package io.datasync.server.platform.settings;

import org.jspecify.annotations.NullMarked;
