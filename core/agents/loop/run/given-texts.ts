import type { GivenTexts } from '../../../ports';
import type { AgentDefinition } from '../../definition/agent-definition';
import type { Trail } from '../trail/trail';
import type { TrailEntry } from '../trail/trail-entry';

/**
 * Lists the texts of a run so far that no model wrote: those of the agent's author, the person, the documents and the tools.
 * @param isCalled by another agent, whose model wrote the message
 */
export function listGivenTexts(
	{ prompt, guardrails }: AgentDefinition,
	{ entries }: Pick<Trail, 'entries'>,
	isCalled: boolean,
): GivenTexts {
	return { author: prompt, allowedHosts: guardrails.links?.allow ?? [], others: entries.flatMap((entry) => listOthers(entry, isCalled)) };
}

function listOthers(entry: TrailEntry, isCalled: boolean): string[] {
	if (entry.kind === 'tool-finished') return [entry.text];
	if (entry.kind !== 'prepared') return [];
	return [...(isCalled ? [] : [entry.message]), ...entry.passages.flatMap(({ title, text }) => [title, text])];
}
