import type { SlotValue } from '../plan';

/** Checks for what a person said or left to the planner. Of a contradiction the wish says both sides. */
export const isTold = ({ from, isConflict, isLeft }: SlotValue): boolean => from === 'answer' || isConflict === true || isLeft === true;
