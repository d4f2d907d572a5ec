import type { Difference } from '../../../engine-adapter/cases/match-trace';
import type { PlayedCase } from '../../../engine-adapter/cases/play-case';
import type { CaseAction, CaseTrace } from '../../../engine-adapter/cases/process-case';
import type { FlowNode } from '../../../bpmn/reading/process-model';
import type { PlanTree } from '../../tree/plan-tree';
import { listWrites, walkBlocks } from '../../tree/walk';
import type { BuiltProcess } from '../built-process';
import { failureWords, type FailureWords } from './failure-words';
import { findLastDone, listWaiting } from './find-waiting';

const maxNames = 3;
const maxValue = 80;
const maxReason = 200;

/** A case that was played, and how its trace differs from what was expected. */
export interface FailedCase extends PlayedCase {
	script: readonly CaseAction[];
	expected: unknown;
	differences: readonly Difference[];
	/** Variables that jobs were given, and should not have been. */
	wrongInputs: ReadonlyArray<Difference & { elementId: string }>;
}

/** Tells in a sentence which step failed first, what was expected, what happened and what to do. */
export function tellFailure({ trace, events, ...failed }: FailedCase, tree: PlanTree, built: BuiltProcess): string {
	const words = failureWords[tree.language];
	if (trace.deploy !== 'ok') return tellRefused(trace.deploy.rejected, built, words);
	const failure = new Failure({ ...failed, trace: trace as CaseTrace }, tree, built, words);
	const waiting = listWaiting(events, built);
	const cause = failure.findCause(waiting);
	const named = waiting
		.slice(0, maxNames)
		.map((node) => `“${node.name || node.id}”`)
		.join(', ');
	if (cause !== undefined) return waiting.length > 0 ? `${cause} ${words.waitsNow(named)}` : cause;
	const { outcome } = trace as CaseTrace;
	if (outcome === 'none') return words.notBegun;
	if (outcome !== 'active') return words.ended(outcome);
	return waiting.length > 0 ? words.waits(named) : words.stands(findLastDone(events, built) ?? tree.name);
}

/** An engine names the element that it refuses. */
function tellRefused(rejected: string, built: BuiltProcess, words: FailureWords): string {
	const [, id = '', why = rejected] = /element "([^"]+)": ([^\n]*)/.exec(rejected) ?? [];
	const name = built.nodes.get(id)?.name || built.flows.find((flow) => flow.id === id)?.name || id;
	return name === '' ? words.deployment(why.slice(0, maxReason)) : words.deploymentAt(name, why.slice(0, maxReason));
}

class Failure {
	constructor(
		private readonly failed: Omit<FailedCase, 'events' | 'trace'> & { trace: CaseTrace },
		private readonly tree: PlanTree,
		private readonly built: BuiltProcess,
		private readonly words: FailureWords,
	) {}

