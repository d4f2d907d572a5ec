import type { Host } from '../../../providers/compose/hosts/host';
import { testTerminal } from '../../../test/support/test-terminal';
import { withQuestions } from './confirm-programs';

test('asks about one program after the other', async () => {
	const asked: string[] = [];
	const answers: Array<(answer: string) => void> = [];
	const ask = (question: string) => (asked.push(question), new Promise<string>((resolve) => answers.push(resolve)));
	const { confirmProgram } = withQuestions({} as Host, {}, { ...testTerminal(), ask });
	const both = Promise.all(['Start a?', 'Start b?'].map((question) => confirmProgram!(question)));
	await new Promise(setImmediate);
	expect(asked).toEqual(['Start a? [y/N] ']);
	answers[0]!('y');
	await new Promise(setImmediate);
	answers[1]!('n');
	expect(await both).toEqual([true, false]);
});

test('without a person, the answer is --yes', async () => {
	const ask = (yes: boolean) => withQuestions({} as Host, { yes }, { ...testTerminal(), ask: undefined }).confirmProgram!('Start a?');
	await expect(ask(false)).rejects.toMatchObject({ code: 'INPUT_INVALID', fix: expect.stringContaining('--yes') as string });
	expect(await ask(true)).toBe(true);
});
