/** The example examples/refund-clerk with stand-ins for its shop and model, for tests of both engines. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Host } from '../../providers/compose/hosts/host';
import type { FakeReply, FakeServer } from '../../sandbox/fakes/fake-server';
import { openGate } from '../fakes/permissive-gate';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { type FakeShop, startShopServer } from '../../sandbox/fakes/shop-server';

const example = join(__dirname, '../../examples/refund-clerk');

export const refundProcess = { name: 'refund.bpmn', content: readFileSync(join(example, 'refund.bpmn'), 'utf8') };

export interface RefundClerk {
	host: Host;
	shop: FakeShop;
	model: FakeServer;
	close(): Promise<void>;
}

/** Opens the shop and the model, and an agent that calls them, with its own state folder. */
export async function openRefundClerk(): Promise<RefundClerk> {
	const [shop, model] = await Promise.all([startShopServer(), startOpenAiServer()]);
	const folder = mkdtempSync(join(tmpdir(), 'troupe-refund-'));
	const definition = readFileSync(join(example, 'agent.json'), 'utf8').replaceAll('http://127.0.0.1:8765', shop.url);
	writeFileSync(join(folder, 'refund-clerk.json'), definition);
	const host: Host = {
		gate: openGate(),
		agentFolders: [folder],
		providers: { openai: { apiKey: 'sk-fake', baseUrl: `${model.url}/v1` } },
		stateFolder: folder,
		allowPrivateNetworks: true,
		secrets: (name) => (name === 'SHOP_KEY' ? 'shop-key' : undefined),
	};
	const close = async () => {
		await Promise.all([shop.close(), model.close()]);
		rmSync(folder, { recursive: true, force: true });
	};
	return { host, shop, model, close };
}

/** The answers of a model that looks up an order, refunds it, and informs the customer. */
export const refunds = (order: string, amount: number, then: string): FakeReply[] => [
	{ text: '', calls: [{ name: 'get_order', input: { order } }] },
	{ text: '', calls: [{ name: 'refund_order', input: { order, amount, reason: 'It arrived broken.' } }] },
	{ text: then },
];
