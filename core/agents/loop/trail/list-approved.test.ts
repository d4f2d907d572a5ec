import { listApproved } from './list-approved';
import type { TrailEntry } from './trail-entry';

const asked = (callId: string, input: object) => ({ id: callId, kind: 'approval', tool: 'pay', arguments: input });
const suspended = (...pending: object[]) => ({ kind: 'suspended', pending }) as unknown as TrailEntry;
const decision = (callId: string, approved = true, by = 'terminal:ana') => ({ kind: 'decision', callId, approved, by }) as TrailEntry;

it('lists what people approved, and neither what they declined nor what nobody saw', () => {
	const entries = [suspended(asked('a', { to: 'x1' }), asked('b', { to: 'x2' }), asked('c', { to: 'x3' }))];
	const decisions = [decision('a'), decision('b', false), decision('c', true, 'rule')];
	expect(listApproved([...entries, ...decisions])).toEqual(['{"to":"x1"}']);
});

it('keeps the newest ten, without long ones', () => {
	const ids = Array.from({ length: 30 }, (_, at) => `c${at}`);
	const entries = [
		suspended(...ids.map((id) => asked(id, { id })), asked('long', { text: 'x'.repeat(3_000) })),
		...ids.map((id) => decision(id)),
	];
	const listed = listApproved([...entries, decision('long')]);
	expect(listed).toHaveLength(10);
	expect(listed.at(-1)).toBe('{"id":"c29"}');
});
