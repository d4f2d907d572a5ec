import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentParts } from '../../core/agents/agent-parts';
import { composeAgent } from '../../providers/compose/agents/agent';
import type { Host } from '../../providers/compose/hosts/host';
import { type FakeCall, rawAnswer, startFakeServer } from '../../sandbox/fakes/fake-server';
import { openGate } from '../../test/fakes/permissive-gate';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { type DojoCall, type DojoProcess, startDojoProcess } from './dojo-process';
import type { ObedientModel } from './obedient-model';
import { type DojoAgent, modelName, writeAgent } from './write-agent';

/** Plays one case after another: AgentDojo's data behind HTTP, the model behind OpenAI's API, and agents of the product. */
export interface Stand {
	readonly dojo: DojoProcess;
	openAgent(agent: DojoAgent): Promise<AgentParts>;
	/** Sets the model of the next case, of which nothing was called yet. */
	setModel(model: ObedientModel): void;
	/** The calls of the case that reached the tools. */
	readCalls(): readonly DojoCall[];
	close(): Promise<void>;
}

export async function openStand(): Promise<Stand> {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-dojo-'));
	const agents = join(folder, 'agents');
	mkdirSync(agents);
	const dojo = await startDojoProcess();
	let model: ObedientModel | undefined;
	const made: DojoCall[] = [];
	const faults: Error[] = [];
	const serveTool = async (call: FakeCall) => {
		try {
			return rawAnswer(await callTool(dojo, call, made));
		} catch (error) {
			faults.push(error as Error);
			return rawAnswer({ status: 500, body: '' });
		}
	};
	const [tools, models] = await Promise.all([
		startFakeServer(serveTool),
		startOpenAiServer({ models: [modelName], respond: (chat) => model!.respond(chat) }),
	]);
	const host: Host = {
		gate: openGate(),
		agentFolders: [agents],
		stateFolder: join(folder, 'state'),
		allowPrivateNetworks: true,
		providers: { openai: { apiKey: 'sk-fake', baseUrl: `${models.url}/v1` } },
	};
	const opened = new Map<DojoAgent, Promise<AgentParts>>();
	const open = (agent: DojoAgent, id: string) => {
		writeAgent(agents, id, agent, tools.url);
		return composeAgent({ kind: 'id', id }, host);
	};
	return {
		dojo,
		openAgent: (agent) => opened.get(agent) ?? opened.set(agent, open(agent, `dojo-${opened.size}`)).get(agent)!,
		setModel: (next) => {
			model = next;
			// Otherwise recorded requests would accumulate.
			for (const calls of [tools.calls, models.calls, made]) calls.splice(0);
		},
		readCalls: () => {
			// A mistake of the harness must not look like a tool that failed.
			if (faults[0]) throw faults[0];
			return made;
		},
		close: async () => {
			dojo.close();
			await Promise.all([tools.close(), models.close()]);
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

async function callTool(dojo: DojoProcess, { path, body }: FakeCall, made: DojoCall[]) {
	// A call without arguments has no body.
	const call = { tool: path.slice(1), arguments: (body || {}) as DojoCall['arguments'] };
	made.push(call);
	const { text, error } = await dojo.call(call);
	return { status: error ? 422 : 200, headers: { 'content-type': 'text/plain' }, body: error ?? text };
}
