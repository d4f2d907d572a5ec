import type { PlanCosts } from '../cost/estimate-plan';
import { minScore } from '../doers/score-need';
import { placeTasks } from '../tree/list-tasks';
import type { Candidate, CostRange, Explanation, Plan, StepNote } from '../plan';
import type { Block, Field, PlanTree, Task } from '../tree/plan-tree';
import { walkBlocks } from '../tree/walk';
import { cut } from '../wish/sentences';
import { describeLimits } from './find-limits';
import { findUnread } from './find-unread';
import { listFields, listReads, listWrites } from './list-data';
import { findUnsaid, listCredentials, listGiven, type Said } from './list-given';
import { isPersonal } from './personal-fields';
import { supposeLimits } from './suppose-limits';
import { explainWords, type ExplainWords } from './words';

type RiskKind = 'unasked' | 'unsaid' | 'outside' | 'waits' | 'unsupported' | 'cost' | 'loops';

interface Judged {
	risks: string[];
	kinds: Set<RiskKind>;
}

interface Known {
	chosen: Candidate | undefined;
	isAsked: boolean;
	unsaid: readonly string[];
	reads: readonly string[];
	fields: ReadonlyMap<string, Field>;
	times: { high: number };
	cost: CostRange | undefined;
	words: ExplainWords;
}

/** Repeats from here on are told. */
const often = 10;

