package io.datasync.server.operations.control;

import java.util.Optional;

/**
 * Something that somebody must look at.
 *
 * @param code stable, such as {@code backup_at_risk}
 * @param severity how bad
 * @param subject what it is about: a runner's id, a job, or {@code fleet}; with the code it tells one alert from another; cut
 *     after 120 characters
 * @param summary a sentence or two for people, without secrets; cut after 1,000 characters
 * @param files what it is about
 * @param untilAcknowledged whether only a person can end it; else what raised it resolves it
 */
public record Alert(
        String code, AlertSeverity severity, String subject, String summary, Files files, boolean untilAcknowledged) {
    private static final int SUBJECT_MAX = 120;

    /**
     * The files that an alert is about; none when it is about something else.
     *
     * @param count how many
     * @param firstPath the one that was told first, where single files are told
     */
    public record Files(long count, Optional<String> firstPath) {
        static final Files NONE = new Files(0, Optional.empty());
    }

    public Alert {
        subject = cut(subject, SUBJECT_MAX);
        summary = cut(summary, 1_000);
    }

    /** An alert that is not about files, and is resolved by what raised it. */
    public Alert(String code, AlertSeverity severity, String subject, String summary) {
        this(code, severity, subject, summary, Files.NONE, false);
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }

    /** By what a live alert is found again. */
    String key() {
        return key(code, subject);
    }

    static String key(String code, String subject) {
        return code + ":" + cut(subject, SUBJECT_MAX);
    }
}
