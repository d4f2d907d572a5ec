import { canonicalJson } from '../../../core/json-schema/canonical-json';
import { isReply } from '../../build/jobs';
import type { Proof } from '../../plan';
import { type AgentStep, isStaffedAgent, type PlanTree } from '../../tree/plan-tree';
import { walkBlocks } from '../../tree/walk';
import { isOfType } from '../candidate-values';
import { isObject } from '../unknown';
import type { Act } from '../walk/walked';

export interface RecordedAnswer {
	reply: string;
	output?: unknown;
}

export interface AgentRecordings {
	answers: RecordedAnswer[];
	/** Why the set of the agent, or a case of it, could not be played. */
	fault?: string;
}

export type FindAnswers = (agent: string, signal: AbortSignal) => Promise<AgentRecordings>;

export type RecordedValues = Record<string, unknown>;

interface RecordedTree {
	/** By the id of the step of an agent. Answers that lack a variable are left out. */
	values: Map<string, RecordedValues[]>;
	/** Agents whose set, or a case of it, could not be played, and why. */
	faults: Array<[agent: string, why: string]>;
}

export async function findRecorded(tree: PlanTree, find: FindAnswers, signal: AbortSignal): Promise<RecordedTree> {
	const steps = [...walkBlocks(tree.do, '')].flatMap(({ block }) => (isStaffedAgent(block) && block.writes?.length ? [block] : []));
	const recordings = new Map<string, AgentRecordings>();
	for (const { agent } of steps) if (!recordings.has(agent!)) recordings.set(agent!, await find(agent!, signal));
	return {
		values: new Map(steps.map((step) => [step.id, recordings.get(step.agent!)!.answers.flatMap((answer) => toValues(step, answer))])),
		faults: [...recordings].flatMap(([agent, { fault }]): RecordedTree['faults'] => (fault === undefined ? [] : [[agent, fault]])),
	};
}

function toValues({ writes = [] }: AgentStep, { reply, output }: RecordedAnswer): RecordedValues[] {
	const values = writes.map((field) => [field.name, isReply(field, writes) ? reply : isObject(output) ? output[field.name] : undefined]);
	const fit = writes.every((field, at) => {
		const value = values[at]![1];
		return value === undefined || value === null ? field.required === false : isOfType(field, value);
	});
	return fit ? [Object.fromEntries(values.filter(([, value]) => value !== undefined)) as RecordedValues] : [];
}

type Answers = NonNullable<Proof['answers']>;

export class AnswerCount {
	readonly #steps = new Map<string, Answers[number]>();

	constructor(private readonly recorded: ReadonlyMap<string, RecordedValues[]>) {}

	add({ step }: Extract<Act, { kind: 'task' }>, values: Record<string, unknown>): void {
		const of = this.#steps.get(step.id) ?? { step: step.name, recorded: 0, supposed: 0 };
		const text = canonicalJson(values);
		const isRecorded = this.recorded.get(step.id)?.some((one) => canonicalJson({ ...nulls(values), ...one }) === text) ?? false;
		this.#steps.set(step.id, isRecorded ? { ...of, recorded: of.recorded + 1 } : { ...of, supposed: of.supposed + 1 });
	}

	get all(): Answers {
		return [...this.#steps.values()];
	}
}

const nulls = (values: Record<string, unknown>): Record<string, null> =>
	Object.fromEntries(Object.keys(values).map((name) => [name, null]));
