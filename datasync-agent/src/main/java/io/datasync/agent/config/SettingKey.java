package io.datasync.agent.config;

import java.util.Locale;
import java.util.Optional;

/** The keys that may be set, each with its meaning. The reference page is made from them. */
public enum SettingKey {
    SERVER_URL("server-url", "", "Where the server is: http or https, without a path. `enroll` writes it."),
    RUNNER_ID(
            "runner-id",
            "",
            "The id to ask the server for. A replaced PC with the old id comes back as the same runner."),
    ROOTS(
            "roots",
            "",
            "The only folders that may be read, separated by commas (a comma in a name is written `\\,`). A job outside them is"
                    + " refused, whatever the server says. `enroll --root` adds to it."),
    CONCURRENCY("concurrency", "4", "Files that are uploaded at the same time, 1 to 64."),
    QUIET_PERIOD(
            "quiet-period",
            "the job's",
            "For how long size and time of a file must hold still before it is archived, for example `10s`."),
    HEARTBEAT_INTERVAL("heartbeat-interval", "the server's", "Time between heartbeats, 1 s to 1 h."),
    CYCLE_INTERVAL(
            "cycle-interval", "the job's", "Time from the start of one look at a source to the next, 1 s to 1 d."),
    LOG_LEVEL("log-level", "info", "From which level on lines are written: trace, debug, info, warn or error."),
    LOG_BYTES_MAX("log-bytes-max", "52428800", "What all log files together may occupy, in bytes; at least 1048576."),
    REQUEST_TIMEOUT("request-timeout", "60s", "For how long an answer of the server is waited for, 1 s to 1 h."),
    BANDWIDTH(
            "bandwidth",
            "no limit",
            "What all jobs together may send to and read from their archives, by the time of the week, for example"
                    + " `Mon-Fri 07:00-19:00 2MiB/s; else unlimited` ([timetables](stores.md))."),
    BANDWIDTH_ZONE("bandwidth-zone", "the PC's", "The time zone of `bandwidth`, for example `Europe/Zurich`."),
    SHARE_CALLS_PER_SECOND(
            "share-calls-per-second",
            "no limit",
            "Calls that all jobs together may make to their archives in a second, 1 to 100000."),
    MASS_CHANGE_PERCENT(
            "mass-change-percent",
            "20",
            "From which part of a job's archived files on changed ones are held, 1 to 100, if they are also `mass-change-files`"
                    + " ([holds](versions-and-holds.md))."),
    MASS_CHANGE_FILES(
            "mass-change-files",
            "100",
            "From how many changed files of a job on they are held, 1 to 1000000, if they are also `mass-change-percent`."),
    RESCAN_DAYS(
            "rescan-days",
            "30",
            "Each sealed folder is listed in full once within so many days, 1 to 365: until then a rewrite in place may stay unseen"
                    + " ([seals](seals.md)).");

    /** What stands before every key. */
    public static final String PREFIX = "datasync.agent.";

    private final String name;
    private final String byDefault;
    private final String meaning;

    SettingKey(String name, String byDefault, String meaning) {
        this.name = name;
        this.byDefault = byDefault;
        this.meaning = meaning;
    }

    /** The key as it stands in the file and as a system property. */
    public String text() {
        return PREFIX + name;
    }

    /** The environment variable of the same meaning. */
    public String variable() {
        return text().replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** What holds when it is not set, in words. */
    public String byDefault() {
        return byDefault;
    }

    /** What it does. */
    public String meaning() {
        return meaning;
    }

    static Optional<SettingKey> ofText(String text) {
        for (SettingKey key : values()) {
            if (key.text().equals(text)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    static Optional<SettingKey> ofVariable(String variable) {
        for (SettingKey key : values()) {
            if (key.variable().equals(variable)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }
}
