import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Order {
	order: string;
	articles: string[];
	total: number;
	delivered: boolean;
	refunds: Array<{ amount: number; reason: string }>;
}

export interface FakeShop {
	readonly url: string;
	readonly orders: Map<string, Order>;
	/** The `Idempotency-Key` of each requested refund, also a refused one. */
	readonly asked: Array<string | undefined>;
	close(): Promise<void>;
}

const order = (number: string, article: string, total: number): [string, Order] => [
	number,
	{ order: number, articles: [article], total, delivered: true, refunds: [] },
];

/** Requires the key, refunds at most the paid sum, and makes a refund with the same `Idempotency-Key` once. */
export async function startShopServer({ key = 'shop-key', port = 0 } = {}): Promise<FakeShop> {
	const orders = new Map([order('A-1001', 'Descaler, 3 bottles', 29.9), order('A-1002', 'Coffee grinder', 349.9)]);
	const asked: FakeShop['asked'] = [];
	const made = new Map<string, object>();
	const answer = (request: IncomingMessage, body: string): [status: number, body: object] => {
		if (request.headers.authorization !== `Bearer ${key}`) return [401, { error: 'The key is missing or invalid.' }];
		const [, number = '', refunds] = /^\/orders\/([^/]+)(\/refunds)?$/.exec(request.url ?? '') ?? [];
		const found = orders.get(number);
		if (!found) return [404, { error: `Order ${number} does not exist.` }];
		if (!refunds) return request.method === 'GET' ? [200, found] : [405, { error: 'Only GET.' }];
		if (request.method !== 'POST') return [405, { error: 'Only POST.' }];
		const once = request.headers['idempotency-key'] as string | undefined;
		asked.push(once);
		const before = once === undefined ? undefined : made.get(once);
		if (before) return [200, before];
		const refund = readRefund(body);
		const left = found.total - found.refunds.reduce((sum, { amount }) => sum + amount, 0);
		if (!refund || refund.amount > left) return [422, { error: `Expected {amount, reason}, and an amount of at most ${left}.` }];
		found.refunds.push(refund);
		const receipt = { order: number, refunded: refund.amount };
		if (once !== undefined) made.set(once, receipt);
		return [201, receipt];
	};
	const server = createServer((request, response) => {
		let body = '';
		request.setEncoding('utf8').on('data', (piece: string) => (body += piece));
		request.on('end', () => {
			const [status, json] = answer(request, body);
			response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
		});
	});
	await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, orders, asked, close: () => close(server) };
}

function readRefund(body: string): { amount: number; reason: string } | undefined {
	try {
		const { amount, reason } = JSON.parse(body) as Record<string, unknown>;
		return typeof amount === 'number' && amount > 0 && typeof reason === 'string' ? { amount, reason } : undefined;
	} catch {
		return undefined;
	}
}

async function close(server: Server): Promise<void> {
	server.closeAllConnections();
	await new Promise<void>((resolve) => server.close(() => resolve()));
}

// `node sandbox/fakes/shop-server.ts` keeps the example's shop open at the address that its agent calls.
if (process.argv[1]?.endsWith('shop-server.ts')) {
	void startShopServer({ port: 8765 }).then(({ url }) => process.stdout.write(`the shop is open at ${url}\n`));
}
