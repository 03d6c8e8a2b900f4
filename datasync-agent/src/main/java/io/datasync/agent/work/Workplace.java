package io.datasync.agent.work;

import io.datasync.agent.client.HttpCalls;
import io.datasync.agent.client.HttpCoordinator;
import io.datasync.agent.client.ServerClient;
import io.datasync.agent.config.AgentSettings;
import io.datasync.agent.fault.CrashPoints;
import io.datasync.agent.journal.SqliteJournal;
import io.datasync.agent.state.AgentHome;
import io.datasync.agent.state.AgentState;
import io.datasync.agent.state.HomeLock;
import io.datasync.agent.state.Machine;
import io.datasync.agent.state.StateStore;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.Journal;
import io.datasync.core.protocol.fleet.JobList;
import io.datasync.core.scratch.ScratchFile;
import io.datasync.core.store.directory.DirectoryArchives;
import io.datasync.core.store.directory.DirectoryOptions;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What belongs to an agent at work: its home, held against others, its identity, its journal and the way to its server. */
public final class Workplace implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workplace.class);

    private final AgentHome home;
    private final AgentSettings settings;
    private final HomeLock lock;
    private final StateStore states;
    private final SqliteJournal journal;
    private final ServerClient server;
    private final Enrolment enrolment;
    private final JobExecution execution;

    private Workplace(
            AgentHome home,
            AgentSettings settings,
            HomeLock lock,
            StateStore states,
            SqliteJournal journal,
            ServerClient server,
            Enrolment enrolment,
            JobExecution execution) {
        this.home = home;
        this.settings = settings;
        this.lock = lock;
        this.states = states;
        this.journal = journal;
        this.server = server;
        this.enrolment = enrolment;
        this.execution = execution;
    }

    /**
     * Takes the home, which is there, and opens everything in it.
     *
     * @throws SyncException {@code HOME_BUSY} when another agent works there; {@code CONFIGURATION_INVALID} when no server is set;
     *     {@code STATE_CORRUPT} and {@code JOURNAL_IO} when they cannot be read or written; what is damaged is set aside
     */
    public static Workplace open(AgentHome home, AgentSettings settings, String version, Clock clock, StopSignal stop)
            throws SyncException {
        URI address = settings.serverUrl()
                .orElseThrow(() -> SyncException.permanent(
                        ErrorCode.CONFIGURATION_INVALID, "No server is set; enroll this PC first"));
        HomeLock lock = HomeLock.take(home);
        try {
            sweep(home);
            SecureRandom random = new SecureRandom();
            Machine machine = Machine.local();
            StateStore states = StateStore.open(home, machine, clock, random);
            states.setAside().ifPresent(aside -> LOG.error("event=state_set_aside file={} the PC enrols again", aside));
            HttpCalls calls = new HttpCalls(
                    address,
                    settings.requestTimeout(),
                    () -> states.state().apiKey().secret(),
                    version,
                    home.scratch());
            ServerClient server = new ServerClient(calls);
            Enrolment enrolment = new Enrolment(states, server, address, settings.runnerId(), machine, version);
            SqliteJournal journal = journal(home, clock);
            CrashPoints crash = CrashPoints.ofSystem();
            JobExecution execution = new JobExecution(
                    settings,
                    home,
                    states,
                    journal,
                    new HttpCoordinator(calls),
                    new PacedArchives(
                            new DirectoryArchives(DirectoryOptions.DEFAULTS.withSteps(crash::stored)),
                            settings,
                            clock,
                            stop),
                    clock,
                    random,
                    stop,
                    crash);
            return new Workplace(home, settings, lock, states, journal, server, enrolment, execution);
        } catch (SyncException e) {
            lock.close();
            throw e;
        }
    }

    /** What a killed agent left there; nobody else works here. */
    private static void sweep(AgentHome home) {
        try {
            ScratchFile.sweep(home.scratch());
        } catch (IOException e) {
            // It costs room until the next start, and is no reason not to archive.
            LOG.warn("event=scratch_not_swept folder={} {}", home.scratch(), e.toString());
        }
    }

    /** A damaged journal is set aside: what it knew comes back from the index and the archive. */
    private static SqliteJournal journal(AgentHome home, Clock clock) throws SyncException {
        try {
            return SqliteJournal.open(home.journal(), clock);
        } catch (SyncException e) {
            if (e.code() != ErrorCode.JOURNAL_CORRUPT) {
                throw e;
            }
            LOG.error(
                    "event=journal_set_aside file={} {}",
                    SqliteJournal.setAside(home.journal(), clock),
                    e.getMessage());
            return SqliteJournal.open(home.journal(), clock);
        }
    }

    /** Sets the journal aside when a call found it damaged, and goes on with an empty one (AGT-5). */
    public void replaceDamagedJournal() throws SyncException {
        journal.replaceDamaged().ifPresent(aside -> LOG.error("event=journal_set_aside file={}", aside));
    }

    /** Its home. */
    public AgentHome home() {
        return home;
    }

    /** The settings it was opened with. */
    public AgentSettings settings() {
        return settings;
    }

    /** Its identity. */
    public StateStore states() {
        return states;
    }

    /** Its journal. */
    public Journal journal() {
        return journal;
    }

    /** Its server. */
    public ServerClient server() {
        return server;
    }

    /** Its enrolment. */
    public Enrolment enrolment() {
        return enrolment;
    }

    /** How it executes jobs. */
    public JobExecution execution() {
        return execution;
    }

    /**
     * The jobs as the server has them now, kept for when it is away.
     *
     * @throws SyncException why the server did not say; {@link AgentState#jobs} has those of before
     */
    public JobList refreshJobs() throws SyncException {
        JobList jobs = server.jobs();
        states.update(known -> known.withJobs(jobs));
        return jobs;
    }

    /** Closes the journal and gives the home back. Repeating it changes nothing. */
    @Override
    public void close() {
        journal.close();
        lock.close();
    }
}
