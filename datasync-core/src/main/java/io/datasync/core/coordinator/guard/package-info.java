/**
 * What stands before the rules of the conversation: who is put off while a server drains (RUN-9, RUN-7), and which of two PCs with one
 * identity may open what (D-27). The rules behind are in {@code drain} and {@code identity}.
 *
 * <p>Read {@link io.datasync.core.coordinator.guard.Admissions} first. May use {@code coordinator}, {@code drain}, {@code identity},
 * {@code index} and what they use.
 */
@NullMarked
package io.datasync.core.coordinator.guard;

import org.jspecify.annotations.NullMarked;
