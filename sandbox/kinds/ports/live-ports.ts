import type { AgentParts } from '../../../core/agents/agent-parts';
import { TroupeError } from '../../../core/base/errors';
import { pause } from '../../../core/base/async/pause';
import { describeTool } from '../../../core/evaluation/traffic/carry';
import type { Asked, BeyondModel, BeyondTool, BeyondTools } from '../../../core/evaluation/traffic/traffic';
import type { ChatModel } from '../../../core/ports/models/models';
import type { Tool } from '../../../core/ports/tools/tools';
import { composeAgent } from '../../../providers/compose/agents/agent';
import type { Host } from '../../../providers/compose/hosts/host';
import { requireRegion } from '../../../providers/compose/settings/residency';
import { officialServers } from '../../../providers/models/official-servers';
import { openProvider } from '../../../providers/models/open-provider';
import { splitModelName } from '../../../providers/models/split-model-name';
import type { AgentReference } from '../../../providers/compose/agents/agent-reference';

/**
 * Asks models and tools for a sandboxed run with the host's keys and secrets. The run's rules decide each HTTP request. Nothing of production is
 * reached: no collection, state, program or stored credential.
 */
export class LivePorts {
	readonly #host: Host;
	readonly #named: ReadonlyMap<string, AgentReference>;
	readonly #opened = new Map<string, Promise<AgentParts>>();

	/** @param named agents not found by id @param outside decides about requests, and answers them */
	constructor(host: Host, outside: typeof fetch, named: ReadonlyMap<string, AgentReference> = new Map()) {
		this.#host = toLiveHost(host, outside);
		this.#named = named;
	}

	/** @throws TroupeError of the model or the tool; MODEL_… and TOOL_… where a rule refused its requests */
	ask({ kind, name, beyond }: Asked, signal: AbortSignal): Promise<unknown> {
		switch (kind) {
			case 'model':
				return this.#askModel(name, beyond as BeyondModel, signal);
			case 'tool':
				return this.#callTool(name, beyond as BeyondTool, signal);
			case 'tools':
				return this.#listTools(name, beyond as BeyondTools, signal);
			default:
				return Promise.reject(notReached(`the collection of ${name}`));
		}
	}

	async close(): Promise<void> {
		const opened = await Promise.allSettled(this.#opened.values());
		const sources = opened.flatMap((one) => (one.status === 'fulfilled' ? (one.value.toolSources ?? []) : []));
		await Promise.allSettled(sources.map((source) => source.close()));
	}

	async #askModel(name: string, request: BeyondModel, signal: AbortSignal): Promise<unknown> {
		const { provider, model } = splitModelName(name);
		const settings = this.#host.providers[provider];
		if (!settings) throw notReached(`the provider ${provider}, which is not configured`);
		await requireRegion(`The server of the models of ${provider}`, settings.baseUrl ?? officialServers[provider], this.#host);
		return (await openProvider(provider, settings, this.#host)).chat(model).generate(request, signal);
	}

	async #callTool(name: string, { agent, arguments: input, context }: BeyondTool, signal: AbortSignal): Promise<unknown> {
		const { definition, tools = [], toolSources = [] } = await this.#findAgent(agent);
		const isSearch = (definition.tools?.define ?? []).some((one) => one.kind === 'knowledge' && one.name === name);
		if (isSearch) throw notReached(`the collection of the tool ${name}`);
		const listed = await Promise.all(toolSources.map((source) => source.tools(signal)));
		const tool: Tool | undefined = [...tools, ...listed.flat()].find((one) => one.name === name);
		if (!tool) throw notReached(`the tool ${name}`);
		return tool.call(input, { ...context, signal });
	}

	async #listTools(name: string, { agent }: BeyondTools, signal: AbortSignal): Promise<unknown> {
		const parts = await this.#findAgent(agent);
		const source = parts.toolSources?.find((one) => one.name === name);
		if (!source) throw notReached(`the tools of ${name}`);
		return (await source.tools(signal)).map(describeTool);
	}

	#findAgent(id: string): Promise<AgentParts> {
		const parts = this.#opened.get(id) ?? composeAgent(this.#named.get(id) ?? { kind: 'id', id }, this.#host);
		this.#opened.set(id, parts);
		return parts;
	}
}

/** Removes the state and everything that is not an HTTP request. */
function toLiveHost(host: Host, outside: typeof fetch): Host {
	return {
		...host,
		...{ remembers: false, stateFolder: undefined, database: '', redis: '', memoryStore: undefined, knowledgeStore: undefined },
		...{ budgetsFile: undefined, nodeGate: undefined, allowPrograms: false, allowCredentials: false, inline: undefined },
		carrier: { isOffline: true, carry: notCarried, sleep: pause },
		demands: { policies: [] },
		fetch: outside,
		outside,
	};
}

/** Models are asked by name: the agent's route is in the sandbox. */
function notCarried(id: string): ChatModel {
	const generate = (): Promise<never> => Promise.reject(notReached(`the model ${id}`));
	return {
		id,
		generate,
		async *stream() {
			yield { kind: 'end' as const, response: await generate() };
		},
	};
}

const notReached = (what: string) =>
	new TroupeError({
		code: 'NOT_SUPPORTED',
		message: `The sandbox does not reach ${what.slice(0, 200)}.`,
		fix: 'Record the run with `troupe eval record`, and pass the recording with --replay.',
	});
