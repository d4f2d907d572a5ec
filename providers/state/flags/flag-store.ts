import type { ChannelFlag, ChannelFlags } from '../../../core/ports/channels/flags';
import { type Clock, systemClock } from '../../../core/ports/host';
import { openStateDatabase } from '../../database/state-database';
import { type Mark, noMark } from '../../../core/base/sealed-rows';
import { columns, flagSchema, isStop, openSeal, writeFlag } from './flag-rows';

export type FlagStore = ChannelFlags & { close(): Promise<void> };

type Row = Omit<ChannelFlag, 'isOn'> & { isOn: number };

const toFlag = ({ isOn, ...row }: Row): ChannelFlag => ({ ...row, isOn: isOn === 1 });

/** @param place `postgres://…`, or the path of a file @throws TroupeError on use: STORAGE_…; INPUT_INVALID for too many flags */
export function openFlagStore(place: string, clock: Clock = systemClock, mark: Mark = noMark): FlagStore {
	const database = openStateDatabase(place, flagSchema);
	const seal = openSeal(mark);
	return {
		async set(tenant, flag) {
			await seal.list.openKey();
			return database.change(
				tenant,
				async (connection) => {
					const at = connection.serverTime ?? clock.now();
					await writeFlag(connection, tenant, { ...flag, changedAt: at }, seal);
					return at;
				},
				{ turn: `flags ${tenant}`, synced: true },
			);
		},
		list: (tenant) =>
			database.read(tenant, async (connection) =>
				(await connection.all<Row>(`SELECT ${columns} FROM flag WHERE tenant = ? AND NOT ${isStop} ORDER BY name`, tenant)).map(toFlag),
			),
		log: (tenant, limit) =>
			database.read(tenant, async (connection) =>
				(
					await connection.all<Row>(
						`SELECT ${columns} FROM flag_change WHERE tenant = ? AND NOT ${isStop} ORDER BY number DESC LIMIT ?`,
						...[tenant, limit],
					)
				).map(toFlag),
			),
		close: () => database.close(),
	};
}
