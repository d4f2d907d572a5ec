import { detectInjection } from './detect-injection';

/** Signs that honest descriptions have too: when a tool is called, how it is used, and which assistant it is for. */
const usual = new Set(['tool-abuse', 'answer-control', 'addresses-assistant']);

/**
 * Returns why a description of a tool gives orders that no description needs, such as to hide something from the user: the ids of the rules, strongest
 * first. Empty if it does not.
 */
export async function findOrdersInDescription(text: string): Promise<string[]> {
	const { flagged, reasons } = await detectInjection(text, { source: 'user', modelThreshold: 1 });
	return flagged && reasons.some((reason) => !usual.has(reason)) ? reasons : [];
}
