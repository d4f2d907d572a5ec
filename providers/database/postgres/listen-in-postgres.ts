import type { Client } from 'pg';
import { TroupeError } from '../../../core/base/errors';
import { withoutPassword } from '../database-place';
import { connectApart, hasPooler } from './postgres-pool';

const retryMs = 1_000;

interface Listening {
	heard: (payload: string | undefined) => void;
	/** Called for each connection: earlier notifications can be lost. */
	connected: () => void;
	/** Called for a lost or failed connection, which is opened again. */
	failed?: (cause: unknown) => void;
}

/**
 * Listens to NOTIFY on a separate connection, and reconnects. Does not work behind a pooler. @param channel a plain SQL name @param name shown by the
 * server
 */
export function listenInPostgres(
	address: string,
	{ channel, name }: { channel: string; name: string },
	{ heard, connected, failed }: Listening,
): { reconnect(): void; close(): Promise<void> } {
	let stopped = false;
	let client: Client | undefined;
	let retry: NodeJS.Timeout | undefined;

	const connect = async (): Promise<void> => {
		let opened: Client | undefined;
		try {
			opened = await connectApart(address, name);
			if (stopped) return void (await close(opened));
			if (await hasPooler(opened)) {
				failed?.(withoutNotifications(address));
				return void (await close(opened));
			}
			const current = (client = opened);
			current.on('notification', ({ payload }) => heard(payload));
			current.on('end', () => reconnectLater(current, new Error('The connection ended')));
			await current.query(`listen ${channel}`);
			connected();
		} catch (cause) {
			reconnectLater(opened, cause);
		}
	};
	const reconnectLater = (broken: Client | undefined, cause: unknown): void => {
		if (stopped || client !== broken) return;
		client = undefined;
		if (broken) void close(broken);
		failed?.(cause);
		clearTimeout(retry);
		retry = setTimeout(() => void connect(), retryMs).unref();
	};
	void connect();
	return {
		reconnect: () => void (client && reconnectLater(client, new Error('The connection is silent'))),
		async close() {
			stopped = true;
			clearTimeout(retry);
			if (client) await close(client);
		},
	};
}

function withoutNotifications(address: string): TroupeError {
	return new TroupeError({
		code: 'NOT_SUPPORTED',
		message: `Notifications of PostgreSQL do not pass the pooler at ${withoutPassword(address)}: changes by other processes are found later.`,
		fix: 'Set TROUPE_REDIS_URL for wake-ups, or name the server itself instead of the pooler.',
	});
}

const close = (client: Client): Promise<void> => client.end().catch(() => undefined);
