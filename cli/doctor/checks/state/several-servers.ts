import { shortenMessage } from '../../../../providers/database/fault-reason';
import { connectApart } from '../../../../providers/database/postgres/postgres-pool';
import { parseServerAddress } from '../../../../providers/database/postgres/server-address';
import { fail, ok, warn, type Finding } from '../../check';

/** Judges each server of an address that names several: one accepts changes, and the others are its standbys. */
export async function judgeSeveralServers(address: string): Promise<Finding[]> {
	const { servers } = parseServerAddress(address);
	if (servers.length === 1) return [];
	const states = await Promise.all(servers.map(async (server) => ({ ...server, ...(await readState(server.address)) })));
	const writable = states.filter(({ isWritable }) => isWritable).map(({ host }) => host);
	return [
		...states.flatMap(({ host, isWritable, why }) => {
			if (why !== undefined)
				return [warn(`The server ${host} does not answer: ${why}.`, 'Start it as a standby, or take it out of the address.')];
			return isWritable ? [] : [ok(`${host} is a standby.`)];
		}),
		...(writable.length > 1
			? [
					fail(
						`${writable.join(' and ')} accept changes at the same time: each process uses one of them, and their states differ more with every change.`,
						'Stop all but the one that is to stay, and bring the others back as its standbys: docs/operations/shared-state.md.',
					),
				]
			: []),
	];
}

async function readState(address: string): Promise<{ isWritable: boolean; why?: string }> {
	try {
		const client = await connectApart(address, 'troupe doctor');
		try {
			const { rows } = await client.query<{ fixed: boolean }>('select pg_is_in_recovery() as fixed');
			return { isWritable: !rows[0]!.fixed };
		} finally {
			await client.end();
		}
	} catch (error) {
		return { isWritable: false, why: shortenMessage(error) };
	}
}
