package io.eventdispatcher.message;

import java.util.Arrays;

/**
 * Brings the parameters of a message into the byte order of their names, the last one only of those with the same name.
 *
 * <p>Threading: immutable.
 */
final class ParameterOrder {

    private ParameterOrder() {}

    /** Returns the positions in the index in order. */
    static int[] of(byte[] bytes, int[] index) {
        int[] order = ascending(index);
        return isAscending(bytes, index) ? order : sorted(bytes, index, order);
    }

    /** Returns the positions in the index of a message in normal form, which is in order. */
    static int[] ascending(int[] index) {
        int[] order = new int[MessageIndex.count(index)];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        return order;
    }

    /** Returns the number of distinct names. */
    static int count(byte[] bytes, int[] index) {
        return isAscending(bytes, index) ? MessageIndex.count(index) : sorted(bytes, index, ascending(index)).length;
    }

    private static boolean isAscending(byte[] bytes, int[] index) {
        for (int i = MessageIndex.count(index) - 1; i > 0; i--) {
            if (compare(bytes, index, i - 1, i) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static int[] sorted(byte[] bytes, int[] index, int[] order) {
        Integer[] positions = Arrays.stream(order).boxed().toArray(Integer[]::new);
        Arrays.sort(positions, (a, b) -> compare(bytes, index, a, b)); // stable
        int distinct = 0;
        for (int i = 0; i < positions.length; i++) {
            boolean repeated = i + 1 < positions.length && compare(bytes, index, positions[i], positions[i + 1]) == 0;
            if (!repeated) {
                order[distinct++] = positions[i];
            }
        }
        return Arrays.copyOf(order, distinct);
    }

    private static int compare(byte[] bytes, int[] index, int a, int b) {
        return Arrays.compareUnsigned(
                bytes,
                MessageIndex.nameStart(index, a),
                MessageIndex.nameEnd(index, a),
                bytes,
                MessageIndex.nameStart(index, b),
                MessageIndex.nameEnd(index, b));
    }
}
