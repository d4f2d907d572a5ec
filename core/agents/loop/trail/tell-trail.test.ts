import { tellTrail } from './tell-trail';
import type { TrailEntry } from './trail-entry';

const decision = (callId: string, more: object = {}) =>
	({ kind: 'decision', callId, approved: true, text: null, violations: [], events: 1, elapsedMs: 1, ...more }) as TrailEntry;

test('an event has the time of its entry, also that of a called agent', () => {
	const at = '2026-01-02T03:04:05.678Z';
	const entry = decision('p', { at, by: 'rule' });
	const called = { kind: 'called', callId: 'c', agent: 'clerk', entry, events: 2, elapsedMs: 2 } as TrailEntry;
	const { events } = tellTrail('r', [decision('a', { at }), called]);
	expect(events).toMatchObject([
		{ kind: 'decided', callId: 'a', at: Date.parse(at) },
		{ kind: 'decided', callId: 'p', by: 'rule', at: Date.parse(at), team: { agent: 'clerk' } },
	]);
});

test('entries of earlier versions, without time and decider, are told too', () => {
	const { events } = tellTrail('r', [decision('a')]);
	expect(events).toEqual([{ kind: 'decided', callId: 'a', approved: true, runId: 'r', number: 1, at: expect.any(Number) as number }]);
});
