package dev.darkroom.plugin.schedule.sigma;

import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.NoiseScheduleContract;

class VpScheduleTest extends NoiseScheduleContract {

    @Override
    protected NoiseSchedule schedule() {
        return new VpSchedule();
    }

    @Override
    protected boolean withinTrainedRange() {
        return false;
    }
}
