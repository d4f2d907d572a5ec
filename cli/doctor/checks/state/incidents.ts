import type pg from 'pg';
import { toMinute, toZonedMinute } from '../../../../core/base/iso-time';
import { defaultTenant } from '../../../../core/base/tenant';
import type { TenantRules } from '../../../../core/ports/tenants';
import { openIncidentCalendar } from '../../../../core/privacy/incident-times';
import { type IncidentCause, incidentRecipients, type IncidentRisk } from '../../../../core/base/privacy/incident-kinds';
import { findLaw } from '../../../../core/privacy/request-times';
import { findCountry } from '../../../../providers/compose/state/host-tenants';
import { printable } from '../../../terminal/terminal';
import { ok, skipped, warn, type Check, type Finding } from '../../check';
import { readRows, readSharedRows, type RowQuery, rulesQuery, type RulesRow } from './read-rows';

type Stored = number | string | null;

interface OpenRow {
	tenant: string;
	id: string;
	knownAt: number | string;
	risk: IncidentRisk;
	authorityAt: Stored;
	peopleAt: Stored;
}

const openQuery: RowQuery = {
	table: 'privacy_incident',
	sql: (prefix) =>
		`SELECT tenant, id, known_at AS "knownAt", risk, authority_at AS "authorityAt", people_at AS "peopleAt" FROM ${prefix}privacy_incident
		WHERE closed_at IS NULL ORDER BY known_at, id LIMIT 1000`,
};

interface SignRow {
	tenant: string;
	cause: IncidentCause;
	at: number | string;
}

/** An incident of the cause that was noted since, whatever came of it, says that somebody judged it. */
const signQuery: RowQuery = {
	table: 'incident_sign',
	sql: (prefix) =>
		`SELECT tenant, cause, max(at) AS at FROM ${prefix}incident_sign WHERE NOT EXISTS (SELECT 1 FROM ${prefix}privacy_incident
		WHERE privacy_incident.tenant = incident_sign.tenant AND privacy_incident.cause = incident_sign.cause AND noted_at >= incident_sign.at)
		GROUP BY tenant, cause ORDER BY 3, tenant LIMIT 1000`,
};

interface Rows {
	open: readonly OpenRow[];
	signs: readonly SignRow[];
	rules: readonly RulesRow[];
}

const maxNamed = 20;

export const incidentsCheck: Check = {
	id: 'incidents',
	looksAt: 'incidents of which the authority or the people have to be told; what was noticed and can be one, and nobody judged',
	async look(machine) {
		const open = readRows<OpenRow>(openQuery, machine);
		if (open === undefined) return [skipped('Incidents are in PostgreSQL: see the check "database".')];
		const rows = { open, signs: readRows<SignRow>(signQuery, machine) ?? [], rules: readRows<RulesRow>(rulesQuery, machine) ?? [] };
		const found = await describe(rows, machine.nowMs);
		return found.length === 0 ? [ok('Nobody has to be told of an incident.')] : found;
	},
};

/** The same for the database that machines share. */
export const judgeIncidents = async (client: pg.Client, nowMs: number): Promise<Finding[]> =>
	describe(
		{
			open: await readSharedRows<OpenRow>(openQuery, client),
			signs: await readSharedRows<SignRow>(signQuery, client),
			rules: await readSharedRows<RulesRow>(rulesQuery, client),
		},
		nowMs,
	);

async function describe({ open, signs, rules }: Rows, nowMs: number): Promise<Finding[]> {
	const rulesOf = new Map(rules.map((row) => [row.tenant, JSON.parse(row.rules) as TenantRules]));
	const findings: Finding[] = [];
	for (const { tenant, id, risk, ...row } of open) {
		const { timeZone = 'UTC', ...others } = rulesOf.get(tenant) ?? {};
		const law = findLaw(findCountry(others));
		const time = (stored: Stored) => (stored === null ? null : Number(stored));
		const times = (await openIncidentCalendar(law, timeZone, nowMs)).describe({
			...{ risk, knownAt: Number(row.knownAt), authorityAt: time(row.authorityAt), peopleAt: time(row.peopleAt) },
		});
		for (const to of incidentRecipients) {
			const { state, dueAt, dueOn, isLate } = times[to];
			if (state !== 'open') continue;
			const until = dueAt === null || law === 'lgpd' ? dueOn : `${toZonedMinute(dueAt, timeZone)} (${timeZone})`;
			const due = until === null ? 'without undue delay' : `until ${until}`;
			const verb = isLate ? 'had' : to === 'people' ? 'have' : 'has';
			findings.push(
				warn(
					printable(`The ${to} ${verb} to be told of the incident ${id} of the tenant ${tenant} ${due}.`),
					`Tell them, and note it: \`troupe privacy incidents notify ${id} --to ${to}${of(tenant)}\`.`,
				),
			);
		}
	}
	const named = [...findings, ...signs.map(describeSign)];
	const more = named.length - maxNamed;
	return more <= 0
		? named
		: [...named.slice(0, maxNamed), warn(`${more} more are due or not judged.`, 'List incidents: `troupe privacy incidents`.')];
}

const of = (tenant: string): string => (tenant === defaultTenant ? '' : ` --tenant ${tenant}`);

const signs: Record<IncidentCause, string> = {
	'master-key-leaked': 'The master key was replaced because others may have had it',
	'audit-log-changed': 'A verification found that the audit log was changed',
	'audit-log-split': 'A witness refused the audit log, because it cosigned another one',
};

function describeSign({ tenant, cause, at }: SignRow): Finding {
	const known = new Date(Number(at)).toISOString();
	return warn(
		printable(`${signs[cause]}, on ${toMinute(Number(at))} UTC (tenant ${tenant}): it can be an incident with personal data.`),
		`Judge it, and note it also where nobody is at risk: \`troupe privacy incidents add --cause ${cause} --known ${known} --risk RISK --text WHY --nature TEXT${of(tenant)}\`.`,
	);
}