	/** The first problem on the way of the instance: what comes later follows from it. */
	findCause(waiting: readonly FlowNode[]): string | undefined {
		const values = this.#of('variables.').map(({ path, ...values }) => ({ name: path.split(/[.[]/)[1]!, ...values }));
		const certain = values.find(({ name }) => this.#wereDone(name));
		return (
			this.#tellForm() ??
			(certain && this.#tellValue(certain)) ??
			this.#tellInput() ??
			this.#tellIncident() ??
			this.#tellWay() ??
			this.#tellAstray(waiting) ??
			this.#tellRefusal() ??
			this.#tellStep() ??
			(values[0] && this.#tellValue(values[0]))
		);
	}

	#tellForm(): string | undefined {
		const refusal = this.failed.trace.rejections.find(({ code }) => code === 'FORM_INVALID');
		return refusal && this.words.form(this.#nameOfAction(refusal.action), (refusal.reason ?? refusal.code).slice(0, maxReason));
	}

	#tellInput(): string | undefined {
		const [wrong] = this.failed.wrongInputs;
		return wrong && this.words.gets(this.#nameOf(wrong.elementId), wrong.path, quote(wrong.expected), quote(wrong.actual));
	}

	#tellIncident(): string | undefined {
		const incident = this.failed.trace.incidents.find(({ resolved }) => !resolved);
		return incident && this.words.incident(this.#nameOf(incident.elementId), incident.errorType);
	}

	#tellWay(): string | undefined {
		for (const difference of this.#of('flows.')) {
			const flow = this.built.flows.find(({ id }) => difference.path === `flows.${id}`);
			// A choice that the instance did not come to chose nothing.
			if (flow && this.#countDone(flow.sourceId) > 0)
				return this.words.way(this.#nameOf(flow.sourceId), flow.name ?? this.#nameOf(flow.targetId), ...counts(difference));
		}
		return undefined;
	}

	/** It waits at a step that is on another way, or that was done as often as it should be. */
	#tellAstray(waiting: readonly FlowNode[]): string | undefined {
		const { elements } = this.failed.expected as { elements: Record<string, { completed: number } | undefined> };
		const isOver = (id: string): boolean => this.#countDone(id) >= (elements[id]?.completed ?? 0);
		const astray = waiting.find(({ id, type }) => /[tT]ask$|^callActivity$|CatchEvent$/.test(type) && isOver(id));
		return astray && this.words.astray(this.#nameOf(astray.id));
	}

	#tellRefusal(): string | undefined {
		const [refusal] = this.failed.trace.rejections;
		if (!refusal) return undefined;
		const step = this.#nameOfAction(refusal.action);
		if (refusal.code === 'NO_USER_TASK') return this.words.person(step);
		return refusal.code === 'NO_JOB' ? this.words.job(step) : this.words.refused(step, refusal.code);
	}

	#tellStep(): string | undefined {
		const [difference] = this.#of('elements.');
		const id = difference && /^elements\.(.*?)(?:\.completed)?$/.exec(difference.path)?.[1];
		return id && this.words.step(this.#nameOf(id), ...counts(difference));
	}

	#tellValue({ name, expected, actual }: { name: string; expected: unknown; actual: unknown }): string {
		const shown = [quote(expected), quote(actual)] as const;
		const writer = this.#writersOf(name).findLast((id) => this.#countDone(id) > 0);
		return writer === undefined ? this.words.given(name, ...shown) : this.words.set(this.#nameOf(writer), name, ...shown);
	}

	/** Checks that all that sets a variable was done as often as it should be: then its value cannot follow from something else. */
	#wereDone(name: string): boolean {
		const writers = this.#writersOf(name);
		if (writers.length === 0) return this.tree.inputs.some((field) => field.name === name);
		const missing = this.#of('elements.').map(({ path }) => path);
		return !writers.some((id) => missing.some((path) => path === `elements.${id}` || path === `elements.${id}.completed`));
	}

	/** Elements that set a variable; a person answers for an agent. */
	#writersOf(name: string): string[] {
		return [...walkBlocks(this.tree.do, '')]
			.filter(({ block }) => listWrites(block).some((field) => field.name === name))
			.flatMap(({ block }) => [
				...[block.id, `${block.id}-person`],
				...(block.kind === 'event' ? block.waits.map(({ id }, at) => id ?? `${block.id}-${at + 1}`) : []),
			])
			.filter((id) => this.built.nodes.has(id));
	}

	#countDone(id: string): number {
		return this.failed.trace.elements[id]?.completed ?? 0;
	}

	#of(prefix: string): Difference[] {
		return this.failed.differences.filter(({ path }) => path.startsWith(prefix));
	}

	#nameOfAction(action: CaseTrace['rejections'][number]['action']): string {
		const { parameters } = (typeof action === 'number' ? this.failed.script[action] : undefined) ?? {};
		const id = typeof parameters === 'object' && 'elementId' in parameters ? parameters.elementId : undefined;
		return id === undefined ? this.tree.name : this.#nameOf(id);
	}

	/** A called process is told by the step that calls it. */
	#nameOf(id: string): string {
		const blocks = [...walkBlocks(this.tree.do, '')].map(({ block }) => block);
		const block = blocks.find((one) => one.id === id || (one.kind === 'call' && `${one.process}-stand-in` === id));
		return block?.name ?? (this.built.nodes.get(id)?.name || id);
	}
}

const counts = ({ expected, actual }: Difference): [number, number] => [countOf(expected), countOf(actual)];

const countOf = (value: unknown): number =>
	typeof value === 'object' && value !== null && 'completed' in value ? Number(value.completed) : Number(value ?? 0);

const quote = (value: unknown): string => {
	const text = JSON.stringify(value ?? null, (_, one: unknown) => (typeof one === 'bigint' ? Number(one) : one));
	return text.length > maxValue ? `${text.slice(0, maxValue)}…` : text;
};
