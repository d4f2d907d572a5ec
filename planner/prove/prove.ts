import { setImmediate } from 'node:timers/promises';
import type { FlowNode } from '../../bpmn/reading/process-model';
import { isTroupeError, type TroupeError } from '../../core/base/errors';
import { stringifyJson } from '../../core/base/text/json/lossless-json';
import { listDifferences } from '../../engine-adapter/cases/match-trace';
import type { Difference } from '../../engine-adapter/cases/match-trace';
import { parseCaseFile } from '../../engine-adapter/cases/parse-process-case';
import { playCase } from '../../engine-adapter/cases/play-case';
import type { PlayedCase } from '../../engine-adapter/cases/play-case';
import type { CaseAction, CaseTrace } from '../../engine-adapter/cases/process-case';
import type { EngineEvent } from '../../engine-adapter/engine/engine-events';
import type { PlanCase, Proof } from '../plan';
import type { PlanTree } from '../tree/plan-tree';
import { listWrites, walkBlocks } from '../tree/walk';
import { type BuiltProcess, readBuilt } from './built-process';
import { checkStartForm } from './check-start-form';
import { compareInputs, type ExpectedInput } from './expect-inputs';
import { type FailureWords, failureWords } from './failures/failure-words';
import { listMissed } from './list-missed';
import { writeStandIns } from './stand-ins';
import type { WrittenCases } from './write-cases';

const maxNames = 3;
const maxValue = 80;
const maxReason = 200;

interface FailedCase extends PlayedCase {
	script: readonly CaseAction[];
	expected: unknown;
	differences: readonly Difference[];
	/** Variables that jobs were given, and should not have been. */
	wrongInputs: ReadonlyArray<Difference & { elementId: string }>;
}

function tellFailure({ trace, events, ...failed }: FailedCase, tree: PlanTree, built: BuiltProcess): string {
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
				block.id,
				`${block.id}-person`,
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

/** Lists the steps at which an instance stands, in the order in which it came there. */
function listWaiting(events: readonly EngineEvent[], built: BuiltProcess): FlowNode[] {
	const open = new Map<string, number>();
	for (const { kind, elementId } of events) {
		const change = kind === 'element-activated' ? 1 : kind === 'element-completed' || kind === 'element-terminated' ? -1 : 0;
		if (change !== 0) open.set(elementId, (open.get(elementId) ?? 0) + change);
	}
	const waiting = [...open].flatMap(([id, count]) => (count > 0 ? [built.nodes.get(id)] : []));
	// A sub-process is where its steps are.
	return waiting.flatMap((node) => (node && node.type !== 'subProcess' ? [node] : []));
}

function findLastDone(events: readonly EngineEvent[], built: BuiltProcess): string | undefined {
	const done = events.filter(({ kind }) => kind === 'element-completed').map(({ elementId }) => built.nodes.get(elementId));
	return done.findLast((node) => node !== undefined && node.name !== '')?.name;
}

const maxProofMs = 120_000;
const maxProblemLength = 600;

type Files = Array<{ name: string; content: string }>;

/** Plays the cases on engines in memory: each way has to be gone by a case that ends as it should. */
export async function prove(tree: PlanTree, files: Files, written: WrittenCases, now: number, signal: AbortSignal): Promise<Proof> {
	const { cases, ways } = written;
	const limit = AbortSignal.any([signal, AbortSignal.timeout(maxProofMs)]);
	const built = await readBuilt(files);
	const resources = [...files, ...writeStandIns(tree)];
	const results: Proof['cases'] = [];
	for (const one of cases) {
		// Other work of the service goes on between two cases.
		await setImmediate();
		const play = { ...one, inputs: written.inputs.get(one.name) ?? [] };
		const problem = limit.aborted ? failureWords[tree.language].noTime : await playOne(play, resources, tree, built, now);
		const reached = problem === undefined ? (ways.get(one.name) ?? []) : [];
		results.push({ name: one.name, passed: problem === undefined, reached, ...(problem !== undefined && { problem }) });
	}
	const { missed: unreached, optional } = listMissed(tree, written);
	const missed = [...checkStartForm(tree, built, files), ...unreached];
	return {
		passed: results.length > 0 && missed.length === 0 && results.every(({ passed }) => passed),
		cases: results,
		missed,
		optional,
		answers: written.answers,
		at: new Date(now).toISOString(),
	};
}

/** @returns what is wrong where the case does not end as it expects, in a sentence for people */
async function playOne(
	{ name, case: document, inputs }: PlanCase & { inputs: ExpectedInput[] },
	resources: Files,
	tree: PlanTree,
	built: BuiltProcess,
	now: number,
): Promise<string | undefined> {
	try {
		const [parsed] = await parseCaseFile(stringifyJson(document), name);
		const { processCase, expect } = parsed!;
		const played = await playCase(resources, processCase, now);
		const differences = listDifferences(expect, played.trace);
		const wrongInputs = played.trace.deploy === 'ok' ? compareInputs(inputs, played.trace as CaseTrace) : [];
		if (differences.length + wrongInputs.length === 0) return undefined;
		return tellFailure({ ...played, script: processCase.script, expected: expect, differences, wrongInputs }, tree, built).slice(
			0,
			maxProblemLength,
		);
	} catch (error) {
		if (!isTroupeError(error)) throw error;
		return tellFault(error, failureWords[tree.language]);
	}
}

const tellFault = ({ code, message }: TroupeError, words: FailureWords): string =>
	code === 'INPUT_TOO_LARGE' ? words.endless : words.unplayable(message).slice(0, maxProblemLength);
