import type { Kernel } from '../flow/kernel';
import type { ForgettingEngine } from './find-mentions';
import { ownerVariables } from './person-names';

export const listOwners = (engine: ForgettingEngine): Promise<string[]> => engine.read(readOwners);

function readOwners({ database }: Kernel): string[] {
	const variables = ownerVariables.map((name) => `'${name}'`).join();
	const started = ownerVariables.map((name) => `SELECT variables ->> '$.${name}' FROM process_instance`);
	const rows = database.all<{ owner: unknown }>(
		[
			'SELECT correlation_key AS owner FROM process_instance',
			'SELECT correlation_key FROM message_subscription',
			`SELECT value ->> '$' FROM variable WHERE name IN (${variables})`,
			...started,
		].join(' UNION '),
	);
	return rows.flatMap(({ owner }) => (typeof owner === 'string' && owner !== '' ? [owner] : []));
}
