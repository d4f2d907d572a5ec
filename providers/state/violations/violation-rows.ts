import type { ViolationRecord } from '../../../core/ports/guardrails/violations';
import type { MarkedRow } from '../../../core/base/sealed-rows';
import { lastTable, type ListTables } from '../sealed/sealed-list';
import type { StateConnection, StateSchema, Value } from '../../database/state-database';

export const violationSchema: StateSchema = {
	name: 'violations',
	what: 'The violations',
	version: 1,
	tables: {
		last_violation: { kept: 'record', nothing: 'id first mark' },
		violation: {
			kept: 'violation',
			whose: { pseudonym: 'conversation person' },
			stays: 'proof',
			pseudonym: 'conversation person',
			masked: 'matches',
			reference: 'run once',
			user: 'api_key',
			nothing:
				'id at agent host guardrail code stage action match_count tool argument agent_version agent_sha256 policy policy_version mark',
		},
	},
	schema: `
		${lastTable('last_violation')}
		CREATE TABLE IF NOT EXISTS violation (
			tenant TEXT NOT NULL,
			id INTEGER NOT NULL,
			at INTEGER NOT NULL,
			conversation TEXT,
			agent TEXT,
			host TEXT NOT NULL,
			guardrail TEXT NOT NULL,
			code TEXT NOT NULL,
			stage TEXT NOT NULL,
			action TEXT NOT NULL,
			matches TEXT NOT NULL,
			match_count INTEGER NOT NULL,
			once TEXT,
			tool TEXT,
			argument TEXT,
			run TEXT,
			agent_version TEXT,
			agent_sha256 TEXT,
			person TEXT,
			api_key TEXT,
			policy TEXT,
			policy_version TEXT,
			mark TEXT NOT NULL,
			PRIMARY KEY (tenant, id)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS violation_by_time ON violation (at);
		CREATE INDEX IF NOT EXISTS violation_by_conversation ON violation (tenant, conversation) WHERE conversation IS NOT NULL;
		CREATE INDEX IF NOT EXISTS violation_by_person ON violation (tenant, person) WHERE person IS NOT NULL;
		CREATE UNIQUE INDEX IF NOT EXISTS violation_once ON violation (tenant, once) WHERE once IS NOT NULL;
	`,
};

export const violationTables: ListTables = { name: 'violations', last: 'last_violation', rows: 'violation', number: 'id' };

const columns: Record<keyof Omit<ViolationRecord, 'id'>, string> = {
	at: 'at',
	conversation: 'conversation',
	person: 'person',
	key: 'api_key',
	run: 'run',
	host: 'host',
	agent: 'agent',
	agentVersion: 'agent_version',
	agentSha256: 'agent_sha256',
	policy: 'policy',
	policyVersion: 'policy_version',
	guardrail: 'guardrail',
	code: 'code',
	stage: 'stage',
	action: 'action',
	tool: 'tool',
	argument: 'argument',
	matches: 'matches',
	matchCount: 'match_count',
};
const fields = Object.keys(columns) as Array<keyof typeof columns>;
const selected = fields.map((field) => `${columns[field]} AS "${field}"`).join(', ');

export type NewRecord = Omit<ViolationRecord, 'id'> & { once?: string | null };

type StoredViolation = Omit<ViolationRecord, 'matches'> & { matches: string; once: string | null; mark: string };

export async function insertRow(connection: StateConnection, tenant: string, id: number, record: NewRecord, mark: string): Promise<void> {
	const names = ['tenant', 'id', ...Object.values(columns), 'once', 'mark'];
	await connection.run(
		`INSERT INTO violation (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
		tenant,
		id,
		...toValues(record),
		record.once ?? null,
		mark,
	);
}

const toValues = (row: NewRecord | StoredViolation): Value[] =>
	fields.map((field) => {
		const value = row[field];
		return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
	});

export const textOf = (tenant: string, id: number, row: NewRecord | StoredViolation): string =>
	JSON.stringify(['violation', tenant, id, ...toValues(row), row.once ?? null]);

export function readRows(connection: StateConnection, tenant: string, after: number, limit: number): Promise<StoredViolation[]> {
	return connection.all<StoredViolation>(
		`SELECT id, ${selected}, once, mark FROM violation WHERE tenant = ? AND id > ? ORDER BY id LIMIT ?`,
		tenant,
		after,
		limit,
	);
}

export async function readMarked(connection: StateConnection, tenant: string, after: number, limit: number): Promise<MarkedRow[]> {
	const rows = await readRows(connection, tenant, after, limit);
	return rows.map((row) => ({ id: row.id, mark: row.mark, text: textOf(tenant, row.id, row) }));
}

export const toRecord = ({ once: _once, mark: _mark, ...row }: StoredViolation): ViolationRecord => ({
	...row,
	matches: JSON.parse(row.matches) as ViolationRecord['matches'],
});
