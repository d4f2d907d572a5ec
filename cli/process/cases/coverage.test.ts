import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callActivity, catchOf, link, throwOf } from '../../../test/contract/event-parts';
import { chain, endEvent, type ModelPart, processModel, serviceTask, startEvent, subProcess } from '../../../test/contract/model-builder';
import type { Resource } from '../../../engine-adapter/engine/deployments';
import { openGate } from '../../../test/fakes/permissive-gate';
import { testTerminal } from '../../../test/support/test-terminal';
import { runProcessTests } from '../test-run';

const host = async () => ({ gate: openGate(), agentFolders: [], providers: {} });
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'troupe-coverage-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const save = ({ name, content }: Resource): void => writeFileSync(join(folder, name), content);
const write = (name: string, document: object): void => writeFileSync(join(folder, `${name}.case.json`), JSON.stringify(document));

async function cover(): Promise<string> {
	const terminal = testTerminal();
	await runProcessTests([folder], { coverage: true }, terminal, host);
	return terminal.printed.join('\n');
}

const ends = { expect: { outcome: 'completed', incidents: [] } };

const work = (id: string): Resource => processModel(id, [startEvent(), serviceTask('work'), endEvent(), ...chain('start', 'work', 'end')]);

/** A service task for each of three entries, one after the other. */
function eachOf(...parts: ModelPart[]): ModelPart {
	const scope = subProcess('each', parts);
	const entries = '<zeebe:loopCharacteristics inputCollection="=[1, 2, 3]" inputElement="entry"/>';
	const loop = `<bpmn:multiInstanceLoopCharacteristics isSequential="true"><bpmn:extensionElements>${entries}</bpmn:extensionElements>`;
	return { ...scope, content: `${loop}</bpmn:multiInstanceLoopCharacteristics>${scope.content}` };
}

it('counts what is in a loop once, however often it was done', async () => {
	const each = eachOf(startEvent('in'), serviceTask('one'), endEvent('out'), ...chain('in', 'one', 'out'));
	save(processModel('p', [startEvent(), each, endEvent(), ...chain('start', 'each', 'end')]));
	write('a', { files: ['p.bpmn'], start: { processId: 'p' }, ...ends });
	expect(await cover()).toMatch(/Coverage: 100 %\n {2}p .* elements 6 of 6, flows 4 of 4/);
});

it('counts both events of a link (camunda-community-hub/camunda-process-test-coverage#182)', async () => {
	const links = [throwOf('away', link('go')), catchOf('back', link('go'))];
	save(processModel('p', [startEvent(), ...links, endEvent(), ...chain('start', 'away'), ...chain('back', 'end')]));
	write('a', { files: ['p.bpmn'], start: { processId: 'p' }, ...ends });
	expect(await cover()).toMatch(/Coverage: 100 %\n {2}p .* elements 4 of 4, flows 2 of 2/);
});

it('counts each process of a file by itself (camunda-community-hub/camunda-process-test-coverage#80)', async () => {
	const [first, second] = [work('first'), work('second')];
	const own = second.content.replaceAll(/(?<=["'>])(start|work|end|start-work|work-end)(?=["'<])/g, 'own-$1');
	const process = /<bpmn:process[^]*<\/bpmn:process>/.exec(own)![0];
	save({ name: 'both.bpmn', content: first.content.replace('</bpmn:definitions>', `${process}</bpmn:definitions>`) });
	write('a', { files: ['both.bpmn'], start: { processId: 'second' }, ...ends });
	const text = await cover();
	expect(text).toMatch(/Coverage: 50 %\n {2}first .* elements 0 of 3, flows 0 of 2\n {4}not reached: start, work, end/);
	expect(text).toMatch(/ {2}second .* elements 3 of 3, flows 2 of 2/);
});

it('tells what no case began in an ad-hoc sub-process, and counts the rest of it (camunda/camunda#47653)', async () => {
	const tools = ['one', 'two'].map((id) => `<bpmn:task id="${id}"/>`).join('');
	const active = '<bpmn:extensionElements><zeebe:adHoc activeElementsCollection="=[&#34;one&#34;]"/></bpmn:extensionElements>';
	const adHoc = { tag: 'adHocSubProcess', id: 'tools', extensions: active, content: tools };
	save(processModel('p', [startEvent(), adHoc, endEvent(), ...chain('start', 'tools', 'end')]));
	for (const engine of ['8.6', '8.8']) write(engine, { files: ['p.bpmn'], start: { processId: 'p' }, engine, ...ends });
	expect(await cover()).toMatch(/Coverage: 85.7 %\n {2}p .* elements 4 of 5, flows 2 of 2\n {4}not reached: two/);
});

it('counts no stand-in of a called process, and the process itself as its own cases reach it (camunda/camunda#61552, camunda-community-hub/camunda-process-test-coverage#338)', async () => {
	save(processModel('caller', [startEvent(), callActivity('call', 'called'), endEvent(), ...chain('start', 'call', 'end')]));
	save({ ...processModel('called', [startEvent('s'), endEvent('e'), ...chain('s', 'e')]), name: 'called.stand-in.bpmn' });
	save(work('called'));
	write('a', { files: ['caller.bpmn', 'called.stand-in.bpmn'], start: { processId: 'caller' }, ...ends });
	write('b', { files: ['called.bpmn'], start: { processId: 'called' }, autoComplete: false, expect: { outcome: 'active' } });
	const text = await cover();
	expect(text).toMatch(
		/Coverage: 80 %\n {2}caller .* elements 3 of 3, flows 2 of 2\n {2}called .*called\.bpmn {2}elements 2 of 3, flows 1 of 2/,
	);
	expect(text).not.toContain('stand-in');
});
