package dev.darkroom.plugin.schedule.timestep;

import dev.darkroom.api.sampling.NoiseSchedule;

class NormalScheduleTest extends TimestepScheduleContract {

    @Override
    protected NoiseSchedule schedule() {
        return new NormalSchedule();
    }
}
