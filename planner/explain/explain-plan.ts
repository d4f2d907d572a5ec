import type { PlanCosts } from '../cost/estimate-plan';
import { placeTasks } from '../tree/list-tasks';
import type { Candidate, Explanation, Plan, StepNote } from '../plan';
import type { Field, PlanTree, Task } from '../tree/plan-tree';
import { walkBlocks } from '../tree/walk';
import { cut } from '../wish/sentences';
import { findAskedBefore } from './asked-before';
import { describeLimits } from './find-limits';
import { findUnread } from './find-unread';
import { judgeTask, waitsForever, type Judged, type RiskKind } from './find-risks';
import { listFields, listReads, listWrites } from './list-data';
import { findUnsaid, listCredentials, listGiven, type Said } from './list-given';
import { isPersonal } from './personal-fields';
import { supposeLimits } from './suppose-limits';
import { explainWords, type ExplainWords } from './words';

const maxText = 500;
const maxSteps = 500;
const maxOthers = 5;

/** Explains a plan to the person who confirms it: each step with who does it, what it touches, and what may go wrong; then the plan. */
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
	const [credentials, given] = [listCredentials(task), listGiven(task)];
	return {
		...{ id: task.id, name: task.name.slice(0, maxText), kind: task.kind },
		why: (task.why ?? words.why(task.name)).slice(0, maxText),
		who: nameDoer(task, chosen, words).slice(0, maxText),
		...(credentials.length > 0 && { credentials }),
		...(given.length > 0 && { given }),
		...(chosen?.weak !== undefined && { weak: chosen.weak.slice(0, maxText) }),
		others: others.slice(0, maxOthers),
		...{ reads, writes, personal: touched.filter((name) => isPersonal(fields.get(name) ?? { name, type: 'text' })) },
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

/** An address can hold a secret in its query. One that is computed shows the host that is written in it; what the step is given has the whole. */
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

/** Ends a text as a sentence, since another one follows. */
const endSentence = (text: string, isFollowed: boolean): string => (isFollowed && !/[.!?…:]$/.test(text.trim()) ? `${text.trim()}.` : text);

/** A name that the purpose has is not said again. */
function summarize({ name, purpose }: PlanTree, tasks: readonly Task[], words: ExplainWords): string {
	const isSaid = purpose.includes(name.replace(/…$/, ''));
	const subject = isSaid ? words.thePlan : cut(name, maxText);
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
