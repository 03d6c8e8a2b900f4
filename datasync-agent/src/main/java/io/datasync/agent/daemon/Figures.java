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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Figures for heartbeats that cost a look at disk or journal, looked up beforehand by somebody who may be held up. Thread-safe. */
final class Figures {
    private static final Logger LOG = LoggerFactory.getLogger(Figures.class);
    private static final int PENDING_PAGE = 100;

    private final AgentHome home;
    private final StateStore states;
    private final Journal journal;
    private volatile Optional<Instant> oldestUnarchived = Optional.empty();
    private volatile long footprintBytes;

    Figures(AgentHome home, StateStore states, Journal journal) {
        this.home = home;
        this.states = states;
        this.journal = journal;
    }

    /** The modification time of the oldest file of any job that is not archived, when last looked. */
    Optional<Instant> oldestUnarchived() {
        return oldestUnarchived;
    }

    /** What the agent itself occupied on the disk, when last looked (AGT-11). */
    long footprintBytes() {
        return footprintBytes;
    }

    /** Looks again. */
    void look() {
        try {
            oldestUnarchived = findOldest();
            footprintBytes = measure();
        } catch (SyncException e) {
            LOG.debug("event=figures_not_known code={} {}", e.code().text(), e.getMessage());
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("event=figures_not_known {}", e.toString());
        }
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

    private long measure() throws IOException {
        try (Stream<Path> files = Files.walk(home.folder(), 3)) {
            return files.filter(Files::isRegularFile).mapToLong(Figures::size).sum();
        }
    }

    /** A file that vanishes meanwhile occupies nothing. */
    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }
}
