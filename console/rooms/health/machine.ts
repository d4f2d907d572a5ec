import { call } from '../../api/call';
import type { Page } from '../../api/use-pages';
import type { Tone } from '../../parts/status';

export interface MachineProcess {
	id: string;
	machine: string;
	program: string;
	hostname: string;
	pid: number;
	version: string;
	node: string;
	startedAt: string;
	lastSeenAt: string;
	/** `gone`: silent until `goneAt`, without a shutdown notice. */
	state: 'works' | 'gone' | 'stopped';
	goneAt: string;
	stoppedAt?: string;
	hasFaults: boolean;
	gate: {
		state: 'admitted' | 'refused';
		code?: string;
		package?: string;
		version?: string;
		warnings?: string[];
		registryFault?: string;
		endsAt?: string;
		root?: { version: number; from: string; development: boolean };
		snapshot?: { version: number; issuedAt: string };
	};
	agents: Array<{ id: string; version: string; from: string; state: 'approved' | 'deprecated' | 'refused' | 'listed'; code?: string }>;
	ran: Array<{ agent: string; version: string; runs: number; failed: number; lastAt: string }>;
	workers: Worker[];
	engine?: string;
	lastErrorAt?: string;
}

export interface Worker {
	type: string;
	running: number;
	taken: number;
	failed: number;
	troubles: number;
	isRefused: boolean;
	lastPolledAt?: string;
}

export const machineTones: Record<MachineProcess['state'], Tone> = { works: 'good', gone: 'bad', stopped: 'quiet' };

/** Only a working process has current readings. */
export const toneOf = (state: MachineProcess['state'], tone: Tone): Tone => (state === 'works' ? tone : 'quiet');

export const nameMachine = ({ machine, hostname }: Pick<MachineProcess, 'machine' | 'hostname'>): string =>
	/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(machine) ? hostname : machine;

export const readMachines = (cursor: string | undefined, signal: AbortSignal): Promise<Page<MachineProcess>> =>
	call<Page<MachineProcess>>('GET machines', { query: { cursor, limit: 100 }, signal });

export async function readAllMachines(signal: AbortSignal): Promise<MachineProcess[]> {
	const all: MachineProcess[] = [];
	let cursor: string | undefined;
	do {
		const page = await readMachines(cursor, signal);
		all.push(...page.items);
		({ cursor } = page);
	} while (cursor !== undefined);
	return all;
}
