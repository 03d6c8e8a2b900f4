package io.datasync.core.identity;

/**
 * What a PC is to do about its identity. An agent keeps what it was told last, and goes on by that without the server; before it is told
 * anything it goes on. None of them stops an archive from growing (D-22).
 */
public sealed interface Role {
    /** It is the runner, and archives its jobs in their places. */
    record GoesOn() implements Role {}

    /**
     * It cannot be told from another PC: it is to make another machine id, keep it, and ask again. Until then it archives where it did; it
     * gets no run.
     */
    record MakesMachineId() implements Role {}

    /** It is another PC than the runner, or may be: it archives each job into a place of its own, {@link JobPlace#aside}. */
    record StandsAside(MachineId machine, Next next) implements Role {}

    /** What ends standing aside. */
    enum Next {
        /** A person has to say which PC is the runner. */
        WAITS,
        /** A person said that it is a PC of its own: it is to make new keys and enrol under another id. */
        ENROLS_ANEW,
        /** A person said that it is only a copy, which is to be switched off; until then nothing on it is lost. */
        IS_A_COPY
    }
}
