/** The algorithms of DataSync as a library: plain Java, embeddable, no container. */
@NullMarked
package io.datasync.core;

import org.jspecify.annotations.NullMarked;
