import type { Language } from '../../../base/text/languages';
import { chooseText } from '../../definition/standard-texts';
import type { Run } from '../run/run';
import { speaksToCustomer } from '../team/caller';
import { cutPromises } from './promises-person';
import { listByMembers } from './list-handed-over';
import { withoutGreeting } from './without-greeting';
import { listPassages } from '../trail/list-passages';

export const personCan: Record<Language, string> = { en: 'A person can help you.', pt: 'Uma pessoa pode ajudar você.' };
const canHelp: Record<Language, string> = { en: 'A person can help you with the rest.', pt: 'Uma pessoa pode ajudar você com o resto.' };

/**
 * Returns what a reply says besides promising the customer a person, and that a person can help; undefined if it promises none, if a call of the run
 * changed something, or if a person was asked.
 */
export async function withoutPromises(run: Run, reply: string): Promise<string | undefined> {
	const { trail, parts, context } = run;
	if (!speaksToCustomer(run) || parts.definition.output) return undefined;
	const results = trail.entries.flatMap((entry) => (entry.kind === 'tool-finished' ? [entry.text] : []));
	const rest = cutPromises(reply, [...listPassages(run).map(({ text }) => text), ...results]);
	if (rest === undefined || trail.entries.some(({ kind }) => kind === 'decision') || asksPerson(run) || (await hasChanged(run)))
		return undefined;
	return rest === '' ? chooseText(parts.definition, 'notCovered', context.language) : offerPerson(run, rest);
}

/** Adds to a part of an answer that a person can help with the rest. After a greeting alone, there is no rest. */
export const offerPerson = ({ context, parts }: Run, part: string): string =>
	`${part} ${(withoutGreeting(part, parts.definition.prompt) === '' ? personCan : canHelp)[context.language]}`;

/** Returns whether a call of the agent, or of one that it called, asked for a person to go on: somebody is told, however the run ends. */
export const asksPerson = (run: Run): boolean =>
	listByMembers(run).length > 0 ||
	run.trail.entries.some(
		(entry) => entry.kind === 'tool-finished' && entry.outcome === 'ok' && run.toolbox?.byName.get(entry.tool)?.tool.asksPerson,
	);

/** A call that changed something may have told somebody. */
async function hasChanged({ trail, toolbox, parts: { members = [] } }: Run): Promise<boolean> {
	const called = trail.entries.flatMap((entry) => (entry.kind === 'tool-finished' && entry.outcome === 'ok' ? [entry.tool] : []));
	const canHandOver = [...(toolbox?.byName.values() ?? [])].some(({ tool }) => tool.actsLater);
	const reaches = await Promise.all(
		called.map(async (name) => {
			const member = members.find(({ tool }) => tool.name === name);
			const tool = toolbox?.byName.get(name);
			if (member) return (await member.reach?.())?.effect ?? 'irreversible';
			return canHandOver && tool?.tool.tellsNobody ? 'reads' : tool?.tool.actsLater || tool?.effect;
		}),
	);
	return reaches.some((reach) => reach !== undefined && reach !== 'reads');
}
