package io.datasync.server.platform.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.datasync.server.platform.problem.Correlation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("PLAT-4 a node that is not reached at its own address")
class OwnAddressTest {
    private final AtomicInteger asked = new AtomicInteger();
    private final List<String> lines = new ArrayList<>();
    private final Handler log = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line.getLevel() + " " + line.getMessage());
        }

        @Override
        public void flush() {
            // Nothing waits.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    private HttpServer other;
    private volatile boolean isTheNode;

    @BeforeEach
    void listen() throws IOException {
        other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        other.createContext("/api/health", exchange -> {
            try (exchange) {
                asked.incrementAndGet();
                String id = exchange.getRequestHeaders().getFirst(Correlation.HEADER);
                exchange.getResponseHeaders().add(Correlation.HEADER, isTheNode ? id : "of-another");
                exchange.sendResponseHeaders(isTheNode ? 503 : 200, -1);
            }
        });
        other.start();
        Logger.getLogger(OwnAddress.class.getName()).addHandler(log);
    }

    @AfterEach
    void end() {
        Logger.getLogger(OwnAddress.class.getName()).removeHandler(log);
        other.stop(0);
    }

    private OwnAddress address() {
        return new OwnAddress(OwnAddress.of("127.0.0.1", other.getAddress().getPort()), new Random(3));
    }

    private static void look(OwnAddress address, int times) {
        for (int time = 0; time < times; time++) {
            address.look();
        }
    }

    @Test
    @DisplayName("says so once, and once when it is reached after all")
    void saidOnce() {
        OwnAddress address = address();
        look(address, OwnAddress.TRIES - 1);
        assertThat(lines).isEmpty();
        look(address, 5);
        assertThat(lines).singleElement().asString().startsWith("SEVERE event=node_not_reached");
        isTheNode = true;
        look(address, 5);
        assertThat(lines).hasSize(2).last().asString().startsWith("INFO event=node_reached");
    }

    @Test
    @DisplayName("says so too when nobody listens there")
    void nobodyListens() {
        other.stop(0);
        look(address(), OwnAddress.TRIES);
        assertThat(lines).singleElement().asString().startsWith("SEVERE event=node_not_reached");
    }

    @Test
    @DisplayName("and one that is says nothing, and asks no more")
    void reached() {
        isTheNode = true;
        look(address(), 9);
        assertThat(lines).isEmpty();
        assertThat(asked).hasValue(1);
    }

    @Test
    void everyAddressIsOneOfThem() {
        assertThat(OwnAddress.of("0.0.0.0", 80)).isEqualTo(URI.create("http://127.0.0.1:80"));
        assertThat(OwnAddress.of("::", 80)).isEqualTo(URI.create("http://[::1]:80"));
        assertThat(OwnAddress.of("fd00::1", 80)).isEqualTo(URI.create("http://[fd00::1]:80"));
        assertThat(OwnAddress.of("node-1", 80)).isEqualTo(URI.create("http://node-1:80"));
    }
}
