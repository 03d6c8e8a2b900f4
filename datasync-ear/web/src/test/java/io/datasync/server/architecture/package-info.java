/** Rules that the code of the server is held to. Read {@link io.datasync.server.architecture.ServerClasses} first. */
@NullMarked
package io.datasync.server.architecture;

import org.jspecify.annotations.NullMarked;
