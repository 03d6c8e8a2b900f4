package io.datasync.agent.cli;

import org.jspecify.annotations.Nullable;

/** What to do about a mass change, for a technician (D-12). */
final class ChangeText {
    private ChangeText() {}

    static String of(@Nullable String job, String held, String renamed) {
        return "Too many archived files changed at once: " + held + " are held, " + renamed
                + " were renamed. Look at the PC first; what was archived is untouched. Then: once --job " + job
                + " --accept-changes, or --quarantine-changes to keep them out.";
    }
}
