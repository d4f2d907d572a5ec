import * as Type from 'typebox/type';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import { closed, optional, orNull } from '../../core/base/shape';
import { parseTenant } from '../../core/base/tenant';
import { maxBasisDemands } from '../../core/ports/channels/contact-consents';
import { runContents } from '../../core/ports/runs/run-content';
import { executionDataKinds, settingPolicies, type Tenant, type TenantRules, type TenantUse } from '../../core/ports/tenants';
import { parseTenantRules } from '../../core/tenants/parse-tenant-rules';
import { integer, open, string, time } from '../../manifests/registry/api/answer-fields';
import { cursor, limit, list, text } from '../../manifests/registry/api/fields';
import type { KnowledgeHost } from '../../providers/compose/hosts/knowledge-host';
import type { PolicyHost } from '../../providers/compose/guardrails/find-policy';
import { openTenants } from '../../providers/compose/state/host-tenants';
import { pageByName } from '../http/page';
import { renewHolds } from '../privacy/hold-person';
import { operation, type OperationContext, type OperationHost } from './operation';
import { checkReach, type Reaching, reachesAll } from './reach';

type KnowledgePlace = Pick<KnowledgeHost, 'knowledgeStore'> & OperationHost;
type Context<Place = unknown> = OperationContext<OperationHost & Reaching & Place>;

const tag = 'tenants';
const path = 'tenants/:tenant';
const params = closed({ tenant: text(200) });

const count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const days = limit(36_500);
const fields = optional({
	agents: count,
	runsPerMonth: count,
	concurrentRuns: count,
	tokensPerMonth: count,
	storedCharacters: count,
	costUsdPerMonth: Type.Number({ minimum: 0 }),
	retentionDays: days,
	runDays: days,
	runContent: Type.Enum([...runContents]),
	timeZone: text(100),
	locale: text(100),
	policies: list(text(200), 10, 1),
	settingChanges: Type.Enum([...settingPolicies]),
	executionData: Type.Enum([...executionDataKinds]),
	requiredBases: list(text(200), maxBasisDemands, 1),
	residency: text(40),
});
const described = { tenant: string, ...optional({ rules: open(), changedAt: time, changedBy: string }) };

const describe = ({ name, rules, changedAt, changedBy }: Tenant) => ({
	tenant: name,
	rules,
	changedAt: new Date(changedAt).toISOString(),
	changedBy,
});

const openStore = async (host: OperationHost) => (await openTenants(host))!;

export const listTenants = operation({
	summary: 'List the tenants that have rules: the own one, or all with tenant:tenants',
	tag,
	method: 'GET',
	path: 'tenants',
	scope: 'usage:read',
	input: { query: closed(optional({ limit: limit(1_000), cursor })) },
	output: Type.Object({ items: Type.Array(Type.Object(described)), ...optional({ cursor: string }) }),
	async perform({ limit: max = 100, cursor: after }: { limit?: number; cursor?: string }, { host }: Context) {
		const mayRead = reachesAll(host, 'tenant:tenants') ? () => true : ({ name }: Tenant) => name === host.tenant;
		const { items, ...more } = pageByName((await (await openStore(host)).list()).filter(mayRead), max, after);
		return { items: items.map(describe), ...more };
	},
});

export const showTenant = operation({
	summary: 'Show the rules of a tenant, and what it uses of them',
	tag,
	method: 'GET',
	path,
	scope: 'usage:read',
	input: { params },
	output: Type.Object({
		...described,
		use: Type.Object({
			month: string,
			runsThisMonth: integer,
			runningNow: integer,
			agents: Type.Array(Type.Object({ agent: string, lastRunAt: time })),
			storedCharacters: Type.Optional(Type.Integer({ description: 'Where they are limited' })),
		}),
	}),
	/** @throws TroupeError ACCESS_DENIED for another tenant without tenant:tenants */
	async perform({ tenant: name }: { tenant: string }, { host }: Context<KnowledgePlace>) {
		const store = await openStore(reach(name, host));
		const tenant = await store.find(name);
		const rules = tenant?.rules ?? {};
		const { agents, ...use }: TenantUse = await store.use(name, rules, Date.now());
		const lastRuns = agents.map(({ agent, lastRunAt }) => ({ agent, lastRunAt: new Date(lastRunAt).toISOString() }));
		const stored = rules.storedCharacters !== undefined && { storedCharacters: await countCharacters(name, host) };
		return { tenant: name, ...(tenant && describe(tenant)), use: { ...use, ...stored, agents: lastRuns } };
	},
});

