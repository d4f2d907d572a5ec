import type { McpServer } from './mcp-server';
import { type Connection, openConnection } from './open-connection';
import { AnswerLost, isLost, isSessionGone } from './to-source-error';

/** A connection opened on first use, and reopened if lost, until `close`. */
export interface McpSession {
	/**
	 * Retries once if connection or session was lost and a retry is safe. @param canRepeat asked after a lost connection, with which the request may
	 * have arrived @throws errors of the SDK; AnswerLost
	 */
	ask<T>(signal: AbortSignal, canRepeat: () => boolean, work: (connection: Connection, signal: AbortSignal) => Promise<T>): Promise<T>;
	close(): Promise<void>;
}

export function createMcpSession(server: McpServer): McpSession {
	const life = new AbortController();
	let open: Promise<Connection> | undefined;

	const connect = (): Promise<Connection> => {
		if (open) return open;
		const opening = withOwnSignal(life.signal, (own) => openConnection(server, own));
		open = opening;
		opening.catch(() => forget(opening)); // the next one tries again
		return opening;
	};
	const forget = (held: Promise<Connection>) => {
		if (open === held) open = undefined;
	};

	return {
		async ask(signal, canRepeat, work) {
			for (let attempt = 1; ; attempt += 1) {
				const held = connect();
				const connection = await withOwnSignal(signal, () => held);
				try {
					return await withOwnSignal(signal, (own) => work(connection, own));
				} catch (error) {
					signal.throwIfAborted();
					const lost = connection.lost() || isLost(error) || error instanceof TypeError;
					if (!lost && !isSessionGone(error)) throw error;
					forget(held);
					await connection.close().catch(() => undefined);
					if (attempt > 1 || (lost && !canRepeat())) throw connection.lost() && !isLost(error) ? new AnswerLost(error) : error;
				}
			}
		},
		async close() {
			const held = open;
			open = undefined;
			life.abort(new Error('closed'));
			await held?.then((connection) => connection.close()).catch(() => undefined);
		},
	};
}

/**
 * Uses a signal that follows `signal` only during the work: the SDK never removes its listeners, and would cancel finished requests. Ends with the
 * signal, even if the work ignores it.
 */
async function withOwnSignal<T>(signal: AbortSignal, work: (own: AbortSignal) => Promise<T>): Promise<T> {
	signal.throwIfAborted();
	const own = new AbortController();
	const { promise: aborted, reject } = Promise.withResolvers<never>();
	const cancel = () => {
		own.abort('cancelled'); // the reason is sent to the server, so it must not be the run's
		reject(signal.reason as Error);
	};
	signal.addEventListener('abort', cancel, { once: true });
	try {
		return await Promise.race([work(own.signal), aborted]);
	} finally {
		signal.removeEventListener('abort', cancel);
	}
}
