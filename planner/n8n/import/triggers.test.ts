import { connect, node, read } from '../../../test/support/plans/workflows';
import { importChecked } from './check-import';
import type { ImportedWorkflow } from './imported-workflow';
import { toTrigger } from './triggers';

const hook = node('Hook', 'webhook', { path: 'orders', httpMethod: 'POST' }, { typeVersion: 2 });

async function turn(workflow: ImportedWorkflow, answers: Record<string, string> = {}) {
	const { tree, imported } = await importChecked(workflow, 'en', answers);
	return { ...imported, tree: tree! };
}

test('takes the trigger that is chosen, and says of the others that they are left out', async () => {
	const nodes = [
		hook,
		node('Daily', 'scheduleTrigger', { rule: { interval: [{ field: 'days', triggerAtHour: 7 }] } }, { typeVersion: 1.2 }),
		node('A', 'httpRequest', { url: 'https://shop.example/x' }),
	];
	const workflow = read(nodes, connect('Hook > A', 'Daily > A'));
	const { triggers, tree } = await turn(workflow);
	expect([triggers, tree.trigger]).toEqual([['Hook', 'Daily'], { kind: 'message', name: 'orders' }]);
	const other = await turn(workflow, { trigger: 'Daily' });
	expect(other.tree.trigger).toEqual({ kind: 'timer', at: '0 0 7 * * *' });
	expect(other.whole.join()).toContain('not by: Hook');
});

const schedule = (interval: object[], type = 'scheduleTrigger', key = 'rule') => {
	const [trigger] = read(
		[node('Start', type, { [key]: { [key === 'rule' ? 'interval' : 'item']: interval } }, { typeVersion: 1.2 })],
		{},
	).nodes;
	return toTrigger(trigger);
};

test.each<[string, object, string]>([
	['every two minutes', { field: 'minutes', minutesInterval: 2 }, 'R/PT2M'],
	['every day at half past seven', { field: 'days', triggerAtHour: 7, triggerAtMinute: 30 }, '0 30 7 * * *'],
	['Mondays and Fridays', { field: 'weeks', triggerAtDay: [1, 5], triggerAtHour: 9 }, '0 0 9 * * MON,FRI'],
	['the fifth of each month', { field: 'months', triggerAtDayOfMonth: 5 }, '0 0 0 5 * *'],
	['a cron expression of five fields', { field: 'cronExpression', expression: '*/5 8-18 * * 1-5' }, '0 */5 8-18 * * 1-5'],
])('begins a plan by %s', (_, interval, at) => {
	expect(schedule([interval])).toEqual({ trigger: { kind: 'timer', at } });
});

test('begins a plan by the times of the old Cron node', () => {
	expect(schedule([{ mode: 'everyWeek', weekday: '2', hour: 6 }], 'cron', 'triggerTimes').trigger).toEqual({
		kind: 'timer',
		at: '0 0 6 * * TUE',
	});
});

test('says that times cannot be read, or are several', () => {
	expect(schedule([{ field: 'seconds', secondsInterval: 5 }])).toEqual({ trigger: { kind: 'manual' }, problem: 'schedule' });
	expect(schedule([{ field: 'cronExpression', expression: '={{ $json.at }}' }])).toMatchObject({ problem: 'schedule' });
	expect(schedule([{ field: 'hours' }, { field: 'days' }])).toEqual({ trigger: { kind: 'timer', at: 'R/PT1H' }, problem: 'several' });
});
