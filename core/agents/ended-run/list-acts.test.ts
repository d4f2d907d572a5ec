import type { TrailEntry } from '../loop/trail/trail-entry';
import { listActs } from './list-acts';

const at = '2026-01-01T00:00:00.000Z';
const finished = (callId: string, tool: string, more: object) => ({ kind: 'tool-finished', callId, tool, at, ...more });

it('lists calls with their source and outcome, and no name that the model alone wrote', () => {
	const entries = [
		{ kind: 'tool-started', callId: 'one', tool: 'refund', source: 'shop', at },
		finished('one', 'refund', { outcome: 'ok' }),
		finished('two', 'refund', { outcome: 'error', errorCode: 'TOOL_ARGUMENTS_REFUSED' }),
		finished('three', 'write_to_ana@example.com', { outcome: 'error', errorCode: 'TOOL_UNKNOWN' }),
	] as unknown as TrailEntry[];
	expect(listActs(entries)).toEqual({
		calls: [
			{ tool: 'refund', source: 'shop', outcome: 'ok' },
			{ tool: 'refund', outcome: 'error' },
			{ tool: 'unknown', outcome: 'error' },
		],
		callCount: 3,
		decisions: [],
	});
});

it('lists fifty calls, and counts the rest', () => {
	const entries = Array.from({ length: 60 }, (_, number) => finished(`${number}`, 'refund', { outcome: 'ok' }));
	const { calls, callCount } = listActs(entries as unknown as TrailEntry[]);
	expect([calls.length, callCount]).toEqual([50, 60]);
});