function judgeTask(task: Task, { chosen, isAsked, unsaid, reads, fields, times, cost, words }: Known): Judged {
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
const waitsForever = (block: Block): boolean =>
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

function goesOutside(task: Task): boolean {
	if (task.kind === 'http') return true;
	if (task.kind !== 'node') return false;
	const { node = '' } = task;
	return (
		node === 'troupe:send' ||
		(!node.startsWith('troupe:') && !/\.(?:crypto|dateTime|html|markdown|xml|convertToFile|extractFromFile)$/.test(node))
	);
}

/** Finds the tasks before which a person decides on each way that leads to them. */
function findAskedBefore(tree: Pick<PlanTree, 'do'>): Set<string> {
	const asked = new Set<string>();
	walk(tree.do, false, asked);
	return asked;
}

/** @returns whether a person was asked on each way to the end of the blocks; undefined where none goes on */
function walk(blocks: readonly Block[], before: boolean, asked: Set<string>): boolean | undefined {
	let now: boolean | undefined = before;
	for (const block of blocks) {
		if (now === undefined) return undefined;
		now = walkBlock(block, now, asked);
	}
	return now;
}

/** Ways that do not go on do not count. */
const onAll = (ways: ReadonlyArray<boolean | undefined>): boolean | undefined => {
	const open = ways.filter((way) => way !== undefined);
	return open.length === 0 ? undefined : open.every(Boolean);
};

function walkBlock(block: Block, before: boolean, asked: Set<string>): boolean | undefined {
	const through = (blocks: readonly Block[] = []) => walk(blocks, before, asked);
	switch (block.kind) {
		case 'choice':
			return onAll([...block.branches.map((branch) => through(branch.do)), through(block.otherwise.do)]);
		case 'parallel': {
			const ways = block.branches.map((branch) => through(branch.do));
			// The join waits for all of them.
			return ways.includes(undefined) ? onAll(ways) : ways.some(Boolean);
		}
		case 'loop': {
			const body = through(block.do);
			// A list can be empty.
			const after = block.each === undefined ? body : onAll([before, body]);
			return after === undefined ? undefined : onAll([after, walk(block.onLimit ?? [], after, asked)]);
		}
		case 'event':
			return onAll(block.waits.map((wait) => through(wait.do)));
		case 'end':
			return undefined;
		default: {
			if (before) asked.add(block.id);
			const done = before || block.kind === 'human';
			return onAll([done, ...(block.onError ? [through(block.onError)] : []), ...(block.deadline ? [through(block.deadline.do)] : [])]);
		}
	}
}

const maxText = 500;
const maxSteps = 500;
const maxOthers = 5;

/** Explains a plan: each step with its doer, data and risks; then the plan. */
export function explainPlan(
	plan: Pick<Plan, 'language'> & Said,
	tree: PlanTree,
	notes: ReadonlyMap<string, readonly Candidate[]>,
	costs: PlanCosts,
): Explanation {
	const words = explainWords[plan.language];
	const fields = listFields(tree);
	const asked = findAskedBefore(tree);
	const explained = placeTasks(tree)
		.slice(0, maxSteps)
		.map(({ task }) => {
			const { cost, times = { low: 0, high: 1 } } = costs.steps.get(task.id) ?? {};
			const chosen = notes.get(task.id)?.[0];
			const reads = listReads(task, fields);
			const unsaid = findUnsaid(listCredentials(task), plan);
			const judged = judgeTask(task, { unsaid, chosen, isAsked: asked.has(task.id), reads, fields, times, cost, words });
			const note = describeStep(task, notes.get(task.id) ?? [], { reads, fields, words, judged });
			return { task, judged, note: { ...note, ...(cost && { cost }), times } };
		});
	const tasks = explained.map(({ task }) => task);
	return {
		summary: summarize(tree, tasks, words),
		supposed: supposeLimits(tree, plan),
		steps: explained.map(({ note }) => note),
		cost: costs.plan,
		risks: listPlanRisks(tree, explained, words),
		unsupported: tasks.flatMap((task) => (task.kind === 'unsupported' ? [task.name.slice(0, maxText)] : [])),
	};
}

const isDoneByPerson = ({ kind }: Task): boolean => kind === 'human' || kind === 'unsupported';

interface StepFacts {
	reads: string[];
	fields: ReadonlyMap<string, Field>;
	words: ExplainWords;
	judged: Judged;
}

function describeStep(
	task: Task,
	[chosen, ...others]: readonly Candidate[],
	{ reads, fields, words, judged }: StepFacts,
): Omit<StepNote, 'cost' | 'times'> {
	const writes = listWrites(task);
	const touched = [...new Set([...reads, ...writes])];
	const deprecated = (chosen?.reasons ?? []).filter((reason) => /\bdeprecated\b/.test(reason));
	const decides = describeDecision(task, words);
	const credentials = listCredentials(task);
	const given = listGiven(task);
	return {
		id: task.id,
		name: task.name.slice(0, maxText),
		kind: task.kind,
		why: (task.why ?? words.why(task.name)).slice(0, maxText),
		who: nameDoer(task, chosen, words).slice(0, maxText),
		...(credentials.length > 0 && { credentials }),
		...(given.length > 0 && { given }),
		...(chosen?.weak !== undefined && { weak: chosen.weak.slice(0, maxText) }),
		others: others.slice(0, maxOthers),
		reads,
		writes,
		personal: touched.filter((name) => isPersonal(fields.get(name) ?? { name, type: 'text' })),
		risks: [...judged.risks, ...deprecated].map((risk) => risk.slice(0, maxText)),
		...(decides !== undefined && { decides: decides.slice(0, maxText) }),
	};
}

function nameDoer(task: Task, chosen: Candidate | undefined, words: ExplainWords): string {
	switch (task.kind) {
		case 'agent':
		case 'node': {
			const name = task.kind === 'agent' ? task.agent : task.node;
			if (name === undefined) return words.nobodyYet;
			const version = chosen?.version === undefined ? '' : ` ${chosen.version}`;
			return `${task.kind === 'agent' ? name.split('@')[0]! : name}${version}`;
		}
		case 'http':
			return ['HTTP', hostOf(task.url)].filter(Boolean).join(' ');
		case 'human':
			return task.who;
		case 'call':
			return task.process;
		case 'unsupported':
			return task.who ?? words.byHand;
	}
}

const hostOf = (url: string): string =>
	URL.parse(url)?.host ?? /https?:\/\/(?:[^/\s"@]*@)?([^/\s"?#]+)/i.exec(url)?.[1]?.slice(0, 100) ?? '';

function describeDecision(task: Task, words: ExplainWords): string | undefined {
	if (task.kind !== 'human') return undefined;
	const fields = (task.writes ?? []).map(
		({ name, label, options }) => `${label ?? name}${options ? ` (${options.slice(0, 10).join(', ')})` : ''}`,
	);
	return (
		[
			...(task.instructions === undefined ? [] : [endSentence(task.instructions, fields.length > 0)]),
			...(fields.length > 0 ? [words.decides(fields.join(', '))] : []),
		].join(' ') || task.name
	);
}

const endSentence = (text: string, isFollowed: boolean): string => (isFollowed && !/[.!?…:]$/.test(text.trim()) ? `${text.trim()}.` : text);

/** A name that the purpose has is not said again. */
function summarize({ name, purpose }: PlanTree, tasks: readonly Task[], words: ExplainWords): string {
	const isMentioned = purpose.includes(name.replace(/…$/, ''));
	const subject = isMentioned ? words.thePlan : cut(name, maxText);
	const said = cut(purpose, maxText);
	return [endSentence(said, said !== ''), words.summary(subject, tasks.length, tasks.filter(isDoneByPerson).length)].join(' ').trim();
}

function listPlanRisks(tree: PlanTree, explained: ReadonlyArray<{ task: Task; judged: Judged }>, words: ExplainWords): string[] {
	const named = (kind: RiskKind) => explained.flatMap(({ task, judged }) => (judged.kinds.has(kind) ? [task.name] : []));
	const endless = [...walkBlocks(tree.do, '/do')].flatMap(({ block }) => (waitsForever(block) ? [block.name] : []));
	const told: Array<[string[], (steps: string) => string]> = [
		[named('unasked'), words.planUnasked],
		[findUnread(tree).map(({ block }) => block.name), words.planUnread],
		[named('unsaid'), words.planUnsaid],
		[named('outside'), words.planOutside],
		[named('unsupported'), words.planUnsupported],
		[[...named('waits'), ...endless], words.planWaits],
		[named('loops'), words.planLoops],
		[named('cost'), words.planCost],
	];
	return [...told.flatMap(([names, say]) => (names.length > 0 ? [say(joinNames(names))] : [])), ...describeLimits(tree, words)];
}

const maxListed = 10;
const maxName = 100;

const joinNames = (names: readonly string[]): string => {
	const listed = [...new Set(names)].map((name) => cut(name, maxName));
	return [...listed.slice(0, maxListed), ...(listed.length > maxListed ? ['…'] : [])].join(', ');
};
