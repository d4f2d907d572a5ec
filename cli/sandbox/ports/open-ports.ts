/** Opens what answers a sandboxed run at its ports: a recording, or models and tools themselves, whose requests the rules of the run decide. */
import { TroupeError } from '../../../core/base/errors';
import { createEvaluationVault, type EvaluationVault } from '../../../core/evaluation/traffic/evaluation-vault';
import { Player } from '../../../core/evaluation/traffic/player';
import { Recorder } from '../../../core/evaluation/traffic/recorder';
import type { CaseRecording, Recordings } from '../../../core/evaluation/traffic/recording';
import type { PersonalDataType } from '../../../core/guardrails/personal-data/types';
import { systemClock } from '../../../core/ports';
import type { AgentReference } from '../../../providers/compose/agents/agent';
import type { Host } from '../../../providers/compose/host';
import { readRecordings, writeRecordings } from '../../eval/recordings-file';
import type { RunNetwork } from '../../../sandbox/run/run-network';
import { LivePorts } from './live-ports';
import { toFetch } from './outside-fetch';
import { PortHost } from './port-host';

export interface PortOptions {
	/** A file with recordings: nothing else answers at the ports. */
	replay?: string;
	/** A file that gets what was asked, as evaluations read it. */
	record?: string;
	/** The name of the recording in its file. */
	case?: string;
}

export interface OpenPorts {
	host: PortHost;
	/** The providers that the run can ask, and the time of its recording. */
	known: { providers: Recordings['providers']; at?: number };
	/** Writes the recording, and closes connections. */
	close(): Promise<void>;
}

/** The name of a recording that evaluations do not have. */
const ownCase = 'sandbox';

export interface PortContext {
	host: Host;
	types: PersonalDataType[];
	/** Agents that are not looked for by their id. */
	named?: ReadonlyMap<string, AgentReference>;
	/** Decides about the requests of models and tools, and answers them. */
	network: RunNetwork;
}

/** @throws TroupeError INPUT_INVALID */
export async function openPorts(options: PortOptions, context: PortContext): Promise<OpenPorts> {
	return options.replay === undefined ? openLive(options, context) : openReplay(options.replay, options.case, context);
}

async function openReplay(file: string, wanted: string | undefined, { types, host }: PortContext): Promise<OpenPorts> {
	const { cases, providers } = await readRecordings(file);
	const name = chooseCase(cases, file, wanted);
	const recording = cases[name]!;
	const vault = createEvaluationVault(types, name);
	const ask = () => Promise.reject(new TroupeError({ code: 'INTERNAL', message: 'A replay asked outside.' }));
	const ports = new PortHost({ traffic: new Player(recording, vault), vault, ask, published: host.published });
	return { host: ports, known: { providers, at: recording.at }, close: async () => undefined };
}

async function openLive({ record, case: name = ownCase }: PortOptions, { host, types, named, network }: PortContext): Promise<OpenPorts> {
	const vault: EvaluationVault = createEvaluationVault(types, name);
	const recorder = new Recorder(vault, systemClock);
	const live = new LivePorts(host, toFetch(network.traffic), named);
	const ports = new PortHost({ traffic: recorder, vault, ask: (asked, signal) => live.ask(asked, signal), published: host.published });
	const providers = Object.fromEntries(
		Object.entries(host.providers).map(([provider, { model }]) => [provider, model === undefined || model === '' ? {} : { model }]),
	);
	return {
		host: ports,
		known: { providers },
		async close() {
			await live.close();
			const { at, exchanges } = recorder.recording;
			const all = { at, exchanges: [...exchanges, ...network.traffic.exchanges] };
			if (record !== undefined) await addRecording(record, name, all, providers);
		},
	};
}

/** Other cases in the file keep their recordings. */
async function addRecording(file: string, name: string, recording: CaseRecording, providers: Recordings['providers']): Promise<void> {
	const before = await readRecordings(file);
	const version = recording.exchanges.some(({ kind }) => kind === 'http') ? 2 : before.version;
	writeRecordings(file, { version, providers: { ...before.providers, ...providers }, cases: { ...before.cases, [name]: recording } });
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

/** @throws TroupeError INPUT_INVALID */
export function checkPortOptions({ replay, record }: PortOptions): void {
	if (replay === undefined || record === undefined) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: '--replay and --record cannot be used together: a replay asks nothing that could be recorded.',
		fix: 'Use one of them.',
	});
}
