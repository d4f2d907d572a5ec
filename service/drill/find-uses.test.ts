import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import { openMachines } from '../../providers/compose/state/host-machines';
import type { Drill } from '../../manifests/registry/registry-api';
import { usesOf } from './find-uses';

const grantOf = (tenant: string, ...scopes: string[]) => ({ caller: { tenant, subject: 'ada' }, scopes: new Set(scopes) });
const grant = grantOf('default', 'process:read', 'doctor:read');
const stop = { kind: 'agent' as const, name: 'clerk', version: '1.1.0', sha256: 'a'.repeat(64), reason: 'it would be revoked' };
const drill = { stops: [{ ...stop, goesTo: '1.0.0', left: ['1.0.0'], ahead: [] as string[] }] } as Drill;
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'troupe-uses-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('says of each process whether its range has another version', async () => {
	const engine = await openEmbeddedEngine({ file: ':memory:' });
	for (const [id, range] of Object.entries({
		any: '*',
		pinned: '1.1.0',
		newer: '~2.0',
		none: 'no range',
		labelled: 'production',
		other: 'canary',
	})) {
		const agent = `<zeebe:taskHeaders><zeebe:header key="agent" value="clerk@${range}" /></zeebe:taskHeaders>`;
		const task = `<zeebe:taskDefinition type="troupe:agent" />${agent}`;
		const content = `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
			id="d" targetNamespace="t"><bpmn:process id="${id}" isExecutable="true"><bpmn:startEvent id="start" />
			<bpmn:sequenceFlow id="a" sourceRef="start" targetRef="ask" />
			<bpmn:serviceTask id="ask"><bpmn:extensionElements>${task}</bpmn:extensionElements></bpmn:serviceTask>
			</bpmn:process></bpmn:definitions>`;
		await engine.deploy([{ name: `${id}.bpmn`, content }]);
	}
	const { processes, isCut } = await usesOf({ engine, tenant: 'default', host: { stateFolder: folder } })(grant, drill);
	expect(processes!.map(({ processId, calls, goesTo }) => [processId, calls, goesTo])).toEqual([
		['pinned', 'agent:clerk', null],
		['any', 'agent:clerk', '1.0.0'],
	]);
	expect(isCut).toBeUndefined();
	const labelled = { stops: [{ ...drill.stops[0]!, left: ['2.0.0'], ahead: ['2.0.0'], labels: ['production'] }] } as Drill;
	const byLabel = await usesOf({ engine, tenant: 'default', host: { stateFolder: folder } })(grant, labelled);
	expect(byLabel.processes!.map(({ processId, goesTo }) => [processId, goesTo])).toEqual(
		expect.arrayContaining([
			['pinned', null],
			['labelled', null],
		]),
	);
	expect(byLabel.processes).toHaveLength(2);
	const newer = { stops: [{ ...drill.stops[0]!, left: ['2.0.0'], ahead: ['2.0.0'] }] } as Drill;
	const today = await usesOf({ engine, tenant: 'default', host: { stateFolder: folder } })(grant, newer);
	expect(today.processes!.map(({ processId }) => processId)).toEqual(['pinned']);
	await engine.close();
});

it('lists the machines that have the version or ran it, and none that stopped', async () => {
	const host = { stateFolder: folder };
	const store = (await openMachines(host))!;
	const tell = (id: string, said: object, isStopping = false) => {
		const report = JSON.stringify({ gate: { state: 'admitted' }, agents: [], ran: [], ...said });
		return store.report({ id, machine: id, program: 'serve', uptimeMs: 0, isStopping, report });
	};
	const agents = [{ id: 'clerk', version: '1.1.0' }];
	await tell('has', { agents });
	await tell('ran', { ran: [{ agent: 'clerk', version: '1.1.0' }] });
	await tell('older', { agents: [{ id: 'clerk', version: '1.0.0' }] });
	await tell('stopped', { agents }, true);
	const { machines } = await usesOf({ tenant: 'default', host })(grant, drill);
	expect(machines!.map(({ machine, isGone, runs }) => [machine, isGone, runs]).sort()).toEqual([
		['has', false, ['agent:clerk@1.1.0']],
		['ran', false, ['agent:clerk@1.1.0']],
	]);
});

it('lists of another tenant what it ran itself, and its own machines', async () => {
	const host = { stateFolder: folder };
	const store = (await openMachines(host))!;
	const tell = (id: string, said: object) => {
		const report = JSON.stringify({ gate: { state: 'admitted' }, agents: [], ran: [], ...said });
		return store.report({ id, machine: id, program: 'serve', uptimeMs: 0, isStopping: false, report });
	};
	const version = { agent: 'clerk', version: '1.1.0' };
	await tell('ours', { tenant: 'default', agents: [{ id: 'clerk', version: '1.1.0' }], ran: [{ tenant: 'default', ...version }] });
	await tell('both', { tenant: 'default', ran: [{ tenant: 'acme', ...version }] });
	await tell('theirs', { tenant: 'acme', agents: [{ id: 'clerk', version: '1.1.0' }] });
	const list = async (tenant: string) => {
		const { machines } = await usesOf({ tenant: 'default', host })(grantOf(tenant, 'doctor:read'), drill);
		return machines!.map(({ machine }) => machine).sort();
	};
	expect(await list('acme')).toEqual(['both', 'theirs']);
	expect(await list('default')).toEqual(['ours']);
	expect(await list('globex')).toEqual([]);
});

it('leaves out what the caller may not read elsewhere, and says so', async () => {
	const engine = await openEmbeddedEngine({ file: ':memory:' });
	const find = usesOf({ engine, tenant: 'default', host: { stateFolder: folder } });
	const processes = { part: 'processes', scope: 'process:read' };
	const machines = { part: 'machines', scope: 'doctor:read' };
	expect(await find(grantOf('default', 'registry:read'), drill)).toEqual({ leftOut: [processes, machines] });
	expect(await find(grantOf('default', 'process:read'), drill)).toEqual({ leftOut: [machines], processes: [] });
	expect(await find(grantOf('default', 'doctor:read'), drill)).toEqual({ leftOut: [processes], machines: [] });
	expect(await find(grant, drill)).toEqual({ processes: [], machines: [] });
	await engine.close();
});
