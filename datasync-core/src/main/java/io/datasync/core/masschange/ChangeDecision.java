package io.datasync.core.masschange;

/** What is to become of changed files (D-12). */
public enum ChangeDecision {
    /** They are held when they are too many. */
    JUDGE,
    /** A person accepts them, held and quarantined ones too: they are archived, each earlier content as a version. */
    ACCEPT,
    /** A person keeps those that are held out of the archive, until they change again. */
    QUARANTINE
}
