package io.eventdispatcher.spring.test.shop;

import io.eventdispatcher.spring.annotation.MessageHandler;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.stereotype.Component;

@Component
class Shelf {

    record Place(@Min(1) @Max(99) int row) {}

    static final class OccupiedException extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    @MessageHandler("PUT")
    String put(@Valid Place place) {
        if (place.row() == 13) {
            throw new OccupiedException();
        }
        return "DONE";
    }
}
