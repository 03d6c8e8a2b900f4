/** Tests of the messages' JSON: golden files, round trips of odd values, hostile bytes. */
@NullMarked
package io.datasync.core.protocol.json;

import org.jspecify.annotations.NullMarked;
