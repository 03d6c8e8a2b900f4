package io.datasync.server.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A request that no HTTP client would send. */
final class RawRequest {
    private static final int MILLIS_MAX = 30_000;

    private RawRequest() {}

    /**
     * Sends it and gives everything that comes back.
     *
     * @param head its first line and headers, without a host and a line end
     */
    static String answer(URI server, String head) {
        try (var socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(MILLIS_MAX);
            String request = head + "\r\nHost: " + server.getAuthority() + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return answer(socket).toString(StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(head, e);
        }
    }

    private static ByteArrayOutputStream answer(Socket socket) throws IOException {
        var answer = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(answer);
        } catch (SocketException reset) {
            // A server that has not read all of a request ends the connection so, after its answer.
            if (answer.size() == 0) {
                throw reset;
            }
        }
        return answer;
    }
}
