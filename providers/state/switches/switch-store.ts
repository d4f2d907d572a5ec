import type { AuditPart } from '../../../core/audit/audit-leaf';
import { type CheckedRecords, type Mark, noMark } from '../../../core/base/sealed-rows';
import { type Clock, systemClock } from '../../../core/ports/host';
import type { ListedChange, Switch, SwitchChange, Switches } from '../../../core/ports/switches';
import { everyTenant, type StateConnection, type Value } from '../../database/state-database';
import { type Act, noAudit, type NoteAct, openAuditedDatabase } from '../audit/audited-database';
import { checkSwitches } from './check-switches';
import { addChange, columns, openSeal, switchSchema, writeOff } from './switch-rows';
import type { SwitchSeal } from './switch-rows';

/** What was counted before is forgotten after this time. */
const countedMs = 86_400_000;
/** Tools of agents leave this much room for the switches of people, whatever servers do. */
const maxTools = 500;

/** What is counted and turns nothing off yet is a switch that is on. */
const counted = 'FROM switch WHERE tenant = ? AND target = ? AND is_on = 1';

/** Counts what speaks for turning a tool off. Until then, the stored reason lists who saw it. @returns the switch that is off */
async function suspect(
	connection: StateConnection,
	off: Switch,
	{ who, max, seal }: { who: string; max: number; seal: SwitchSeal },
): Promise<Switch | undefined> {
	const { tenant, target, reason, changedAt, changedBy } = off;
	const known = await connection.get<Omit<Switch, 'tenant' | 'target'> & { isOn: number }>(
		'SELECT is_on AS "isOn", reason, changed_at AS "changedAt", changed_by AS "changedBy" FROM switch WHERE tenant = ? AND target = ?',
		tenant,
		target,
	);
	if (known && !known.isOn) return { tenant, target, reason: known.reason, changedAt: known.changedAt, changedBy: known.changedBy };
	const seen = known && changedAt - known.changedAt < countedMs ? known.reason.split(' ') : [];
	const seenBy = [...new Set([...seen, who])];
	const isEnough = seenBy.length >= max;
	if (!known && !(await makeRoom(connection, tenant, changedAt))) return undefined;
	if (isEnough) {
		await writeOff(connection, tenant, { target, reason, changedAt, changedBy }, seal);
		return off;
	}
	await connection.run(
		`INSERT INTO switch (tenant, target, is_on, reason, changed_at, changed_by) VALUES (?1, ?2, 1, ?3, ?4, ?5)
		ON CONFLICT (tenant, target) DO UPDATE SET reason = ?3, changed_at = ?4, changed_by = ?5`,
		tenant,
		target,
		seenBy.join(' '),
		changedAt,
		changedBy,
	);
	return undefined;
}

async function makeRoom(connection: StateConnection, tenant: string, now: number): Promise<boolean> {
	await connection.run(
		"DELETE FROM switch WHERE tenant = ? AND target LIKE 'tool:%' AND is_on = 1 AND changed_at < ?",
		tenant,
		now - countedMs,
	);
	const tools = await connection.get<{ count: number }>(
		"SELECT count(*) AS count FROM switch WHERE tenant = ? AND target LIKE 'tool:%'",
		tenant,
	);
	return Number(tools?.count ?? 0) < maxTools;
}

export interface SwitchStore extends Switches {
	/** Adds a line to the log if the last one of this target says something else. @returns whether it was added */
	note(tenant: string, line: { target: string; reason: string; changedBy: string }): Promise<boolean>;
	/** Checks that the switches, and their changes, are those of the product. @param tenant default all */
	check(tenant?: string): Promise<CheckedRecords>;
	close(): Promise<void>;
}

/** A run that was stopped can be continued for this long; afterwards its switch is of no use. */
const runMs = 30 * 86_400_000;

const concerns = (tenant: string | undefined) => (tenant === undefined ? '' : ' AND tenant IN (?, ?)');
const whose = (tenant: string | undefined): Value[] => (tenant === undefined ? [] : [tenant, everyTenant]);

/** The place before the first change. */
const newest: ListedChange = { changedAt: Number.MAX_SAFE_INTEGER, number: 0, tenant: '' };

/**
 * Stores what is off. What is turned on is removed and leaves its changes.
 * @param place `postgres://…`, or the path of a file @throws TroupeError on use: STORAGE_…; INPUT_INVALID for too many switches
 */
