import { RanAgents, ranAgentsOf } from './ran-agents';

it('counts the runs of the last 24 hours by version, the last one first', () => {
	let now = 1_800_000_000_000;
	const ran = new RanAgents(() => now);
	ran.note('default', { agent: 'clerk', version: '1.0.0' }, true);
	now += 3_600_000;
	ran.note('default', { agent: 'clerk', version: '1.0.0' }, false);
	ran.note('default', { agent: 'clerk', version: '1.1.0' }, true);
	now += 1;
	ran.note('default', { agent: 'clerk', version: '1.0.0' }, true);
	expect(ran.list()).toEqual([
		{ tenant: 'default', agent: 'clerk', version: '1.0.0', runs: 3, failed: 1, lastAt: now },
		{ tenant: 'default', agent: 'clerk', version: '1.1.0', runs: 1, failed: 0, lastAt: now - 1 },
	]);
	now += 23 * 3_600_000 - 1;
	expect(ran.list().map(({ runs }) => runs)).toEqual([2, 1]);
	now += 3_600_000;
	expect(ran.list()).toEqual([]);
});

it('stays small, whoever makes up versions', () => {
	const ran = new RanAgents(() => 1_800_000_000_000);
	for (let version = 0; version < 600; version += 1) ran.note('default', { agent: 'clerk', version: `${version}.0.0` }, true);
	expect(ran.list()).toHaveLength(500);
});

it('counts the runs of each tenant apart', () => {
	const ran = new RanAgents(() => 1_800_000_000_000);
	for (const tenant of ['default', 'acme', 'acme']) ran.note(tenant, { agent: 'clerk', version: '1.0.0' }, true);
	expect(ran.list().map(({ tenant, runs }) => [tenant, runs])).toEqual([
		['default', 1],
		['acme', 2],
	]);
});

it('reports to a state no runs of another one in the same process', () => {
	const [one, other] = [{ stateFolder: '/homes/one' }, { stateFolder: '/homes/other' }];
	ranAgentsOf(one).note('default', { agent: 'clerk', version: '1.0.0' }, true);
	expect(ranAgentsOf({ ...one }).list()).toMatchObject([{ agent: 'clerk', runs: 1 }]);
	expect(ranAgentsOf(other).list()).toEqual([]);
});
