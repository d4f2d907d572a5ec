/**
 * The seal of the audit. Entries of an outcome have numbers without gaps, and each has a mark over its number and content. A mark over the head's
 * numbers shows what was removed at the ends. Refusals have numbers of their own, because the oldest of them leave.
 */
import { type CheckedRecords, checkNumbered, type Mark, maxFaults } from '../../../core/base/sealed-rows';
import type { AuditRow, Connection, Database, TenantRow } from '../store/tables';

type Numbers = Pick<TenantRow, 'last_audit' | 'last_done' | 'first_refused' | 'last_refused'>;

/** Replaces the mark of a head that was changed in the database. No key makes this mark, so that the check reports the head from then on. */
const broken = 'broken';
const pageSize = 1000;

/** The head of a tenant without a change. */
export const noHead: TenantRow = {
	...{ last_event: 0, last_audit: 0, last_done: 0, first_refused: 1, last_refused: 0, audit_mark: '', last_sequence: 0 },
	...{ policy: '{}', demands: '{}' },
};

/** Returns whether the head is as the registry wrote it. Call it before a change: a new tenant has neither a head nor a manifest. */
export async function isHeadWhole(
	connection: Database | Connection,
	head: Numbers & { audit_mark: string },
	tenant: string,
	mark: Mark,
): Promise<boolean> {
	if (head.audit_mark !== '' || head.last_audit > 0) return head.audit_mark === (await mark(textOfHead(tenant, head)));
	return !(await hasBegun(connection));
}

/** Returns the mark of the head, once its entries are numbered. */
export const markHead = async (head: TenantRow, tenant: string, mark: Mark, isWhole: boolean): Promise<string> =>
	isWhole ? mark(textOfHead(tenant, head)) : broken;

/** Numbers an entry and marks it. */
export async function sealLine(
	line: Omit<AuditRow, 'id' | 'number' | 'mark'>,
	head: TenantRow,
	tenant: string,
	mark: Mark,
): Promise<AuditRow> {
	const number = line.outcome === 'done' ? ++head.last_done : ++head.last_refused;
	const row = { id: ++head.last_audit, number, ...line };
	return { ...row, mark: await mark(textOfRow(tenant, row)) };
}

/** Checks that the audit of a tenant is as the registry wrote it, in one state of the database. */
export async function checkAudit(connection: Database | Connection, tenant: string, mark: Mark): Promise<CheckedRecords> {
	const head = (await connection.selectFrom('tenants').selectAll().executeTakeFirst()) ?? noHead;
	const isWhole = await isHeadWhole(connection, head, tenant, mark);
	const { last_done, first_refused, last_refused } = head;
	const done = await checkOutcome(connection, { tenant, outcome: 'done', first: 1, last: last_done }, mark);
	const refused = await checkOutcome(connection, { tenant, outcome: 'refused', first: first_refused, last: last_refused }, mark);
	const faults = [...(isWhole ? [] : [{ tenant, id: 'numbers', problem: 'changed' as const }]), ...done.faults, ...refused.faults];
	return { records: done.records + refused.records, faults: faults.slice(0, maxFaults) };
}

/** A tenant that has a manifest or a snapshot had a head too. */
async function hasBegun(connection: Database | Connection): Promise<boolean> {
	const snapshot = await connection.selectFrom('snapshots').select('version').executeTakeFirst();
	return (snapshot ?? (await connection.selectFrom('manifests').select('sha256').executeTakeFirst())) !== undefined;
}

async function checkOutcome(
	connection: Database | Connection,
	{ outcome, ...ends }: { tenant: string; outcome: AuditRow['outcome']; first: number; last: number },
	mark: Mark,
): Promise<CheckedRecords> {
	const { records, faults } = await checkNumbered(ends, (after) => readPage(connection, ends.tenant, outcome, after), mark);
	return { records, faults: faults.map((fault) => ({ ...fault, id: `${outcome} ${fault.id}` })) };
}

async function readPage(connection: Database | Connection, tenant: string, outcome: AuditRow['outcome'], after: number) {
	const rows = await connection
		.selectFrom('audit')
		.selectAll()
		.where('outcome', '=', outcome)
		.where('number', '>', after)
		.orderBy('number')
		.limit(pageSize)
		.execute();
	return rows.map((row) => ({ id: row.number, mark: row.mark, text: textOfRow(tenant, row) }));
}

const textOfHead = (tenant: string, { last_audit, last_done, first_refused, last_refused }: Numbers): string =>
	JSON.stringify(['registry audit numbers', tenant, last_audit, last_done, first_refused, last_refused]);

const textOfRow = (tenant: string, { id, number, at, subject, action, outcome, object, details }: Omit<AuditRow, 'mark'>): string =>
	JSON.stringify(['registry audit', tenant, id, number, at, subject, action, outcome, object, details]);
