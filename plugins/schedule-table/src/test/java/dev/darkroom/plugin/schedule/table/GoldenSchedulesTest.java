package dev.darkroom.plugin.schedule.table;

import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.ScheduleGoldensContract;
import java.util.List;

class GoldenSchedulesTest extends ScheduleGoldensContract {

    @Override
    protected List<NoiseSchedule> schedules() {
        return List.of(new AlignYourStepsSchedule());
    }

    @Override
    protected int count() {
        return 18;
    }
}
