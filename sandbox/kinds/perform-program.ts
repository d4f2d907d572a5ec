/** Runs one of our programs in the sandbox: with Troupe's code, its definitions, and the run's ports as its way out. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AgentRequest } from '../../core/agents/agent-request';
import { findPackageFolder, packagedAgentsFolder } from '../../core/base/package-folder';
import { TroupeError } from '../../core/base/errors';
import { withoutCost } from '../../core/evaluation/record-runs';
import type { Capabilities } from '../../core/ports/capabilities/capabilities';
import type { ProviderName } from '../../core/ports/models/provider-names';
import type { Host } from '../../providers/compose/hosts/host';
import { composeCallSwitches } from '../../providers/compose/state/host-switches';
import type { RunPermissions } from '../grants/grants';
import type { Level } from '../levels/level';
import type { SandboxLimits } from '../levels/limits';
import type { HostCalls } from '../network/outlet';
import type { ReportedStep } from '../report/report-shape';
import type { ReportedSubject } from '../report/reported-run';
import type { RunNetwork } from '../run/run-network';
import { runScript } from '../run/run-script';
import { ScratchCopy } from '../scratch/scratch-copy';
import { defaultScratchLimits } from '../scratch/scratch-folder';
import { openPorts, type PortContext, type RunRecording } from './ports/open-ports';
import type { PortTask } from './ports/port-calls';
import { PortRecords } from './ports/port-records';
import { type EndedProgram, readAnswer } from './program-answer';
import type { JobRecording } from './record-job';
import type { RunPlace } from './run-place';
import { openRulesNetwork, type RunRules } from './run-rules';

/** Provider hosts, and a key for their stand-ins: no stand-in gets a key of the host. */
const providers: ReadonlyMap<string, { host: string; provider: ProviderName; key: string }> = new Map([
	['openai', { host: 'api.openai.com', provider: 'openai', key: 'sk-fake' }],
	['anthropic', { host: 'api.anthropic.com', provider: 'anthropic', key: 'sk-ant-fake' }],
	['google', { host: 'generativelanguage.googleapis.com', provider: 'google', key: 'AIza-fake' }],
]);

/** Returns provider names among the stand-ins, and all stand-ins as `HOST=NAME`. @throws TroupeError INPUT_INVALID */
function readStandIns(given: readonly string[]): { names: string[]; standIn: string[] } {
	const unknown = given.find((text) => !providers.has(text) && !text.includes('='));
	if (unknown !== undefined) throw unknownProvider(unknown);
	return {
		names: given.filter((text) => providers.has(text)),
		standIn: given.map((text) => (providers.has(text) ? `${providers.get(text)!.host}=${text}` : text)),
	};
}

/** Returns a host with these stand-ins at the providers' own addresses, without its keys. */
function withStandIns(host: Host, names: readonly string[]): Host {
	const replaced = names.map((name) => {
		const { provider, key } = providers.get(name)!;
		return [provider, { apiKey: key, model: host.providers[provider]?.model }] as const;
	});
	return { ...host, providers: { ...host.providers, ...Object.fromEntries(replaced) } };
}

const unknownProvider = (name: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `"${name.slice(0, 200)}" is not a provider of models with a stand-in.`,
		fix: `Use ${[...providers.keys()].join(', ')}; for another host, HOST=NAME: --stand-in api.example.com=shop.`,
	});

export type UsedCapabilities = Pick<Capabilities, 'nodeTypes' | 'programs' | 'requests' | 'tools'>;

export interface Program<Task extends PortTask, Result extends object = object> {
	program: string;
	subject: ReportedSubject;
	input: string;
	/** @throws TroupeError CAPABILITY_MISSING for a need that its list does not contain */
	task: (permissions: RunPermissions) => Omit<Task, 'providers' | 'at'>;
	uses?: (result: Result | undefined) => UsedCapabilities;
	place?: RunPlace;
	ports: Omit<PortContext, 'network' | 'tools' | 'records'>;
	readable?: string[];
	hasScratch?: boolean;
}

export interface RunTerms {
	rules: RunRules;
	/** Default: no list, and nothing of the machine. */
	permissions?: RunPermissions;
	discover?: boolean;
	level: Level;
	limits: SandboxLimits;
	stateFolder: string;
	signal: AbortSignal;
	case?: string;
	job?: JobRecording;
}

export interface PerformedProgram<Result extends object> extends EndedProgram<Result> {
	/** Undefined for a replay. */
	recording?: RunRecording;
	used: UsedCapabilities;
	traffic: RunNetwork['traffic'];
}

