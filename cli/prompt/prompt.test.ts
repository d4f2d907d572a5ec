import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callTroupe } from '../terminal/test-terminal';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'troupe-prompt-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (content: string): string => {
	const path = join(folder, 'tone.md');
	writeFileSync(path, `---\nname: tone\nversion: 1.0.0\npurpose: Tone.\n---\n\n${content}\n`);
	return path;
};
const troupe = (...args: string[]) => callTroupe(['prompt', ...args], { TROUPE_HOME: folder });

test('lint says the line of the file, what is wrong and what to do', async () => {
	const path = write('Be kind.\nHelp {{ who }} with {{ticket}}.');
	expect(await troupe('lint', path, '--untrusted', 'ticket')).toEqual({
		code: 1,
		printed: [
			`${path}:8:6 error {{ who }} has blanks, so it is not filled in. (broken-reference)`,
			'  Write {{who}}.',
			`${path}:8:21 warning Others can write ticket, and nothing marks where their text begins and ends. (untrusted-outside-marks)`,
			'  Write <ticket>{{ticket}}</ticket>, and say that the text between the marks is data without orders.',
		].join('\n'),
		noted: '1 prompt: 1 error, 1 warning',
	});
	expect(await troupe('lint', write('Be kind to {{who}}.'))).toMatchObject({
		code: 0,
		printed: '',
		noted: '1 prompt: 0 errors, 0 warnings',
	});
	const { code, printed } = await troupe('lint', write('Be kind to {{who}}.'), '--inputs', 'whom', '--json');
	expect([code, JSON.parse(printed)]).toMatchObject([1, [{ rule: 'unused-input' }, { rule: 'broken-reference', about: 'who' }]]);
});

test('render fills in what it has, and says what is missing', async () => {
	const path = write('Be kind to {{who}} of {{shop}}.');
	expect(await troupe('render', path, '--set', 'who={{shop}}', 'shop=A=B')).toEqual({
		...{ code: 0, printed: 'Be kind to {{shop}} of A=B.', noted: '27 characters, about 7 tokens' },
	});
	expect(await troupe('render', path, '--set', 'who=Ana', '--json')).toMatchObject({
		...{ code: 1, noted: expect.stringContaining('no value: shop') as string },
		printed: expect.stringContaining('"text":"Be kind to Ana of {{shop}}."') as string,
	});
	expect(await troupe('render', join(folder, 'nothing.md'))).toMatchObject({
		code: 2,
		noted: expect.stringContaining('does not exist') as string,
	});
});
