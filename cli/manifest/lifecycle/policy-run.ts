import type { SandboxLevel } from '../../../core/ports/sandbox/levels';
import { toIsoDuration } from '../../../manifests/evidence/duration';
import { checkSandboxDemand, type SandboxDemand, type SandboxSubject, sandboxSubjects } from '../../../manifests/evidence/sandbox-demand';
import type { TenantPolicy } from '../../../manifests/registry/registry-api';
import { describeRule } from '../../../manifests/evidence/evaluation-rule';
import { openRegistry, wrongUse, type RegistryOptions } from '../shared/open-registry';
import { confirmedByPerson } from '../../terminal/confirm';
import { readRules } from './read-evaluations';
import type { ExitCode } from '../../terminal/report-error';
import { printable, type Terminal } from '../../terminal/terminal';

export interface SetPolicyOptions extends RegistryOptions, Omit<TenantPolicy, 'offlineSeconds' | 'sandbox' | 'evaluations'> {
	evaluations?: string;
	offlineDays?: number;
	/** `none`: no report is needed. */
	sandboxLevel?: SandboxLevel | 'none';
	/** Milliseconds. */
	sandboxMaxAge?: number;
	sandboxFor?: SandboxSubject[];
	sandboxSigners?: string[];
	yes?: boolean;
}

export async function runShowPolicy(options: RegistryOptions, terminal: Terminal, open = openRegistry): Promise<ExitCode> {
	const { api, caller } = await open(options, terminal);
	return tellPolicy(await api.policy(caller), options, terminal);
}

export async function runSetPolicy(options: SetPolicyOptions, terminal: Terminal, open = openRegistry): Promise<ExitCode> {
	const { unknownPackages, unlistedAgents, stalePolicy, graceSeconds, offlineDays, evaluations } = options;
	const { sandboxLevel, sandboxMaxAge, sandboxFor, sandboxSigners } = options;
	const rules = [unknownPackages, unlistedAgents, stalePolicy, graceSeconds, offlineDays, evaluations];
	if ([...rules, sandboxLevel, sandboxMaxAge, sandboxFor, sandboxSigners].every((one) => one === undefined))
		throw wrongUse(
			'No policy is given',
			'Give one or more of --unknown-packages, --unlisted-agents, --stale-policy, --grace-seconds, --offline-days, --sandbox-level and --evaluations.',
		);
	const { api, caller } = await open(options, terminal);
	const now = await api.policy(caller);
	const next = {
		unknownPackages: unknownPackages ?? now.unknownPackages,
		unlistedAgents: unlistedAgents ?? now.unlistedAgents,
		stalePolicy: stalePolicy ?? now.stalePolicy,
		graceSeconds: graceSeconds ?? now.graceSeconds,
		offlineSeconds: offlineDays === undefined ? now.offlineSeconds : offlineDays * secondsOfDay,
		sandbox: changeDemand(now.sandbox, options),
		evaluations: evaluations === undefined ? now.evaluations : readRules(evaluations),
	};
	const before = policyLines(now);
	const after = policyLines(next);
	diffLines(before, after).forEach(terminal.note);
	if (!(await confirmedByPerson('Change the policy of all machines?', options, terminal))) return 1;
	return tellPolicy(await api.setPolicy(caller, next), options, terminal);
}

/** Changes only the given fields; a first demand is for a week and for everything that the sandbox can run. */
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
		...(maxAge !== undefined && { maxAge: toIsoDuration(maxAge) }),
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
	const {
		unknownPackages = 'allow',
		unlistedAgents = 'allow',
		graceSeconds = 0,
		offlineSeconds = 0,
		stalePolicy,
		sandbox,
		evaluations,
	} = policy;
	const demands = { ...(stalePolicy && { stalePolicy }), ...(sandbox && { sandbox }), ...(evaluations && { evaluations }) };
	if (json) terminal.print(JSON.stringify({ unknownPackages, unlistedAgents, graceSeconds, offlineSeconds, ...demands }));
	else policyLines(policy).forEach(terminal.print);
	return 0;
}

function policyLines({
	unknownPackages = 'allow',
	unlistedAgents = 'allow',
	graceSeconds = 0,
	offlineSeconds = 0,
	stalePolicy = 'audit',
	sandbox,
	evaluations = [],
}: TenantPolicy): string[] {
	const offline = offlineSeconds === 0 ? 'none' : `${offlineSeconds / secondsOfDay} days`;
	return [
		`unknown packages  ${unknownPackages}  (community packages that no manifest names)`,
		`unlisted agents   ${unlistedAgents}  (agents that no manifest names)`,
		`grace             ${graceSeconds} s  (for which an expired snapshot is still good where the registry is away)`,
		`stale policy      ${stalePolicy}  (the most lenient one that a machine may use after that)`,
		`offline sites     ${offline}  (the longest that one may live by a bundle)`,
		`sandbox report    ${describeDemand(sandbox)}  (without which nothing is approved)`,
		...evaluations.map((rule) => printable(`evaluations       ${describeRule(rule)}`)),
	];
}

function describeDemand(demand: SandboxDemand | undefined): string {
	if (demand === undefined) return 'none';
	const { level, maxAge, for: subjects, signers } = demand;
	return `${level} or more, at most ${maxAge} old, for ${subjects.join(', ')}${signers ? `, signed with ${signers.join(', ')}` : ''}`;
}
