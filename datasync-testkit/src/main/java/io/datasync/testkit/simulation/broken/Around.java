package io.datasync.testkit.simulation.broken;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** Puts something around a part, through which each of its calls goes. */
final class Around {
    private Around() {}

    /** What is done in place of a call. */
    @FunctionalInterface
    interface Twist {
        /** Does it; {@link Call#go} makes the call as it was meant. */
        @Nullable
        Object instead(Call call) throws Throwable;
    }

    /** A call that is to be made. */
    static final class Call {
        private final Object target;
        private final Method method;
        private final @Nullable Object @Nullable [] arguments;

        Call(Object target, Method method, @Nullable Object @Nullable [] arguments) {
            this.target = target;
            this.method = method;
            this.arguments = arguments;
        }

        Object target() {
            return target;
        }

        String name() {
            return method.getName();
        }

        /** An argument, which is there. */
        Object argument(int number) {
            if (arguments == null || arguments[number] == null) {
                throw new IllegalArgumentException("No argument " + number + " of " + name());
            }
            return arguments[number];
        }

        @Nullable
        Object go() throws Throwable {
            try {
                return method.invoke(target, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        /** Makes the call with another argument. */
        @Nullable
        Object go(int number, Object other) throws Throwable {
            if (arguments == null) {
                throw new IllegalArgumentException("No arguments of " + name());
            }
            arguments[number] = other;
            return go();
        }
    }

    static <T> T part(Class<T> type, T target, Twist twist) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> twist.instead(new Call(target, method, arguments))));
    }
}
