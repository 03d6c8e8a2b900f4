package io.datasync.agent.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** D-37: what a network does that neither answers nor refuses. */
@Timeout(60)
final class BadNetworkTest {
    @TempDir
    private static Path scratch;

    private static final Duration TIMEOUT = Duration.ofMillis(700);

    private static boolean wasInterrupted;

    /** What a peer does with a connection. */
    private interface Peer {
        void serve(Socket socket) throws IOException;
    }

    /** Listens, and does the same with every connection. */
    private static final class BadServer implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        private final List<Socket> sockets = new CopyOnWriteArrayList<>();

        BadServer(Peer peer) throws IOException {
            Thread thread = new Thread(() -> serve(peer));
            thread.setDaemon(true);
            thread.start();
        }

        private void serve(Peer peer) {
            try {
                while (true) {
                    Socket socket = listener.accept();
                    sockets.add(socket);
                    peer.serve(socket);
                }
            } catch (IOException e) {
                // The test is over.
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static SyncException failure(Peer peer) throws Exception {
        try (BadServer server = new BadServer(peer)) {
            URI url = URI.create("http://127.0.0.1:" + server.listener.getLocalPort());
            ServerClient client = new ServerClient(new HttpCalls(url, TIMEOUT, () -> "k", "1", scratch));
            return HttpCoordinatorTest.failure(client::jobs);
        } finally {
            wasInterrupted = Thread.interrupted();
        }
    }

    private static void readHead(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        int newlines = 0;
        while (newlines < 4) {
            int b = in.read();
            newlines = b == '\r' || b == '\n' ? newlines + 1 : 0;
        }
    }

    private static void say(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static void unreachable(SyncException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.SERVER_UNREACHABLE);
        assertThat(e.retryable()).isTrue();
    }

    @Test
    @DisplayName("D-37 a peer that swallows everything is given up")
    void aPeerThatSwallows() throws Exception {
        unreachable(failure(BadNetworkTest::readHead));
    }

    @Test
    @DisplayName("D-37 a peer that stops in the middle of its answer is given up")
    void aPeerThatStopsInTheMiddle() throws Exception {
        unreachable(failure(socket -> {
            readHead(socket);
            say(socket, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"jobs\":[");
        }));
    }

    @Test
    @DisplayName("I-12 a connection cut in the middle of an answer has no outcome")
    void aConnectionThatIsCut() throws Exception {
        unreachable(failure(socket -> {
            readHead(socket);
            say(socket, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"jobs\":[");
            socket.close();
        }));
        unreachable(failure(socket -> {
            readHead(socket);
            socket.close();
        }));
    }

    @Test
    @DisplayName("something that does not speak HTTP is no server")
    void somethingElse() throws Exception {
        unreachable(failure(socket -> say(socket, "SSH-2.0-OpenSSH_9.2\r\n")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
                "HTTP/1.1 abc OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno header\r\n\r\n",
                "HTTP/1.1 200 OK\r\n: \r\n\r\n"
            })
    @DisplayName("D-22 an answer that HTTP does not know is none, so that archiving goes on")
    void aStrangeAnswer(String answer) throws Exception {
        unreachable(failure(socket -> {
            readHead(socket);
            say(socket, answer);
        }));
    }

    @Test
    @DisplayName("being asked to stop ends a call at once")
    void beingAskedToStop() throws Exception {
        Thread caller = Thread.currentThread();
        SyncException e = failure(socket -> {
            readHead(socket);
            caller.interrupt();
        });
        assertThat(wasInterrupted).isTrue();
        assertThat(e.code()).isEqualTo(ErrorCode.INTERRUPTED);
    }
}
