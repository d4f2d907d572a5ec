import type pg from 'pg';
import { toMinute, toZonedMinute } from '../../../../core/base/iso-time';
import type { ChannelPartState } from '../../../../core/ports/channels/channel-states';
import { defaultTenant } from '../../../../core/base/tenant';
import { printable } from '../../../terminal/terminal';
import { ok, skipped, warn, type Check, type Finding } from '../../check';
import { readRows, readSharedRows, type RowQuery } from './read-rows';

type Failing = Pick<ChannelPartState, 'tenant' | 'channel' | 'part' | 'state' | 'reason'> & { since: number | string };

const query: RowQuery = {
	table: 'channel_state',
	sql: (prefix) =>
		`SELECT found.tenant, found.channel, found.part, found.state, found.reason, found.since FROM ${prefix}channel_state AS found
		JOIN ${prefix}channel AS channel ON channel.tenant = found.tenant AND channel.name = found.channel
		WHERE channel.state = 'active' AND found.state NOT IN ('connected', 'ready', 'complete')
		ORDER BY found.tenant, found.channel, found.part LIMIT 100`,
};

interface RulesRow {
	tenant: string;
	rules: string;
}

const rulesQuery: RowQuery = {
	table: 'tenant_rules',
	sql: (prefix) => `SELECT tenant, rules FROM ${prefix}tenant_rules WHERE rules LIKE '%timeZone%' LIMIT 1000`,
};

export const channelsCheck: Check = {
	id: 'channels',
	looksAt:
		'channels whose account is not connected, as the provider said last, whose agent or process cannot answer, or that lack something, such as a key',
	look(machine) {
		const failing = readRows<Failing>(query, machine);
		if (failing === undefined) return [skipped('Channels are in PostgreSQL: see the check "database".')];
		return failing.length === 0
			? [ok('No channel is known to have an account that is not connected, an agent that cannot answer, or something missing.')]
			: describeFailing(failing, readRows<RulesRow>(rulesQuery, machine));
	},
};

/** The same for the database that machines share. */
export const judgeChannels = async (client: pg.Client): Promise<Finding[]> =>
	describeFailing(await readSharedRows<Failing>(query, client), await readSharedRows<RulesRow>(rulesQuery, client));

const fixes: Record<Failing['part'], string> = {
	account: 'Connect it at the provider',
	agent: 'Mend the agent, or deploy the process',
	needs: 'Add what is missing',
};

function describeFailing(failing: Failing[], rules: RulesRow[] = []): Finding[] {
	const zones = new Map(rules.map((row) => [row.tenant, (JSON.parse(row.rules) as { timeZone?: string }).timeZone]));
	return failing.map(({ tenant, channel, part, state, reason, since }) =>
		warn(
			printable(
				`The ${part} of the channel ${channel} of the tenant ${tenant} ${part === 'needs' ? 'are' : 'is'} ${state} since ${showTime(Number(since), zones.get(tenant))}. ${reason ?? ''}`.trim(),
			),
			`${fixes[part]}, then run \`troupe channel test ${channel}${tenant === defaultTenant ? '' : ` --tenant ${tenant}`}\`.`,
		),
	);
}

const showTime = (time: number, zone: string | undefined): string =>
	zone === undefined ? `${toMinute(time)} UTC` : `${toZonedMinute(time, zone)} (${zone})`;
