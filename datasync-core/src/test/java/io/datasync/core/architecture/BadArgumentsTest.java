package io.datasync.core.architecture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import io.datasync.core.failure.SyncException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Calls every public constructor, static method and method of a value in the core with what it can be given: nothing, empty, huge, negative,
 * malformed, and values that earlier calls returned.
 */
@DisplayName("Bad arguments")
@SuppressWarnings("NullAway") // null is what is tried
final class BadArgumentsTest {
    /** The rules know the years from 0 to 9999; no clock and no file system shows others. */
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private static final int ROUNDS = 2;
    private static final int TRIES = 60;
    private static final int KEPT_OF_A_TYPE = 12;

    private final Random random = new Random(7);
    private final Map<Class<?>, List<@Nullable Object>> known = new HashMap<>();

    BadArgumentsTest() {
        know(
                String.class,
                null,
                "",
                " ",
                "a",
                "-1",
                "0",
                "9".repeat(30),
                "\0",
                "../..",
                "x".repeat(70_000),
                "\ud800",
                "2026-02-30",
                "2026-04-23",
                "1.2",
                "P1D",
                "PT-5S",
                "\u241B",
                "\u241BE9",
                "a/b",
                "{}",
                "[{\"a\":1}]",
                "UTC",
                "a:b\n",
                "*.csv",
                "[",
                "MON",
                "0-24",
                "00:00-24:00=1",
                "74c64c8ef418571f");
        know(byte[].class, null, new byte[0], new byte[1], new byte[16], new byte[32], new byte[64], new byte[5_000]);
        know(byte[].class, "{}".getBytes(UTF_8), "{\"end\":0}\n".getBytes(UTF_8), "a".getBytes(UTF_8));
        know(long.class, Long.MIN_VALUE, -1L, 0L, 1L, 86_400L, Long.MAX_VALUE);
        know(int.class, Integer.MIN_VALUE, -1, 0, 1, 30, Integer.MAX_VALUE);
        know(boolean.class, true, false);
        know(char.class, 'a', '\0');
        know(double.class, Double.NaN, -1.0, 0.0, 0.2, Double.MAX_VALUE);
        know(Duration.class, null, Duration.ZERO, Duration.ofNanos(1), Duration.ofHours(1), Duration.ofDays(-1));
        know(Duration.class, Duration.ofDays(36_500), Duration.ofDays(-36_500));
        know(
                Instant.class,
                null,
                Instant.parse("0000-01-01T00:00:00Z"),
                LAST,
                Instant.EPOCH,
                Instant.parse("2026-04-23T10:00:00.1Z"));
        know(LocalDate.class, null, LocalDate.parse("0000-01-01"), LocalDate.parse("9999-12-31"), LocalDate.EPOCH);
        know(ZoneId.class, null, ZoneOffset.UTC, ZoneOffset.MAX, ZoneId.of("Europe/Berlin"));
        know(Optional.class, null, Optional.empty());
        know(OptionalLong.class, null, OptionalLong.empty(), OptionalLong.of(-1), OptionalLong.of(Long.MAX_VALUE));
        know(OptionalInt.class, null, OptionalInt.empty(), OptionalInt.of(-1));
        know(List.class, null, List.of());
        know(Collection.class, null, List.of());
        know(Set.class, null, Set.of());
        know(Map.class, null, Map.of());
        know(Throwable.class, null, new IllegalStateException("x"));
        know(Object.class, null, "x");
    }

    private void know(Class<?> type, @Nullable Object... values) {
        known.computeIfAbsent(type, t -> new ArrayList<>()).addAll(Arrays.asList(values));
    }

