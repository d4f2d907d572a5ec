/** The example examples/order-desk with stand-ins for its shop and model, for tests of both engines. */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Resource } from '../../engine-adapter/engine/deployments';
import type { Host } from '../../providers/compose/hosts/host';
import { toolsFromEnvironment } from '../../providers/compose/settings/tools-from-environment';
import type { FakeReply, FakeServer } from '../../sandbox/fakes/fake-server';
import { openGate } from '../fakes/permissive-gate';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { type FakeShop, startShopServer } from '../../sandbox/fakes/shop-server';

const example = join(__dirname, '../../examples/order-desk');
const read = (name: string) => ({ name, content: readFileSync(join(example, name), 'utf8') });

export interface OrderDesk {
	host: Host;
	/** The process, whose requests go to the shop, and its decision table. */
	resources: Resource[];
	shop: FakeShop;
	model: FakeServer;
	close(): Promise<void>;
}

/** Opens the shop and the model, and the agent with its own state folder. */
export async function openOrderDesk(): Promise<OrderDesk> {
	const [shop, model] = await Promise.all([startShopServer(), startOpenAiServer()]);
	const folder = mkdtempSync(join(tmpdir(), 'troupe-order-desk-'));
	cpSync(join(example, 'agent.json'), join(folder, 'order-desk.json'));
	const { name, content } = read('order-desk.bpmn');
	return {
		host: {
			gate: openGate(),
			agentFolders: [folder],
			providers: { openai: { apiKey: 'sk-fake', baseUrl: `${model.url}/v1` } },
			stateFolder: folder,
			...toolsFromEnvironment({
				TROUPE_ALLOW_PRIVATE_NETWORKS: 'true',
				TROUPE_TOOL_SECRET_SHOP_KEY: 'shop-key',
				TROUPE_TOOL_SECRET_SHOP_KEY_SERVERS: '127.0.0.1',
			}),
		},
		resources: [{ name, content: content.replaceAll('http://127.0.0.1:8765', shop.url) }, read('voucher.dmn')],
		shop,
		model,
		close: async () => {
			await Promise.all([shop.close(), model.close()]);
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

/** A reply of a model that calls these tools at once. */
export const callsOf = (...calls: Array<[name: string, input: object]>): FakeReply => ({
	text: '',
	calls: calls.map(([name, input]) => ({ name, input })),
});

/** What the model was told of the results of its last calls. */
export function readResults({ calls }: FakeServer): string[] {
	const { messages } = calls.at(-1)!.body as { messages: Array<{ role: string; content: string }> };
	const asked = messages.findLastIndex(({ role }) => role === 'assistant');
	return messages.slice(asked + 1).map(({ content }) => content);
}
