import { tellTrail } from './tell-trail';
import type { TrailEntry } from './trail-entry';

const decision = (callId: string, more: object = {}) =>
	({
		kind: 'decision',
		callId,
		approved: true,
		text: null,
		violations: [],
		events: 1,
		elapsedMs: 1,
		at: '',
		by: '',
		...more,
	}) as TrailEntry;

test('an event has the time of its entry and who caused it, also that of a called agent', () => {
	const at = '2026-01-02T03:04:05.678Z';
	const entry = decision('p', { at, by: 'rule' });
	const called = { kind: 'called', callId: 'c', agent: 'clerk', entry, events: 2, elapsedMs: 2, at, by: 'agent:lead' } as TrailEntry;
	const { events } = tellTrail('r', [decision('a', { at, by: 'terminal:ana' }), called]);
	expect(events).toMatchObject([
		{ kind: 'decided', callId: 'a', by: 'terminal:ana', at: Date.parse(at) },
		{ kind: 'decided', callId: 'p', by: 'rule', at: Date.parse(at), team: { agent: 'clerk' } },
	]);
});
