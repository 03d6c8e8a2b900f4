package io.datasync.agent.client;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Takes the body of an answer into a spool, up to a limit (I-11). */
final class SpooledBody implements HttpResponse.BodySubscriber<Spool> {
    private final long bytesMax;
    private final Spool spool;
    private final CompletableFuture<Spool> body = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    SpooledBody(Spool spool, long bytesMax) {
        this.spool = spool;
        this.bytesMax = bytesMax;
    }

    @Override
    public CompletionStage<Spool> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (body.isDone()) {
            return;
        }
        try {
            for (ByteBuffer buffer : buffers) {
                if (spool.sizeBytes() + buffer.remaining() > bytesMax) {
                    throw new IOException("the answer is longer than " + bytesMax + " bytes");
                }
                byte[] part = new byte[buffer.remaining()];
                buffer.get(part);
                spool.write(part);
            }
        } catch (IOException e) {
            if (subscription != null) {
                subscription.cancel();
            }
            body.completeExceptionally(e);
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        body.complete(spool);
    }
}
