import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A model that is asked and never answers. */
export interface SilentModel {
	baseUrl: string;
	/** Ends with the first question. */
	asked: Promise<void>;
	close(): void;
}

export async function startSilentModel(): Promise<SilentModel> {
	const asked = Promise.withResolvers<void>();
	const server = createServer(() => asked.resolve());
	await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
	server.unref(); // a test that fails before it closes this one ends all the same
	return {
		baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
		asked: asked.promise,
		close: () => {
			server.closeAllConnections();
			server.close();
		},
	};
}
