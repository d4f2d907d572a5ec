import { catchOf, timer } from '../../test/contract/event-parts';
import { chain, endEvent, type ModelPart, processModel, scriptTask, serviceTask, startEvent } from '../../test/contract/model-builder';
import { listDifferences } from './match-trace';
import { parseCaseFile } from './parse-process-case';
import { playCase } from './play-case';

/** Differences between what a case expects and what happened. */
async function compare(parts: ModelPart[], document: object): Promise<string[]> {
	const ids = parts.map(({ id }) => id);
	const model = processModel('p', [startEvent(), ...parts, endEvent(), ...chain('start', ...ids, 'end')]);
	const [one] = await parseCaseFile(JSON.stringify({ files: ['p.bpmn'], start: { processId: 'p' }, ...document }), 'case.json');
	return listDifferences(one!.expect, (await playCase([model], one!.processCase)).trace).map(({ path }) => path);
}

it('tells a variable that is null from one that is not there (camunda/camunda#2787)', async () => {
	const expected = { expect: { variables: { result: null, more: 1 } } };
	expect(await compare([scriptTask('set', '=null', 'result'), scriptTask('add', '=1', 'more')], expected)).toEqual([]);
	expect(await compare([scriptTask('add', '=1', 'more')], expected)).toEqual(['variables.result']);
});

it('takes no variable of an element for one of the instance (camunda/camunda#31649)', async () => {
	const work = serviceTask('work', { inputs: [{ source: '=100', target: 'own' }] });
	expect(await compare([work], { autoComplete: false, expect: { variables: { own: 100 } } })).toEqual(['variables.own']);
	expect(await compare([work], { autoComplete: false, expect: { jobVariables: [{ own: 100 }] } })).toEqual([]);
});

it('goes on until only something from outside can happen, before the next step (camunda/zeebe-process-test#244)', async () => {
	const parts = [serviceTask('first'), catchOf('late', timer('Duration', 'PT1H')), serviceTask('second')];
	const script = [{ completeJob: { elementId: 'first' } }, { wait: 3_600_000 }, { completeJob: { elementId: 'second' } }];
	const expected = { outcome: 'completed', rejections: [], jobs: ['first', 'second'] };
	expect(await compare(parts, { autoComplete: false, script, expect: expected })).toEqual([]);
});

it('begins at the time of the case, and refuses a text that says no time', async () => {
	const today = [scriptTask('set', '=string(today())', 'day')];
	expect(await compare(today, { startAt: '2030-02-03T10:00:00+02:00', expect: { variables: { day: '2030-02-03' } } })).toEqual([]);
	await expect(compare(today, { startAt: 'tomorrow', expect: { outcome: 'completed' } })).rejects.toMatchObject({
		code: 'INPUT_INVALID',
		message: 'case.json: startAt is not a time: "tomorrow".',
	});
});
