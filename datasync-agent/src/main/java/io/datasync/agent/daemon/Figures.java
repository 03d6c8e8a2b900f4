package io.datasync.agent.daemon;

import io.datasync.agent.state.AgentHome;
import io.datasync.agent.state.StateStore;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.Journal;
import io.datasync.core.lease.JobId;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.manifest.Ticks;
import io.datasync.core.protocol.fleet.JobDefinition;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Figures for heartbeats that cost a look at disk or journal, looked up beforehand by somebody who may be held up. Thread-safe. */
final class Figures {
    private static final int PENDING_PAGE = 100;
    private static final int HOME_DEPTH = 3;

    private final AgentHome home;
    private final StateStore states;
    private final Journal journal;
    private final Figure<Instant> oldestUnarchived = new Figure<>("oldest_unarchived");
    private final Figure<Long> footprintBytes = new Figure<>("footprint_bytes");

    Figures(AgentHome home, StateStore states, Journal journal) {
        this.home = home;
        this.states = states;
        this.journal = journal;
    }

    /** The modification time of the oldest file of any job that is not archived; empty when there is none, and when it is not known. */
    Optional<Instant> oldestUnarchived() {
        return oldestUnarchived.found();
    }

    /** What the agent itself occupies on the disk (AGT-11); empty when it is not known. */
    Optional<Long> footprintBytes() {
        return footprintBytes.found();
    }

    /** Looks again; one that fails does not keep the other from being known. */
    void look() {
        oldestUnarchived.look(this::findOldest);
        footprintBytes.look(this::measure);
    }

    private Optional<Instant> findOldest() throws SyncException {
        Optional<Instant> oldest = Optional.empty();
        List<JobDefinition> jobs =
                states.state().jobs().map(list -> list.jobs()).orElse(List.of());
        for (JobDefinition job : jobs) {
            Optional<Instant> found = findOldest(job.job());
            if (found.isPresent() && (oldest.isEmpty() || found.get().isBefore(oldest.get()))) {
                oldest = found;
            }
        }
        return oldest;
    }

    /** Folders have no time of their own and stand first. */
    private Optional<Instant> findOldest(JobId job) throws SyncException {
        List<SourceEntry> page = journal.job(job).pending(Optional.empty(), PENDING_PAGE);
        while (!page.isEmpty()) {
            for (SourceEntry entry : page) {
                if (entry.kind() == EntryKind.FILE) {
                    return Optional.of(Ticks.toInstant(entry.ticks()));
                }
            }
            page = journal.job(job).pending(Optional.of(page.get(page.size() - 1)), PENDING_PAGE);
        }
        return Optional.empty();
    }

    private Optional<Long> measure() throws IOException {
        var total = new long[1];
        Files.walkFileTree(home.folder(), Set.of(), HOME_DEPTH, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                total[0] += attributes.isRegularFile() ? attributes.size() : 0;
                return FileVisitResult.CONTINUE;
            }

            /** A file that vanishes meanwhile, as temporary ones do, occupies nothing. */
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException && !file.equals(home.folder())) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
        return Optional.of(total[0]);
    }
}
