package io.eventdispatcher.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OutputChunkPoolTests {

    private final OutputChunkPool pool = new OutputChunkPool();

    @Test
    void aChunkThatIsGivenBackIsUsedAgainAndEmpty() {
        OutputChunk chunk = pool.take(20);
        chunk.start = 5;
        chunk.end = 20;
        pool.give(chunk);

        assertThat(pool.take(20)).isSameAs(chunk);
        assertThat(chunk.remaining()).isZero();
        assertThat(chunk.room()).isEqualTo(OutputChunkPool.CHUNK_BYTES);
    }

    @Test
    void whenAllAreInUseFurtherOnesAreSmallAndNotKept() {
        List<OutputChunk> all = takeAll();
        OutputChunk further = pool.take(20);
        pool.give(further);

        assertThat(further.room()).isEqualTo(OutputChunkPool.SMALL_CHUNK_BYTES);
        assertThat(pool.take(20)).isNotSameAs(further);
        all.forEach(pool::give);
        assertThat(takeAll()).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void aFrameAlwaysFits() {
        assertThat(pool.take(100_000).room()).isEqualTo(100_000);
        takeAll();
        assertThat(pool.take(5_000).room()).isEqualTo(5_000);
        OutputChunk asLong = pool.take(OutputChunkPool.CHUNK_BYTES);
        pool.give(asLong);
        assertThat(pool.take(OutputChunkPool.CHUNK_BYTES)).isNotSameAs(asLong);
    }

    private List<OutputChunk> takeAll() {
        return Stream.generate(() -> pool.take(20))
                .limit(OutputChunkPool.MAX_POOLED)
                .peek(chunk -> assertThat(chunk.room()).isEqualTo(OutputChunkPool.CHUNK_BYTES))
                .toList();
    }
}
