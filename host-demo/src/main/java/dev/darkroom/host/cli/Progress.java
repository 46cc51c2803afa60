package dev.darkroom.host.cli;

/** Shows how far a piece of work is. */
interface Progress extends AutoCloseable {

    /** Shows nothing. */
    Progress NONE = new Progress() {
        @Override
        public void step() {}

        @Override
        public void pause() {}

        @Override
        public void close() {}
    };

    /** A step was taken. */
    void step();

    /** Something else is about to be printed. */
    void pause();

    @Override
    void close();
}
