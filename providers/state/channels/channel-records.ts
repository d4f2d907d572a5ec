import type { ChannelRecord, ChannelRecords, ChannelTraffic } from '../../../core/ports/channels/channel-records';
import type { HandOverSettings } from '../../../core/ports/channels/hand-overs';
import type { MailboxRules } from '../../../core/ports/channels/mailbox-rules';
import { everyTenant, type StateConnection } from '../../database/state-database';
import { readBacklog } from './backlog';
import type { ChannelDatabase } from './channel-database';
import { forgetStates } from './channel-states';
import type { Inbox } from './receipts/inbox';
import { endSettings } from './settings/settings-rows';
import type { Act } from '../audit/audited-database';

interface RecordRow {
	tenant: string;
	name: string;
	provider: string;
	settings: string;
	credential: string;
	agent: string | null;
	message: string | null;
	handOver: string | null;
	rules: string;
	state: ChannelRecord['state'];
	allowedNetworks: string;
	pathSecretHash: string | null;
	createdAt: number;
	changedAt: number;
	changedBy: string;
}

const facts = `tenant, name, provider, settings, credential, agent, message, hand_over AS "handOver", rules, state, allowed_networks AS "allowedNetworks",
	path_secret_hash AS "pathSecretHash", created_at AS "createdAt", changed_at AS "changedAt", changed_by AS "changedBy"`;
const traffic = `refused, last_refused_at AS "lastRefusedAt", last_refusal AS "lastRefusal",
	(SELECT received_at FROM receipt WHERE receipt.tenant = channel.tenant AND receipt.channel = channel.name ORDER BY id DESC LIMIT 1) AS "lastAcceptedAt"`;
const acted = (done: string, name: string, by?: string): Act => ({
	action: `channel.${done}`,
	by,
	object: { kind: 'channel', value: name },
});
const maxReasonLength = 500;

