import { readFileSync } from 'node:fs';
import { eventKinds, eventTypes } from './event-types';
import { selectTypes } from './select-types';

it.each(['docs/operations/events.md', 'docs/operations/events.pt.md'])('%s lists every type of event', (page) => {
	const text = readFileSync(page, 'utf8');
	const listed = [...text.matchAll(/^\| `([a-z.-]+)` \|/gm)].map(([, type]) => type!);
	expect(listed.filter((name) => name.includes('.')).sort()).toEqual([...eventTypes].sort());
});

it('has a summary and a version for each type', () => {
	for (const type of eventTypes) {
		expect(type).toMatch(/^[a-z]+(\.[a-z-]+)+$/);
		expect(eventKinds[type].summary).toMatch(/^[A-Z][^.]+$/);
		expect(eventKinds[type].version).toBe(1);
	}
});

it('selects by name and by the beginning of names', () => {
	expect(selectTypes(['channel.disconnected', 'agent.run.*', 'agent.run.failed'])).toEqual([
		'channel.disconnected',
		'agent.run.completed',
		'agent.run.failed',
		'agent.run.suspended',
	]);
	for (const all of [[], ['*'], ['agent.run.failed', '*']]) expect(selectTypes(all)).toEqual([]);
});

it.each(['agent', 'agent.run', 'agent.run.exploded', 'x.*', '.*', '%', ''])('refuses %j', (name) => {
	expect(() => selectTypes([name])).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }) as Error);
});
