/** Answers a sandboxed run at its ports: from a recording, or from models and tools under the run's rules. */
import type { AgentParts } from '../../../core/agents/agent-parts';
import { pause } from '../../../core/base/async/pause';
import { TroupeError } from '../../../core/base/errors';
import { describeTool } from '../../../core/evaluation/traffic/carry';
import { createEvaluationVault, type EvaluationVault } from '../../../core/evaluation/traffic/evaluation-vault';
import { Player } from '../../../core/evaluation/traffic/player';
import { Recorder } from '../../../core/evaluation/traffic/recorder';
import type { Asked, BeyondModel, BeyondTool, BeyondTools } from '../../../core/evaluation/traffic/traffic';
import type { CaseRecording, Recordings } from '../../../core/evaluation/traffic/recording';
import type { PersonalDataType } from '../../../core/guardrails/personal-data/types';
import { systemClock } from '../../../core/ports/host';
import type { ChatModel } from '../../../core/ports/models/models';
import type { Tool } from '../../../core/ports/tools/tools';
import { composeAgent } from '../../../providers/compose/agents/agent';
import type { Host } from '../../../providers/compose/hosts/host';
import { requireRegion } from '../../../providers/compose/settings/residency';
import { officialServers } from '../../../providers/models/official-servers';
import { openProvider } from '../../../providers/models/open-provider';
import { splitModelName } from '../../../providers/models/split-model-name';
import type { RunNetwork } from '../../run/run-network';
import type { Replay } from '../run-rules';
import { toFetch } from './outside-fetch';
import { PortHost } from './port-host';
import type { PortRecords } from './port-records';
import type { AgentReference } from '../../../providers/compose/agents/agent-reference';

/**
 * Asks models and tools for a sandboxed run with the host's keys and secrets. The run's rules decide each HTTP request. Nothing of production is
 * reached: no collection, state, program or stored credential.
 */
class LivePorts {
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
		remembers: false,
		stateFolder: undefined,
		database: '',
		redis: '',
		memoryStore: undefined,
		knowledgeStore: undefined,
		budgetsFile: undefined,
		nodeGate: undefined,
		allowPrograms: false,
		allowCredentials: false,
		inline: undefined,
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

interface OpenPorts {
	host: PortHost;
	known: { providers: Recordings['providers']; at?: number };
	/** Closes connections. @returns the questions; undefined for a replay, which asks nothing */
	close(): Promise<RunRecording | undefined>;
}

export interface RunRecording extends CaseRecording {
	providers: Recordings['providers'];
}

export const ownCase = 'sandbox';

export interface PortContext {
	host: Host;
	types: PersonalDataType[];
	named?: ReadonlyMap<string, AgentReference>;
	/** The only callable tools. Undefined: all of the run's. */
	tools?: readonly string[];
	network: RunNetwork;
	records?: PortRecords;
}

/** @param name of the recording, for masking personal data @throws TroupeError INPUT_INVALID */
export async function openPorts(replay: Replay | undefined, context: PortContext, name = ownCase): Promise<OpenPorts> {
	return replay === undefined ? openLive(name, context) : openReplay(replay, context);
}

async function openReplay(
	{ recordings: { cases, providers }, source, case: wanted }: Replay,
	{ types, host, tools, records }: PortContext,
): Promise<OpenPorts> {
	const name = chooseCase(cases, source, wanted);
	const recording = cases[name]!;
	const vault = createEvaluationVault(types, name);
	const ask = () => Promise.reject(new TroupeError({ code: 'INTERNAL', message: 'A replay asked outside.' }));
	const ports = new PortHost({ traffic: new Player(recording, vault), vault, ask, published: host.published, tools, records });
	return { host: ports, known: { providers, at: recording.at }, close: async () => undefined };
}

async function openLive(name: string, { host, types, named, network, tools, records }: PortContext): Promise<OpenPorts> {
	const vault: EvaluationVault = createEvaluationVault(types, name);
	const recorder = new Recorder(vault, systemClock);
	const live = new LivePorts(host, toFetch(network.traffic), named);
	const ask = (asked: Asked, signal: AbortSignal) => live.ask(asked, signal);
	const ports = new PortHost({ traffic: recorder, vault, ask, published: host.published, tools, records });
	const providers = Object.fromEntries(
		Object.entries(host.providers).map(([provider, { model }]) => [provider, model === undefined || model === '' ? {} : { model }]),
	);
	return {
		host: ports,
		known: { providers },
		async close() {
			await live.close();
			const { at, exchanges } = recorder.recording;
			return { at, providers, exchanges: [...exchanges, ...network.traffic.exchanges] };
		},
	};
}

function chooseCase(cases: Recordings['cases'], file: string, wanted: string | undefined): string {
	const names = Object.keys(cases);
	const name = wanted ?? (names.length === 1 ? names[0] : undefined);
	if (name !== undefined && Object.hasOwn(cases, name)) return name;
	const listed = names.slice(0, 20).map((one) => JSON.stringify(one));
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message:
			names.length === 0
				? `${file} has no recording, or does not exist.`
				: `${file} has ${names.length} recordings${wanted === undefined ? '' : `, and none of ${JSON.stringify(wanted)}`}.`,
		fix: names.length === 0 ? 'Record one with --record, or with `troupe eval record`.' : `Name one with --case: ${listed.join(', ')}.`,
	});
}
