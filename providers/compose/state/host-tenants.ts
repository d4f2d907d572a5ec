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

export type TenantHost = StateHost & Pick<VaultHost, 'tenant' | 'clock'>;

const opened = new OpenedOnce<TenantStore>();

export async function openTenants(host: StateHost): Promise<TenantStore | undefined> {
	const place = findStatePlace(host);
	if (place === undefined) return undefined;
	return opened.get(place, async () => (await import('../../state/tenant-store')).openTenantStore(place, auditKeysOf(host)));
}

export async function listTenants(host: StateHost): Promise<Tenant[]> {
	return findExistingState(host) === undefined ? [] : (await openTenants(host))!.list();
}

const usualRunDays = keptClasses.run.days;

/** Max delay until every machine sees changed rules. */
const rulesMs = 5_000;
const read = new Map<string, { at: number; rules: Promise<TenantRules> }>();

export async function readTenantRules(host: TenantHost): Promise<TenantRules> {
	const { tenant = defaultTenant } = host;
	const place = findExistingState(host);
	if (place === undefined) return {};
	const key = JSON.stringify([place, tenant]);
	const entry = read.get(key);
	if (entry && performance.now() - entry.at < rulesMs) return entry.rules;
	const rules = openTenants(host).then(async (store) => (await store?.find(tenant))?.rules ?? {});
	read.set(key, { at: performance.now(), rules });
	rules.catch(() => read.delete(key));
	return rules;
}

/** Forgets cached rules, so that their author sees changes at once. */
export function dropReadRules(host: TenantHost): void {
	read.delete(JSON.stringify([findStatePlace(host), host.tenant ?? defaultTenant]));
}

/** Milliseconds; undefined if the tenant has no rule. */
export async function readKeptMs(host: TenantHost, kept: KeptClass): Promise<number | undefined> {
	const own = findOwnDays(kept, await readTenantRules(host))?.days;
	return own === undefined ? undefined : (own === 'unlimited' ? unlimitedDays : own) * dayMs;
}

export const readRunContent = async (host: TenantHost): Promise<RunContent> => toRunContent(await readTenantRules(host));

const toRunContent = ({ runContent = 'masked' }: TenantRules): RunContent => runContent;

export async function readRunContents(host: TenantHost, whose: string): Promise<(tenant: string) => RunContent> {
	if (whose !== everyTenant) {
		const content = await readRunContent({ ...host, tenant: whose });
		return () => content;
	}
	const contents = new Map((await listTenants(host)).map(({ name, rules }) => [name, toRunContent(rules)]));
	return (tenant) => contents.get(tenant) ?? toRunContent({});
}

export const listWithLongerRuns = async (host: StateHost): Promise<string[]> =>
	(await listTenants(host)).filter(({ rules }) => (findKeptDays('run', rules) ?? Infinity) > usualRunDays).map(({ name }) => name);

/** The default language for people of the tenant; undefined without a supported locale. */
export async function readTenantLanguage(host: TenantHost): Promise<Language | undefined> {
	return findLanguage(await readTenantRules(host));
}

export async function readTenantPeople(host: TenantHost): Promise<TenantPeople> {
	const rules = await readTenantRules(host);
	return { language: findLanguage(rules), timeZone: rules.timeZone, country: findCountry(rules) };
}

interface TenantPeople {
	language?: Language | undefined;
	timeZone?: string | undefined;
	country?: string | undefined;
}

/** ISO 3166 code; undefined if the locale names none. */
export const findCountry = ({ locale }: TenantRules): string | undefined =>
	locale === undefined ? undefined : new Intl.Locale(locale).region;

export const findLanguage = ({ locale }: TenantRules): Language | undefined => (locale === undefined ? undefined : toLanguage(locale));

export async function readTenantBudgets(host: TenantHost): Promise<Budget[]> {
	const { tenant = defaultTenant } = host;
	const { tokensPerMonth: tokens, costUsdPerMonth: costUsd } = await readTenantRules(host);
	if (tokens === undefined && costUsd === undefined) return [];
	return [
		{ name: `tenant ${tenant}`, tenant, per: 'month', ...(tokens !== undefined && { tokens }), ...(costUsd !== undefined && { costUsd }) },
	];
}
