import { formFile, formTask } from '../../test/contract/form-parts';
import { chain, endEvent, processModel, startEvent } from '../../test/contract/model-builder';
import { parseProcessCase } from './parse-process-case';
import { playCase } from './play-case';
import type { CaseTrace } from './process-case';

const model = processModel('p', [startEvent(), formTask('ask'), endEvent(), ...chain('start', 'fill', 'end')]);
const form = formFile('ask', '', {
	components: [
		{ type: 'textfield', key: 'name', label: 'Name', validate: { required: true } },
		{ type: 'number', key: 'amount', validate: { max: 100 } },
	],
});

async function complete(action: object, variables: object = {}): Promise<CaseTrace> {
	const document = { start: { processId: 'p', variables }, script: [{ completeUserTask: action }] };
	const { trace } = await playCase([model, form], await parseProcessCase(JSON.stringify(document), 'case.json'));
	return trace as CaseTrace;
}

test('a task is completed with what its form sends', async () => {
	expect(await complete({ variables: { name: 'Ana' } }, { amount: 5 })).toMatchObject({
		outcome: 'completed',
		variables: { name: 'Ana', amount: 5 },
		rejections: [],
	});
});

test('what the form refuses is told, and the task stays open', async () => {
	expect(await complete({ variables: { amount: 500, nmae: 'Ana' } })).toMatchObject({
		outcome: 'active',
		rejections: [
			{
				action: 0,
				code: 'FORM_INVALID',
				reason: 'the form has no field "nmae"; the field "name" (Name) is required; the field "amount" is above 100',
			},
		],
	});
});

test('a program completes a task without its form', async () => {
	expect(await complete({ variables: { amount: 500 }, withoutForm: true })).toMatchObject({
		outcome: 'completed',
		variables: { amount: 500 },
	});
});
