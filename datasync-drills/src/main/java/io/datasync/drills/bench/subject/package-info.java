/**
 * The programs that are measured: DataSync's core as another program would use it, one process for each run.
 *
 * <p>Read {@link io.datasync.drills.bench.subject.ArchiveOnce} first. May use the core; what stands for an agent also the agent's journal, the test kit
 * and what measures.
 */
@NullMarked
package io.datasync.drills.bench.subject;

import org.jspecify.annotations.NullMarked;
