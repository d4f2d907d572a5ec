import { isTroupeError, TroupeError } from '../base/errors';
import { everyTenant } from '../base/tenant';
import { parseChannelTarget } from '../conversations/switches/channel-target';
import { everyAgent, type Switch } from '../ports/switches';

/** A run, as far as switches look at it. */
export interface StoppableRun {
	tenant: string;
	agent: string;
	run: string;
	/** The caller of a service who asked for it, such as `key:trp_Ab12Cd34`. */
	caller?: string;
	/** The session of a browser in which the caller asked for it, by the id of its key. */
	session?: string;
	/** It is not an agent's: only a switch of this run ends it. */
	isAlone?: true;
}

const tryAgainMs = 10_000;

/** Returns the switch that keeps a run off, or all agents of a tenant if only the tenant is given. */
export function findSwitch(
	off: readonly Switch[],
	{ tenant, agent, run, caller, session, isAlone }: Pick<StoppableRun, 'tenant'> & Partial<StoppableRun>,
): Switch | undefined {
	const callers = [caller, session && nameKey(session)].map((one) => one && nameCaller(one));
	const targets = [isAlone ? '' : everyAgent, agent && `agent:${agent}`, run && `run:${run}`, ...callers];
	return off.find((one) => (one.tenant === everyTenant || one.tenant === tenant) && targets.includes(one.target));
}

export const nameCaller = (caller: string): string => `caller:${caller}`;

/** Names the caller that has a key. */
export const nameKey = (id: string): string => `key:${id}`;

export function runStopped(off: Switch): TroupeError {
	const { tenant, target, reason, changedBy } = off;
	const changedAt = new Date(off.changedAt).toISOString();
	if (target.startsWith(nameCaller('')))
		return callerRevoked(target.slice(nameCaller('').length), `${changedBy} revoked it at ${changedAt}`);
	return new TroupeError({
		code: 'RUN_STOPPED',
		message: `${changedBy} turned off ${describeTarget(off)} at ${changedAt}: ${reason}`,
		fix: `Run \`troupe switch on ${quoteTarget(off)}\` when this may run again.`,
		retryable: true,
		retryAfterMs: tryAgainMs,
		details: { tenant, target, reason, changedAt, changedBy },
	});
}

const callerRevoked = (caller: string, how: string): TroupeError =>
	new TroupeError({
		code: 'ACCESS_DENIED',
		message: `What was asked for with ${caller} has ended: ${how}, or the key that replaced it.`,
		fix: 'Ask again with a valid key. An instance of a process that waits for it: `troupe process cancel`.',
		details: { reason: revokedCaller, caller },
	});

const revokedCaller = 'caller';

/** Returns whether the asker's key was revoked: the work does not go on. */
export const isOfRevokedCaller = (error: unknown): error is TroupeError =>
	isTroupeError(error) && error.code === 'ACCESS_DENIED' && error.details.reason === revokedCaller;

export const isStopped = (error: unknown): error is TroupeError =>
	(isTroupeError(error) && error.code === 'RUN_STOPPED') || isOfRevokedCaller(error);

export function withInFlight(error: TroupeError, inFlight: readonly string[]): TroupeError {
	const { code, message, fix, retryable, retryAfterMs, details } = error;
	const unknown = inFlight.length === 0 ? '' : ` Whether these calls did what was asked is not known: ${inFlight.join(', ')}.`;
	return new TroupeError({
		code,
		fix,
		retryable,
		retryAfterMs,
		message: `${message}${unknown}`,
		details: { ...details, inFlight: [...inFlight] },
	});
}

/** Returns the switches that a target means: a tool without a version of its agent is that of each version. */
export const listMeant = (off: readonly Switch[], { tenant, target }: Pick<Switch, 'tenant' | 'target'>): Switch[] =>
	off.filter((one) => one.tenant === tenant && [one.target, one.target.replace(/^(tool:[^/@]*)@[^/]*/, '$1')].includes(target));

/** Describes a target: `the agent support of the tenant acme`. */
export function describeTarget({ tenant, target }: Pick<Switch, 'tenant' | 'target'>): string {
	const where = tenant === everyTenant ? 'in all tenants' : `of the tenant ${tenant}`;
	if (target === everyAgent) return `all agents ${where}`;
	const { channel, origin } = parseChannelTarget(target) ?? {};
	if (channel !== undefined || origin !== undefined) {
		const places = [channel && `the channel ${channel}`, origin && `the origin ${origin}`].filter(Boolean);
		return `the agents of ${places.join(' and ')} ${where}`;
	}
	const [kind, id] = splitTarget(target);
	const { agent, part } = splitTool(id);
	return kind === 'tool' ? `the tool ${part} of the agent ${agent} ${where}` : `the ${kind} ${id} ${where}`;
}

/** Returns the arguments of `troupe switch` that name a target, as a shell reads them: the id of a run can come from outside. */
export const quoteTarget = ({ tenant, target }: Pick<Switch, 'tenant' | 'target'>): string =>
	`${quoteForShell(target)} ${tenant === everyTenant ? '--everywhere' : `--tenant ${quoteForShell(tenant)}`}`;

/** Names a tool of an agent, or a server of it. @param agent with or without a version */
export const nameTool = (agent: string, part: string): string => `tool:${agent}/${part}`;

/** A version of an agent. A switch that names no version concerns all. */
interface AgentVersion {
	tenant: string;
	agent: string;
	version: string;
}

/** Returns the switches of tools and servers of an agent. */
export function listToolSwitches(off: readonly Switch[], { tenant, agent, version }: AgentVersion): Switch[] {
	const beginnings = [nameTool(agent, ''), nameTool(`${agent}@${version}`, '')];
	return off.filter(
		(one) => (one.tenant === everyTenant || one.tenant === tenant) && beginnings.some((start) => one.target.startsWith(start)),
	);
}

/** Returns the switch of one of them. */
export const findToolSwitch = (off: readonly Switch[], { part, ...agent }: AgentVersion & { part: string }): Switch | undefined =>
	listToolSwitches(off, agent).find(({ target }) => splitTool(target).part === part);

function splitTool(id: string): { agent: string; part: string } {
	const end = id.indexOf('/');
	return { agent: id.slice(0, end), part: id.slice(end + 1) };
}

const splitTarget = (target: string): [kind: string, id: string] => [
	target.slice(0, target.indexOf(':')),
	target.slice(target.indexOf(':') + 1),
];

export const quoteForShell = (text: string): string => (/^[\w.:@/+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`);
