import { detectInjection, type InjectionOptions } from './detect-injection';

/** Signs that honest descriptions have too: when a tool is called, how it is used, which assistant it is for, and an order among statements. */
const usual = new Set(['tool-abuse', 'answer-control', 'addresses-assistant', 'out-of-place']);

/** `run`: the tool is left out without a question. `review`: a person looks at it, and can tell a false alarm from an order. */
export type DescriptionUse = 'run' | 'review';

const options: Record<DescriptionUse, InjectionOptions> = {
	run: { source: 'user' },
	review: { source: 'tool-result' },
};

/**
 * Returns why a description of a tool gives orders that no description needs, such as to hide something from the user: the ids of the rules, strongest
 * first. Empty if it does not.
 */
export async function findOrdersInDescription(text: string, use: DescriptionUse): Promise<string[]> {
	const { flagged, reasons } = await detectInjection(text, options[use]);
	if (flagged && reasons.some((reason) => !usual.has(reason))) return reasons;
	return use === 'run' ? findConcealed(text) : [];
}

/** No honest description hides something from the user, so weak signs are enough. Only rules count: field texts of APIs are often worded like orders. */
async function findConcealed(text: string): Promise<string[]> {
	const { flagged, reasons } = await detectInjection(text, { source: 'tool-result' });
	return flagged && reasons.includes('hide-from-user') ? reasons : [];
}
