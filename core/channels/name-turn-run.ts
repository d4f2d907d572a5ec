/** Names the run that answers a turn. */
export const nameTurnRun = (turn: string | number): string => `turn-${turn}`;
