import { Kysely, sql, type Transaction } from 'kysely';
import { applyMigrations } from './apply-migrations';
import { OwnTenant } from './own-tenant';
import { PipelinedPostgres } from './postgres/pipelined-postgres';
import { usePool } from './postgres/shared-pool';
import { settingExpressions } from './postgres/transaction-settings';
import { Turns } from './turns';
import { takeWorkingRole } from './postgres/working-role';
import { guarded, type TenantDatabase, type TenantSchema } from './tenant-database';

interface TenantPostgres<Tables> extends TenantDatabase<Tables> {
	/** Applies all or nothing. @param turn changes with the same turn run one after the other; default: rows decide who waits */
	change<Result>(tenant: string, work: (connection: Transaction<Tables>) => Promise<Result>, turn?: string): Promise<Result>;
}

/**
 * @param address `postgres://…` @param name that of the store, and with `_` that of its working role
 * @throws TroupeError INPUT_INVALID, NOT_SUPPORTED for a database of a later version; and as the schema's `fault`
 */
export async function openTenantPostgres<Tables>(address: string, schema: TenantSchema, name: string): Promise<TenantPostgres<Tables>> {
	const { fault, tables } = schema;
	const { pool, kyselyPool, ...use } = usePool(address);
	const database = new Kysely<Tables>({ dialect: new PipelinedPostgres({ pool: kyselyPool }) });
	const close = async () => {
		await database.destroy();
		await use.release();
	};
	let role: string | undefined;
	const begin = (connection: Transaction<Tables>, tenant: string) =>
		sql`select ${sql.raw(settingExpressions({ tenant, role }))}`.execute(connection);
	// Changes wait for their turn in this process without a connection: otherwise many changes would leave none for readers and time out themselves.
	const turns = new Turns();
	const held = (connection: Transaction<Tables>, tenant: string) => connection.withPlugin(new OwnTenant(tenant, tables));
	try {
		await guarded(fault, async () => {
			await applyMigrations(database, schema.migrations('postgres'));
			role = await takeWorkingRole(pool, { role: name.replaceAll(' ', '_'), tables: [...tables.own, ...tables.common] });
		});
	} catch (error) {
		await close();
		throw error;
	}
	return {
		read: (tenant, work) =>
			guarded(fault, () =>
				database
					.transaction()
					.setIsolationLevel('repeatable read')
					.setAccessMode('read only')
					.execute(async (connection) => {
						return sentBefore(begin(connection, tenant), () => work(held(connection, tenant)));
					}),
			),
		change(tenant, work, turn) {
			const act = () =>
				database.transaction().execute((connection) => {
					// Each statement sees the result of the one before it.
					const sent = [begin(connection, tenant), ...(turn === undefined ? [] : [takeTurn(connection, turn)])];
					return sentBefore(Promise.all(sent), () => work(held(connection, tenant)));
				});
			return guarded(fault, () => (turn === undefined ? act() : turns.take(turn, act)));
		},
		whole: database,
		close,
	};
}

/** Works without waiting for what was sent before: where that fails, all after it fails. @throws the first fault */
async function sentBefore<Result>(sent: Promise<unknown>, work: () => Promise<Result>): Promise<Result> {
	const fault = sent.then(
		() => undefined,
		(cause: unknown) => ({ cause }),
	);
	try {
		return await work();
	} catch (cause) {
		throw (await fault)?.cause ?? cause;
	}
}

/** Until the transaction ends. */
export async function takeTurn<Tables>(connection: Transaction<Tables>, turn: string): Promise<void> {
	await sql`select pg_advisory_xact_lock(hashtextextended(${turn}, 0))`.execute(connection);
}
