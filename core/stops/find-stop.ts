import { isTroupeError, TroupeError } from '../base/errors';
import { everyTenant } from '../base/tenant';
import { everyAgent, type Stop } from '../ports/stops';

/** A run, as far as stops look at it. */
export interface StoppableRun {
	tenant: string;
	agent: string;
	run: string;
	/** The caller of a service who asked for it, such as `key:trp_Ab12Cd34`. */
	caller?: string;
	/** The session of a browser in which the caller asked for it, by the id of its key. */
	session?: string;
	/** It is not an agent's: nothing but a stop of this run ends it. */
	isAlone?: true;
}

/** How long work that was refused waits before it is tried again. */
const tryAgainMs = 10_000;

/** Returns a stop that holds for a run, or for all agents of a tenant if only the tenant is given. */
export function findStop(
	stops: readonly Stop[],
	{ tenant, agent, run, caller, session, isAlone }: Pick<StoppableRun, 'tenant'> & Partial<StoppableRun>,
): Stop | undefined {
	const callers = [caller, session && nameKey(session)].map((one) => one && nameCaller(one));
	const names = [isAlone ? '' : everyAgent, agent && `agent:${agent}`, run && `run:${run}`, ...callers];
	return stops.find((stop) => (stop.tenant === everyTenant || stop.tenant === tenant) && names.includes(stop.name));
}

/** Names the stop of what a caller began, which holds since the key of the caller was revoked. */
export const nameCaller = (caller: string): string => `caller:${caller}`;

/** Names the caller that has a key. */
export const nameKey = (id: string): string => `key:${id}`;

/** Creates the error for a run that is stopped, or that may not begin. */
export function runStopped(stop: Stop): TroupeError {
	const { tenant, name, reason, changedAt, changedBy } = stop;
	const stoppedAt = new Date(changedAt).toISOString();
	if (name.startsWith(nameCaller(''))) return callerRevoked(name.slice(nameCaller('').length), `${changedBy} revoked it at ${stoppedAt}`);
	return new TroupeError({
		code: 'RUN_STOPPED',
		message: `${changedBy} stopped ${describeTarget(stop)} at ${stoppedAt}: ${reason}`,
		fix: `Run \`troupe start ${listTargetOptions(stop)}\` when this may run again.`,
		retryable: true,
		retryAfterMs: tryAgainMs,
		details: { tenant, name, reason, stoppedAt, stoppedBy: changedBy },
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

/** Returns whether the key of the caller who asked for it was revoked: it does not go on, whoever decides. */
export const isOfRevokedCaller = (error: unknown): error is TroupeError =>
	isTroupeError(error) && error.code === 'ACCESS_DENIED' && error.details.reason === revokedCaller;

export const isStopped = (error: unknown): error is TroupeError =>
	(isTroupeError(error) && error.code === 'RUN_STOPPED') || isOfRevokedCaller(error);

/** Returns the same error with what the run was doing. */
export function withInFlight(error: TroupeError, inFlight: readonly string[]): TroupeError {
	const { code, message, fix, retryable, retryAfterMs, details } = error;
	const unknown = inFlight.length === 0 ? '' : ` Whether these calls did what was asked is not known: ${inFlight.join(', ')}.`;
	return new TroupeError({
		...{ code, fix, retryable, retryAfterMs },
		message: `${message}${unknown}`,
		details: { ...details, inFlight: [...inFlight] },
	});
}

/** Returns the stops that somebody means who starts this: a tool without a version of its agent is that of each version. */
export const listMeant = (stops: readonly Stop[], { tenant, name }: Pick<Stop, 'tenant' | 'name'>): Stop[] =>
	stops.filter((stop) => stop.tenant === tenant && [stop.name, stop.name.replace(/^(tool:[^/@]*)@[^/]*/, '$1')].includes(name));

/** Describes what a stop holds for: `the agent support of the tenant acme`. */
export function describeTarget({ tenant, name }: Pick<Stop, 'tenant' | 'name'>): string {
	const where = tenant === everyTenant ? 'in all tenants' : `of the tenant ${tenant}`;
	if (name === everyAgent) return `all agents ${where}`;
	const [kind, id] = splitName(name);
	const { agent, part } = splitTool(id);
	return kind === 'tool' ? `the tool ${part} of the agent ${agent} ${where}` : `the ${kind} ${id} ${where}`;
}

/** Returns the options of `troupe stop` and `troupe start` that name this, as a shell reads them: the id of a run can come from outside. */
export function listTargetOptions({ tenant, name }: Pick<Stop, 'tenant' | 'name'>): string {
	const whose = tenant === everyTenant ? '--all' : `--tenant ${quoteForShell(tenant)}`;
	if (name === everyAgent) return whose;
	const [kind, id] = splitName(name);
	const { agent, part } = splitTool(id);
	return kind === 'tool' ? `${whose} --agent ${agent} --tool ${quoteForShell(part)}` : `${whose} --${kind} ${quoteForShell(id)}`;
}

/** Names a tool of an agent, or a server of it. @param agent with or without a version */
export const nameTool = (agent: string, part: string): string => `tool:${agent}/${part}`;

/** A version of an agent. A stop that names no version holds for all. */
interface AgentVersion {
	tenant: string;
	agent: string;
	version: string;
}

/** Returns the stops of tools and servers of an agent. */
export function listToolStops(stops: readonly Stop[], { tenant, agent, version }: AgentVersion): Stop[] {
	const beginnings = [nameTool(agent, ''), nameTool(`${agent}@${version}`, '')];
	return stops.filter(
		(stop) => (stop.tenant === everyTenant || stop.tenant === tenant) && beginnings.some((one) => stop.name.startsWith(one)),
	);
}

/** Returns the stop of one of them. */
export const findToolStop = (stops: readonly Stop[], { part, ...agent }: AgentVersion & { part: string }): Stop | undefined =>
	listToolStops(stops, agent).find(({ name }) => splitTool(name).part === part);

function splitTool(id: string): { agent: string; part: string } {
	const end = id.indexOf('/');
	return { agent: id.slice(0, end), part: id.slice(end + 1) };
}

const splitName = (name: string): [kind: string, id: string] => [name.slice(0, name.indexOf(':')), name.slice(name.indexOf(':') + 1)];

export const quoteForShell = (text: string): string => (/^[\w.:@/-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`);
