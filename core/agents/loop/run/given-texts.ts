import type { GivenCall, GivenTexts } from '../../../ports/guardrails/guardrail-context';
import type { AgentDefinition } from '../../definition/agent-definition';
import type { Run } from './run';
import type { Trail } from '../trail/trail';
import type { TrailEntry } from '../trail/trail-entry';

type Change = 'call' | 'note' | 'store' | 'agent';

/** Returns how a tool call changes something; undefined if it only reads. A person who was asked acts too. */
export function findChange({ toolbox, parts }: Pick<Run, 'toolbox' | 'parts'>, name: string): Change | undefined {
	const { effect, tool: called } = toolbox?.byName.get(name) ?? {};
	if (effect === 'reads' && !called?.actsLater) return undefined;
	if (parts.members?.some(({ tool }) => tool.name === name)) return 'agent';
	if (called?.actsLater) return 'note';
	return called?.tellsNobody ? 'store' : 'call';
}

/**
 * Lists texts of a run that no model wrote: of the author, person, documents and tools. Earlier replies are separate. @param isCalled by another
 * agent, whose model wrote the message @param changes returns whether a call changes something, and if an agent does
 */
export function listGivenTexts(
	{ prompt, guardrails, knowledge, output }: AgentDefinition,
	{ entries }: Pick<Trail, 'entries'>,
	isCalled: boolean,
	changes: (tool: string) => Change | undefined = () => undefined,
): GivenTexts {
	return {
		author: prompt,
		allowedHosts: guardrails.links?.allow ?? [],
		...(output && { isForProgram: true }),
		others: entries.flatMap((entry) => [...listMessages(entry, isCalled), ...listOthers(entry)]),
		messages: entries.flatMap((entry) => listMessages(entry, isCalled)),
		results: entries.flatMap((entry) => (entry.kind === 'tool-finished' && !entry.found ? [entry.text] : [])),
		calls: entries.flatMap((entry) => listCalls(entry, entries, changes)),
		// Inline documents are the author's. Anybody can have written a collection's.
		found: entries.flatMap((entry) => listFound(entry, knowledge)),
		shown: entries.flatMap((entry) => (entry.kind === 'prepared' ? entry.turns.map(({ reply }) => reply) : [])),
		told: entries.flatMap((entry) => listTold(entry, isCalled)),
	};
}

function listCalls(entry: TrailEntry, entries: readonly TrailEntry[], changes: (tool: string) => Change | undefined): GivenCall[] {
	if (entry.kind !== 'tool-finished' || (entry.outcome !== 'ok' && entry.outcome !== 'planned')) return [];
	const { callId, tool, text, found } = entry;
	const how = changes(tool);
	const started = entries.find((other) => other.kind === 'tool-started' && other.callId === callId);
	const input = started?.kind === 'tool-started' && how !== 'agent' ? JSON.stringify(started.arguments) : '';
	return [
		{
			tool: how === 'agent' ? '' : tool,
			input,
			text,
			acts: how !== undefined,
			searched: found !== undefined,
			...((how === 'note' || how === 'store') && { only: how }),
		},
	];
}

function listMessages(entry: TrailEntry, isCalled: boolean): string[] {
	return entry.kind !== 'prepared' || isCalled ? [] : [...entry.turns.map(({ message }) => message), entry.message];
}

/** Lists further information of the model: about the person, earlier turns, the caller, an asked person. */
function listTold(entry: TrailEntry, isCalled: boolean): string[] {
	if (entry.kind === 'decision') return entry.text === null ? [] : [entry.text];
	if (entry.kind === 'summary') return entry.text === null ? [] : [entry.text];
	if (entry.kind !== 'prepared') return [];
	const { memories = [], summary, filledPrompt, message, note } = entry;
	return [...memories.map(({ text }) => text), summary, filledPrompt, note?.text, isCalled ? message : undefined].filter(
		(text) => text !== undefined,
	);
}

function listOthers(entry: TrailEntry): string[] {
	return entry.kind === 'tool-finished' ? [entry.text] : listPassages(entry);
}

function listFound(entry: TrailEntry, knowledge: AgentDefinition['knowledge']): string[] {
	if (entry.kind === 'tool-finished') return entry.found ? [entry.text] : [];
	return knowledge?.collection === undefined ? [] : listPassages(entry);
}

const listPassages = (entry: TrailEntry): string[] =>
	entry.kind === 'prepared' ? entry.passages.flatMap(({ title, text }) => [title, text]) : [];
