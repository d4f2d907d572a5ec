import type { Picture, Slot } from '../plan';

/** Checks whether a slot has an answer, or the default of a question that was asked: it is heeded, and not asked again. */
export const isSettled = (picture: Picture, slot: Slot): boolean =>
	picture[slot]?.from === 'answer' || picture[slot]?.question !== undefined;
