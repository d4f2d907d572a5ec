import { faultReason, shortenMessage } from '../fault-reason';

export class Servers<Server extends { host: string }> {
	/** The last server that answered comes first. */
	#order: readonly Server[];

	constructor(servers: readonly Server[]) {
		this.#order = servers;
	}

	/**
	 * Connects to the first writable server. @throws as `connect` for a single server, and for a fault of all servers, such as a refused login;
	 * otherwise SQLSTATE 25006 if all are standbys, 08001 if one does not answer
	 */
	async connect<Connection>(connect: (server: Server) => Promise<Connection>): Promise<Connection> {
		const order = this.#order;
		const refusals: Array<{ isStandby: boolean; text: string }> = [];
		for (const server of order) {
			try {
				const connection = await connect(server);
				this.#order = [server, ...order.filter((other) => other !== server)];
				return connection;
			} catch (cause) {
				const kind = faultReason(cause)?.kind;
				if (order.length === 1 || (kind !== 'unreachable' && kind !== 'read-only')) throw cause;
				refusals.push({ isStandby: kind === 'read-only', text: `${server.host}: ${shortenMessage(cause)}` });
			}
		}
		const code = refusals.every(({ isStandby }) => isStandby) ? '25006' : '08001';
		throw Object.assign(new Error(`no server accepts changes (${refusals.map(({ text }) => text).join('; ')})`), { code });
	}
}