export function createChannelRecords({ database, change, now }: ChannelDatabase, inbox: Pick<Inbox, 'lastReceived'>): ChannelRecords {
	const listRows = <Row extends RecordRow>(columns: string, tenant: string | undefined) =>
		database.read(tenant ?? everyTenant, (connection) => {
			const where = tenant === undefined ? '' : 'WHERE tenant = ?';
			return connection.all<Row>(
				`SELECT ${columns} FROM channel ${where} ORDER BY tenant, name`,
				...(tenant === undefined ? [] : [tenant]),
			);
		});
	return {
		put: (record, replaces) =>
			change(record.tenant, async (connection, _now, _hash, note) => {
				const { tenant, name, provider, settings, credential, agent, message, rules, state, allowedNetworks, pathSecretHash } = record;
				const handOver = record.handOver === undefined ? null : JSON.stringify(record.handOver);
				const conflict = replaces
					? `UPDATE SET provider = ?3, settings = ?4, credential = ?5, rules = ?6, state = ?7, allowed_networks = ?8, path_secret_hash = ?9,
						changed_at = ?11, changed_by = ?12, agent = ?13, message = ?14, hand_over = ?15`
					: 'NOTHING';
				const known = await findRecord(connection, tenant, name);
				const isOther = await isOtherAccount(connection, record);
				const stored = await connection.run(
					`INSERT INTO channel (tenant, name, provider, settings, credential, rules, state, allowed_networks, path_secret_hash, created_at,
						changed_at, changed_by, agent, message, hand_over, refused)
					VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, 0) ON CONFLICT (tenant, name) DO ${conflict}`,
					tenant,
					name,
					provider,
					JSON.stringify(settings),
					credential,
					JSON.stringify(rules),
					state,
					JSON.stringify(allowedNetworks),
					pathSecretHash,
					record.createdAt,
					record.changedAt,
					record.changedBy,
					agent,
					message,
					handOver,
				);
				if (stored > 0) await forgetStates(connection, tenant, name, isOther ? undefined : 'agent');
				if (stored > 0 && known && answersOtherwise(record, known)) await forgetAnswering(connection, tenant, name);
				const details = { kind: 'terms', value: { provider, credential, agent } };
				if (stored > 0) await note(tenant, { ...acted(known ? 'updated' : 'created', name, record.changedBy), details });
				return stored > 0;
			}),
		change: (tenant, name, edit) =>
			change(tenant, async (connection, _now, _hash, note) => {
				const before = await findRecord(connection, tenant, name);
				if (before === undefined) return undefined;
				const record = edit(before);
				await connection.run(
					`UPDATE channel SET agent = ?, message = ?, rules = ?, hand_over = ?, allowed_networks = ?, changed_at = ?, changed_by = ?
					WHERE tenant = ? AND name = ?`,
					record.agent,
					record.message,
					JSON.stringify(record.rules),
					record.handOver ? JSON.stringify(record.handOver) : null,
					JSON.stringify(record.allowedNetworks),
					record.changedAt,
					record.changedBy,
					tenant,
					name,
				);
				if (answersOtherwise(record, before)) await forgetAnswering(connection, tenant, name);
				await note(tenant, { ...acted('updated', name, record.changedBy), details: { kind: 'terms', value: { agent: record.agent } } });
				return record;
			}),
		find: (tenant, name) => database.read(tenant, (connection) => findRecord(connection, tenant, name)),
		list: async (tenant) => (await listRows(facts, tenant)).map(toRecord),
		async listTraffic(tenant) {
			const waiting = await inbox.lastReceived(tenant);
			const rows = await listRows<RecordRow & ChannelTraffic>(`${facts}, ${traffic}`, tenant);
			return rows.map((row) => {
				const { refused, lastRefusedAt, lastRefusal } = row;
				const received = waiting.find(({ tenant: whose, channel }) => whose === row.tenant && channel === row.name)?.at;
				return { ...toRecord(row), refused, lastRefusedAt, lastRefusal, lastAcceptedAt: received ?? row.lastAcceptedAt };
			});
		},
		async readBacklog() {
			const received = await inbox.lastReceived();
			return database.read(everyTenant, (connection) => readBacklog(connection, now(connection), received));
		},
		setState: (tenant, name, state, by) =>
			change(tenant, async (connection, now, _hash, note) => {
				const where = 'WHERE tenant = ? AND name = ?';
				const set = await connection.run(
					`UPDATE channel SET state = ?, changed_at = ?, changed_by = ? ${where}`,
					state,
					now,
					by,
					tenant,
					name,
				);
				if (set > 0) await note(tenant, acted(state === 'paused' ? 'paused' : 'resumed', name, by));
				return set > 0;
			}),
		remove: (tenant, name) =>
			change(tenant, async (connection, _now, _hash, note) => {
				await forgetStates(connection, tenant, name);
				await endSettings(connection, tenant, name);
				const removed = await connection.run('DELETE FROM channel WHERE tenant = ? AND name = ?', tenant, name);
				if (removed > 0) await note(tenant, acted('removed', name));
				return removed > 0;
			}),
		noteRefusal: (tenant, name, reason) =>
			change(
				tenant,
				async (connection, now) => {
					await connection.run(
						'UPDATE channel SET refused = refused + 1, last_refused_at = ?, last_refusal = ? WHERE tenant = ? AND name = ?',
						now,
						reason.slice(0, maxReasonLength),
						tenant,
						name,
					);
				},
				{ synced: false },
			),
	};
}

export async function findRecord(connection: StateConnection, tenant: string, name: string): Promise<ChannelRecord | undefined> {
	const row = await connection.get<RecordRow>(`SELECT ${facts} FROM channel WHERE tenant = ? AND name = ?`, tenant, name);
	return row && toRecord(row);
}

const answersOtherwise = ({ agent, message }: ChannelRecord, before: ChannelRecord): boolean =>
	agent !== before.agent || message !== before.message;

async function forgetAnswering(connection: StateConnection, tenant: string, name: string): Promise<void> {
	for (const part of ['agent', 'needs'] as const) await forgetStates(connection, tenant, name, part);
}

async function isOtherAccount(
	connection: StateConnection,
	{ tenant, name, provider, settings, credential }: ChannelRecord,
): Promise<boolean> {
	const same = await connection.get(
		'SELECT 1 FROM channel WHERE tenant = ? AND name = ? AND provider = ? AND settings = ? AND credential = ?',
		tenant,
		name,
		provider,
		JSON.stringify(settings),
		credential,
	);
	return same === undefined;
}

const toRecord = ({
	tenant,
	name,
	provider,
	settings,
	credential,
	agent,
	message,
	handOver,
	rules,
	state,
	allowedNetworks,
	pathSecretHash,
	...changes
}: RecordRow): ChannelRecord => ({
	tenant,
	name,
	provider,
	credential,
	agent,
	message,
	state,
	pathSecretHash,
	...(handOver !== null && { handOver: JSON.parse(handOver) as HandOverSettings }),
	settings: JSON.parse(settings) as Record<string, string>,
	rules: JSON.parse(rules) as Partial<MailboxRules>,
	allowedNetworks: JSON.parse(allowedNetworks) as string[],
	createdAt: changes.createdAt,
	changedAt: changes.changedAt,
	changedBy: changes.changedBy,
});
