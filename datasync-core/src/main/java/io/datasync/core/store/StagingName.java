package io.datasync.core.store;

import java.util.regex.Pattern;

/**
 * A name in {@code .datasync/staging/}: {@code <machine>-<run>-<n>} (D-6), so that two machines never write the same one.
 *
 * @param text 1 to 200 letters, digits, dots, hyphens and underscores, not starting with a dot, not ending in {@code .intent}
 */
public record StagingName(String text) {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");

    public StagingName {
        if (!ALLOWED.matcher(text).matches() || text.endsWith(ControlName.INTENT_ENDING)) {
            throw new IllegalArgumentException("Not a staging name: " + text);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
