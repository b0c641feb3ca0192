package io.eventdispatcher.spring.docs;

import io.eventdispatcher.spring.observation.DefaultMessageProcessObservationConvention;
import io.eventdispatcher.spring.observation.MessageProcessContext;
import io.micrometer.common.KeyValues;
import org.springframework.stereotype.Component;

// snippet: convention
@Component
class TeamTags extends DefaultMessageProcessObservationConvention {
    @Override
    public KeyValues getLowCardinalityKeyValues(MessageProcessContext context) {
        return super.getLowCardinalityKeyValues(context).and("team", "billing");
    }
}
// end
