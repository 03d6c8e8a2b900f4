package io.datasync.core.protocol.json;

import io.datasync.core.failure.SyncException;

/**
 * A list of objects that is too long to be kept as a tree.
 *
 * @param field the list's name in the document
 * @param max the largest number of elements
 * @param taker is given one element after the other
 */
record JsonElements(String field, int max, Taker taker) {
    interface Taker {
        void take(JsonFields element) throws SyncException;
    }
}
