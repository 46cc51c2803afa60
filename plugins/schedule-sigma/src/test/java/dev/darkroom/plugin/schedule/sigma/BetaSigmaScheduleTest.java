package dev.darkroom.plugin.schedule.sigma;

import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.NoiseScheduleContract;

class BetaSigmaScheduleTest extends NoiseScheduleContract {

    @Override
    protected NoiseSchedule schedule() {
        return new BetaSigmaSchedule();
    }
}
