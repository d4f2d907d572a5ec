import { connectApart } from './postgres-pool';

/** The server ends a transaction, and its lock, after a minute of silence, such as after a power loss. */
const silenceMs = 60_000;
const signEveryMs = 15_000;

/**
 * Takes an exclusive lock in an open transaction, which a pooler keeps on one connection. The server releases it when the connection ends. @returns a
 * function that releases it; undefined while another process holds it @throws as `pg` does
 */
export async function holdInPostgres(address: string, name: string, what: string): Promise<(() => Promise<void>) | undefined> {
	const client = await connectApart(address, name);
	const end = () => client.end().catch(() => undefined);
	try {
		await client.query('begin');
		// `transaction_timeout` exists since PostgreSQL 17.
		await client.query(
			`select set_config(name, case name when 'transaction_timeout' then '0' else $1 end, true)
			from pg_settings where name in ('transaction_timeout', 'idle_in_transaction_session_timeout')`,
			[String(silenceMs)],
		);
		const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as held', [
			`${name} ${what}`,
		]);
		if (rows[0]?.held !== true) {
			await client.query('rollback');
			await end();
			return undefined;
		}
	} catch (cause) {
		await end();
		throw cause;
	}
	// A broken connection holds nothing; its holder meets the next error.
	const sign = setInterval(() => void client.query('select 1').catch(() => undefined), signEveryMs).unref();
	return async () => {
		clearInterval(sign);
		// The server may detect the lost connection later.
		await client.query('rollback').catch(() => undefined);
		await end();
	};
}
