@NullMarked
package io.datasync.core.verify;

import org.jspecify.annotations.NullMarked;
