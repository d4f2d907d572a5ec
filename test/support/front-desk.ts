/** The example examples/front-desk with stand-ins for the shop and the model of its three agents. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentDefinition } from '../../core/agents/definition/agent-definition';
import type { ApprovalTerms } from '../../core/tools/definition/rules';
import type { Host } from '../../providers/compose/hosts/host';
import { answerFromConversation, type FakeResponder } from '../../sandbox/fakes/answer-from-conversation';
import type { FakeServer } from '../../sandbox/fakes/fake-server';
import { openGate } from '../fakes/permissive-gate';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { type FakeShop, startShopServer } from '../../sandbox/fakes/shop-server';

const examples = join(__dirname, '../../examples');

export const frontDeskProcess = { name: 'front-desk.bpmn', content: readFileSync(join(examples, 'front-desk/front-desk.bpmn'), 'utf8') };

export const frontDeskMessage =
	'My grinder A-1002 arrived broken, I want my money back. And how long is the warranty of the coffee machine? Write to ana@example.com.';

/** What the model says for each agent, by its prompt and how far it is. */
export const respondAsTeam: FakeResponder = (chat) => {
	const [system = { content: '' }] = chat.messages;
	const results = chat.messages.filter(({ role }) => role === 'tool').length;
	if (system.content.startsWith('You are the front desk')) return respondAsDesk(results);
	if (!system.content.startsWith('You handle refunds')) return answerFromConversation(chat);
	if (results === 0) return { text: '', calls: [{ name: 'get_order', input: { order: 'A-1002' } }] };
	const amount = 349.9;
	if (results === 1)
		return { text: '', calls: [{ name: 'refund_order', input: { order: 'A-1002', amount, reason: 'It arrived broken.' } }] };
	const isRefunded = !chat.messages.at(-1)!.content.includes('declined');
	return { text: isRefunded ? 'Order A-1002: 349.90 are on their way.' : 'The refund of A-1002 was not granted.' };
};

function respondAsDesk(results: number) {
	const calls = [
		{ name: 'support', input: { task: 'How long is the warranty on a coffee machine?' } },
		{ name: 'refund_clerk', input: { task: 'The grinder of order A-1002 arrived broken. Refund it.' } },
	];
	return results === 0 ? { text: '', calls } : { text: 'The warranty lasts 24 months. About your grinder A-1002: it is settled.' };
}

export interface FrontDesk {
	host: Host;
	shop: FakeShop;
	model: FakeServer;
	close(): Promise<void>;
}

/** The port in the definition of the refund clerk. */
export const shopPort = 8765;

/** Differences from the example. */
export interface FrontDeskChanges {
	/** Terms of the approvals of the refund clerk. */
	approval?: ApprovalTerms;
	/** Limits of the front desk. */
	limits?: Partial<AgentDefinition['limits']>;
}

/**
 * Opens the shop and the model, and the three agents, with their own state folder.
 * @param port of the shop; with another one than `shopPort`, the definition is changed to it
 */
export async function openFrontDesk(port = 0, { approval, limits }: FrontDeskChanges = {}): Promise<FrontDesk> {
	const [shop, model] = await Promise.all([startShopServer({ port }), startOpenAiServer({ respond: respondAsTeam })]);
	const folder = mkdtempSync(join(tmpdir(), 'troupe-team-'));
	for (const id of ['front-desk', 'support', 'refund-clerk']) {
		cpSync(join(examples, id), join(folder, id), { recursive: true });
		const path = join(folder, id, 'agent.json');
		const text = readFileSync(path, 'utf8').replaceAll(`http://127.0.0.1:${shopPort}`, shop.url);
		const definition = JSON.parse(text) as AgentDefinition;
		// The order is read before the refund, and silence decides after a result only where the rule says so.
		const rules = definition.tools?.rules?.map((rule) => ({ ...rule, afterResults: true }));
		if (approval && id === 'refund-clerk') definition.tools = { ...definition.tools, rules, approval };
		if (limits && id === 'front-desk') definition.limits = { ...definition.limits, ...limits };
		writeFileSync(path, approval || limits ? JSON.stringify(definition) : text);
	}
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
