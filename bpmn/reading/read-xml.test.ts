import { readProcessFile } from './read-process';
import { definitions } from '../rules/test-models';
import { readXml } from './read-xml';

const model = definitions(
	'<bpmn:process id="Ação" isExecutable="true"><bpmn:startEvent id="Início" name="Início"><bpmn:outgoing> até.o-fim </bpmn:outgoing></bpmn:startEvent>' +
		'<bpmn:endEvent id="fim" name="É o fim de Início"/><bpmn:sequenceFlow id=\'até.o-fim\' sourceRef="Início" targetRef="fim"/></bpmn:process>',
);

describe('ids with letters beyond ASCII', () => {
	it('are read as they are written, and found by what refers to them', async () => {
		const { processes, problems } = await readProcessFile('a.bpmn', model);
		expect(problems).toEqual([]);
		expect(processes[0]).toMatchObject({
			id: 'Ação',
			nodes: [
				{ id: 'Início', name: 'Início', outgoing: ['até.o-fim'] },
				{ id: 'fim', name: 'É o fim de Início', incoming: ['até.o-fim'] },
			],
			flows: [{ id: 'até.o-fim', sourceId: 'Início', targetId: 'fim' }],
		});
	});

	it('are named in what is wrong with them', async () => {
		const { warnings } = await readXml(model.replace('targetRef="fim"', 'targetRef="Não"').replace('id="fim"', 'id="Início"'));
		expect(warnings.map(({ message }) => message).join()).toContain('duplicate ID <Início>');
	});

	it('are refused when they are not names', async () => {
		const { problems } = await readProcessFile('a.bpmn', model.replaceAll('Início', '→'));
		expect(problems.map(({ message }) => message)).toContain('illegal ID <→>');
	});
});
