import { manifestKinds, type ManifestKind, type SnapshotDocument } from '../../../manifests/documents/documents';
import type { SandboxLevel } from '../../../core/ports';
import { checkSandboxDemand, type SandboxDemand, type SandboxSubject, sandboxSubjects } from '../../../manifests/evidence/sandbox-demand';
import type { Rollout, StartRollout, TenantPolicy } from '../../../manifests/registry/registry-api';
import { describeRule } from '../../../manifests/evidence/evaluation-rule';
import { parseToken } from '../../../manifests/token/read-token';
import { confirmedByPerson, openRegistry, wrongUse, type OpenRegistry, type RegistryOptions } from '../shared/open-registry';
import { readRules } from './read-evaluations';
import type { ExitCode } from '../../terminal/report-error';
import { tableLines } from '../../terminal/table-lines';
import { plain, type Terminal } from '../../terminal/terminal';

export interface SetFlagOptions extends RegistryOptions {
	percent?: number;
}

export interface SetPolicyOptions extends RegistryOptions, Omit<TenantPolicy, 'offlineSeconds' | 'sandbox' | 'evaluations'> {
	/** A path. */
	evaluations?: string;
	offlineDays?: number;
	/** `none`: no report is needed. */
	sandboxLevel?: SandboxLevel | 'none';
	sandboxMaxAge?: string;
	sandboxFor?: SandboxSubject[];
	sandboxSigners?: string[];
	yes?: boolean;
}

export interface StartRolloutOptions extends RegistryOptions {
	kind: ManifestKind;
	id?: string;
	from: string;
	to: string;
	stages: StartRollout['stages'];
	maximumFailureRate?: number;
	minimumSamples?: number;
	by?: 'instance' | 'contact';
	compare?: 'judged' | 'runs';
	minGroup?: number;
	tolerance?: number;
	/** A path. */
	evaluations?: string;
}

export interface SteerOptions extends RegistryOptions {
	reason?: string;
}

export async function runSetFlag(
	name: string,
	state: string,
	options: SetFlagOptions,
	terminal: Terminal,
	open = openRegistry,
): Promise<ExitCode> {
	if (state !== 'on' && state !== 'off')
		throw wrongUse(`A flag is on or off, not ${state}`, `Write \`troupe manifest flag set ${name} off\`.`);
	const { api, caller } = await open(options, terminal);
	const flag = await api.setFlag(caller, { name, on: state === 'on', percent: options.percent });
	if (options.json) terminal.print(JSON.stringify(flag));
	terminal.note(
		plain(`${flag.name} is ${flag.on ? 'on' : 'off'}${flag.percent === undefined ? '' : ` for ${flag.percent} % of the instances`}.`),
	);
	return 0;
}

export async function runRemoveFlag(name: string, options: RegistryOptions, terminal: Terminal, open = openRegistry): Promise<ExitCode> {
	const { api, caller } = await open(options, terminal);
	await api.removeFlag(caller, name);
	terminal.note(plain(`${name} is no longer a flag.`));
	return 0;
}

export async function runListFlags(options: RegistryOptions, terminal: Terminal, open = openRegistry): Promise<ExitCode> {
	const { flags = [] } = await readSnapshot(await open(options, terminal));
	if (options.json) flags.forEach((flag) => terminal.print(JSON.stringify(flag)));
	else if (flags.length === 0) terminal.note('There are no flags.');
	else
		tableLines(
			[
				{ name: 'name', title: 'flag', value: (flag) => flag.name },
				{ name: 'on', title: 'state', value: (flag) => (flag.on ? 'on' : 'off') },
				{ name: 'percent', title: 'instances', numeric: true, value: (flag) => `${flag.percent ?? 100} %` },
			],
			flags,
			terminal,
			(flag) => (flag.on ? 'green' : 'red'),
		).forEach(terminal.print);
	return 0;
}

export async function runShowPolicy(options: RegistryOptions, terminal: Terminal, open = openRegistry): Promise<ExitCode> {
	const { api, caller } = await open(options, terminal);
	return tellPolicy(await api.policy(caller), options, terminal);
}