export const setTenantRules = operation({
	summary: 'Set rules of a tenant, and remove those in `clear`; the others stay',
	tag,
	method: 'POST',
	path,
	scope: 'tenant:tenants',
	input: { params, body: closed({ ...fields, clear: Type.Optional(list(text(64), 20)) }) },
	output: Type.Object(described),
	refusals: { 422: 'A guardrail policy is not valid' },
	/** @throws TroupeError INPUT_INVALID, POLICY_INVALID, MANIFEST_* for policies that would stop everything */
	async perform({ tenant: name, clear = [], ...changes }, { host, by }: Context<PolicyHost>) {
		const store = await openStore(reach(name, host));
		const set = Object.entries(changes).filter(([, value]) => value !== undefined);
		if (set.length === 0 && clear.length === 0) throw nothingToSet(name);
		const both = set.find(([rule]) => clear.includes(rule));
		if (both) throw setAndCleared(both[0]);
		parseTenantRules(Object.fromEntries(set));
		if (changes.policies) await assertPoliciesExist(changes.policies, host);
		return describe(
			await store.change(name, { changedAt: Date.now(), changedBy: by }, (before) => {
				const unknown = clear.find((rule) => !Object.hasOwn(before, rule));
				if (unknown !== undefined) throw notSet(name, unknown, before);
				return parseTenantRules(Object.fromEntries([...Object.entries(before), ...set].filter(([rule]) => !clear.includes(rule))));
			}),
		);
	},
});

export const removeTenantRules = operation({
	summary: 'Remove the rules of a tenant, which then has no limits',
	tag,
	method: 'DELETE',
	path,
	scope: 'tenant:tenants',
	input: { params },
	output: Type.Object({ tenant: string, removed: Type.Boolean({ description: 'False: it had none' }) }),
	perform: async ({ tenant }, { host }: Context) => ({ tenant, removed: await (await openStore(reach(tenant, host))).remove(tenant) }),
});

export const cleanTenant = operation({
	act: ({ tenant }, answer) => ({
		action: 'data.expired',
		object: { kind: 'tenant', value: tenant },
		...(answer !== undefined && { details: { kind: 'removed', value: withoutTenant(answer as object) } }),
	}),
	summary: 'Remove what a tenant did not use for longer than it is kept',
	tag,
	method: 'POST',
	path: `${path}/clean`,
	scope: 'tenant:manage',
	input: { params },
	output: Type.Object({
		tenant: string,
		memories: integer,
		conversations: integer,
		turns: integer,
		tokens: integer,
		runs: integer,
		operations: integer,
		contacts: integer,
		messages: integer,
		requests: integer,
		executions: integer,
		notReached: orNull(Type.String({ description: 'Why n8n keeps executions that are older' })),
	}),
	/** @throws TroupeError ACCESS_DENIED for another tenant without tenant:tenants */
	async perform({ tenant }, { host, signal }: Context) {
		const { cleanTenant: clean } = await import('../../providers/compose/state/clean-tenant');
		const of = { ...reach(tenant, host), tenant };
		await renewHolds(of, tenant);
		let notReached: string | null = null;
		const removed = await clean(of, signal, ({ message, fix }) => (notReached = [message, fix].filter(Boolean).join(' ')));
		return { tenant, ...removed, notReached };
	},
});

const withoutTenant = ({ tenant: _tenant, notReached: _why, ...counts }: { tenant?: unknown; notReached?: unknown }) => counts;

/** @throws TroupeError INPUT_INVALID, ACCESS_DENIED */
function reach<Place extends Reaching>(tenant: string, host: Place): Place {
	checkReach(parseTenant(tenant, 'The tenant'), host, 'tenant:tenants');
	return host;
}

async function countCharacters(tenant: string, host: KnowledgePlace): Promise<number> {
	const { openKnowledgeStore } = await import('../../providers/compose/knowledge/knowledge-store');
	const store = await openKnowledgeStore(host, { tenant });
	try {
		return (await store.list()).reduce((sum, { characters }) => sum + characters, 0);
	} finally {
		await store.close();
	}
}

/** A missing policy would stop the tenant: reports it here, not at the next message. */
async function assertPoliciesExist(policies: string[], host: PolicyHost & Reaching): Promise<void> {
	const { findPolicy } = await import('../../providers/compose/guardrails/find-policy');
	const { createGuard } = await import('../../core/guardrails/policy/create-guard');
	const find = (name: string) =>
		findPolicy(name, host).catch((cause: unknown) => {
			// Only the machine's operator sees the searched places.
			throw host.grant && isTroupeError(cause) && cause.code === 'INPUT_INVALID' ? noPolicy(name, cause) : cause;
		});
	for (const name of policies) await createGuard(await find(name));
}

const noPolicy = (name: string, cause: unknown) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `Guardrail policy "${name}" not found.`,
		cause,
		fix: 'Name one that is published for the tenant, or that the service has in its folders, such as strict.',
	});

const nothingToSet = (name: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `Nothing was set for the tenant "${name}".`,
		fix: 'Name a rule to set, such as 1000 runs per month, or one to remove.',
	});

const setAndCleared = (rule: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The rule ${rule} is set and removed at once.`,
		fix: 'Name it once: with its value, or among those to remove.',
	});

const notSet = (name: string, rule: string, rules: TenantRules) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The tenant "${name}" has no rule ${JSON.stringify(rule.slice(0, 64))}.`,
		fix: `It has: ${Object.keys(rules).join(', ') || 'none'}.`,
	});
