/** Names the run that answers a turn. */
export const nameTurnRun = (turn: string | number): string => `turn-${turn}`;

/** Returns the turn that such a run answers; undefined for another run. */
export const readTurn = (run: string): string | undefined => /^turn-(.+)$/.exec(run)?.[1];

/** Names what follows where such a run ends after its turn. */
export const nameRunEnd = (turn: string): string => `run ${nameTurnRun(turn)} end`;
