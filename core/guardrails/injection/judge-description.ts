import { detectInjection, type InjectionOptions } from './detect-injection';

/** Signs of honest descriptions too: when and how to call, for which assistant, and an order among statements. */
const usual = new Set(['tool-abuse', 'answer-control', 'addresses-assistant', 'out-of-place']);

/** `run`: drops the tool without a question. `review`: a person decides about false alarms. */
export type DescriptionUse = 'run' | 'review';

const options: Record<DescriptionUse, InjectionOptions> = {
	run: { source: 'user' },
	review: { source: 'tool-result' },
};

/** Returns rule ids, strongest first, if a tool description gives unneeded orders, such as to hide something from the user; else empty. */
export async function findOrdersInDescription(text: string, use: DescriptionUse): Promise<string[]> {
	const { flagged, reasons } = await detectInjection(text, options[use]);
	if (flagged && reasons.some((reason) => !usual.has(reason))) return reasons;
	return use === 'run' ? findConcealed(text) : [];
}

/** Honest descriptions hide nothing from the user, so weak signs suffice. Only rules count: API field texts are often worded like orders. */
async function findConcealed(text: string): Promise<string[]> {
	const { flagged, reasons } = await detectInjection(text, { source: 'tool-result' });
	return flagged && reasons.includes('hide-from-user') ? reasons : [];
}
