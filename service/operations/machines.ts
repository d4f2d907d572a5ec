import * as Type from 'typebox/type';
import { toIso } from '../../core/base/iso-time';
import { closed, optional } from '../../core/base/shape';
import { integer, string, texts, time } from '../../manifests/registry/api/answer-fields';
import { cursor, limit } from '../../manifests/registry/api/fields';
import { readReport } from '../../providers/compose/machines/machine-report';
import { listMachineProcesses } from '../../providers/compose/state/host-machines';
import type { MachineProcess } from '../../providers/state/machines/machine-store';
import { decodePlace, toPage } from '../http/page';
import { goneAfterMs } from '../machines/report-machine';
import { operation, type OperationContext } from './operation';

const flag = Type.Boolean();
const gate = Type.Object({
	state: Type.Enum(['admitted', 'refused']),
	...optional({
		code: string,
		package: string,
		version: string,
		sha256: string,
		warnings: texts,
		registryFault: string,
		endsAt: time,
		root: Type.Object({ version: integer, from: string, development: flag }),
		snapshot: Type.Object({ version: integer, issuedAt: time }),
	}),
});
const agent = Type.Object({ id: string, version: string, from: string, state: string, code: Type.Optional(string) });
const ran = Type.Object({ tenant: Type.Optional(string), agent: string, version: string, runs: integer, failed: integer, lastAt: time });
const worker = Type.Object({
	type: string,
	running: integer,
	taken: integer,
	failed: integer,
	troubles: integer,
	isRefused: flag,
	lastPolledAt: Type.Optional(time),
});

export const listMachines = operation({
	summary: 'List the processes of the last seven days with what they run, those with faults first',
	tag: 'doctor',
	method: 'GET',
	path: 'machines',
	scope: 'doctor:read',
	input: { query: closed(optional({ limit: limit(500), cursor })) },
	output: Type.Object({
		items: Type.Array(
			Type.Object({
				id: string,
				machine: string,
				program: string,
				hostname: string,
				pid: integer,
				version: string,
				node: string,
				startedAt: time,
				lastSeenAt: time,
				state: Type.Enum(['works', 'gone', 'stopped'], {
					description: 'gone: it said nothing until `goneAt`, and did not say that it stops',
				}),
				goneAt: time,
				hasFaults: flag,
				gate,
				agents: Type.Array(agent),
				workers: Type.Array(worker),
				ran: Type.Array(ran, { description: 'Its runs of the last 24 hours for the tenant of the caller, by version' }),
				...optional({ tenant: string, stoppedAt: time, engine: string, lastErrorAt: time }),
			}),
		),
		cursor: Type.Optional(string),
	}),
	async perform({ limit: max = 100, cursor: after }: { limit?: number; cursor?: string }, { host }: OperationContext) {
		const { processes, now } = await listMachineProcesses(host);
		const works = ({ stoppedAt, lastSeenAt }: MachineProcess) => stoppedAt === undefined && lastSeenAt + goneAfterMs > now;
		const working = new Set(processes.filter(works).map(nameOf));
		const sorted = processes
			.map((one) => describe(one, { now, isReplaced: working.has(nameOf(one)), tenant: host.tenant }))
			.sort((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));
		const [last = ''] = decodePlace(after, '') ?? [];
		return toPage(
			sorted.filter((one) => placeOf(one) > last),
			max,
			(one) => [placeOf(one)],
		);
	},
});

type Described = ReturnType<typeof describe>;

/** Faults first, then working ones, by machine; an id makes it unique. */
const placeOf = ({ hasFaults, state, machine, id }: Described): string => `${hasFaults ? 0 : state === 'works' ? 1 : 2} ${machine} ${id}`;

/** A process replaces a killed one on the same machine. */
const nameOf = ({ machine, program }: MachineProcess): string => JSON.stringify([machine, program]);

interface Seen {
	now: number;
	isReplaced: boolean;
	/** Other tenants' runs are not told. */
	tenant: string;
}

function describe({ report, ...process }: MachineProcess, { now, isReplaced, tenant }: Seen) {
	const { gate: its, ran: runs, workers, lastErrorAt, ...told } = readReport(report);
	const goneAt = process.lastSeenAt + goneAfterMs;
	const state = process.stoppedAt !== undefined ? ('stopped' as const) : goneAt <= now ? ('gone' as const) : ('works' as const);
	const { snapshot, endsAt, ...gateFields } = its;
	const isRefused = its.state === 'refused' || workers.some((one) => one.isRefused) || told.agents.some((one) => one.state === 'refused');
	return {
		id: process.id,
		machine: process.machine,
		program: process.program,
		...told,
		startedAt: toIso(process.startedAt),
		lastSeenAt: toIso(process.lastSeenAt),
		state,
		goneAt: toIso(goneAt),
		...(process.stoppedAt !== undefined && { stoppedAt: toIso(process.stoppedAt) }),
		hasFaults:
			(state === 'gone' && !isReplaced) ||
			(state === 'works' && (isRefused || told.engine === 'unreachable' || its.registryFault !== undefined)),
		gate: {
			...gateFields,
			...(snapshot && { snapshot: { ...snapshot, issuedAt: toIso(snapshot.issuedAt) } }),
			...(endsAt !== undefined && { endsAt: toIso(endsAt) }),
		},
		ran: runs.filter((one) => one.tenant === tenant).map((one) => ({ ...one, lastAt: toIso(one.lastAt) })),
		workers: workers.map(({ lastPolledAt, ...one }) => ({
			...one,
			...(lastPolledAt !== undefined && { lastPolledAt: toIso(lastPolledAt) }),
		})),
		...(lastErrorAt !== undefined && { lastErrorAt: toIso(lastErrorAt) }),
	};
}
