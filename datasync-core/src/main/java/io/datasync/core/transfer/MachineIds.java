package io.datasync.core.transfer;

import io.datasync.core.store.StagingName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The ids by which names in staging are those of this PC (D-6).
 *
 * <p>A PC gets another id when its hardware changes, since it may be a clone (D-27). What it left in staging under an earlier id is still
 * its own; what appears there later is its original's.
 *
 * @param now the id in new names: 1 to 64 letters, digits, dots and underscores, no hyphen
 * @param former those it had before, oldest first
 */
public record MachineIds(String now, List<Former> former) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._]{0,63}");

    /** More hardware than a PC sees in its life. */
    private static final int FORMER_MAX = 32;

    public MachineIds {
        prefixOf(now);
        former = List.copyOf(former);
    }

    /**
     * An id that the PC had.
     *
     * @param until when it was given up, by this PC's clock; names of a later time are not this PC's
     */
    public record Former(String id, Instant until) {
        public Former {
            prefixOf(id);
        }
    }

    /** Those of a PC that had no other. */
    public static MachineIds of(String now) {
        return new MachineIds(now, List.of());
    }

    /** With another id from a time on. */
    public MachineIds replacedBy(String id, Instant at) {
        List<Former> all = new ArrayList<>(former);
        all.add(new Former(now, at));
        return new MachineIds(id, all.subList(Math.max(0, all.size() - FORMER_MAX), all.size()));
    }

    /** Whether this PC made the name. */
    boolean own(StagingName name) {
        if (name.text().startsWith(prefixOf(now))) {
            return true;
        }
        for (Former one : former) {
            if (name.text().startsWith(prefixOf(one.id()))) {
                return StagingNames.madeAt(name)
                        .filter(made -> !made.isAfter(one.until()))
                        .isPresent();
            }
        }
        return false;
    }

    /** How all names of a machine begin, and those of no other. */
    static String prefixOf(String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("Not the id of a machine: " + id);
        }
        return id + "-";
    }
}
