/**
 * Source trees for tests and the demo: instrument-like ones, odd ones, and an instrument that goes on producing and
 * purging; and large ones for measurements.
 *
 * <p>Read {@link io.datasync.testkit.corpus.Corpus} first. May use the JDK. Everything is made from a seed: the same
 * seed makes the same names, contents and times. Made for Linux, where a name is any bytes.
 */
@NullMarked
package io.datasync.testkit.corpus;

import org.jspecify.annotations.NullMarked;
