package dev.darkroom.api.diagnosis;

import dev.darkroom.api.DarkroomException;

/** No picture is left in the budget of a diagnosis. */
public class BudgetSpentException extends DarkroomException {

    private static final long serialVersionUID = 1L;

    public BudgetSpentException(String message) {
        super(message);
    }
}
