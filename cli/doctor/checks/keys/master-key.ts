import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { createWrappingKey } from '../../../../core/guardrails/vault/wrapping-key';
import { readSetting } from '../../../../core/base/settings/settings';
import type { MasterKeyRow } from '../../../../providers/state/vault/master-keys';
import { parseVaultKeys } from '../../../../providers/state/vault/vault-key';
import { fail, ok, warn, type Finding, type Machine } from '../../check';
import { ifThere } from '../if-there';
import { readRows, readSharedRows, type RowQuery } from '../state/read-rows';

type Row = Pick<MasterKeyRow, 'id' | 'state' | 'changedAt'>;

const dayMs = 24 * 3_600_000;
const query: RowQuery = {
	table: 'master_key',
	sql: (prefix) => `SELECT id, state, changed_at AS "changedAt" FROM ${prefix}master_key ORDER BY created_at DESC, id`,
};

/** Judges the keys of this machine by the state in its files; nothing where the state is in PostgreSQL. */
export const judgeOwnMasterKey = async (machine: Machine): Promise<Finding[]> => judge(readRows<Row>(query, machine) ?? [], machine);

export const judgeSharedMasterKey = async (client: pg.Client, machine: Machine): Promise<Finding[]> =>
	judge(await readSharedRows<Row>(query, client), machine);

async function judge(rows: readonly Row[], { environment, home, nowMs }: Machine): Promise<Finding[]> {
	const configured = readSetting('TROUPE_VAULT_KEY', environment);
	const where = configured === undefined ? join(home, 'vault.key') : 'TROUPE_VAULT_KEY';
	const text = configured ?? (await ifThere(readFile(where, 'utf8')));
	const current = rows.find(({ state }) => state === 'current');
	if (text === undefined || current === undefined) return [];
	const ids = parseVaultKeys(text, where).map((key) => createWrappingKey(key).id);
	if (!ids.includes(current.id)) return [ofAnother(current, ids, where)];
	const age = Math.max(0, Math.floor((nowMs - Number(current.changedAt)) / dayMs));
	return [
		ok(`The master key ${current.id} seals since ${day(current)} (${age === 1 ? '1 day' : `${age} days`}).`),
		...rows.filter(({ state }) => state === 'next' || state === 'old').map(unfinished),
		...rows.filter(({ id, state }) => state === 'retired' && ids.includes(id)).map((row) => left(row, where)),
	];
}

const day = ({ changedAt }: Row): string => new Date(Number(changedAt)).toISOString().slice(0, 10);

const ofAnother = (current: Row, ids: string[], where: string): Finding =>
	fail(
		`The state is sealed under the master key ${current.id} since ${day(current)}. ${where} has ${ids.join(' and ')}.`,
		`Bring the key ${current.id}: copy the vault.key of a machine that works, or set TROUPE_VAULT_KEY to it.`,
	);

const unfinished = (row: Row): Finding =>
	warn(
		row.state === 'next'
			? `The master key is to be replaced by the key ${row.id} since ${day(row)}, and nothing is sealed under it yet.`
			: `The master key ${row.id} was replaced on ${day(row)}, and what it sealed is not yet sealed again: it still opens that.`,
		row.state === 'next'
			? 'Give both keys to all processes and machines, then run `troupe privacy key rotate --everywhere`.'
			: 'Run `troupe privacy key rotate`: it goes on where it ended.',
	);

const left = (row: Row, where: string): Finding =>
	warn(`${where} still has the master key ${row.id}, under which nothing is sealed since ${day(row)}.`, `Remove it from ${where}.`);
