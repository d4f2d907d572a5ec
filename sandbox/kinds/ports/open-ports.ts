/** Answers a sandboxed run at its ports: from a recording, or from models and tools under the run's rules. */
import { TroupeError } from '../../../core/base/errors';
import { createEvaluationVault, type EvaluationVault } from '../../../core/evaluation/traffic/evaluation-vault';
import { Player } from '../../../core/evaluation/traffic/player';
import { Recorder } from '../../../core/evaluation/traffic/recorder';
import type { Asked } from '../../../core/evaluation/traffic/traffic';
import type { CaseRecording, Recordings } from '../../../core/evaluation/traffic/recording';
import type { PersonalDataType } from '../../../core/guardrails/personal-data/types';
import { systemClock } from '../../../core/ports/host';
import type { Host } from '../../../providers/compose/hosts/host';
import type { RunNetwork } from '../../run/run-network';
import type { Replay } from '../run-rules';
import { LivePorts } from './live-ports';
import { toFetch } from './outside-fetch';
import { PortHost } from './port-host';
import type { PortRecords } from './port-records';
import type { AgentReference } from '../../../providers/compose/agents/agent-reference';

export interface OpenPorts {
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
