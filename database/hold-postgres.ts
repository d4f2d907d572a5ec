import { connectApart } from './postgres-pool';

/** A machine that lost its power is noticed after a minute: until then its connection seems to be there. */
const noticed = 'set tcp_keepalives_idle = 30; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3';

/**
 * Something that one process at a time may do, held by a lock of a connection of its own: the server lets go of it when the connection ends,
 * however the process ends.
 * @returns what lets go of it; undefined while somebody else holds it @throws as `pg` does
 */
export async function holdInPostgres(address: string, name: string, what: string): Promise<(() => Promise<void>) | undefined> {
	const client = await connectApart(address, name);
	const end = () => client.end().catch(() => undefined);
	const letGo = async () => {
		// The server may notice later that the connection is gone; one that broke holds nothing.
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
