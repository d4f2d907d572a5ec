/** Budgets and prices for all machines: `troupe usage budgets set`. */
import { hostname } from 'node:os';
import { readUserName } from '../../../core/base/user-name';
import { TroupeError } from '../../../core/base/errors';
import type { StoredSetting } from '../../../core/ports/settings';
import { systemClock } from '../../../core/ports/host';
import { type Limits, parseLimits } from '../../../core/usage/parse-limits';
import { everyTenant } from '../../database/state-database';
import type { UsageHost } from '../hosts/model-host';
import type { StateHost } from '../hosts/state-host';
import { composeSettings } from '../state/settings';

const name = 'budgets';
const freshMs = 2000;

interface SharedLimits {
	/** For the whole installation. Replaces a file's budget of the same name. */
	ofAll: Limits;
	ofTenant: Limits;
}

const read = new Map<string, { at: number; limits: Promise<SharedLimits> }>();

/** At most two seconds old. */
export function readSharedLimits({ tenant = 'default', ...host }: UsageHost): Promise<SharedLimits> {
	const key = JSON.stringify([host.database, host.stateFolder, tenant]);
	const now = performance.now();
	const known = read.get(key);
	if (known && now - known.at < freshMs) return known.limits;
	const limits = readBoth(host, tenant);
	read.set(key, { at: now, limits });
	limits.catch(() => read.delete(key)); // the caller gets the error; the next one tries again
	return limits;
}

async function readBoth(host: StateHost, tenant: string): Promise<SharedLimits> {
	const [ofAll, ofTenant] = await Promise.all([readOf(host, everyTenant), readOf(host, tenant)]);
	return { ofAll, ofTenant };
}

async function readOf(host: StateHost, tenant: string): Promise<Limits> {
	const setting = await readSharedSetting(host, tenant);
	return setting ? parseFor(tenant, setting.value, 'The shared budgets') : { budgets: [], prices: {} };
}

/** @param tenant `*` for the installation */
export async function readSharedSetting(host: StateHost, tenant: string): Promise<StoredSetting | undefined> {
	return (await composeSettings(host, true))?.read(tenant, name);
}

/**
 * @param where its file, for errors @param author default: the user of this process and its machine @throws TroupeError INPUT_INVALID for an invalid
 * document
 */
export async function writeSharedSetting(
	host: StateHost,
	tenant: string,
	value: string,
	where: string,
	author = `${readUserName()}@${hostname()}`,
): Promise<StoredSetting> {
	await parseFor(tenant, value, where);
	const store = await composeSettings(host);
	if (!store) throw new TroupeError({ code: 'INPUT_INVALID', message: 'There is no state to keep budgets in.', fix: 'Set TROUPE_HOME.' });
	read.clear();
	return store.write(tenant, name, { value, author, at: systemClock.now() });
}

async function parseFor(tenant: string, text: string, where: string): Promise<Limits> {
	const limits = await parseLimits(text, where);
	if (tenant === everyTenant) return limits;
	const foreign = limits.budgets.find((budget) => budget.tenant !== undefined && budget.tenant !== tenant);
	if (foreign)
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `${where} cannot be set for the tenant "${tenant}": its budget "${foreign.name}" counts calls of "${foreign.tenant}".`,
			fix: `Remove "tenant" from the budget, or set it without --tenant.`,
		});
	return { ...limits, budgets: limits.budgets.map((budget) => ({ ...budget, tenant })) };
}
