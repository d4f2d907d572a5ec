import { readUserName } from '../../core/base/user-name';
import { TroupeError } from '../../core/base/errors';
import { toLanguage } from '../../core/base/text/language';
import type { Tenant, TenantRules, TenantStore, TenantUse } from '../../core/ports/tenants';
import { parseTenantRules } from '../../core/tenants/parse-tenant-rules';
import type { Host } from '../../providers/compose/hosts/host';
import { openHost, openPrivateState } from '../host';
import { confirmedByPerson } from '../terminal/confirm';
import type { ExitCode } from '../terminal/report-error';
import { type Column, tableLines } from '../terminal/table-lines';
import type { Terminal } from '../terminal/terminal';

/** The options of `troupe tenant set`. */
export type TenantSetOptions = TenantRules & { clear?: string[] };

export async function runTenantList({ json }: { json?: boolean }, terminal: Terminal): Promise<ExitCode> {
	const tenants = await (await openStore(terminal)).list();
	if (json) terminal.print(JSON.stringify(tenants.map(toJson), null, '\t'));
	else if (tenants.length === 0) terminal.note('No tenant has rules. Set some with `troupe tenant set NAME`.');
	else tableLines(columns, tenants, terminal).forEach(terminal.print);
	return 0;
}

const columns: Array<Column<Tenant>> = [
	{ name: 'tenant', title: 'Tenant', value: ({ name }) => name },
	{ name: 'rules', title: 'Rules', value: ({ rules }) => describeRules(rules) },
	{ name: 'changedAt', title: 'Changed', value: ({ changedAt }) => new Date(changedAt).toISOString() },
	{ name: 'changedBy', title: 'By', value: ({ changedBy }) => changedBy },
];

const describeRules = (rules: TenantRules): string =>
	Object.entries(rules)
		.map(([name, value]) => `${name} ${[value].flat().join(' + ')}`)
		.join(', ') || 'none';

/** Exits with 1 when a limit is used up. */
export async function runTenantShow(name: string, { json }: { json?: boolean }, terminal: Terminal): Promise<ExitCode> {
	const store = await openStore(terminal);
	const tenant = await store.find(name);
	const rules = tenant?.rules ?? {};
	const stored = rules.storedCharacters === undefined ? {} : { storedCharacters: await countCharacters({ ...terminal, tenant: name }) };
	const use: Use = { ...(await store.use(name, rules, Date.now())), ...stored };
	if (json) terminal.print(JSON.stringify({ tenant: name, ...(tenant && toJson(tenant)), use: describeUse(use) }, null, '\t'));
	else {
		terminal.print(tenant ? `${name}: ${describeRules(rules)}` : `${name} has no rules, so it has no limits.`);
		for (const line of useLines(rules, use)) terminal.print(line);
	}
	return isUsedUp(rules, use) ? 1 : 0;
}

/** The usage of a tenant, with its texts if they are limited. */
type Use = TenantUse & { storedCharacters?: number };

async function countCharacters(terminal: Terminal): Promise<number> {
	const { withStore } = await import('../knowledge/with-store');
	return withStore(terminal, async (store) => (await store.list()).reduce((sum, { characters }) => sum + characters, 0));
}

const toJson = ({ name, rules, changedAt, changedBy }: Tenant) => ({
	tenant: name,
	rules,
	changedAt: new Date(changedAt).toISOString(),
	changedBy,
});

const describeUse = ({ agents, ...use }: Use) => ({
	...use,
	agents: agents.map(({ agent, lastRunAt }) => ({ agent, lastRunAt: new Date(lastRunAt).toISOString() })),
});

const useLines = (rules: TenantRules, { month, runsThisMonth, runningNow, agents, storedCharacters }: Use): string[] => [
	`runs in ${month}: ${ofMax(runsThisMonth, rules.runsPerMonth)}`,
	`runs at the moment: ${ofMax(runningNow, rules.concurrentRuns)}`,
	`agents in 31 days: ${ofMax(agents.length, rules.agents)}${agents.length > 0 ? ` (${agents.map(({ agent }) => agent).join(', ')})` : ''}`,
	...(storedCharacters === undefined ? [] : [`characters in its collections: ${ofMax(storedCharacters, rules.storedCharacters)}`]),
];

const ofMax = (used: number, max: number | undefined): string => (max === undefined ? `${used}` : `${used} of ${max}`);

const isUsedUp = ({ runsPerMonth = Infinity, agents = Infinity, storedCharacters = Infinity }: TenantRules, use: Use): boolean =>
	use.runsThisMonth >= runsPerMonth || use.agents.length > agents || (use.storedCharacters ?? 0) >= storedCharacters;

export async function runTenantSet(
	name: string,
	{ clear = [], ...changes }: TenantSetOptions,
	terminal: Terminal,
	open = openHost,
): Promise<ExitCode> {
	const store = await openStore(terminal);
	const before = (await store.find(name))?.rules ?? {};
	if (Object.keys(changes).length === 0 && clear.length === 0) throw nothingToSet(name);
	const unknown = clear.find((rule) => !(rule in before));
	if (unknown !== undefined) throw notSet(name, unknown, before);
	const kept = Object.entries({ ...before, ...changes }).filter(([rule]) => !clear.includes(rule));
	const rules = parseTenantRules(Object.fromEntries(kept));
	if (changes.policies) await assertPoliciesExist(changes.policies, await open({ ...terminal, tenant: name }));
	await store.set({ name, rules, changedAt: Date.now(), changedBy: readUserName() });
	terminal.print(`${name}: ${describeRules(rules)}`);
	if (changes.locale !== undefined && toLanguage(changes.locale) === undefined)
		terminal.note(
			`warning: Troupe has no texts in the language of "${changes.locale}". It says them in English or Portuguese, as it detects.`,
		);
	return 0;
}

/** A tenant whose policy is missing could run nothing: this is said here, not at its next message. */
async function assertPoliciesExist(policies: string[], host: Host): Promise<void> {
	const { findPolicy } = await import('../../providers/compose/guardrails/find-policy');
	const { createGuard } = await import('../../core/guardrails/policy/create-guard');
	for (const name of policies) await createGuard(await findPolicy(name, host));
}

/** Returns 1 if it had none. */
export async function runTenantRemove(name: string, options: { yes?: boolean }, terminal: Terminal): Promise<ExitCode> {
	const store = await openStore(terminal);
	const tenant = await store.find(name);
	const question = tenant && `Remove the rules of ${name} (${describeRules(tenant.rules)})? It then has no limits.`;
	if (question && !(await confirmedByPerson(question, options, terminal))) return 1;
	const isRemoved = await store.remove(name);
	terminal.note(isRemoved ? `${name} has no rules from now on, so it has no limits.` : `${name} had no rules.`);
	return isRemoved ? 0 : 1;
}

async function openStore(terminal: Terminal): Promise<TenantStore> {
	const { openTenants } = await import('../../providers/compose/state/host-tenants');
	return (await openTenants(openPrivateState(terminal)))!;
}

function nothingToSet(name: string): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `Nothing was set for the tenant "${name}".`,
		fix: 'Add a rule, such as --runs-per-month 1000. `troupe tenant set --help` lists them.',
	});
}

function notSet(name: string, rule: string, rules: TenantRules): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `The tenant "${name}" has no rule ${JSON.stringify(rule.slice(0, 64))}.`,
		fix: `It has: ${Object.keys(rules).join(', ') || 'none'}.`,
	});
}