/** @throws TroupeError SANDBOX_LEVEL_TOO_LOW and CAPABILITY_MISSING before anything of it runs, INPUT_INVALID for a rule or a recording; RUN_STOPPED */
export function performProgram<Result extends object>(
	program: Program<PortTask, Result>,
	terms: RunTerms,
): Promise<PerformedProgram<Result>> {
	return whileSwitchedOn(program, terms, (signal) => perform(program, { ...terms, signal }));
}

async function perform<Result extends object>(
	{ program, subject, input, task: toTask, uses = () => ({}), ports: context, readable = [], hasScratch }: Program<PortTask, Result>,
	{ rules, permissions = {}, discover, level: least, limits, stateFolder, signal, case: name, job }: RunTerms,
): Promise<PerformedProgram<Result>> {
	assertBuilt(program);
	const calls: HostCalls = {};
	const { names, standIn } = readStandIns(rules.standIn);
	const { capabilities } = permissions;
	const task = toTask(permissions);
	const network = await openRulesNetwork({ ...rules, standIn }, capabilities, calls);
	const records = openRecords(subject.kind, job, rules, task);
	const tools = capabilities && (capabilities.tools ?? []);
	try {
		const ports = await openPorts(rules.replay, { ...context, host: withStandIns(context.host, names), network, tools, records }, name);
		Object.assign(calls, ports.host.open({ ...task, ...ports.known, run: records && job?.runId }));
		const { steps } = ports.host;
		const run = {
			job: { name: 'program.js', source: `require(${JSON.stringify(program)});` },
			limits,
			least,
			stateFolder,
			network,
			permissions,
			discover,
			readable: [...listReadable(program, task), ...readable],
			...(hasScratch && { scratch: new ScratchCopy(defaultScratchLimits) }),
			reported: { subject, input, steps },
		};
		let ended: Awaited<ReturnType<typeof runScript>>;
		let recording: RunRecording | undefined;
		try {
			ended = await runScript(run, signal);
		} finally {
			recording = await ports.close();
			await records?.close();
		}
		const { result, report } = ended;
		const answer = readAnswer<Result>(result);
		const used = addCalledTools(uses(answer && 'result' in answer ? answer.result : undefined), steps);
		return { result, report, steps, answer, recording, used, traffic: network.traffic };
	} finally {
		await network.close();
	}
}

function openRecords(
	kind: ReportedSubject['kind'],
	job: JobRecording | undefined,
	{ replay }: RunRules,
	{ manifest, request }: Pick<PortTask, 'manifest'> & { request?: AgentRequest },
): PortRecords | undefined {
	if (job === undefined || (kind !== 'agent' && kind !== 'process')) return undefined;
	const { person, conversationId } = request ?? {};
	const records = replay === undefined ? job.records : withoutCost(job.records);
	return new PortRecords({ ...job, records }, { manifest: manifest.sha256, person, conversationId });
}

const addCalledTools = ({ tools = [], ...used }: UsedCapabilities, steps: readonly ReportedStep[]): UsedCapabilities => ({
	...used,
	tools: [...tools, ...steps.filter(({ kind }) => kind === 'tool').map(({ name }) => name)],
});

function listReadable(program: string, { agentFolders, policyFolders }: Pick<PortTask, 'agentFolders' | 'policyFolders'>): string[] {
	const home = findPackageFolder();
	const code = [dirname(dirname(program)), packagedAgentsFolder(program), join(home, 'package.json')];
	return [...new Set([...code, ...agentFolders, ...policyFolders])].filter(existsSync);
}

function assertBuilt(program: string): void {
	if (!program.endsWith('.ts')) return;
	throw new TroupeError({
		code: 'DEPENDENCY_MISSING',
		message: 'The programs of the sandbox are not built.',
		fix: 'Run npm run build, and use bin/troupe.',
	});
}

/* Ends a run in the sandbox whose agent, or whose tenant, is turned off with `troupe switch`. */

/**
 * Does the work of a run. A replay asks no model and calls no tool, so that no switch concerns it.
 * @throws TroupeError RUN_STOPPED; STORAGE_… if the switches cannot be read
 */
async function whileSwitchedOn<Result>(
	{ subject, ports: { host, named } }: { subject: ReportedSubject; ports: Pick<PortContext, 'host' | 'named'> },
	{ rules, signal }: { rules: RunRules; signal: AbortSignal },
	work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
	const hasAgents = subject.kind === 'agent' || subject.kind === 'process';
	const [agent] = named?.keys() ?? [];
	const watched = hasAgents && rules.replay === undefined ? await (await composeCallSwitches(host))({ agent }) : undefined;
	if (!watched) return work(signal);
	try {
		return await work(AbortSignal.any([signal, watched.signal]));
	} finally {
		watched.end();
		// The result of a process that was ended does not matter; the reason does.
		watched.signal.throwIfAborted();
	}
}
