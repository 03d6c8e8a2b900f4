/** What ./datasync says and does, without building anything. */
@NullMarked
package io.datasync.testkit.frontdoor;

import org.jspecify.annotations.NullMarked;
