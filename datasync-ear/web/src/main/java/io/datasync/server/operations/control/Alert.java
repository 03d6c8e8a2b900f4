package io.datasync.server.operations.control;

/**
 * Something that somebody must look at.
 *
 * @param code stable, such as {@code backup_at_risk}
 * @param severity how bad
 * @param subject what it is about: a runner's id, a job, or {@code fleet}; with the code it tells one alert from another; cut
 *     after 120 characters
 * @param summary one sentence for people, without secrets; cut after 1,000 characters
 */
public record Alert(String code, AlertSeverity severity, String subject, String summary) {
    private static final int SUBJECT_MAX = 120;

    public Alert {
        subject = cut(subject, SUBJECT_MAX);
        summary = cut(summary, 1_000);
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
