/** Composes what a host's tenant may use. */
import { dayMs, findKeptDays, findOwnDays, type KeptClass, keptClasses, unlimitedDays } from '../../../core/base/privacy/kept-classes';
import { type Language, toLanguage } from '../../../core/base/text/language';
import { defaultTenant, everyTenant } from '../../../core/base/tenant';
import type { Budget } from '../../../core/ports/budget';
import type { RunContent } from '../../../core/ports/runs/run-content';
import type { Tenant, TenantRules, TenantStore } from '../../../core/ports/tenants';
import { OpenedOnce } from '../open-once';
import type { StateHost, VaultHost } from '../hosts/state-host';
import { findExistingState, findStatePlace } from './state-place';
import { auditKeysOf } from './host-audit';

/** What limits of a tenant need. */
export type TenantHost = StateHost & Pick<VaultHost, 'tenant' | 'clock'>;

/** One connection for each place of a process; it lives as long as the process does. */
const opened = new OpenedOnce<TenantStore>();

/** Undefined for a host without state. */
export async function openTenants(host: StateHost): Promise<TenantStore | undefined> {
	const place = findStatePlace(host);
	if (place === undefined) return undefined;
	return opened.get(place, async () => (await import('../../state/tenant-store')).openTenantStore(place, auditKeysOf(host)));
}

/** Lists the tenants that have rules. */
export async function listTenants(host: StateHost): Promise<Tenant[]> {
	return findExistingState(host) === undefined ? [] : (await openTenants(host))!.list();
}

/** As the store of runs has it. */
const usualRunDays = keptClasses.run.days;

/** A change of the rules counts within this time on every machine. */
const rulesMs = 5_000;
const read = new Map<string, { at: number; rules: Promise<TenantRules> }>();

/** Returns the rules of the host's tenant; none without state. */
export async function readTenantRules(host: TenantHost): Promise<TenantRules> {
	const { tenant = defaultTenant } = host;
	const place = findExistingState(host);
	if (place === undefined) return {};
	const key = JSON.stringify([place, tenant]);
	const entry = read.get(key);
	if (entry && performance.now() - entry.at < rulesMs) return entry.rules;
	const rules = openTenants(host).then(async (store) => (await store?.find(tenant))?.rules ?? {});
	read.set(key, { at: performance.now(), rules });
	rules.catch(() => read.delete(key)); // the caller gets the error; the next one tries again
	return rules;
}

/** Forgets what this process read of the rules of the host's tenant: whoever changed them counts by the new ones at once. */
export function dropReadRules(host: TenantHost): void {
	read.delete(JSON.stringify([findStatePlace(host), host.tenant ?? defaultTenant]));
}

/** Returns how long the tenant says that it keeps a class, in milliseconds; undefined where it says nothing. */
export async function readKeptMs(host: TenantHost, kept: KeptClass): Promise<number | undefined> {
	const own = findOwnDays(kept, await readTenantRules(host))?.days;
	return own === undefined ? undefined : (own === 'unlimited' ? unlimitedDays : own) * dayMs;
}

/** Returns what the tenant keeps of the texts of runs that have ended. */
export const readRunContent = async (host: TenantHost): Promise<RunContent> => toRunContent(await readTenantRules(host));

const toRunContent = ({ runContent = 'masked' }: TenantRules): RunContent => runContent;

/** Returns it for a tenant, or for `everyTenant` for each of them. */
export async function readRunContents(host: TenantHost, whose: string): Promise<(tenant: string) => RunContent> {
	if (whose !== everyTenant) {
		const content = await readRunContent({ ...host, tenant: whose });
		return () => content;
	}
	const contents = new Map((await listTenants(host)).map(({ name, rules }) => [name, toRunContent(rules)]));
	return (tenant) => contents.get(tenant) ?? toRunContent({});
}

/** Names the tenants that keep their runs for longer than usual. */
export const listWithLongerRuns = async (host: StateHost): Promise<string[]> =>
	(await listTenants(host)).filter(({ rules }) => (findKeptDays('run', rules) ?? Infinity) > usualRunDays).map(({ name }) => name);

/** Returns the language of what Troupe says to people of the tenant where nothing else decides it; undefined without a locale that it speaks. */
export async function readTenantLanguage(host: TenantHost): Promise<Language | undefined> {
	return findLanguage(await readTenantRules(host));
}

/** Returns the language, the time zone and the country of the tenant's people. */
export async function readTenantPeople(host: TenantHost): Promise<TenantPeople> {
	const rules = await readTenantRules(host);
	return { language: findLanguage(rules), timeZone: rules.timeZone, country: findCountry(rules) };
}

interface TenantPeople {
	language?: Language | undefined;
	timeZone?: string | undefined;
	country?: string | undefined;
}

/** Returns the country of the tenant's locale, an ISO 3166 code; undefined where it names none. */
export const findCountry = ({ locale }: TenantRules): string | undefined =>
	locale === undefined ? undefined : new Intl.Locale(locale).region;

export const findLanguage = ({ locale }: TenantRules): Language | undefined => (locale === undefined ? undefined : toLanguage(locale));

/** Returns the tenant's limits on model calls as budgets. */
export async function readTenantBudgets(host: TenantHost): Promise<Budget[]> {
	const { tenant = defaultTenant } = host;
	const { tokensPerMonth: tokens, costUsdPerMonth: costUsd } = await readTenantRules(host);
	if (tokens === undefined && costUsd === undefined) return [];
	return [
		{ name: `tenant ${tenant}`, tenant, per: 'month', ...(tokens !== undefined && { tokens }), ...(costUsd !== undefined && { costUsd }) },
	];
}
