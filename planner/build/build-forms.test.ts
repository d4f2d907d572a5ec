import { loadFeel } from '../../bpmn/feel';
import { readForm } from '../../bpmn/forms/read-form';
import { submitForm } from '../../bpmn/forms/submit-form';
import { provePlan } from '../prove/prove-plan';
import { readTree } from '../tree/read-tree';
import { buildProcess } from './build-process';

const approve = (label: string, reason: object) => ({
	...{ name: 'Leave', purpose: 'Approves leave.', language: label === 'Aprovado?' ? 'pt' : 'en', trigger: { kind: 'form' }, inputs: [] },
	do: [
		{ kind: 'human', name: 'Approve', who: 'boss', writes: [{ name: 'isOk', type: 'boolean', label }, { type: 'text', ...reason }] },
		{
			...{ kind: 'choice', name: 'Ok?', branches: [{ name: 'no', when: 'isOk = false', do: [{ kind: 'end', name: 'Refused' }] }] },
			otherwise: { name: 'yes', do: [] },
		},
		{ kind: 'end', name: 'Done' },
	],
});

async function send(tree: unknown, entered: object): Promise<string[]> {
	const files = await buildProcess(readTree(tree).tree!);
	const content = files.find(({ content: text }) => text.includes('"isOk"'))!.content;
	const entry = { variables: {}, entered: entered as Record<string, unknown> };
	return submitForm(readForm('form', content), entry, await loadFeel('8.8'), Date.now).problems;
}

it.each([
	['Approved?', { name: 'reason' }],
	['Aprovado?', { name: 'motivoDaRecusa', label: 'Motivo' }],
])('asks for the reason of a no alone: %s', async (label, reason) => {
	const tree = approve(label, reason);
	expect(await send(tree, { isOk: true })).toEqual([]);
	expect(await send(tree, { isOk: false })).toHaveLength(1);
	expect(await send(tree, { isOk: false, [reason.name]: 'no budget' })).toEqual([]);
	const read = readTree(tree).tree!;
	const { proof } = await provePlan(read, await buildProcess(read), Date.UTC(2026, 10, 30), new AbortController().signal);
	expect(proof).toMatchObject({ passed: true, missed: [] });
});

it.each([
	['Urgent?', { name: 'reason' }],
	['Approved?', { name: 'account' }],
])('demands other texts of a yes too: %s %j', async (label, field) => {
	expect(await send(approve(label, field), { isOk: true })).toHaveLength(1);
});
