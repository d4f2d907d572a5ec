/** Plays a process of a plan to its end, for tests: answers jobs, tasks, messages and timers as the tree expects them. */
import { CaseEngine } from '../../../engine-adapter/cases/case-engine';
import type { Random } from '../../contract/random/random';
import type { Field, PlanTree } from '../../../planner/tree/plan-tree';
import { walkBlocks } from '../../../planner/tree/walk';

type File = { name: string; content: string };

/** A process that the random trees call. */
export const calledProcess: File = {
	name: 'called.bpmn',
	content:
		'<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="x"><bpmn:process id="called" isExecutable="true">' +
		'<bpmn:startEvent id="begin"><bpmn:outgoing>f</bpmn:outgoing></bpmn:startEvent><bpmn:endEvent id="over"><bpmn:incoming>f</bpmn:incoming></bpmn:endEvent>' +
		'<bpmn:sequenceFlow id="f" sourceRef="begin" targetRef="over"/></bpmn:process></bpmn:definitions>',
};

const maxRounds = 400;

export interface Played {
	/** `completed`, or why not. */
	outcome: string;
	incidents: string[];
}

/** A value as a worker or a person gives it. */
export function exampleOf({ type, options, example, name }: Field, random: Random): unknown {
	if (example !== undefined) return example;
	if (options) return random.pick(options);
	switch (type) {
		case 'number':
			return random.between(0, 20);
		case 'boolean':
			return random.chance(0.5);
		case 'date':
			return '2026-11-30';
		case 'list':
			return random.times(0, 4, (at) => `entry ${at}`);
		case 'object':
		case 'file':
			return { name };
		default:
			return random.pick(['new', 'yes', 'Some text']);
	}
}

export async function playToEnd(tree: PlanTree, files: File[], random: Random, version: '8.6' | '8.8' = '8.6'): Promise<Played> {
	const at = await CaseEngine.open(Date.UTC(2026, 10, 30), version);
	try {
		await at.engine.deploy([...files, calledProcess]);
		await at.settle();
		await start(at, tree, random);
		for (let round = 0; round < maxRounds && listActive(at).length > 0; round++) await step(at, tree, random);
		const incidents = (await at.engine.searchIncidents({})).map(({ elementId, message }) => `${elementId}: ${message}`);
		const active = listActive(at);
		const end = active.length > 0 ? `active: ${active.join(', ')}` : 'completed';
		return { outcome: at.instanceKeys.length === 0 ? 'never began' : end, incidents };
	} finally {
		await at.close();
	}
}

/** Names the elements that an instance that does not end is at. */
function listActive({ events }: CaseEngine): string[] {
	const open = new Map<string, number>();
	for (const { kind, elementId } of events) {
		if (kind === 'element-activated') open.set(elementId, (open.get(elementId) ?? 0) + 1);
		if (kind === 'element-completed' || kind === 'element-terminated') open.set(elementId, (open.get(elementId) ?? 0) - 1);
	}
	return [...open].flatMap(([id, count]) => (count > 0 ? [id] : []));
}

async function start(at: CaseEngine, tree: PlanTree, random: Random): Promise<void> {
	const variables = Object.fromEntries(tree.inputs.map((field) => [field.name, exampleOf(field, random)]));
	if (tree.trigger.kind === 'message') await at.engine.publishMessage({ name: tree.trigger.name, correlationKey: '', variables });
	else if (tree.trigger.kind === 'timer') await at.pass(24 * 3_600_000);
	else await at.engine.start({ processId: tree.id, variables });
	await at.settle();
}

async function step(at: CaseEngine, tree: PlanTree, random: Random): Promise<void> {
	const [task] = await at.engine.searchUserTasks({});
	const job = !task || random.chance(0.7) ? at.takeJob() : undefined;
	if (job) await answer(at, tree, random, job);
	else if (task && random.chance(0.9)) await at.engine.completeUserTask(task.key, valuesOf(tree, task.elementId, random));
	else await wait(at, tree, random);
	await at.settle();
}

async function answer(
	at: CaseEngine,
	tree: PlanTree,
	random: Random,
	{ key, elementId, type }: { key: string; elementId: string; type: string },
): Promise<void> {
	const variables = jobAnswer(tree, elementId, type, random);
	const fails = random.chance(0.15) && hasHandler(tree, elementId);
	await at.engine.answer(key, fails ? { kind: 'bpmn-error', errorCode: 'TROUPE_BLOCKED', message: '' } : { kind: 'complete', variables });
}

/** What a worker returns for a job of the type. */
export function jobAnswer(tree: PlanTree, elementId: string, type: string, random: Random): Record<string, unknown> {
	const values = valuesOf(tree, elementId, random);
	const outcome = random.pick(['reply', 'reply', 'needs-human']);
	if (type === 'troupe:agent') return { outcome, reply: 'An answer', output: values };
	return { ...values, item: values, items: [], passages: [], passagesText: 'Text' };
}

const stepOf = (tree: PlanTree, elementId: string) =>
	[...walkBlocks(tree.do, '')].map(({ block }) => block).find(({ id }) => id === elementId.replace(/-person$/, ''));

const hasHandler = (tree: PlanTree, elementId: string): boolean => {
	const block = stepOf(tree, elementId);
	return block?.kind === 'agent' || (block !== undefined && 'onError' in block && block.onError !== undefined);
};

/** What a person fills in, by the fields of the step. */
export function valuesOf(tree: PlanTree, elementId: string, random: Random): Record<string, unknown> {
	const block = stepOf(tree, elementId);
	const fields = block && 'writes' in block ? (block.writes ?? []) : [];
	return Object.fromEntries(fields.map((field) => [field.name, exampleOf(field, random)]));
}

/** Sends every message and signal of the tree, else lets time pass. */
async function wait(at: CaseEngine, tree: PlanTree, random: Random): Promise<void> {
	const waits = [...walkBlocks(tree.do, '')].flatMap(({ block }) => (block.kind === 'event' ? block.waits : []));
	if (random.chance(0.5)) {
		for (const { on } of waits) {
			if (on.kind === 'message')
				await at.engine.publishMessage({ name: on.name, correlationKey: 'A-1', variables: { [on.writes?.[0]?.name ?? 'x']: 'new' } });
			if (on.kind === 'signal') await at.engine.broadcastSignal({ name: on.name });
			await at.settle();
		}
	} else await at.passToNextDue(10 * 365 * 86_400_000);
}
