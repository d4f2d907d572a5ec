import type { Field } from '../tree/plan-tree';
import { checkInputs } from './check-inputs';

const receipt: Field = { name: 'receipt', type: 'file' };

it.each(['receipt.pdf', 'https://files.example/receipt.pdf', { name: 'receipt.pdf' }])(
	'takes a file as a form and as a channel give it: %j',
	(value) => {
		expect(() => checkInputs([receipt], { receipt: value })).not.toThrow();
	},
);

it.each(['', ' ', 5, ['receipt.pdf']])('refuses %j as a file, and says how one is given', (value) => {
	expect(() => checkInputs([receipt], { receipt: value })).toThrow(
		expect.objectContaining({
			code: 'INPUT_INVALID',
			fix: 'Give it these inputs: receipt (file: its name or address, or an object).',
		}) as Error,
	);
});
