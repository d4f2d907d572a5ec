import type { FlowPreset } from '../../../flow/flow-preset';
import { judgeCall } from '../../../flow/judge-call';
import type { JudgedValues } from '../../../flow/judge-values';
import type { Origin } from '../../../ports/memory';
import type { ReadyCall } from '../../../tools/read-call';
import { canOrder } from '../../../extract/can-order';
import { listCallers } from '../team/caller';
import type { Run } from '../run/run';
import { listBefore } from '../trail/list-before';
import { listOrigins } from '../trail/list-origins';
import type { TrailEntry } from '../trail/trail-entry';
import { findValueOrigins, listAllTexts } from './value-origins';

/**
 * Judges a call by the origin of its values, after foreign texts. A call that changes something must concern a subject of an authorised person,
 * without values from others alone. Extracted values give no orders, but others chose them. A called agent judges its own calls.
 */
export function judgeFlow(run: Run, read: ReadyCall): 'as-ruled' | 'ask' | 'refuse' {
	const { flow = 'ask' } = run.toolbox!;
	const { effect } = read.tool;
	const isAgent = run.parts.members?.some(({ tool }) => tool === read.tool.tool);
	if (isAgent || flow === 'off' || read.afterResults) return 'as-ruled';
	if (!hasReadOthers(run, read.callId)) return judgeData(run, read, flow);
	const { foreign, isAnchored } = judge(run, read);
	if (foreign.length > 0) return flow === 'strict' ? 'refuse' : 'ask';
	const couldBeOrdered = effect !== 'reads' && hasReadOrders(run, read.callId);
	return couldBeOrdered && (!isAnchored || flow === 'strict') ? 'ask' : 'as-ruled';
}

/**
 * Judges a call after trusted results alone: new subjects are not asked about, but a field's part is free text, such as a channel name, and so can a
 * destination be that stands nowhere: the name spells it.
 */
function judgeData(run: Run, read: ReadyCall, flow: FlowPreset): 'as-ruled' | 'ask' | 'refuse' {
	const isData = listAllTexts(run, read.callId).some(({ trusted, source }) => trusted && source === 'tool');
	if (!isData || judge(run, read).foreign.length === 0) return 'as-ruled';
	return flow === 'strict' ? 'refuse' : 'ask';
}

export const listForeign = (run: Run, read: ReadyCall): string =>
	judge(run, read)
		.foreign.slice(0, 20)
		.map(({ path }) => path)
		.join(', ');

function judge(run: Run, read: ReadyCall): JudgedValues {
	const { effect, parameters, name, tells } = read.tool;
	const call = { input: read.masked, ruled: read.ruled, parameters, effect, tells };
	return judgeCall(call, () => findValueOrigins(run, { id: read.callId, name }, read.masked));
}

export const listReadOrigins = (run: Run, callId: string): Origin[] => listOrigins(listRead(run, callId).flat());

export const hasReadOthers = (run: Run, callId: string): boolean => listReadOrigins(run, callId).length > 0;

export function hasReadOrders(run: Run, callId: string): boolean {
	const read = listRead(run, callId);
	const words = read.flat().flatMap((entry) => (entry.kind === 'tool-finished' && entry.values ? entry.values.words : []));
	return canOrder(words) || read.some((entries) => listOrigins(entries.filter((entry) => !hasOnlyValues(entry))).length > 0);
}

const hasOnlyValues = (entry: TrailEntry): boolean => entry.kind === 'tool-finished' && entry.values !== undefined;

const listRead = (run: Run, callId: string): TrailEntry[][] => [
	listBefore(run, callId),
	...listCallers(run).map(({ trail }) => trail.entries),
];
