import type { TrailEntry } from '../trail/trail-entry';
import { nameMemberRun } from './member-run-name';

/** Names the run of each call of a run. */
function nameAll(id: string, callIds: string[]): string[] {
	const entries = callIds.map((callId) => ({ kind: 'tool-started', callId }) as TrailEntry);
	return callIds.map((callId) => nameMemberRun({ run: { id, trail: { entries } }, callId }));
}

test('names no two calls alike, whatever the model calls them, and says nothing that it wrote', () => {
	const written = ['call_1', 'a/b', 'a%2Fb', 'a', 'call-2', 'call-6', '111.444.777-35', 'Ana Souza'];
	const names = nameAll('r', written);
	expect(names).toEqual(['r/call_1', 'r/a%2Fb', 'r/call-3', 'r/a', 'r/call-5', 'r/call-6', 'r/call-7', 'r/call-8']);
	// The call b of the run of the call a.
	expect(names).not.toContain(nameAll('r/a', ['b'])[0]);
	expect(nameAll('r', ['c'.repeat(100)])[0]).toBe(`r/${'c'.repeat(100)}`);
	expect(nameAll('r'.repeat(150), ['c'.repeat(100)])[0]).toMatch(/^called-[0-9a-f]{32}$/);
});
