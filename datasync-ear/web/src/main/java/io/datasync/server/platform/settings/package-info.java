/**
 * What an administrator may set, the clock, and chance. Read {@link io.datasync.server.platform.settings.ServerSettings} first. Uses
 * MicroProfile Config; it knows no component of the server.
 */
@NullMarked
package io.datasync.server.platform.settings;

import org.jspecify.annotations.NullMarked;
