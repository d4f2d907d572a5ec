import { TroupeError } from '../../../core/base/errors';
import type { SwitchChange } from '../../../core/ports/switches';
import type { Mark } from '../../../core/base/sealed-rows';
import { lastTable, SealedList } from '../sealed/sealed-list';
import type { StateConnection, StateSchema, Value } from '../../database/state-database';

export const switchSchema: StateSchema = {
	name: 'switches',
	what: 'The switches',
	version: 1,
	usesServerTime: true,
	tables: {
		switch: { kept: 'setting', user: 'reason changed_by', nothing: 'target is_on changed_at' },
		switch_change: { kept: 'record', user: 'reason changed_by', nothing: 'number target is_on changed_at mark' },
		last_switch_change: { kept: 'record', nothing: 'id first mark' },
	},
	schema: `
		CREATE TABLE IF NOT EXISTS switch (
			tenant TEXT NOT NULL,
			target TEXT NOT NULL,
			is_on INTEGER NOT NULL,
			reason TEXT,
			changed_at INTEGER NOT NULL,
			changed_by TEXT NOT NULL,
			PRIMARY KEY (tenant, target)
		) STRICT, WITHOUT ROWID;
		CREATE TABLE IF NOT EXISTS switch_change (
			tenant TEXT NOT NULL,
			number INTEGER NOT NULL,
			target TEXT NOT NULL,
			is_on INTEGER NOT NULL,
			reason TEXT,
			changed_at INTEGER NOT NULL,
			changed_by TEXT NOT NULL,
			mark TEXT NOT NULL DEFAULT '',
			PRIMARY KEY (tenant, number)
		) STRICT, WITHOUT ROWID;
		${lastTable('last_switch_change')}
	`,
};

/** The seal of the changes of switches. */
export interface SwitchSeal {
	list: SealedList;
	mark: Mark;
}

export const openSeal = (mark: Mark): SwitchSeal => ({
	list: new SealedList({ name: 'switch changes', last: 'last_switch_change', rows: 'switch_change', number: 'number' }, mark),
	mark,
});

export const columns = 'target, is_on AS "isOn", reason, changed_at AS "changedAt", changed_by AS "changedBy"';

type Change = Omit<SwitchChange, 'tenant'>;

const maxSwitches = 1_000;

/** Stores a switch that is off, in place of an earlier one of this target, and adds the change. @throws TroupeError INPUT_INVALID if a further one has no room */
export async function writeOff(connection: StateConnection, tenant: string, off: Omit<Change, 'isOn'>, seal: SwitchSeal): Promise<void> {
	await assertRoom(connection, tenant, off.target);
	const change = { ...off, isOn: false };
	await connection.run(
		`INSERT INTO switch (tenant, target, is_on, reason, changed_at, changed_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
		ON CONFLICT (tenant, target) DO UPDATE SET is_on = ?3, reason = ?4, changed_at = ?5, changed_by = ?6`,
		tenant,
		...toValues(change),
	);
	await addChange(connection, tenant, change, seal);
}

async function assertRoom(connection: StateConnection, tenant: string, target: string): Promise<void> {
	const known = await connection.get<{ count: number }>(
		'SELECT count(*) AS count FROM switch WHERE tenant = ? AND target <> ?',
		tenant,
		target,
	);
	if (Number(known?.count ?? 0) < maxSwitches) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The tenant "${tenant}" has ${maxSwitches} switches that are off already, and can have no more.`,
		fix: 'Turn off whole channels, origins or agents. `troupe switch on` removes some.',
	});
}

/** Adds a change to the log of the tenant's switches. */
export async function addChange(connection: StateConnection, tenant: string, change: Change, { list, mark }: SwitchSeal): Promise<void> {
	const numbers = await list.take(connection, tenant, 1);
	const values = toValues(change);
	await connection.run(
		'INSERT INTO switch_change (tenant, number, target, is_on, reason, changed_at, changed_by, mark) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
		tenant,
		numbers.id,
		...values,
		await mark(changeText(tenant, numbers.id, values)),
	);
	await list.seal(connection, tenant, numbers);
}

/** Returns the text of a change that its mark covers. */
export const changeText = (tenant: string, number: number, values: Value[]): string =>
	JSON.stringify(['switch change', tenant, number, ...values]);

const toValues = ({ target, isOn, reason, changedAt, changedBy }: Change): Value[] => [target, Number(isOn), reason, changedAt, changedBy];
