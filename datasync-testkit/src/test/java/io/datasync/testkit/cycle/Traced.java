package io.datasync.testkit.cycle;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Something that tells each call to it, with what went in and what came out, in words that are the same in every JVM. */
final class Traced implements InvocationHandler {
    private static final Pattern IDENTITY = Pattern.compile("\\w@[0-9a-f]+\\b|\\$\\$Lambda|\\$Proxy");

    private final String name;
    private final Object target;
    private final Consumer<String> trace;

    private Traced(String name, Object target, Consumer<String> trace) {
        this.name = name;
        this.target = target;
        this.trace = trace;
    }

    static <T> T of(Class<T> port, T target, String name, Consumer<String> trace) {
        return port.cast(
                Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, new Traced(name, target, trace)));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        String call =
                name + "." + method.getName() + words(arguments == null ? Optional.empty() : Arrays.asList(arguments));
        try {
            Object result = method.invoke(target, arguments);
            trace.accept(call + " -> " + words(result));
            return result;
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            trace.accept(call + " failed: " + cause);
            throw cause == null ? e : cause;
        }
    }

    /** In words; collections element by element in the order that they have, and what has no words of its own by its class. */
    private static String words(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return bytes.length + " bytes " + Arrays.hashCode(bytes);
        }
        if (value instanceof Collection<?> all) {
            return all.stream().map(Traced::words).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Map<?, ?> all) {
            return words(all.entrySet());
        }
        if (value instanceof Map.Entry<?, ?> entry) {
            return words(entry.getKey()) + "=" + words(entry.getValue());
        }
        if (value instanceof Optional<?> some) {
            return words(some.orElse(null));
        }
        String text = String.valueOf(value);
        return IDENTITY.matcher(text).find() ? "something" : text;
    }
}