export async function runSetPolicy(options: SetPolicyOptions, terminal: Terminal, open = openRegistry): Promise<ExitCode> {
	const { unknownPackages, unlistedAgents, graceSeconds, offlineDays, evaluations } = options;
	const { sandboxLevel, sandboxMaxAge, sandboxFor, sandboxSigners } = options;
	const rules = [unknownPackages, unlistedAgents, graceSeconds, offlineDays, evaluations];
	if ([...rules, sandboxLevel, sandboxMaxAge, sandboxFor, sandboxSigners].every((one) => one === undefined))
		throw wrongUse(
			'No policy is given',
			'Give one or more of --unknown-packages, --unlisted-agents, --grace-seconds, --offline-days, --sandbox-level and --evaluations.',
		);
	const { api, caller } = await open(options, terminal);
	// What is not said stays as it is.
	const now = await api.policy(caller);
	const next = {
		unknownPackages: unknownPackages ?? now.unknownPackages,
		unlistedAgents: unlistedAgents ?? now.unlistedAgents,
		graceSeconds: graceSeconds ?? now.graceSeconds,
		offlineSeconds: offlineDays === undefined ? now.offlineSeconds : offlineDays * secondsOfDay,
		sandbox: changeDemand(now.sandbox, options),
		evaluations: evaluations === undefined ? now.evaluations : readRules(evaluations),
	};
	const [before, after] = [policyLines(now), policyLines(next)];
	diffLines(before, after).forEach(terminal.note);
	if (!(await confirmedByPerson('Change the policy of all machines?', options, terminal))) return 1;
	return tellPolicy(await api.setPolicy(caller, next), options, terminal);
}

/** What is not said stays as it is; a first demand is for a week and for everything that the sandbox can run. */
function changeDemand(
	now: SandboxDemand | undefined,
	{ sandboxLevel: level, sandboxMaxAge: maxAge, sandboxFor: subjects, sandboxSigners: signers }: SetPolicyOptions,
): SandboxDemand | undefined {
	if (level === 'none') return undefined;
	const demand = now ?? (level && { level, maxAge: 'P7D', for: [...sandboxSubjects] });
	if (demand === undefined) {
		if (maxAge === undefined && subjects === undefined && signers === undefined) return undefined;
		throw wrongUse('The policy demands no sandbox report so far', 'Name the least level with --sandbox-level, such as L0+.');
	}
	return checkSandboxDemand({
		...demand,
		...(level && { level }),
		...(maxAge !== undefined && { maxAge }),
		...(subjects && { for: subjects }),
		...(signers && { signers }),
	});
}

/** Rules of evaluations follow the lines that every policy has. */
function diffLines(before: string[], after: string[]): string[] {
	return Array.from({ length: Math.max(before.length, after.length) }, (_, index) => [before[index], after[index]] as const)
		.filter(([one, other]) => one !== other)
		.map(([one, other]) => [...(one === undefined ? [] : [`- ${one}`]), ...(other === undefined ? [] : [`+ ${other}`])].join('\n'));
}

const secondsOfDay = 86_400;

function tellPolicy(policy: TenantPolicy, { json }: RegistryOptions, terminal: Terminal): ExitCode {
	const { unknownPackages = 'allow', unlistedAgents = 'allow', graceSeconds = 0, offlineSeconds = 0, sandbox, evaluations } = policy;
	const demands = { ...(sandbox && { sandbox }), ...(evaluations && { evaluations }) };
	if (json) terminal.print(JSON.stringify({ unknownPackages, unlistedAgents, graceSeconds, offlineSeconds, ...demands }));
	else policyLines(policy).forEach(terminal.print);
	return 0;
}

function policyLines({
	unknownPackages = 'allow',
	unlistedAgents = 'allow',
	graceSeconds = 0,
	offlineSeconds = 0,
	sandbox,
	evaluations = [],
}: TenantPolicy): string[] {
	const offline = offlineSeconds === 0 ? 'none' : `${offlineSeconds / secondsOfDay} days`;
	return [
		`unknown packages  ${unknownPackages}  (community packages that no manifest names)`,
		`unlisted agents   ${unlistedAgents}  (agents that no manifest names)`,
		`grace             ${graceSeconds} s  (for which an expired snapshot is still good where the registry is away)`,
		`offline sites     ${offline}  (the longest that one may live by a bundle)`,
		`sandbox report    ${describeDemand(sandbox)}  (without which nothing is approved)`,
		...evaluations.map((rule) => plain(`evaluations       ${describeRule(rule)}`)),
	];
}

function describeDemand(demand: SandboxDemand | undefined): string {
	if (demand === undefined) return 'none';
	const { level, maxAge, for: subjects, signers } = demand;
	return `${level} or more, at most ${maxAge} old, for ${subjects.join(', ')}${signers ? `, signed with ${signers.join(', ')}` : ''}`;
}

