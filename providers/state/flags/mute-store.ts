import type { AuditPart } from '../../../core/audit/audit-leaf';
import type { Mute, Mutes } from '../../../core/ports/channels/mutes';
import { type Clock, systemClock } from '../../../core/ports/host';
import { type Mark, noMark } from '../../../core/base/sealed-rows';
import { columns, flagSchema, isStop, openSeal, writeFlag } from './flag-rows';
import { noAudit, openAuditedDatabase } from '../audit/audited-database';

export type MuteStore = Mutes & { close(): Promise<void> };

type Row = Omit<Mute, 'isMuted'> & { isOn: number };

const toMute = <Given extends Row>({ isOn, ...row }: Given) => ({ ...row, isMuted: isOn === 0 });

/** @param place `postgres://…`, or the path of a file @throws TroupeError on use: STORAGE_…; INPUT_INVALID for too many flags */
export function openMuteStore(place: string, clock: Clock = systemClock, mark: Mark = noMark, openAudit = noAudit): MuteStore {
	const database = openAuditedDatabase(place, [flagSchema], openAudit);
	const seal = openSeal(mark);
	return {
		async set(tenant, { isMuted, ...mute }) {
			await seal.list.openKey();
			return database.act(
				tenant,
				async (connection, note) => {
					const at = connection.serverTime ?? clock.now();
					await writeFlag(connection, tenant, { ...mute, isOn: !isMuted, changedAt: at }, seal);
					// An origin can be a label that people wrote at the desk, such as a number.
					const object: AuditPart = { kind: 'mute', value: mute.name, subject: { kind: 'subject', id: `mute:${mute.name}` } };
					await note(tenant, { action: isMuted ? 'channel.muted' : 'channel.unmuted', by: mute.changedBy, object });
					return at;
				},
				{ turn: `flags ${tenant}`, synced: true },
			);
		},
		list: (tenant) =>
			database.read(tenant, async (connection) =>
				(await connection.all<Row>(`SELECT ${columns} FROM flag WHERE tenant = ? AND NOT ${isStop} ORDER BY name`, tenant)).map(toMute),
			),
		log: (tenant, limit, before = Number.MAX_SAFE_INTEGER) =>
			database.read(tenant, async (connection) =>
				(
					await connection.all<Row & { number: number }>(
						`SELECT number, ${columns} FROM flag_change WHERE tenant = ? AND number < ? AND NOT ${isStop} ORDER BY number DESC LIMIT ?`,
						...[tenant, before, limit],
					)
				).map(toMute),
			),
		close: () => database.close(),
	};
}
