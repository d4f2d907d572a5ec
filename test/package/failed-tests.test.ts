import { failedTests, limitLines } from '../../scripts/lib/suites/failed-tests.mjs';

const suite = (file: string, ...assertionResults: Array<[status: string, fullName: string, message?: string]>) => ({
	name: `/src/${file}`,
	status: 'failed',
	message: '  ● Test suite failed to run\n\n    \u001b[31mCannot find module\u001b[39m "./gone"\n\n    at x',
	assertionResults: assertionResults.map(([status, fullName, message]) => ({
		status,
		fullName,
		failureMessages: message ? [message] : [],
	})),
});

it('tells of each test that failed where it is, which it is and why, in a line', () => {
	const hung = 'Error: Waited 45 s for 2 deliveries, in vain. Seen: []\n    at within (/src/sandbox/wait-until.ts:48:9)';
	const ran = suite('test/a.test.ts', ['passed', 'holds'], ['failed', 'webhooks are told', hung], ['pending', 'later']);
	const broken = suite('test/b.test.ts');
	const fine = { ...suite('test/c.test.ts', ['passed', 'holds']), status: 'passed', message: '' };
	expect(failedTests([ran, broken, fine], '/src')).toEqual([
		'test/a.test.ts › webhooks are told: Waited 45 s for 2 deliveries, in vain. Seen: []',
		'test/b.test.ts: could not run: Cannot find module "./gone"',
	]);
	const long = suite('d.test.ts', ['failed', 'x', `\u001b[2mexpect(\u001b[22m${'y'.repeat(500)}`], ['failed', 'silent']);
	expect(failedTests([long], '/src')).toEqual([`d.test.ts › x: expect(${'y'.repeat(193)} …`, 'd.test.ts › silent: jest gives no reason']);
});

it('is short, and says how many are left out', () => {
	expect(limitLines(['a', 'b', 'c'], 2)).toEqual(['a', 'b', 'and 1 more, above']);
	expect(limitLines(['a', 'b'], 2)).toEqual(['a', 'b']);
});
