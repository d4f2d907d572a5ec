/** Names the run that answers a turn. */
export const nameTurnRun = (turn: string | number): string => `turn-${turn}`;

/** Returns the turn that such a run answers. */
export const readTurn = (run: string): string => run.slice('turn-'.length);
