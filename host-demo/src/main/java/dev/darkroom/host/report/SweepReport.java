package dev.darkroom.host.report;

import java.util.List;
import java.util.Objects;

/**
 * Everything the page of a sweep says, in plain values.
 *
 * @param title the prompts
 * @param conclusions what it comes to, a sentence each
 * @param tables a measure a table
 * @param charts curves, the trade-off and quality against time
 * @param grids the pictures, a prompt each
 * @param facts how it was made
 * @param command the command that makes it again
 */
public record SweepReport(
        String title,
        List<String> conclusions,
        List<Table> tables,
        List<Chart> charts,
        List<Grid> grids,
        List<Fact> facts,
        String command) {

    /** Copies the lists. */
    public SweepReport {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(command, "command");
        conclusions = List.copyOf(conclusions);
        tables = List.copyOf(tables);
        charts = List.copyOf(charts);
        grids = List.copyOf(grids);
        facts = List.copyOf(facts);
    }

    /**
     * A measure in every cell.
     *
     * @param measure the measure
     * @param columns the labels of the columns
     * @param rows the rows
     */
    public record Table(String measure, List<String> columns, List<Row> rows) {

        /** Copies the lists. */
        public Table {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
        }
    }

    /**
     * A row.
     *
     * @param label what it has in common
     * @param cells its values
     */
    public record Row(String label, List<Value> cells) {

        /** Copies the list. */
        public Row {
            cells = List.copyOf(cells);
        }
    }

    /**
     * A value.
     *
     * @param text the value and its spread; empty if there is none
     * @param heat from 0, the least of the table, to 10
     */
    public record Value(String text, int heat) {}

    /**
     * Pictures in rows and columns.
     *
     * @param prompt what they show
     * @param columns the labels of the columns
     * @param rows the labels of the rows
     * @param pictures row by row; at most one a cell
     */
    public record Grid(String prompt, List<String> columns, List<String> rows, List<List<List<Image>>> pictures) {

        /** Copies the lists. */
        public Grid {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
            pictures = List.copyOf(pictures);
        }
    }
}