export async function runStartRollout(
	name: string,
	options: StartRolloutOptions,
	terminal: Terminal,
	open = openRegistry,
): Promise<ExitCode> {
	const { id, from, to, stages, maximumFailureRate, minimumSamples } = options;
	// As other commands write it: agent:support.
	const [, named, bare = name] = new RegExp(`^(${manifestKinds.join('|')}):(.+)$`).exec(name) ?? [];
	const kind = manifestKinds.find((one) => one === named) ?? options.kind;
	if ((maximumFailureRate === undefined) !== (minimumSamples === undefined))
		throw wrongUse('A threshold is two numbers', 'Give --max-failures and --min-samples together.');
	const thresholds = maximumFailureRate === undefined || minimumSamples === undefined ? undefined : { maximumFailureRate, minimumSamples };
	const { api, caller } = await open(options, terminal);
	const conditions = readConditions(options);
	const started = await api.startRollout(caller, { id, kind, name: bare, from, to, stages, thresholds, ...conditions });
	if (!thresholds && !conditions.quality)
		terminal.note('Without thresholds nothing promotes it by itself: `troupe manifest rollout advance` does.');
	return tellRollouts([started], options, terminal);
}

/** Groups are compared by contact, so that `--compare` means `--by contact`. */
function readConditions({ by, compare, minGroup = 100, tolerance, evaluations }: StartRolloutOptions): Partial<StartRollout> {
	if (compare !== undefined && by === 'instance')
		throw wrongUse('Groups of instances are not compared', 'Write --by contact, or leave --by out.');
	const kind = by ?? (compare === undefined ? undefined : 'contact');
	return {
		...(kind && { by: kind }),
		...(compare && { quality: { compare, minimumSamples: minGroup, ...(tolerance !== undefined && { tolerance }) } }),
		...(evaluations !== undefined && { evaluations: readRules(evaluations) }),
	};
}

export async function runListRollouts(options: RegistryOptions, terminal: Terminal, open = openRegistry): Promise<ExitCode> {
	const { api, caller } = await open(options, terminal);
	const rollouts = await api.rollouts(caller);
	if (rollouts.length === 0) terminal.note('There are no rollouts.');
	return tellRollouts(rollouts, options, terminal);
}

export async function runSteerRollout(
	id: string,
	action: 'advance' | 'pause' | 'resume' | 'abort',
	options: SteerOptions,
	terminal: Terminal,
	open = openRegistry,
): Promise<ExitCode> {
	const { api, caller } = await open(options, terminal);
	return tellRollouts([await api.steerRollout(caller, id, action, { reason: options.reason })], options, terminal);
}

const rolloutFormats = { running: 'cyan', paused: 'yellow', completed: 'green', aborted: 'red' } as const;

function tellRollouts(rollouts: Rollout[], { json }: RegistryOptions, terminal: Terminal): ExitCode {
	if (json) rollouts.forEach((rollout) => terminal.print(JSON.stringify(rollout)));
	else if (rollouts.length > 0)
		tableLines(
			[
				{ name: 'id', title: 'rollout', value: ({ id }) => id },
				{ name: 'package', title: 'of', value: (rollout) => `${rollout.kind}:${rollout.package}` },
				{ name: 'from', title: 'from', value: ({ from }) => from },
				{ name: 'to', title: 'to', value: ({ to }) => to },
				{ name: 'state', title: 'state', value: ({ state }) => state },
				{ name: 'percent', title: 'share', numeric: true, value: ({ percent }) => `${percent} %` },
				{
					name: 'stage',
					title: 'stage',
					numeric: true,
					value: ({ stage, stages }) => `${Math.min(stage + 1, stages.length)}/${stages.length}`,
				},
				{ name: 'samples', title: 'ok/failed', numeric: true, value: ({ samples }) => `${samples.succeeded}/${samples.failed}` },
				{ name: 'reason', title: '', value: ({ reason }) => reason ?? '' },
			],
			rollouts,
			terminal,
			({ state }) => rolloutFormats[state],
		).forEach(terminal.print);
	return 0;
}

/** As the registry says it: to be looked at, not to be decided by. */
async function readSnapshot({ api, caller }: OpenRegistry): Promise<SnapshotDocument> {
	const answer = await api.snapshot(caller);
	if (answer === null) throw new TypeError('A snapshot was asked for without an etag, and there was none.');
	return parseToken('the snapshot', 'troupe-snapshot+jwt', Buffer.from(answer.token, 'latin1')).claimed;
}
