/** Names the run that answers a turn. */
export const nameTurnRun = (turn: string | number): string => `turn-${turn}`;

/** Names the run that writes to a silent customer. Where it waits for a person, nobody hears of its end: it would come out of place. */
export const nameFollowUpRun = (turn: string): string => `follow-up-${turn}`;

/** Returns the turn that such a run answers; undefined for another run. */
export const readTurn = (run: string): string | undefined => /^turn-(.+)$/.exec(run)?.[1];

/** Names what follows where such a run ends after its turn. */
export const nameRunEnd = (turn: string): string => `run ${nameTurnRun(turn)} end`;
