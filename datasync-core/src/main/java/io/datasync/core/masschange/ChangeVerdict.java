package io.datasync.core.masschange;

/** Whether what a scan found is a mass change. */
public sealed interface ChangeVerdict {
    /** It is not: what changed is archived. */
    record Ordinary() implements ChangeVerdict {}

    /**
     * It is: what changed is held.
     *
     * @param changed archived files that were observed otherwise
     * @param renamed archived files that seem to have been renamed
     */
    record MassChange(long changed, long renamed) implements ChangeVerdict {}
}
