/**
 * JSON that has one form only, byte for byte, so that it can be signed and compared: for certificates, signatures and keys (D-9).
 *
 * <p>Read {@link io.datasync.core.canonical.CanonicalReader} first. No blanks, one field a line in an order that the format fixes, UTF-8
 * as it is; in text only the quotation mark and the backslash are escaped, since no text here holds a control character. Any JSON tool
 * reads it; this reader takes nothing else. May use {@code failure}.
 */
@NullMarked
package io.datasync.core.canonical;

import org.jspecify.annotations.NullMarked;
