import pg from 'pg';
import { listTenantTables } from '../../../../core/base/privacy/personal-data';
import { knowledgeMigrations } from '../../../../providers/knowledge/database/migrations';
import { memoryMigrations } from '../../../../providers/memory/memory-tables';
import { fail, ok, type Finding } from '../../check';
import { stateSchemaName } from '../../../../providers/database/state-database';
import { stateSubjects } from '../../../../providers/state/subjects';

interface FoundSchema {
	name: string;
	version: number;
	known?: number;
}

const newer = 'Run the version of Troupe that wrote it, or a later one. The data is intact.';

/** Judges the versions of stores, and whether row-level security limits each table to its tenant. */
export async function judgeSchemas(client: pg.Client, where: string): Promise<Finding[]> {
	const schemas = [...(await readStateSchemas(client)), ...(await readMigrations(client))];
	const later = schemas.filter(({ version, known }) => known !== undefined && version > known);
	const open = await listOpenTables(client);
	return [
		...later.map(({ name, version, known }) =>
			fail(`A later version of Troupe wrote the schema ${name} at ${where} (${version}; this one knows ${known}).`, newer),
		),
		...(open.length === 0
			? []
			: [
					fail(
						`Row-level security is off for ${open.join(', ')} at ${where}: one tenant could see the rows of another.`,
						'Run `alter table … enable row level security` and `… force row level security` for each of them. Restore schemas with their policies.',
					),
				]),
		...(later.length + open.length > 0 || schemas.length === 0
			? []
			: [ok(`Schemas that this version knows: ${schemas.map(({ name }) => name).join(', ')}`)]),
	];
}

/** The subjects of the state store. None where the role cannot read its schema. */
async function readStateSchemas(client: pg.Client): Promise<FoundSchema[]> {
	const { rows } = await client.query<{ isReadable: boolean | null }>(
		`select has_schema_privilege(to_regnamespace($1), 'usage') and to_regclass($1 || '.schema_version') is not null as "isReadable"`,
		[stateSchemaName],
	);
	if (rows[0]!.isReadable !== true) return [];
	const { rows: found } = await client.query<{ subject: string; version: number }>(
		`select subject, version from ${stateSchemaName}.schema_version order by subject`,
	);
	return found.map(({ subject, version }) => {
		const known = stateSubjects.find(({ name }) => name === subject)?.version;
		return { name: `${stateSchemaName} (${subject})`, version, known };
	});
}

export async function judgeRights(client: pg.Client, where: string): Promise<Finding[]> {
	const { rows } = await client.query<{ isRefused: boolean }>(
		`select to_regnamespace($1) is null and not has_database_privilege(current_database(), 'create') as "isRefused"`,
		[stateSchemaName],
	);
	const refused = fail(
		`The role is not allowed to create the schema ${stateSchemaName} at ${where}, which does not exist yet.`,
		'Let the role own the database, or run `grant create on database … to …` as an administrator.',
	);
	return [...(rows[0]!.isRefused ? [refused] : []), ...(await judgeTableRights(client, where))];
}

/** Memory and knowledge are in tables of the schema that the address selects. Since PostgreSQL 15, only its owner creates tables in `public`. */
async function judgeTableRights(client: pg.Client, where: string): Promise<Finding[]> {
	const { rows } = await client.query<{ schema: string | null }>(
		`select current_schema() as schema from unnest($1::text[]) as name
		where to_regclass(name) is null and not coalesce(has_schema_privilege(current_schema(), 'create'), false)`,
		[[knowledgeMigrations('postgres').table, memoryMigrations('postgres').table]],
	);
	if (rows.length === 0) return [];
	const schema = rows[0]!.schema ?? 'public';
	return [
		fail(
			`The role is not allowed to create the tables of memory and knowledge in the schema ${schema} at ${where}.`,
			`Let the role own the database, or run \`grant usage, create on schema ${schema} to …\` as an administrator.`,
		),
	];
}

/** Stores that record the name of each migration. */
async function readMigrations(client: pg.Client): Promise<FoundSchema[]> {
	const schemas: FoundSchema[] = [];
	for (const { table, all } of [knowledgeMigrations('postgres'), memoryMigrations('postgres')]) {
		const { rows } = await client.query<{ exists: boolean }>('select to_regclass($1) is not null as exists', [table]);
		if (!rows[0]!.exists) continue;
		const { rowCount } = await client.query(`select from ${pg.escapeIdentifier(table)}`);
		schemas.push({ name: table.replace('_migration', ''), version: rowCount ?? 0, known: Object.keys(all).length });
	}
	return schemas;
}

/** Tables with rows of tenants whose row-level security is off. Some are shared by all tenants by design, such as the counters of budgets. */
async function listOpenTables(client: pg.Client): Promise<string[]> {
	const { rows } = await client.query<{ name: string }>(`
		select class.oid::regclass::text as name
		from pg_class class
		join pg_namespace space on space.oid = class.relnamespace
		join pg_attribute attribute on attribute.attrelid = class.oid and attribute.attname = 'tenant' and not attribute.attisdropped
		where class.relkind = 'r' and space.nspname = '${stateSchemaName}' and not (class.relrowsecurity and class.relforcerowsecurity)
		order by name`);
	const secured = stateSubjects.flatMap(({ tables }) => listTenantTables(tables).map((table) => `${stateSchemaName}.${table}`));
	return rows.map(({ name }) => name).filter((name) => secured.includes(name));
}
