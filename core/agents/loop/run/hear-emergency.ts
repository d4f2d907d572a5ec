import type { Language } from '../../../base/text/languages';
import { handOverName } from '../../../channels/hand-over-tool';
import { findEmergency } from '../../../guardrails/danger/find-emergency';
import type { AgentParts } from '../../agent-parts';
import type { Run } from './run';

/** Returns the language of an emergency that the message tells of, where somebody can be told: then nothing else is waited for. */
export async function hearEmergency({ caller, words, parts }: Pick<Run, 'caller' | 'words' | 'parts'>): Promise<Language | undefined> {
	if (!parts.hearsEmergencies || caller) return undefined;
	const language = findEmergency(words);
	return language !== undefined && (await canTellPeople(parts)) ? language : undefined;
}

/** Returns whether the host tells people, or the agent or one of its team can. An agent alone that sums up reports has nobody to ask. */
async function canTellPeople({ givesToPeople, tools = [], members = [] }: AgentParts): Promise<boolean> {
	if (givesToPeople || tools.some(({ name }) => name === handOverName)) return true;
	const asking = await Promise.all(members.map(async (member) => member.asksPerson?.()));
	return asking.includes(true);
}
