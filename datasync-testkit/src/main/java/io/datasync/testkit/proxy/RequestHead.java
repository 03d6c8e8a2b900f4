package io.datasync.testkit.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The head of one HTTP/1.1 request as it came, with what is needed to find its end. */
final class RequestHead {
    private static final int BYTES_MAX = 64 * 1024;
    private static final byte[] END = {'\r', '\n', '\r', '\n'};

    private final byte[] bytes;
    private final String method;
    private final String target;
    private final long contentLength;
    private final boolean chunked;

    private RequestHead(byte[] bytes, String method, String target, long contentLength, boolean chunked) {
        this.bytes = bytes;
        this.method = method;
        this.target = target;
        this.contentLength = contentLength;
        this.chunked = chunked;
    }

    /**
     * Reads until the empty line, the end of the stream, or the first byte that no HTTP/1.1 request has. The bytes read
     * are in {@link #bytes} in every case; {@link #complete} tells which it was.
     */
    static RequestHead read(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream(512);
        int matched = 0;
        while (matched < END.length && head.size() < BYTES_MAX) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.write(next);
            if (head.size() == 1 && (next < 'A' || next > 'Z')) {
                break;
            }
            matched = next == END[matched] ? matched + 1 : (next == END[0] ? 1 : 0);
        }
        return matched == END.length
                ? parse(head.toByteArray())
                : new RequestHead(head.toByteArray(), "", "", 0, false);
    }

    /** Whether this is a whole head of HTTP/1.1; not so the preface of HTTP/2 and other protocols. */
    boolean complete() {
        return !method.isEmpty() && !method.equals("PRI");
    }

    byte[] bytes() {
        return bytes;
    }

    String method() {
        return method;
    }

    String target() {
        return target;
    }

    long contentLength() {
        return contentLength;
    }

    boolean chunked() {
        return chunked;
    }

    private static RequestHead parse(byte[] bytes) {
        List<String> lines =
                new String(bytes, StandardCharsets.ISO_8859_1).lines().toList();
        String[] words = lines.get(0).split(" ", 3);
        if (words.length < 3 || !words[2].startsWith("HTTP/1")) {
            return new RequestHead(bytes, "", "", 0, false);
        }
        long length = 0;
        boolean chunked = false;
        for (String line : lines.subList(1, lines.size())) {
            String field = line.toLowerCase(Locale.ROOT);
            if (field.startsWith("content-length:")) {
                length = Long.parseLong(
                        field.substring("content-length:".length()).strip());
            } else if (field.startsWith("transfer-encoding:")) {
                chunked = field.contains("chunked");
            }
        }
        return new RequestHead(bytes, words[0], words[1], length, chunked);
    }
}
