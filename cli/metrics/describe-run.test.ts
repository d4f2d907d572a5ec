import { metrics } from '../../core/base/metrics/metrics';
import { testTerminal } from '../../test/support/test-terminal';
import { runTroupe } from '../program';

it('lists every metric with its type, unit, labels and programs', async () => {
	const terminal = testTerminal();
	expect(await runTroupe(['metrics', 'describe'], terminal)).toBe(0);
	const lines = terminal.printed.join('\n').split('\n');
	expect(lines).toHaveLength(Object.keys(metrics).length + 1);
	expect(lines).toContainEqual(
		expect.stringMatching(/^troupe_jobs_activated_total +counter +- +type \(max 100\) +serve, worker +Jobs activated/),
	);
});

it('describes the labels to programs, with the values that are known', async () => {
	const terminal = testTerminal();
	await runTroupe(['metrics', 'describe', '--json'], terminal);
	expect(JSON.parse(terminal.printed.join(''))).toContainEqual({
		...{ name: 'troupe_jobs_untaken', type: 'gauge', unit: null, programs: ['serve'] },
		help: 'Jobs whose oldest no worker has taken for five minutes.',
		labels: { type: { max: 100 }, tenant: { max: 1000 } },
	});
});
