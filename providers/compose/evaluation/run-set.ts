import { resolve } from 'node:path';
import { letOthersRun } from '../../../core/base/async/loop-yielder';
import { TroupeError } from '../../../core/base/errors';
import { withOrigin } from '../../../core/base/work-origin';
import type { EvaluationCase } from '../../../core/evaluation/cases/evaluation-set';
import type { EvaluationResult } from '../../../core/evaluation/evaluation-result';
import { withoutCost, withRecords } from '../../../core/evaluation/record-runs';
import { type EvaluationAgent, playCase, recordCase } from '../../../core/evaluation/run-case';
import type { CaseRecording, Recordings } from '../../../core/evaluation/traffic/recording';
import type { RunRecorder } from '../../../core/ports/runs/run-records';
import { runInParallel } from '../../../core/tools/run-in-parallel';
import { splitModelName } from '../../models/split-model-name';
import { readTenantDemands } from '../guardrails/tenant-policies';
import type { Host } from '../hosts/host';
import { composeRuns } from '../state/host-runs';
import { composeEvaluationAgent, toOfflineHost, toRecordingHost } from './evaluation-agent';
import type { FoundSet } from './find-set';
import type { AgentReference } from '../agents/agent-reference';

export interface SetRun {
	found: Pick<FoundSet, 'set' | 'folder'>;
	/** Default: those of the set. */
	recordings: Recordings;
	agent?: AgentReference;
	model?: string;
	prompt?: string;
	/** Values for `{{name}}` in it. Absent: it is a template only if the agent refers to a published prompt. */
	values?: Record<string, string>;
	variant: EvaluationResult['variant'];
	/** Max cases at the same time. Default 4. */
	concurrency?: number;
	isRecorded?: boolean;
	report?: (progress: { done: number; total: number }) => void;
}

/** Runs the cases offline; the same set gives the same result. @throws TroupeError CANCELLED; whatever the composition of the agent throws */
export async function playSet(run: SetRun, host: Host, signal: AbortSignal): Promise<EvaluationResult> {
	return (await playSetWithAgents(run, host, signal)).result;
}

export async function playSetWithAgents(
	run: SetRun,
	host: Host,
	signal: AbortSignal,
): Promise<{ result: EvaluationResult; agents: EvaluationAgent[] }> {
	const { recordings } = run;
	// Case names are free, such as `constructor`.
	const recordingOf = ({ name }: EvaluationCase) => (Object.hasOwn(recordings.cases, name) ? recordings.cases[name] : undefined);
	const demands = await readTenantDemands(host);
	const offline = toOfflineHost(withVariant(host, run), recordings.providers, demands);
	const openAgent = createAgentOpener(run, offline);
	const recordRuns = await openRecording(run, host, withoutCost);
	const cases = await runCases(run, signal, async (one) => playCase(one, recordRuns(await openAgent(one)), recordingOf(one), signal));
	const policies = demands.policies.map(({ id, version }) =>
		[id ?? 'without an id', ...(version === undefined ? [] : [version])].join(' '),
	);
	const result = { set: run.found.set.name, variant: run.variant, ...(policies.length > 0 && { tenantPolicies: policies }), cases };
	return { result, agents: await Promise.all(run.found.set.cases.map(openAgent)) };
}

/**
 * Runs the cases live. A case that could not run has no recording.
 * @throws TroupeError CANCELLED; whatever the composition of the agent throws
 */
export async function recordSet(
	run: SetRun,
	host: Host,
	signal: AbortSignal,
): Promise<{ result: EvaluationResult; recordings: Recordings }> {
	const openAgent = createAgentOpener(run, toRecordingHost(withVariant(host, run)));
	const recordRuns = await openRecording(run, host);
	const recorded = await runCases(run, signal, async (one) => recordCase(one, recordRuns(await openAgent(one)), signal));
	const cases = recorded.flatMap(({ result, recording }): Array<[string, CaseRecording]> =>
		result.error ? [] : [[result.case, recording]],
	);
	const providers = Object.entries(host.providers).map(([name, { model }]) => [name, model === undefined || model === '' ? {} : { model }]);
	return {
		result: { set: run.found.set.name, variant: run.variant, cases: recorded.map(({ result }) => result) },
		recordings: { version: 1, providers: Object.fromEntries(providers) as Recordings['providers'], cases: Object.fromEntries(cases) },
	};
}

async function openRecording(
	{ isRecorded = false }: SetRun,
	host: Host,
	change = (records: RunRecorder) => records,
): Promise<(agent: EvaluationAgent) => EvaluationAgent> {
	const { records } = isRecorded ? await composeRuns(host) : {};
	return (agent) => (records ? { ...agent, parts: withRecords(agent.parts, change(records)) } : agent);
}

async function runCases<Result>(
	{ found: { set }, concurrency = 4, report }: SetRun,
	signal: AbortSignal,
	work: (one: EvaluationCase) => Promise<Result>,
): Promise<Result[]> {
	const throwIfStopped = () => {
		if (signal.aborted) throw new TroupeError({ code: 'CANCELLED', message: 'The evaluation was cancelled.', cause: signal.reason });
	};
	let done = 0;
	const results = await runInParallel(
		set.cases.map((one) => async () => {
			// Recorded answers come at once: without a pause, other work and timeouts would starve.
			await letOthersRun();
			throwIfStopped();
			const result = await withOrigin({ evaluation: set.name, case: one.name }, () => work(one));
			report?.({ done: (done += 1), total: set.cases.length });
			return result;
		}),
		concurrency,
	);
	throwIfStopped();
	return results;
}

/** @throws TroupeError INPUT_INVALID */
function withVariant(host: Host, { model, prompt, values }: Pick<SetRun, 'model' | 'prompt' | 'values'>): Host {
	const variant = {
		...(model !== undefined && { model: { route: [splitModelName(model)] } }),
		...(prompt !== undefined && { prompt, ...(values && { values }) }),
	};
	return Object.keys(variant).length > 0 ? { ...host, variant } : host;
}

function createAgentOpener(run: SetRun, host: Host): (one: EvaluationCase) => Promise<EvaluationAgent> {
	const opened = new Map<string, Promise<EvaluationAgent>>();
	return (one) => {
		const reference = findAgentOf(one, run);
		const name = JSON.stringify(reference);
		const agent = opened.get(name) ?? composeEvaluationAgent(reference, hostFor(reference, host), run.found.set.judge);
		opened.set(name, agent);
		return agent;
	};
}

function findAgentOf(one: EvaluationCase, { agent: chosen, found: { set, folder } }: SetRun): AgentReference {
	if (chosen !== undefined) return chosen;
	const agent = one.agent ?? set.agent;
	if (typeof agent !== 'string') return { kind: 'inline', definition: agent };
	if (!isPath(agent)) return { kind: 'id', id: agent };
	if (folder !== undefined) return { kind: 'file', path: resolve(folder, agent) };
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The set ${set.name} names its agent by a path, ${agent}, but is not a file.`,
		fix: 'Name the id of the agent, with a version range for a published one (support@^1.2), or put its definition there.',
	});
}

export const isPath = (agent: string): boolean => /[/\\]/.test(agent) || agent.endsWith('.json');

const hostFor = (reference: AgentReference, host: Host): Host =>
	reference.kind === 'file' ? { ...host, agentFolders: [resolve(reference.path, '..')] } : host;
