package io.datasync.server.security.boundary;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Health for everybody: the status and nothing of the details. */
final class BriefHealth {
    private BriefHealth() {}

    static void answer(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var silent = new Silent(response);
        chain.doFilter(request, silent);
        String status = silent.getStatus() == 200 ? "UP" : silent.getStatus() == 503 ? "DOWN" : "UNKNOWN";
        byte[] body = ("{\"status\":\"" + status + "\"}").getBytes(StandardCharsets.UTF_8);
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** Takes the status and drops the body. */
    private static final class Silent extends HttpServletResponseWrapper {
        private @Nullable PrintWriter writer;

        Silent(HttpServletResponse response) {
            super(response);
        }

        @Override
        public ServletOutputStream getOutputStream() {
            return new Nowhere();
        }

        @Override
        public PrintWriter getWriter() {
            PrintWriter current = writer;
            if (current == null) {
                current = new PrintWriter(
                        new OutputStreamWriter(OutputStream.nullOutputStream(), StandardCharsets.UTF_8));
                writer = current;
            }
            return current;
        }

        @Override
        public void setContentLength(int length) {
            // That of the body that is dropped.
        }

        @Override
        public void setContentLengthLong(long length) {
            // That of the body that is dropped.
        }

        @Override
        public void flushBuffer() {
            // The real body comes later.
        }
    }

    private static final class Nowhere extends ServletOutputStream {
        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new IllegalStateException("not asynchronous");
        }

        @Override
        public void write(int oneByte) {
            // Dropped.
        }
    }
}
