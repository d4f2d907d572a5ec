import { listMachines } from '../../service/operations/machines';
import { callOperation } from '../services/call-operation';
import type { ExitCode } from '../terminal/report-error';
import { tableLines } from '../terminal/table-lines';
import { tellMore } from '../terminal/tell-more';
import type { Terminal } from '../terminal/terminal';

export interface MachinesOptions {
	limit: number;
	json?: boolean;
}

/** Prints the processes that share the state, those with faults first. Returns 1 if one of those that are shown has any. */
export async function runMachines({ limit, json }: MachinesOptions, terminal: Terminal): Promise<ExitCode> {
	const page = await callOperation(listMachines, { limit }, terminal);
	const { items } = page;
	if (json) items.forEach((one) => terminal.print(JSON.stringify(one)));
	else if (items.length === 0) terminal.note('No process of `troupe serve` or `troupe worker` reported itself in the last seven days.');
	else tableOf(items, terminal).forEach(terminal.print);
	tellMore(page, terminal);
	return items.some(({ hasFaults }) => hasFaults) ? 1 : 0;
}

type Item = Awaited<ReturnType<typeof listMachines.perform>>['items'][number];

const formats = { works: 'green', gone: 'red', stopped: 'dim' } as const;

function tableOf(items: Item[], terminal: Terminal): string[] {
	return tableLines<Item>(
		[
			{ name: 'machine', title: 'machine', value: ({ machine }) => machine },
			{ name: 'program', title: 'program', value: ({ program }) => program },
			{ name: 'state', title: 'state', value: ({ state }) => state },
			{ name: 'version', title: 'version', value: ({ version }) => version },
			{ name: 'agents', title: 'agents', numeric: true, value: ({ agents }) => agents.length },
			{ name: 'runs', title: 'runs (24 h)', numeric: true, value: ({ ran }) => sum(ran.map(({ runs }) => runs)) },
			{ name: 'failed', title: 'failed', numeric: true, value: ({ ran }) => sum(ran.map(({ failed }) => failed)) },
			{ name: 'seen', title: 'last seen (UTC)', value: ({ lastSeenAt }) => lastSeenAt.slice(0, 19).replace('T', ' ') },
			{ name: 'faults', title: 'faults', value: (one) => listFaults(one).join('; ') || '-' },
		],
		items,
		terminal,
		({ state, hasFaults }) => (hasFaults ? 'red' : formats[state]),
	);
}

const sum = (counts: number[]): number => counts.reduce((total, count) => total + count, 0);

function listFaults({ hasFaults, state, gate, engine, agents, workers }: Item): string[] {
	if (!hasFaults) return [];
	if (state === 'gone') return ['says nothing any more'];
	return [
		...(gate.state === 'refused' ? [`the gate refuses it: ${gate.code ?? 'no code'}`] : []),
		...(gate.registryFault === undefined ? [] : [`its registry: ${gate.registryFault}`]),
		...(engine === 'unreachable' ? ['its engine is unreachable'] : []),
		...agents.filter((one) => one.state === 'refused').map(({ id, version, code }) => `agent ${id} ${version}: ${code ?? 'refused'}`),
		...workers.filter(({ isRefused }) => isRefused).map(({ type }) => `job type ${type} is refused`),
	];
}
