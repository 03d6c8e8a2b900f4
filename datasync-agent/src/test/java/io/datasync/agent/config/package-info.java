/** Settings: defaults, every key, every bad value. Read {@link io.datasync.agent.config.SettingsReaderTest} first. */
@NullMarked
package io.datasync.agent.config;

import org.jspecify.annotations.NullMarked;
