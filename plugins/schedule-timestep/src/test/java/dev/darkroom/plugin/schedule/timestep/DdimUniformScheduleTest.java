package dev.darkroom.plugin.schedule.timestep;

import dev.darkroom.api.sampling.NoiseSchedule;

class DdimUniformScheduleTest extends TimestepScheduleContract {

    @Override
    protected NoiseSchedule schedule() {
        return new DdimUniformSchedule();
    }

    @Override
    protected boolean exactSteps() {
        return false;
    }
}