export function openSwitchStore(place: string, clock: Clock = systemClock, mark: Mark = noMark, openAudit = noAudit): SwitchStore {
	const database = openAuditedDatabase(place, [switchSchema], openAudit);
	const seal = openSeal(mark);
	const change = async <Result>(tenant: string, work: (connection: StateConnection, at: number, note: NoteAct) => Promise<Result>) => {
		await seal.list.openKey();
		return database.act(tenant, (connection, note) => work(connection, connection.serverTime ?? clock.now(), note), {
			turn: `switches ${tenant}`,
			synced: true,
		});
	};
	return {
		turnOff: (off) =>
			change(off.tenant, async (connection, changedAt, note) => {
				const { tenant, target, reason, changedBy } = off;
				await connection.run("DELETE FROM switch WHERE tenant = ? AND target LIKE 'run:%' AND changed_at < ?", tenant, changedAt - runMs);
				await writeOff(connection, tenant, { target, reason, changedAt, changedBy }, seal);
				await note(tenant, turned('switch.turned_off', off));
				return { ...off, changedAt };
			}),
		suspect: (off, who, max) =>
			change(off.tenant, async (connection, at, note) => {
				const stored = await suspect(connection, { ...off, changedAt: at }, { who, max, seal });
				if (stored?.changedAt === at) await note(off.tenant, turned('switch.turned_off', off));
				return stored;
			}),
		clear: async (tenant, target) => {
			const isCounted = await database.read(tenant, (connection) => connection.get(`SELECT 1 ${counted}`, tenant, target));
			if (isCounted) await change(tenant, (connection) => connection.run(`DELETE ${counted}`, tenant, target));
		},
		turnOn: ({ tenant, ...done }) =>
			change(tenant, async (connection, changedAt, note) => {
				const { target, changedBy } = done;
				if ((await connection.run('DELETE FROM switch WHERE tenant = ? AND target = ? AND is_on = 0', tenant, target)) === 0)
					return undefined;
				await note(tenant, turned('switch.turned_on', { tenant, target, changedBy }));
				const stored = { ...done, isOn: true, changedAt };
				await addChange(connection, tenant, stored, seal);
				return { tenant, ...stored };
			}),
		note: (tenant, line) =>
			change(tenant, async (connection, changedAt) => {
				const last = await connection.get<{ reason: string }>(
					'SELECT reason FROM switch_change WHERE tenant = ? AND target = ? ORDER BY number DESC LIMIT 1',
					tenant,
					line.target,
				);
				if (last?.reason === line.reason) return false;
				await addChange(connection, tenant, { ...line, isOn: true, changedAt }, seal);
				return true;
			}),
		list: (tenant) =>
			database
				.read(everyTenant, (connection) =>
					connection.all<Switch>(
						`SELECT tenant, ${columns} FROM switch WHERE is_on = 0${concerns(tenant)} ORDER BY tenant, target`,
						...whose(tenant),
					),
				)
				.then((rows) => rows.map(withoutState)),
		log: (limit, tenant, { before = newest, target } = {}) =>
			database.read(everyTenant, async (connection) =>
				(
					await connection.all<Omit<SwitchChange, 'isOn'> & ListedChange & { isOn: number }>(
						`SELECT tenant, number, ${columns} FROM switch_change
						WHERE (changed_at, number, tenant) < (?, ?, ?)${concerns(tenant)}${target === undefined ? '' : ' AND target = ?'}
						ORDER BY changed_at DESC, number DESC, tenant DESC LIMIT ?`,
						before.changedAt,
						before.number,
						before.tenant,
						...whose(tenant),
						...(target === undefined ? [] : [target]),
						limit,
					)
				).map((row) => ({ ...row, isOn: row.isOn === 1 })),
			),
		check: (tenant = everyTenant) => checkSwitches(database, tenant, seal, clock.now() - runMs),
		close: () => database.close(),
	};
}

function turned(action: string, { tenant, target, changedBy }: Pick<Switch, 'tenant' | 'target' | 'changedBy'>): Act {
	// An origin can be a label that people wrote at the desk, such as a number.
	const isPersonal = target.includes('origin:');
	const object: AuditPart = {
		kind: 'switch',
		value: target,
		...(isPersonal && { subject: { kind: 'subject' as const, id: `switch:${target}` } }),
	};
	return { action, by: changedBy, object, ...(tenant === everyTenant && { details: { kind: 'tenants', value: 'all' } }) };
}

function withoutState({ tenant, target, reason, changedAt, changedBy }: Switch): Switch {
	return { tenant, target, reason, changedAt, changedBy };
}
