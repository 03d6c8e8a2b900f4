package io.datasync.server.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;

/** A POST that stops after the first bytes of its body until it is finished: an HTTP client would read ahead. */
final class HeldRequest implements AutoCloseable {
    private static final int FIRST_BYTES = 20;
    private static final int BOUND_MILLIS = 30_000;

    private final Socket socket;
    private final byte[] rest;

    /** Sends the beginning. */
    HeldRequest(ServerClient caller, String path, Map<String, String> headers, byte[] body) throws IOException {
        URI server = caller.server();
        var head = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: " + server.getAuthority()
                + "\r\nConnection: close\r\nContent-Length: " + body.length + "\r\n");
        caller.credential().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        socket = new Socket(server.getHost(), server.getPort());
        socket.setSoTimeout(BOUND_MILLIS);
        socket.getOutputStream().write((head + "\r\n").getBytes(ISO_8859_1));
        socket.getOutputStream().write(body, 0, FIRST_BYTES);
        rest = Arrays.copyOfRange(body, FIRST_BYTES, body.length);
    }

    /** Sends what is left, and gives the first line of the answer. */
    String finish() throws IOException {
        socket.getOutputStream().write(rest);
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1).split("\r\n", 2)[0];
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
