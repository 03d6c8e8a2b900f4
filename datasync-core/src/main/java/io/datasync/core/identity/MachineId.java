package io.datasync.core.identity;

import java.util.regex.Pattern;

/**
 * Tells a PC from its clones: an agent makes one at random when it first sees its hardware, keeps it, and makes another one when the
 * fingerprint of the hardware has changed, or when it is told to (D-27). Names in staging begin with it (D-6).
 *
 * @param text 1 to 64 letters, digits, dots and underscores, starting with a letter or digit
 */
public record MachineId(String text) implements Comparable<MachineId> {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._]{0,63}");

    public MachineId {
        if (!ALLOWED.matcher(text).matches()) {
            throw new IllegalArgumentException("Not the id of a machine: " + text);
        }
    }

    @Override
    public int compareTo(MachineId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
