package io.datasync.agent.fault;

import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.directory.DirectoryStep;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * For tests alone: ends the process, as a power cut does, before or after the n-th time that a durable step is done. Off unless the system
 * property {@value #PROPERTY} says {@code point} or {@code point:n}, where the point is a {@link Step} in lower case, with {@code before-}
 * in front when the step is not to be done any more, or {@code store-} and a {@link DirectoryStep}.
 *
 * <p>While it is off, nothing is wrapped and nothing is slower. Thread-safe.
 */
public final class CrashPoints {
    /** Which point, and after how many times. */
    public static final String PROPERTY = "datasync.test.crash";

    /** What {@code kill -9} leaves as the exit code. */
    private static final int KILLED = 137;

    private static final String BEFORE = "before-";
    private static final String STORE = "store-";

    /** The calls of ports that change something durable, in the order of a file's way. */
    public enum Step {
        /** The server gave a run. */
        OPEN(Coordinator.class, "open"),
        /** New entries are in the journal. */
        OBSERVE(JobJournal.class, "observe"),
        /** A file was begun in staging. */
        STAGE(ArchiveStore.class, "stage"),
        /** The earlier content of a changed file became a version. */
        RETIRE(ArchiveStore.class, "retire"),
        /** A file has its final name. */
        PUBLISH(ArchiveStore.class, "publish"),
        /** What was published is durable. */
        BARRIER(ArchiveStore.class, "barrier"),
        /** Facts are in the journal. */
        JOURNAL(JobJournal.class, "recordVerified"),
        /** The server has the facts. */
        REPORT(Coordinator.class, "progress"),
        /** The journal knows that the server has them. */
        ACKNOWLEDGE(JobJournal.class, "acknowledge"),
        /** The server has ended the run. */
        COMPLETE(Coordinator.class, "complete"),
        /** The journal knows that the run has ended. */
        END(JobJournal.class, "endRun");

        private final Class<?> port;
        private final String method;

        Step(Class<?> port, String method) {
            this.port = port;
            this.method = method;
        }

        Class<?> port() {
            return port;
        }

        String method() {
            return method;
        }
    }

    private final Optional<Step> step;
    private final Optional<DirectoryStep> storeStep;
    private final boolean before;
    private final AtomicInteger left;
    private final Runnable death;

    private CrashPoints(
            Optional<Step> step, Optional<DirectoryStep> storeStep, boolean before, int times, Runnable death) {
        this.step = step;
        this.storeStep = storeStep;
        this.before = before;
        this.left = new AtomicInteger(times);
        this.death = death;
    }

    /**
     * What the property asks for.
     *
     * @throws IllegalArgumentException when there is no such point
     */
    public static CrashPoints ofSystem() {
        return of(System.getProperty(PROPERTY, ""), () -> Runtime.getRuntime().halt(KILLED));
    }

    static CrashPoints of(String text, Runnable death) {
        if (text.isEmpty()) {
            return new CrashPoints(Optional.empty(), Optional.empty(), false, 0, death);
        }
        String[] parts = text.split(":", 2);
        int times = parts.length == 2 ? Integer.parseInt(parts[1]) : 1;
        String point = parts[0];
        if (times < 1) {
            throw new IllegalArgumentException("No point is reached " + times + " times: " + text);
        }
        if (point.startsWith(STORE)) {
            DirectoryStep stored = DirectoryStep.valueOf(constant(point.substring(STORE.length())));
            return new CrashPoints(Optional.empty(), Optional.of(stored), false, times, death);
        }
        boolean before = point.startsWith(BEFORE);
        Step step = Step.valueOf(constant(before ? point.substring(BEFORE.length()) : point));
        return new CrashPoints(Optional.of(step), Optional.empty(), before, times, death);
    }

    private static String constant(String point) {
        return point.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** The same object, which ends the process at the chosen step if that is one of the port's. */
    public <T> T around(Class<T> port, T object) {
        if (step.filter(chosen -> chosen.port().equals(port)).isEmpty()) {
            return object;
        }
        Object wrapped = Proxy.newProxyInstance(
                port.getClassLoader(),
                new Class<?>[] {port},
                (proxy, method, arguments) -> call(object, method, arguments));
        return port.cast(wrapped);
    }

    private @Nullable Object call(Object object, Method method, Object @Nullable [] arguments) throws Throwable {
        boolean here = method.getName().equals(step.map(chosen -> chosen.method).orElse(""));
        if (here && before) {
            reached();
        }
        Object result;
        try {
            result = method.invoke(object, arguments);
        } catch (InvocationTargetException e) {
            throw Objects.requireNonNull(e.getCause());
        }
        if (here && !before) {
            reached();
        }
        return result;
    }

    /** A step inside a store was done. */
    public void stored(DirectoryStep done) {
        if (storeStep.filter(done::equals).isPresent()) {
            reached();
        }
    }

    private void reached() {
        if (left.decrementAndGet() == 0) {
            death.run();
        }
    }
}
