import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A model that never answers. */
export interface SilentModel {
	baseUrl: string;
	/** Resolves at the first request. */
	firstRequest: Promise<void>;
	close(): void;
}

export async function startSilentModel(): Promise<SilentModel> {
	const firstRequest = Promise.withResolvers<void>();
	const server = createServer(() => firstRequest.resolve());
	await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
	server.unref(); // A test that fails before it closes this server can still end.
	return {
		baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
		firstRequest: firstRequest.promise,
		close: () => {
			server.closeAllConnections();
			server.close();
		},
	};
}
