import { scopes as registryScopes, type Scope as RegistryScope } from '../../manifests/registry/registry-api';

const serviceScopes = {
	'process:read': 'Read and search processes, instances, variables, tasks, jobs and incidents',
	'process:run': 'Start, change and cancel instances; messages, signals, user tasks, incidents',
	'process:deploy': 'Deploy processes',
	'process:work': 'Activate and complete jobs, as workers do',
	'process:tenants': 'The processes of every tenant, not only of the own one',
	'agent:run': 'Run agents over HTTP, MCP and A2A; read and end the own runs',
	'run:read': 'Read and search all runs of agents of the own tenant, with their steps',
	'usage:read': 'Read usage, cost, budgets, forecasts, limits and rules of the own tenant',
	'guardrail:read': 'Read the violations of guardrails of the own tenant',
	'audit:read': 'Read the audit log of the own tenant: who did what',
	'log:read': 'Read the lines of the log that processes kept for the own tenant',
	'evaluation:read': 'Read results of evaluations, and the quality and validity of agents',
	'evaluation:run': 'Evaluate agents with recorded cases, add the results to their history, and judge the live runs that wait',
	'knowledge:read': 'List collections and documents, and search them',
	'knowledge:manage': 'Add, change and remove documents and collections',
	'work:manage': 'List the work of the own tenant, make it due, and give it up',
	'usage:manage': 'Change the budgets of the own tenant',
	'memory:manage': 'Read, change and forget what is remembered of people',
	'channel:manage': 'Manage channels and the people who write on them, and read their logs',
	'conversation:read': 'List and read the conversations of channels, with texts as far as the tenant keeps those of runs, masked',
	'conversation:manage':
		'Note, assign and hand over conversations, and switch their agent; change settings and texts of channels as the tenant allows; read names, and texts in full where the tenant keeps them so',
	'credential:manage': 'Add, list, test, set and remove credentials, whose secrets nobody reads back',
	'tenant:manage':
		'Clean the own tenant, read its record of processing and how long it keeps what, hold and purge its data, and set who may search and change its collections',
	'tenant:tenants': 'Read, set and remove the limits and rules of every tenant, with how long it keeps what, and clean it',
	'sandbox:run': 'Run untrusted code in the sandbox; read the runs and reports of the own tenant',
	'agent:decide':
		'Approve or decline what a run of an agent waits for, and changes of settings; complete and reassign user tasks that name others',
	'switch:manage': 'Turn agents, channels and origins of the own tenant off and on; end runs',
	'switch:tenants': 'The same for every tenant, and for all together',
	'metrics:read': 'Read the metrics',
	'doctor:read': 'Read what is wrong with the whole installation, whose paths and servers it names',
	'state:backup': 'Copy the state of the engine',
	'events:manage': 'Subscribe to the events of the own tenant, list what was sent and send it again',
	'keys:manage': 'List, create, rotate and revoke API keys of the own tenant, which are allowed no more than the caller',
	'keys:tenants': 'The same for every tenant',
} as const;

export type ServiceScope = keyof typeof serviceScopes;
type AgentScope = 'agent:run' | 'agent:decide' | 'run:read';
type CollectionScope = 'knowledge:read' | 'knowledge:manage';
export type PartialScope = AgentScope | CollectionScope;
export type NarrowScope = `${PartialScope}:${string}`;
export type AnyScope = ServiceScope | RegistryScope | NarrowScope;

/** Scope lists are separated by spaces or commas. */
const narrowScope = /^(?:(agent:(?:run|decide)|run:read):[a-z0-9][a-z0-9-]{0,62}|(knowledge:(?:read|manage)):[^\s,]{1,200})$/;

export const allScopes: readonly AnyScope[] = [...(Object.keys(serviceScopes) as ServiceScope[]), ...registryScopes];

const viewer: AnyScope[] = [
	'process:read',
	'run:read',
	'metrics:read',
	'registry:read',
	'usage:read',
	'guardrail:read',
	'evaluation:read',
	'knowledge:read',
	'conversation:read',
];
const editor: AnyScope[] = [
	...viewer,
	'process:run',
	'process:deploy',
	'process:work',
	'agent:run',
	'evaluation:run',
	'sandbox:run',
	'knowledge:manage',
	'registry:publish',
	'registry:report',
];
const admin: AnyScope[] = [
	...editor,
	'agent:decide',
	'switch:manage',
	'events:manage',
	'keys:manage',
	'log:read',
	'audit:read',
	'work:manage',
	'usage:manage',
	'memory:manage',
	'channel:manage',
	'conversation:manage',
	'credential:manage',
	'registry:approve',
	'registry:revoke',
	'registry:rollout',
	'registry:audit',
];
const owner: AnyScope[] = [...admin, 'tenant:manage', 'state:backup', 'registry:admin', 'registry:offline'];

/** The only role table. docs/operations/keys.md explains it; a test compares the two. */
export const roles = { viewer, editor, admin, owner } as const;

export type Role = keyof typeof roles;

export const isRole = (text: string): text is Role => Object.hasOwn(roles, text);
export const isScope = (text: string): text is AnyScope => (allScopes as readonly string[]).includes(text) || narrowScope.test(text);

export const scopeChoice = [
	...allScopes,
	'agent:run:ID',
	'agent:decide:ID',
	'run:read:ID',
	'knowledge:read:COLLECTION',
	'knowledge:manage:COLLECTION',
].join(', ');

export const scopeOfAgent = (id: string, scope: AgentScope = 'agent:run'): NarrowScope => `${scope}:${id}`;

export const scopeOfCollection = (scope: CollectionScope, name: string): NarrowScope => `${scope}:${name}`;

/** Widens a scope to all agents or collections: `agent:run` of `agent:run:support`. */
export const widen = (scope: string): string => /^(agent:(?:run|decide)|run:read|knowledge:(?:read|manage)):/.exec(scope)?.[1] ?? scope;

export const allows = (scopes: ReadonlySet<string>, needed: string): boolean => scopes.has(needed) || scopes.has(widen(needed));

/** Agents or collections of a scope; undefined for all. */
export function listAllowed(scopes: ReadonlySet<string> | undefined, scope: PartialScope): string[] | undefined {
	if (scopes === undefined || scopes.has(scope)) return undefined;
	return [...scopes].flatMap((one) => (widen(one) === scope ? [one.slice(scope.length + 1)] : []));
}

/** Scopes within one agent's runs, where `agent:decide:support` becomes `agent:decide`. */
export const scopesWithin = (scopes: ReadonlySet<string>, agent: string | undefined): ReadonlySet<string> =>
	agent === undefined ? scopes : new Set([...scopes].map((scope) => (scope === `${widen(scope)}:${agent}` ? widen(scope) : scope)));

export function collectScopes(names: Iterable<string>): Set<string> {
	const scopes = new Set<string>();
	for (const name of names) {
		if (isRole(name)) for (const scope of roles[name]) scopes.add(scope);
		else if (isScope(name)) scopes.add(name);
	}
	return scopes;
}
