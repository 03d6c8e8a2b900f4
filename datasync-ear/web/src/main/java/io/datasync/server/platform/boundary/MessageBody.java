package io.datasync.server.platform.boundary;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** A message of core as the body of an answer, in memory. */
public final class MessageBody {
    private MessageBody() {}

    /** A message that writes itself. */
    @FunctionalInterface
    public interface Message {
        /** Writes itself; fails only when the stream does. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** The bytes of a message. */
    public static byte[] of(Message message) {
        var bytes = new ByteArrayOutputStream();
        try {
            message.writeTo(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
