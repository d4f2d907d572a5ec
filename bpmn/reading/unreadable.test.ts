import { readDecisions } from '../dmn/reading/read-decisions';
import { readForm } from '../forms/read-form';
import { readProcessFile } from './read-process';

const doctype = '<?xml version="1.0"?>\n<!DOCTYPE a []><a/>';

test.each([
	['an empty model (camunda-community-hub/nestjs-zeebe#10)', () => readProcessFile('a.bpmn', ' \n'), 'The file is empty'],
	['an empty decision', () => readDecisions('a.dmn', ''), 'The file is empty'],
	['an empty form', async () => readForm('a.form', '\n'), 'The file is empty'],
	['a form that is not JSON', async () => readForm('a.form', '<form/>'), 'Name a form of Camunda Modeler'],
	[
		'a model with a document type',
		() => readProcessFile('a.bpmn', doctype),
		'Remove <!DOCTYPE …> with all that is in it: BPMN needs none.',
	],
	['a decision with a document type', () => readDecisions('a.dmn', doctype), 'Remove <!DOCTYPE …> with all that is in it: DMN needs none.'],
	['a page in place of a model', () => readProcessFile('a.bpmn', '<html/>'), 'Name a BPMN file'],
	['a model in place of a decision', () => readDecisions('a.dmn', '<definitions/>'), 'Name a DMN file'],
	['a model that was cut off', () => readProcessFile('a.bpmn', '<bpmn:definitions id="d'), 'Correct the XML there.'],
])('every reader says the same of %s', async (_title, read, fix) => {
	await expect(read()).rejects.toMatchObject({ message: expect.stringMatching(/^a\.\w+ is not /), fix: expect.stringContaining(fix) });
});
