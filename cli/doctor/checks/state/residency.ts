import type pg from 'pg';
import { describeResidencyFix, findRegion, isWithin } from '../../../../core/base/network/regions';
import type { Environment } from '../../../../core/base/settings/setting-names';
import { isTroupeError } from '../../../../core/base/errors';
import type { TenantRules } from '../../../../core/ports/tenants';
import { readRegions } from '../../../../providers/compose/settings/residency';
import { listChannelServers, type ChannelPlace } from '../../../../providers/compose/settings/channel-servers';
import { printable } from '../../../terminal/terminal';
import { ok, skipped, type Check, type Finding, warn } from '../../check';
import { isPostgresAddress } from '../../../../providers/database/database-place';
import { findServers } from '../../../../providers/database/postgres/postgres-pool';
import { listServers, type NamedServer } from '../network/servers';
import { readRows, readSharedRows, type RowQuery } from './read-rows';

interface RuledTenant {
	tenant: string;
	rules: string;
}

const rulesQuery: RowQuery = { table: 'tenant_rules', sql: (prefix) => `SELECT tenant, rules FROM ${prefix}tenant_rules ORDER BY tenant` };
const channelsQuery: RowQuery = {
	table: 'channel',
	sql: (prefix) => `SELECT tenant, name, provider, settings FROM ${prefix}channel ORDER BY tenant, name`,
};

export const residencyCheck: Check = {
	id: 'residency',
	looksAt: 'servers that would be refused, because they are not in the region of a tenant, as TROUPE_REGIONS declares them',
	async look(machine) {
		const ruled = readRows<RuledTenant>(rulesQuery, machine);
		if (ruled === undefined) return [skipped('Rules of tenants are in PostgreSQL: see the check "database".')];
		const found = await judge(ruled, readRows<ChannelPlace>(channelsQuery, machine) ?? [], machine.environment);
		return found.length === 0 ? [ok('No server would be refused because of its region.')] : found;
	},
};

/** The same for the database that machines share. */
export const judgeResidency = async (client: pg.Client, environment: Environment): Promise<Finding[]> =>
	judge(await readSharedRows<RuledTenant>(rulesQuery, client), await readSharedRows<ChannelPlace>(channelsQuery, client), environment);

/** They get nothing of a tenant's contacts. */
const withoutData: readonly string[] = ['the registry', 'the hub of local models'];

async function judge(ruled: readonly RuledTenant[], channels: readonly ChannelPlace[], environment: Environment): Promise<Finding[]> {
	const regions = readRegions(environment);
	const findings: Finding[] = [];
	for (const { tenant, rules } of ruled) {
		const { residency } = JSON.parse(rules) as TenantRules;
		if (residency === undefined) continue;
		const servers = [
			...listServers(environment).flatMap((named) => (withoutData.includes(named.what) ? [] : listHosts(named))),
			...(await listChannelServers(channels.filter((channel) => channel.tenant === tenant))),
		];
		for (const { what, server } of servers) {
			if (isWithin(residency, server, regions)) continue;
			const region = findRegion(regions, server);
			findings.push(
				warn(
					printable(
						`Data of the tenant "${tenant}" stays in ${residency}, and ${server} (${what}) is ${region === undefined ? 'in a region that is not declared' : `in ${region}`}.`,
					),
					describeResidencyFix(server, region, residency),
				),
			);
		}
	}
	return findings;
}

/** Lists the hosts to which the address of a database leads, which its options can name. */
function listHosts({ what, host, url }: NamedServer): Array<{ what: string; server: string }> {
	try {
		return (isPostgresAddress(url) ? findServers(url) : [host]).map((server) => ({ what, server }));
	} catch (error) {
		if (!isTroupeError(error)) throw error;
		return []; // the check "database" reports an invalid address
	}
}
