package io.datasync.server.fleet.control;

import java.lang.reflect.Proxy;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** A registry whose counters go nowhere: the API alone is on the class path of unit tests. */
final class FakeMetrics {
    private FakeMetrics() {}

    static MetricRegistry registry() {
        Counter counter = (Counter) Proxy.newProxyInstance(
                FakeMetrics.class.getClassLoader(), new Class<?>[] {Counter.class}, (proxy, method, arguments) -> null);
        return (MetricRegistry) Proxy.newProxyInstance(
                FakeMetrics.class.getClassLoader(),
                new Class<?>[] {MetricRegistry.class},
                (proxy, method, arguments) -> method.getReturnType() == Counter.class ? counter : null);
    }
}
