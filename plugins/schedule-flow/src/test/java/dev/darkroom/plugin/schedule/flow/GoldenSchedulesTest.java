package dev.darkroom.plugin.schedule.flow;

import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.ScheduleGoldensContract;
import java.util.List;

class GoldenSchedulesTest extends ScheduleGoldensContract {

    @Override
    protected List<NoiseSchedule> schedules() {
        return List.of(new FlowSchedule());
    }

    @Override
    protected int count() {
        return 84;
    }
}
