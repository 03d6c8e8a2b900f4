package io.datasync.agent.fault;

import io.datasync.core.store.directory.DirectoryStep;

/** Which crash run ends an agent at a point. Each point is in one, since each costs the start of an agent. */
public enum CrashRun {
    /** {@code CrashedAgentTest}: one agent, and a server in the test's own process, which can lose what it knows. */
    AGENT,
    /** {@code AgentKillIT}: what lies between archive, journal and a real server (I-8). */
    END_TO_END,
    /**
     * None. An agent never makes an archive, and so never its folders ({@code FOLDERS_MADE}): that is for the server, when the job is made.
     * What {@code FORGET_NEW} leaves is refused by the next start too, until a person accepts the source: nothing is to be made good. What
     * {@code UNSTAGE_VANISHED} changes is emptied by the next scan before anything else. The journal's own contract and kill tests cut both. The core's tests of
     * transfers cut {@code RESUME}, which takes a file of 64 MiB here, and {@code FOLDER_GONE}; those of sealing cut {@code CERTIFICATE}
     * and {@code CERTIFY}. What concerns mass changes, purges, losses on the share and seals ({@code HOLD} to {@code UNSEAL}, {@code ASSIGN_LOSSES},
     * {@code LOSSES_WRITTEN}, {@code SEAL}, {@code SEAL_DUE}) is worked out anew by the next scan or run; the journals' contract cuts it.
     */
    NONE;

    /** The run that cuts at a step of a store. */
    static CrashRun of(DirectoryStep step) {
        return switch (step) {
            case FACTS_KEPT, PUBLISHED, RETIRED, CONTROL_WRITTEN, CONTROL_NAMED -> AGENT;
            case FOLDERS_MADE -> NONE;
        };
    }
}
