import { outputs } from './unanswered';

/** n8n evaluates the text by itself, and puts its own error output after the others. */
function listOutputs(version: number): unknown {
	const expression = (outputs as string).replace(/^=\{\{|\}\}$/g, '');
	// oxlint-disable-next-line typescript/no-implied-eval -- n8n evaluates the same expression
	return (new Function('$nodeVersion', `return (${expression})`) as (nodeVersion: number) => unknown)(version);
}

it.each([1, 2])('leaves out the second output in version %i: the error output of saved workflows stays (n8n-io/n8n#5471)', (version) => {
	expect(listOutputs(version)).toEqual(['main']);
});

it('has the second output from version 3 on', () => {
	expect(listOutputs(3)).toEqual([
		{ type: 'main', displayName: 'Reply' },
		{ type: 'main', displayName: 'Unanswered' },
	]);
});
