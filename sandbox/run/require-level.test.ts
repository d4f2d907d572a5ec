import type { Capabilities } from '../../core/ports/capabilities/capabilities';
import type { Level } from '../levels/level';
import { listFitting, requireLevel } from './require-level';

const measured = [
	{ level: 'L0' as const, reached: true, results: [] },
	{
		level: 'L3' as const,
		reached: false,
		results: [],
		blocker: 'TROUPE_SANDBOX_ENGINE is not docker or podman: "nerdctl".',
		fix: 'Set it.',
	},
];

it('returns the highest level, or says what is missing as one sentence', () => {
	expect(requireLevel(measured, 'L0')).toBe('L0');
	expect(() => requireLevel(measured, 'L3')).toThrow(
		expect.objectContaining({
			code: 'SANDBOX_LEVEL_TOO_LOW',
			message: 'This machine isolates code at level L0; the run demands L3. TROUPE_SANDBOX_ENGINE is not docker or podman: "nerdctl".',
		}) as Error,
	);
});

it.each<[string, Partial<Capabilities>, { least?: Level; withheld?: string }, string[]]>([
	['a list with requests', { requests: ['GET example.com'] }, {}, ['L0', 'L3']],
	['a list with a file', { files: [{ path: '/srv/data', access: 'read' }] }, {}, ['L0']],
	['a list with a program', { programs: ['git'] }, {}, ['L0']],
	['a list with a program, in a container', { programs: ['git'] }, { least: 'L3' }, ['L0', 'L3']],
	['a list of which nothing is given', { programs: ['git'] }, { withheld: 'A service gives nothing.' }, ['L0', 'L3']],
])('has the levels that fit %s', (_case, list, { least = 'L0', withheld }, levels) => {
	const permissions = { capabilities: { version: 1 as const, ...list }, ...(withheld !== undefined && { withheld }) };
	expect(listFitting(measured, permissions, least).map(({ level }) => level)).toEqual(levels);
});
