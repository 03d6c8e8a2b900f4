package io.datasync.agent.fault;

import io.datasync.core.store.directory.DirectoryStep;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * For tests alone: ends the process, as a power cut does, as soon as a durable step is done. Off unless the system property
 * {@value #PROPERTY} names a point: a {@link CrashStep} in lower case, or {@code store-} and a
 * {@link DirectoryStep}. Before a step is after the one before it.
 *
 * <p>While it is off, nothing is wrapped and nothing is slower. Thread-safe.
 */
public final class CrashPoints {
    /** Which point. */
    public static final String PROPERTY = "datasync.test.crash";

    /** What {@code kill -9} leaves as the exit code. */
    private static final int KILLED = 137;

    private static final String STORE = "store-";

    private final Optional<CrashStep> step;
    private final Optional<DirectoryStep> storeStep;
    private final Runnable death;

    private CrashPoints(Optional<CrashStep> step, Optional<DirectoryStep> storeStep, Runnable death) {
        this.step = step;
        this.storeStep = storeStep;
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
            return new CrashPoints(Optional.empty(), Optional.empty(), death);
        }
        if (text.startsWith(STORE)) {
            DirectoryStep stored = DirectoryStep.valueOf(constant(text.substring(STORE.length())));
            return new CrashPoints(Optional.empty(), Optional.of(stored), death);
        }
        CrashStep step = CrashStep.valueOf(constant(text));
        return new CrashPoints(Optional.of(step), Optional.empty(), death);
    }

    /** The points at which a crash run ends an agent. */
    public static List<String> points(CrashRun run) {
        Stream<String> steps = Arrays.stream(CrashStep.values())
                .filter(point -> point.run() == run)
                .map(CrashPoints::name);
        Stream<String> stored = Arrays.stream(DirectoryStep.values())
                .filter(point -> CrashRun.of(point) == run)
                .map(point -> STORE + name(point));
        return Stream.concat(steps, stored).toList();
    }

    private static String name(Enum<?> point) {
        return point.name().toLowerCase(Locale.ROOT).replace('_', '-');
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
        boolean here =
                method.getName().equals(step.map(chosen -> chosen.method()).orElse(""));
        Object result;
        try {
            result = method.invoke(object, arguments);
        } catch (InvocationTargetException e) {
            throw Objects.requireNonNull(e.getCause());
        }
        if (here) {
            death.run();
        }
        return result;
    }

    /** A step inside a store was done. */
    public void stored(DirectoryStep done) {
        if (storeStep.filter(done::equals).isPresent()) {
            death.run();
        }
    }
}
