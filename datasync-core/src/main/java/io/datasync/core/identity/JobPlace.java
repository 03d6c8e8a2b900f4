package io.datasync.core.identity;

import io.datasync.core.digest.Digest;
import io.datasync.core.lease.JobId;
import java.nio.charset.StandardCharsets;

/**
 * Which job a PC works on, and where its archive is.
 *
 * <p>A PC that stands aside works on {@code <job>~<machine>}, archived beside the job's own place. Both follow from the job and the PC
 * alone, so that agent and server say the same without asking each other; once such a job is made, its place is fixed like any other's
 * (D-40). It is never merged and never removed: when the conflict is settled it takes no more runs, its files stay where they are, and
 * what of them is still at the source is archived again in the place that is right then.
 *
 * @param job the job
 * @param archiveUrl where its archive is
 */
public record JobPlace(JobId job, String archiveUrl) {
    /** No person may give a job this in its name. */
    private static final String MARK = JobId.ASIDE_MARK;

    private static final int MACHINE_MAX = 24;
    private static final int MACHINE_DIGITS = 16;
    private static final int JOB_DIGITS = 8;

    /** The place of a PC that stands aside; of a place that is one already, the same. */
    public JobPlace aside(MachineId machine) {
        return job.isAside() ? this : new JobPlace(asideJob(machine), asideUrl(machine));
    }

    /** Where a PC archives this job in its role. */
    public JobPlace in(Role role) {
        if (role instanceof Role.StandsAside aside) {
            return aside(aside.machine());
        }
        return this;
    }

    /** Whether a PC in this role may open runs of the job. */
    public static boolean mayOpen(Role role, JobId job) {
        if (role instanceof Role.StandsAside aside) {
            return job.isAside() && job.text().endsWith(MARK + name(aside.machine()));
        }
        return role instanceof Role.GoesOn && !job.isAside();
    }

    private JobId asideJob(MachineId machine) {
        String ending = MARK + name(machine);
        int room = JobId.CHARS_MAX - ending.length();
        String whole = job.text();
        String base = whole.length() <= room
                ? whole
                : whole.substring(0, room - JOB_DIGITS - 1) + "-" + digits(whole, JOB_DIGITS);
        return new JobId(base + ending);
    }

    private String asideUrl(MachineId machine) {
        int end = archiveUrl.length();
        while (end > 0 && archiveUrl.charAt(end - 1) == '/') {
            end--;
        }
        return archiveUrl.substring(0, end) + MARK + name(machine);
    }

    /** An agent's ids are short; of a longer one, enough to be told from others. */
    private static String name(MachineId machine) {
        return machine.text().length() <= MACHINE_MAX ? machine.text() : digits(machine.text(), MACHINE_DIGITS);
    }

    private static String digits(String text, int count) {
        byte[] sha256 = Digest.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        return Digest.of(sha256).hex().substring(0, count);
    }
}
