package io.datasync.drills.demo.watching;

import io.datasync.drills.demo.seats.JobProgress;
import io.datasync.drills.demo.terminal.Figures;
import io.datasync.drills.demo.terminal.Wording;
import java.util.Optional;

/** The last step of the demo's start: what shows that it works. */
final class FirstFile {
    private static final int STEP = 5;

    private FirstFile() {}

    /** The step, as soon as a file was verified or everything was found verified already; empty before. */
    static Optional<String> step(JobProgress progress) {
        if (progress.filesDone() > 0 && progress.first().isPresent()) {
            return Optional.of(line(progress.first().get() + " verified: same SHA-256 twice"));
        }
        if (progress.idle() && progress.code().isEmpty() && progress.balance().verified() > 0) {
            return Optional.of(
                    line("none is new: " + Figures.files(progress.balance().verified()) + " verified before"));
        }
        return Optional.empty();
    }

    /** The step of a run that ended before it was seen at work. */
    static String nothingNew() {
        return line("there was none to send");
    }

    private static String line(String text) {
        return Wording.step(STEP, "first file", text);
    }
}
