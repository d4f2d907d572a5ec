export const nameTurnRun = (turn: string | number): string => `turn-${turn}`;

/** Names the run that writes to a silent customer. If it waits for a person, its end is not reported: it would come out of place. */
export const nameFollowUpRun = (turn: string): string => `follow-up-${turn}`;

export const readTurn = (run: string): string | undefined => /^turn-(.+)$/.exec(run)?.[1];

export const nameRunEnd = (turn: string): string => `run ${nameTurnRun(turn)} end`;
