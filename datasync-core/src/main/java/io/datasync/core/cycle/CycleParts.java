package io.datasync.core.cycle;

import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.cycle.seal.Sealing;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.lease.RunId;
import io.datasync.core.pace.Pause;
import io.datasync.core.scan.ClockWatch;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.transfer.MachineIds;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What a cycle needs of the world.
 *
 * @param source the root of the job's source
 * @param journal the job's memory
 * @param store the job's archive, which is there already
 * @param coordinator the server
 * @param clock the time
 * @param clockWatch says when that clock was last put right by a step
 * @param pause how time passes
 * @param stop says that the work is to stop; once it says {@code true} it stays so
 * @param machine by which machines are told apart that archive to one place
 * @param sealing how date folders are sealed; empty for a job that has none
 * @param runIds new ids for runs, never the same twice
 */
public record CycleParts(
        Path source,
        JobJournal journal,
        ArchiveStore store,
        Coordinator coordinator,
        Clock clock,
        ClockWatch clockWatch,
        Pause pause,
        BooleanSupplier stop,
        MachineIds machine,
        Optional<Sealing> sealing,
        Supplier<RunId> runIds) {}
