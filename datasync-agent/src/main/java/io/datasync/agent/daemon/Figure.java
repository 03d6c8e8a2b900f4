package io.datasync.agent.daemon;

import io.datasync.core.failure.SyncException;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was found when last looked; nothing when that failed, since an earlier figure would be a wrong answer. One thread looks, any may read.
 */
final class Figure<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Figure.class);
    private static final String INTERNAL = "internal";

    private final String name;
    private volatile Optional<T> found = Optional.empty();
    private Optional<String> trouble = Optional.empty();

    /** Finds a figure; empty when there is none. */
    @FunctionalInterface
    interface Lookup<T> {
        Optional<T> find() throws SyncException, IOException;
    }

    /** A figure that nobody has looked for. */
    Figure(String name) {
        this.name = name;
    }

    /** What was found; empty also when it is not known. */
    Optional<T> found() {
        return found;
    }

    /** Looks. Whatever goes wrong is logged when it begins, when it becomes something else, and when it is over. */
    void look(Lookup<T> lookup) {
        try {
            found = lookup.find();
            if (trouble.isPresent()) {
                LOG.info("event=figure_known figure={}", name);
                trouble = Optional.empty();
            }
        } catch (SyncException e) {
            unknown(e.code().text(), e);
        } catch (IOException e) {
            unknown("io", e);
        } catch (RuntimeException e) {
            // The top of the thread's work: a bug must not let an old figure stand.
            LOG.error("event=figure_failed figure={}", name, e);
            unknown(INTERNAL, e);
        }
    }

    private void unknown(String code, Exception why) {
        found = Optional.empty();
        if (trouble.filter(code::equals).isEmpty()) {
            LOG.warn("event=figure_unknown figure={} code={} {}", name, code, why.toString());
            trouble = Optional.of(code);
        }
    }
}
