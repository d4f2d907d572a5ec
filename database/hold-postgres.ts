import { connectApart } from './postgres-pool';

/** Detects a machine that lost power after one minute; until then its connection seems to be alive. */
const noticed = 'set tcp_keepalives_idle = 30; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3';

/**
 * Takes a lock on a separate connection, which one process at a time can hold. The server releases it when the connection ends,
 * however the process ends.
 * @returns a function that releases it; undefined while another process holds it @throws as `pg` does
 */
export async function holdInPostgres(address: string, name: string, what: string): Promise<(() => Promise<void>) | undefined> {
	const client = await connectApart(address, name);
	const end = () => client.end().catch(() => undefined);
	const letGo = async () => {
		// The server may detect the lost connection later; a broken connection holds nothing.
		await client.query('select pg_advisory_unlock_all()').catch(() => undefined);
		await end();
	};
	try {
		await client.query(noticed);
		const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock(hashtextextended($1, 0)) as held', [
			`${name} ${what}`,
		]);
		if (rows[0]?.held) return letGo;
	} catch (cause) {
		await end();
		throw cause;
	}
	await end();
	return undefined;
}
