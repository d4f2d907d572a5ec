import type { Language } from '../../../base/text/languages';
import { chooseText } from '../../definition/standard-texts';
import type { Run } from '../run/run';
import { speaksToCustomer } from '../team/caller';
import { cutPromises } from './promises-person';
import { judgesWording } from './judges-wording';
import { listByMembers } from './list-handed-over';
import { withoutGreeting } from './without-greeting';
import { splitSentences } from '../../../guardrails/policy/sentences';
import { toldTexts } from './told-texts';
import { wantsNoMessages } from './wants-no-messages';
import { listPassages } from '../trail/list-passages';

const personCan: Record<Language, string> = { en: 'A person can help you.', pt: 'Uma pessoa pode ajudar você.' };
const canHelp: Record<Language, string> = { en: 'A person can help you with the rest.', pt: 'Uma pessoa pode ajudar você com o resto.' };

/**
 * Returns a reply without its promises of a person, and with an offer of one; undefined if it promises none, a call changed something, or a person
 * was asked.
 */
export async function withoutPromises(run: Run, reply: string): Promise<string | undefined> {
	const { trail, parts, context } = run;
	if (!speaksToCustomer(run) || parts.definition.output || !judgesWording(run, 'promises')) return undefined;
	const results = trail.entries.flatMap((entry) => (entry.kind === 'tool-finished' ? [entry.text] : []));
	const rest = cutPromises(reply, [...listPassages(run).map(({ text }) => text), ...results]);
	if (rest === undefined || trail.entries.some(({ kind }) => kind === 'decision') || asksPerson(run) || (await hasChanged(run)))
		return undefined;
	if (rest === '' && !canHandOver(run)) return chooseText(parts.definition, 'notCovered', context.language);
	return passOn(run, rest);
}

/**
 * Adds a sentence about who continues: the host of an agent that can hand over informs a person, so nothing else is asked. After an opt-out of
 * messages, it only confirms the wish.
 */
export function passOn(run: Run, part: string): string {
	if (!canHandOver(run)) return offerPerson(run, part);
	const said = splitSentences(part)
		.map(({ start, end }) => part.slice(start, end).trim())
		.filter((sentence) => !/\?[^\p{L}\p{N}]*$/u.test(sentence));
	return [...said, toldTexts[wantsNoMessages(run) ? 'noted' : 'goesOn'][run.context.language]].join(' ');
}

export const canHandOver = ({ toolbox, parts }: Pick<Run, 'toolbox' | 'parts'>): boolean =>
	parts.givesToPeople === true || [...(toolbox?.byName.values() ?? [])].some(({ tool }) => tool.actsLater);

/** Adds to a partial answer that a person can help with the rest. After a greeting alone, there is no rest. */
export const offerPerson = ({ context, parts }: Run, part: string): string =>
	`${part} ${(withoutGreeting(part, parts.definition.prompt) === '' ? personCan : canHelp)[context.language]}`;

/** Returns whether the agent, or one below it, asked for a person: people are informed, however the run ends. */
export const asksPerson = (run: Run): boolean =>
	listByMembers(run).length > 0 ||
	run.trail.entries.some(
		(entry) => entry.kind === 'tool-finished' && entry.outcome === 'ok' && run.toolbox?.byName.get(entry.tool)?.tool.asksPerson,
	);

async function hasChanged({ trail, toolbox, parts: { members = [] } }: Run): Promise<boolean> {
	const called = trail.entries.flatMap((entry) => (entry.kind === 'tool-finished' && entry.outcome === 'ok' ? [entry.tool] : []));
	const isTeller = [...(toolbox?.byName.values() ?? [])].some(({ tool }) => tool.actsLater);
	const reaches = await Promise.all(
		called.map(async (name) => {
			const member = members.find(({ tool }) => tool.name === name);
			const tool = toolbox?.byName.get(name);
			if (member) return (await member.reach?.())?.effect ?? 'irreversible';
			return isTeller && tool?.tool.tellsNobody ? 'reads' : tool?.tool.actsLater || tool?.effect;
		}),
	);
	return reaches.some((reach) => reach !== undefined && reach !== 'reads');
}
