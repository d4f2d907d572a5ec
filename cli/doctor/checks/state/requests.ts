import type pg from 'pg';
import { dayMs } from '../../../../core/base/privacy/kept-classes';
import { defaultTenant } from '../../../../core/base/tenant';
import { answeredKinds, type ContactRequest } from '../../../../core/ports/channels/contact-rights';
import type { TenantRules } from '../../../../core/ports/tenants';
import { findLaw, openRequestCalendar } from '../../../../core/privacy/request-times';
import { findCountry } from '../../../../providers/compose/state/host-tenants';
import { printable } from '../../../terminal/terminal';
import { ok, skipped, warn, type Check, type Finding } from '../../check';
import { readRows, readSharedRows, type RowQuery, rulesQuery, type RulesRow } from './read-rows';

interface WaitingRow extends Pick<ContactRequest, 'protocol' | 'kind'> {
	tenant: string;
	at: number | string;
	due: number | string | null;
}

const query: RowQuery = {
	table: 'contact_request',
	sql: (prefix) =>
		`SELECT tenant, protocol, kind, at, due_at AS due FROM ${prefix}contact_request
		WHERE settled_at IS NULL AND kind IN (${answeredKinds.map((kind) => `'${kind}'`).join(', ')}) ORDER BY at, protocol LIMIT 1000`,
};

/** As the service warns. */
const warnedDays = 3;
const maxNamed = 20;

export const requestsCheck: Check = {
	id: 'requests',
	looksAt: 'requests of people about their data without an answer, whose last day is near or has passed',
	async look(machine) {
		const waiting = readRows<WaitingRow>(query, machine);
		if (waiting === undefined) return [skipped('Requests about data are in PostgreSQL: see the check "database".')];
		const found = await describeDue(waiting, readRows<RulesRow>(rulesQuery, machine) ?? [], machine.nowMs);
		return found.length === 0 ? [ok('No request about data is due.')] : found;
	},
};

/** The same for the database that machines share. */
export const judgeRequests = async (client: pg.Client, nowMs: number): Promise<Finding[]> =>
	describeDue(await readSharedRows<WaitingRow>(query, client), await readSharedRows<RulesRow>(rulesQuery, client), nowMs);

async function describeDue(waiting: readonly WaitingRow[], rules: readonly RulesRow[], nowMs: number): Promise<Finding[]> {
	const rulesOf = new Map(rules.map((row) => [row.tenant, JSON.parse(row.rules) as TenantRules]));
	const findings: Finding[] = [];
	for (const { tenant, protocol, kind, at, due } of waiting) {
		const { timeZone = 'UTC', ...others } = rulesOf.get(tenant) ?? {};
		const calendar = await openRequestCalendar(findLaw(findCountry(others)), timeZone, nowMs);
		const times = calendar.describe({
			kind,
			at: Number(at),
			dueAt: due === null ? null : Number(due),
			settledAt: null,
			extendedAt: null,
			isRefused: false,
		});
		if (times.dueAt === null || times.dueAt - warnedDays * dayMs > nowMs) continue;
		const of = tenant === defaultTenant ? '' : ` --tenant ${tenant}`;
		const state = times.isLate ? 'had its last day on' : 'has its last day on';
		findings.push(
			warn(
				printable(`The request ${protocol} (${kind}) of the tenant ${tenant} ${state} ${times.dueOn}.`),
				`Answer it, or refuse it with the reason: \`troupe privacy requests show ${protocol}${of}\`.`,
			),
		);
	}
	const more = findings.length - maxNamed;
	return more <= 0
		? findings
		: [...findings.slice(0, maxNamed), warn(`${more} more requests about data are due.`, 'List them: `troupe privacy requests`.')];
}
