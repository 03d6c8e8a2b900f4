package io.datasync.server.fleet.boundary;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** A message of core as the body of an answer. Only for small ones. */
final class Message {
    private Message() {}

    /** Writes itself. */
    interface Writer {
        void writeTo(OutputStream out) throws IOException;
    }

    static byte[] body(Writer writer) {
        var bytes = new ByteArrayOutputStream();
        try {
            writer.writeTo(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
