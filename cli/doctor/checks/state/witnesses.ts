import type pg from 'pg';
import { toMinute } from '../../../../core/base/iso-time';
import { isTroupeError } from '../../../../core/base/errors';
import { formatVerifierKey } from '../../../../core/audit/note-key';
import { readWitnesses } from '../../../../providers/compose/state/host-witnesses';
import { printable } from '../../../terminal/terminal';
import { fail, failBy, ok, skipped, warn, type Check, type Finding, type Machine } from '../../check';
import { readRows, readSharedRows, type RowQuery } from './read-rows';

interface Failing {
	tenant: string;
	witness: string;
	state: 'late' | 'refused';
	reason: string | null;
	since: number | string;
}

const query: RowQuery = {
	table: 'audit_witness',
	sql: (prefix) =>
		`SELECT tenant, witness, state, reason, since FROM ${prefix}audit_witness WHERE state IN ('late', 'refused') ORDER BY state DESC, since LIMIT 100`,
};
/** A witness can be away for as long as a machine needs to start again. */
const lateAfterMs = 3_600_000;

export const witnessesCheck: Check = {
	id: 'witnesses',
	looksAt: 'the file of witnesses; witnesses that refuse an audit log, or have not cosigned it for an hour',
	look(machine) {
		const { environment } = machine;
		const witnesses = readWitnesses(environment)?.witnesses;
		if (!witnesses) return [skipped('TROUPE_AUDIT_WITNESSES names no witnesses of the audit log.')];
		const rows = readRows<Failing>(query, machine);
		if (rows === undefined) return [skipped('The state of witnesses is in PostgreSQL: see the check "database".')];
		const found = describeFailing(rows, machine);
		return found.length > 0 ? found : [ok(`Witnesses of the audit log: ${witnesses.length}`)];
	},
};

/** The same for the database that machines share. */
export const judgeWitnesses = async (client: pg.Client, machine: Machine): Promise<Finding[]> =>
	describeFailing(await readSharedRows<Failing>(query, client), machine);

function describeFailing(rows: readonly Failing[], { environment, nowMs }: Machine): Finding[] {
	try {
		const keys = new Set(readWitnesses(environment)?.witnesses.map(({ key }) => formatVerifierKey(key)));
		return rows.filter(({ witness }) => keys.has(witness)).flatMap((row) => describe(row, nowMs));
	} catch (error) {
		if (!isTroupeError(error)) throw error;
		return [failBy(error)];
	}
}

function describe({ tenant, witness, state, reason, since }: Failing, nowMs: number): Finding[] {
	const name = witness.split('+')[0];
	const at = `${toMinute(Number(since))} UTC`;
	if (state === 'refused')
		return [
			fail(
				printable(
					`The witness ${name} has refused the audit log of the tenant ${tenant} since ${at}: it cosigned another one (${reason}).`,
				),
				'Keep a copy of the state, and run `troupe audit verify`: the log was changed, or an older backup was restored.',
			),
		];
	if (nowMs - Number(since) < lateAfterMs) return [];
	return [
		warn(
			printable(`The witness ${name} has not cosigned the audit log of the tenant ${tenant} since ${at}: ${reason}.`),
			printable('Look whether it works, and whether it lists the log: `troupe audit checkpoint --key` prints the key that it needs.'),
		),
	];
}
