import { CaseEngine } from '../../engine-adapter/cases/case-engine';
import { checkTree } from '../tree/check-tree';
import { readTree } from '../tree/read-tree';
import { buildProcess } from './build-process';
import { sampleOf } from '../../test/support/slow-tests';

const day = 86_400_000;
const begun = Date.UTC(2026, 10, 30, 12);

/** Returns when the step after the wait begins, and the incidents. */
async function wait(date: string, version: '8.6' | '8.8') {
	const { tree, faults } = readTree({
		...{ name: 'Remind', trigger: { kind: 'form' }, inputs: [{ name: 'dueDate', type: 'date' }] },
		do: [
			{ kind: 'event', name: 'Wait', waits: [{ on: { kind: 'date', date } }] },
			{ kind: 'human', name: 'Remind them', who: 'sales' },
		],
	});
	expect([...faults, ...(await checkTree(tree!))]).toEqual([]);
	const at = await CaseEngine.open(begun, version);
	try {
		await at.engine.deploy(await buildProcess(tree!));
		await at.engine.start({ processId: tree!.id, variables: { dueDate: '2026-12-10' } });
		await at.settle();
		const passed = (await at.passToNextDue(100 * day)) ?? 0;
		await at.settle();
		const incidents = (await at.engine.searchIncidents({})).map(({ message }) => message);
		return { incidents, tasks: (await at.engine.searchUserTasks({})).length, at: new Date(begun + passed).toISOString() };
	} finally {
		await at.close();
	}
}

const versions = ['8.6', '8.8'] as const;

const dates: Array<[string, string]> = [
	['dueDate - duration("P3D")', '2026-12-07T00:00:00.000Z'],
	['date(dueDate) - duration("P3D")', '2026-12-07T00:00:00.000Z'],
	['dueDate - P3D', '2026-12-07T00:00:00.000Z'],
	['3 days before dueDate', '2026-12-07T00:00:00.000Z'],
	['3 dias antes de dueDate', '2026-12-07T00:00:00.000Z'],
	['date and time(dueDate) - duration("PT12H")', '2026-12-09T12:00:00.000Z'],
	['today() + duration("P3D")', '2026-12-03T00:00:00.000Z'],
	['dueDate', '2026-12-10T00:00:00.000Z'],
];
it.each(sampleOf(dates))('waits until %s', async (date, due) => {
	for (const version of versions) expect(await wait(date, version)).toEqual({ incidents: [], tasks: 1, at: due });
});

it('goes on at once where the time before the date is over', async () => {
	const { tasks, incidents } = await wait('dueDate - duration("P90D")', '8.6');
	expect([tasks, incidents]).toEqual([1, []]);
});
