import type { SlotValue } from '../plan';

export const isTold = ({ from, isConflict, isLeft }: SlotValue): boolean => from === 'answer' || isConflict === true || isLeft === true;
