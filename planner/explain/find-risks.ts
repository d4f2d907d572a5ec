import { minScore } from '../doers/score-need';
import type { Candidate, CostRange } from '../plan';
import type { Block, Field, Task } from '../tree/plan-tree';
import { isPersonal } from './personal-fields';
import type { ExplainWords } from './words';

export type RiskKind = 'unasked' | 'unsaid' | 'outside' | 'waits' | 'unsupported' | 'cost' | 'loops';

export interface Judged {
	/** In sentences. */
	risks: string[];
	/** For the risks of the plan. */
	kinds: Set<RiskKind>;
}

interface Known {
	chosen: Candidate | undefined;
	isAsked: boolean;
	/** Credentials that no person named. */
	unsaid: readonly string[];
	reads: readonly string[];
	fields: ReadonlyMap<string, Field>;
	times: { high: number };
	cost: CostRange | undefined;
	words: ExplainWords;
}

/** Repeats from here on are told. */
const often = 10;

/** Judges what may go wrong in a task. */
export function judgeTask(task: Task, { chosen, isAsked, unsaid, reads, fields, times, cost, words }: Known): Judged {
	const { kind } = task;
	const personal = reads.filter((name) => isPersonal(fields.get(name) ?? { name, type: 'text' }));
	const labels = personal.map((name) => fields.get(name)?.label ?? name).join(', ');
	const cannotBeUndone = isIrreversible(task, chosen);
	const isOfPerson = kind === 'human' || kind === 'unsupported';
	const possible: Array<[holds: boolean, risk: string, kind?: RiskKind]> = [
		[cannotBeUndone && !isAsked, words.irreversibleUnasked, 'unasked'],
		[cannotBeUndone && isAsked, words.irreversible],
		[unsaid.length > 0, words.unsaid(unsaid.join(', ')), 'unsaid'],
		[kind === 'unsupported', kind === 'unsupported' ? words.unsupported(task.reason) : '', 'unsupported'],
		[kind === 'agent', words.model],
		[(kind === 'agent' || kind === 'node') && chosen !== undefined && chosen.score < minScore, words.unfit],
		[goesOutside(task) && personal.length > 0, words.outside(labels), 'outside'],
		[(kind === 'http' || kind === 'node') && !task.onError, words.incident],
		[kind === 'human' && !task.deadline, words.waitsForPerson, 'waits'],
		[times.high >= often && !isOfPerson, words.manyTimes(times.high), 'loops'],
		[cost?.basis === 'unknown', words.costUnknown, 'cost'],
	];
	const present = possible.filter(([holds]) => holds);
	return { risks: present.map(([, risk]) => risk), kinds: new Set(present.flatMap(([, , one]) => one ?? [])) };
}

/** Events that only a message or a signal ends. */
export const waitsForever = (block: Block): boolean =>
	block.kind === 'event' && block.waits.every(({ on }) => on.kind === 'message' || on.kind === 'signal');

const irreversibleMethods = ['POST', 'DELETE'];

function isIrreversible(task: Task, chosen: Candidate | undefined): boolean {
	if (task.kind === 'http') return irreversibleMethods.includes(task.method);
	if (task.kind === 'node' && isReading(task.parameters?.operation)) return false;
	return (task.kind === 'agent' || task.kind === 'node') && chosen?.risk === 'irreversible';
}

/** As n8n's nodes name operations that change nothing. */
const isReading = (operation: unknown): boolean =>
	typeof operation === 'string' && /^(?:get|getAll|getMany|info|list|lookup|read|search|count|history|select|download)$/.test(operation);

/** Nodes of this package stay in the company, but for the message that is sent. */
function goesOutside(task: Task): boolean {
	if (task.kind === 'http') return true;
	if (task.kind !== 'node') return false;
	const { node = '' } = task;
	return (
		node === 'troupe:send' ||
		(!node.startsWith('troupe:') && !/\.(?:crypto|dateTime|html|markdown|xml|convertToFile|extractFromFile)$/.test(node))
	);
}