    @Test
    @DisplayName("give a value, a SyncException or an IllegalArgumentException, and null alone a NullPointerException")
    void whatIsThrown() throws Exception {
        List<Executable> calls = calls();
        Set<String> wrong = new TreeSet<>();
        Set<String> returned = new TreeSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (Executable call : calls) {
                for (int i = 0; i < TRIES; i++) {
                    call(call, wrong, returned);
                }
            }
        }
        assertThat(wrong).isEmpty();
        // Otherwise the values do not get through to most of it.
        assertThat(returned.size()).isGreaterThan(calls.size() / 2);
    }

    private static List<Executable> calls() throws ClassNotFoundException {
        List<Executable> calls = new ArrayList<>();
        for (JavaClass found : CoreClasses.ALL) {
            Class<?> type = Class.forName(found.getName(), false, BadArgumentsTest.class.getClassLoader());
            if (!isPublic(type) || (type.isEnum() && type.getEnumConstants().length == 0)) {
                continue;
            }
            if (!Modifier.isAbstract(type.getModifiers())) {
                Arrays.stream(type.getConstructors())
                        .filter(BadArgumentsTest::isPure)
                        .forEach(calls::add);
            }
            for (Method method : type.getDeclaredMethods()) {
                boolean ofValue = type.isRecord() || Modifier.isStatic(method.getModifiers());
                if (Modifier.isPublic(method.getModifiers()) && !method.isSynthetic() && ofValue && isPure(method)) {
                    calls.add(method);
                }
            }
        }
        calls.sort(Comparator.comparing(Executable::toString));
        return calls;
    }

    private static boolean isPublic(Class<?> type) {
        for (Class<?> at = type; at != null; at = at.getDeclaringClass()) {
            if (!Modifier.isPublic(at.getModifiers())) {
                return false;
            }
        }
        return true;
    }

    /** Files, clocks and ports have tests of their own. */
    private static boolean isPure(Executable call) {
        return Arrays.stream(call.getParameterTypes())
                .allMatch(type -> type.isPrimitive()
                        || type.isEnum()
                        || type.isRecord()
                        || type == byte[].class
                        || type == InputStream.class
                        || type == OutputStream.class
                        || type.getName().startsWith("java.lang.")
                        || (type.getName().startsWith("java.time.") && type != InstantSource.class)
                        || type.getName().startsWith("java.util.Opt")
                        || Set.of(List.class, Set.class, Map.class, Collection.class)
                                .contains(type)
                        || (type.getName().startsWith(CoreClasses.ROOT) && Modifier.isFinal(type.getModifiers())));
    }

    private void call(Executable call, Set<String> wrong, Set<String> returned) throws ReflectiveOperationException {
        Object[] arguments = new Object[call.getParameterCount()];
        boolean hasNull = false;
        for (int i = 0; i < arguments.length; i++) {
            Optional<@Nullable Object[]> value = value(call.getParameterTypes()[i]);
            if (value.isEmpty()) {
                return;
            }
            arguments[i] = value.get()[0];
            hasNull |= arguments[i] == null;
        }
        Object target = null;
        if (call instanceof Method method && !Modifier.isStatic(method.getModifiers())) {
            Optional<@Nullable Object[]> value = value(call.getDeclaringClass());
            if (value.isEmpty() || value.get()[0] == null) {
                return;
            }
            target = value.get()[0];
        }
        try {
            Object result = call instanceof Constructor<?> made
                    ? made.newInstance(arguments)
                    : ((Method) call).invoke(target, arguments);
            returned.add(call.toString());
            if (!hasNull) {
                keep(result);
            }
        } catch (InvocationTargetException e) {
            Throwable thrown = e.getCause();
            boolean right = thrown instanceof SyncException
                    || thrown instanceof IllegalArgumentException
                    || thrown instanceof IOException
                    || (thrown instanceof NullPointerException && hasNull);
            if (!right) {
                wrong.add(call + " throws " + thrown.getClass().getName());
            }
        }
    }

    private void keep(@Nullable Object result) {
        if (result == null || !result.getClass().getName().startsWith(CoreClasses.ROOT)) {
            return;
        }
        List<@Nullable Object> kept = known.computeIfAbsent(result.getClass(), t -> new ArrayList<>());
        if (kept.size() < KEPT_OF_A_TYPE) {
            kept.add(result);
        } else {
            kept.set(random.nextInt(KEPT_OF_A_TYPE), result);
        }
    }

    /** One value of a type, in an array since it may be null; empty when none is known yet. */
    private Optional<@Nullable Object[]> value(Class<?> type) {
        if (type == InputStream.class) {
            byte[] bytes = (byte[]) one(byte[].class);
            return Optional.of(new Object[] {bytes == null ? null : new ByteArrayInputStream(bytes)});
        }
        if (type == OutputStream.class) {
            return Optional.of(new Object[] {new ByteArrayOutputStream()});
        }
        if (type.isEnum()) {
            Object[] constants = type.getEnumConstants();
            boolean none = random.nextInt(10) == 0;
            return Optional.of(new Object[] {none ? null : constants[random.nextInt(constants.length)]});
        }
        if (type == Optional.class || Collection.class.isAssignableFrom(type) || type == Map.class) {
            return Optional.of(new Object[] {one(type)});
        }
        List<@Nullable Object> values = known.get(type);
        if (values == null) {
            return type.isPrimitive() ? Optional.empty() : Optional.of(new @Nullable Object[] {null});
        }
        return Optional.of(new @Nullable Object[] {one(type)});
    }

    /** Seldom null, which would keep most calls from going on to anything else. */
    private @Nullable Object one(Class<?> type) {
        List<@Nullable Object> values = known.getOrDefault(type, List.of());
        Object value = values.get(random.nextInt(values.size()));
        for (int again = 0; value == null && again < 3; again++) {
            value = values.get(random.nextInt(values.size()));
        }
        return value;
    }
}
