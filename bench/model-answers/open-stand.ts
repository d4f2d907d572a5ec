import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentDefinition } from '../../core/agents/definition/agent-definition';
import type { AgentParts } from '../../core/agents/agent-parts';
import { composeAgent } from '../../providers/compose/agents/agent';
import type { Host } from '../../providers/compose/hosts/host';
import { startFakeServer } from '../../sandbox/fakes/fake-server';
import { openGate } from '../../test/fakes/permissive-gate';
import { startShopServer } from '../../sandbox/fakes/shop-server';
import { createScriptedModel, type ScriptedModel } from './scripted-model';
import type { WireFormat } from './wire-formats';

/** Agents of the examples that are asked here, besides those of `agents`. */
const examples = ['support', 'refund-clerk', 'front-desk'];

/** The agents of all cases, with one model that answers in one wire format, and what their tools call. */
export interface Stand {
	model: ScriptedModel;
	/** The instructions of all agents. */
	readonly prompts: string[];
	openAgent(id: string): Promise<AgentParts>;
	/** Returns what tools have done since the last call, and undoes it. */
	takeEffects(): Array<Record<string, unknown>>;
	close(): Promise<void>;
}

/** Opens it. */
export async function openStand(format: WireFormat): Promise<Stand> {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-answers-'));
	const prompts = new Map<string, string>();
	const findAgent = (system: string) => {
		for (const [id, prompt] of prompts) if (system.includes(prompt)) return id;
		throw new Error(`No agent has the instructions "${system.slice(0, 80)}".`);
	};
	const model = createScriptedModel(findAgent);
	const leads: Array<Record<string, unknown>> = [];
	const [server, shop, crm] = await Promise.all([
		format.start((chat) => answer(model, chat)),
		startShopServer(),
		startFakeServer(({ body }) => {
			leads.push(body as Record<string, unknown>);
			return { status: 201, headers: { 'content-type': 'application/json' }, body: '{"stored":true}' };
		}),
	]);
	copyAgents(folder, prompts, { ...format, shop: shop.url, crm: crm.url });
	const host: Host = {
		gate: openGate(),
		agentFolders: [folder],
		stateFolder: folder,
		allowPrivateNetworks: true,
		providers: format.settings(server.url),
		secrets: (name) => (name === 'SHOP_KEY' ? 'shop-key' : undefined),
	};
	const opened = new Map<string, Promise<AgentParts>>();
	const takeEffects = () => {
		const refunds = [...shop.orders.values()].flatMap(({ order, refunds: made }) =>
			made.splice(0).map(({ amount }) => ({ order, amount })),
		);
		return [...refunds, ...leads.splice(0)];
	};
	return {
		model,
		prompts: [...prompts.values()],
		openAgent: (id) => opened.get(id) ?? opened.set(id, composeAgent({ kind: 'id', id }, host)).get(id)!,
		takeEffects,
		close: async () => {
			await Promise.all([server.close(), shop.close(), crm.close()]);
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

/** A mistake in the samples must not look like a model that is down. */
function answer(model: ScriptedModel, chat: Parameters<ScriptedModel['respond']>[0]) {
	try {
		return model.respond(chat);
	} catch (error) {
		model.mistakes.push((error as Error).message);
		return { status: 500, body: {} };
	}
}

interface Addresses {
	name: string;
	model: string;
	shop: string;
	crm: string;
}

function copyAgents(folder: string, prompts: Map<string, string>, { name, model, shop, crm }: Addresses): void {
	const own = 'bench/model-answers/agents';
	const paths = [...examples.map((id) => `examples/${id}`), ...readdirSync(own).map((id) => join(own, id))];
	for (const path of paths) {
		const to = join(folder, path.split('/').at(-1)!);
		cpSync(path, to, { recursive: true });
		const file = join(to, 'agent.json');
		const text = readFileSync(file, 'utf8').replaceAll('http://127.0.0.1:8765', shop).replaceAll('http://127.0.0.1:8766', crm);
		const definition = JSON.parse(text) as AgentDefinition;
		const route = [{ provider: name, model, price: { input: 1, output: 1 } }];
		writeFileSync(file, JSON.stringify({ ...definition, model: { ...definition.model, route } }));
		prompts.set(definition.id, definition.prompt);
	}
}
