import { readDocument } from './read-document';

const policy = 'A solicitação de férias é feita até o dia dez.';
const damaged = (text: string) => Buffer.concat([Buffer.from(text), Buffer.from([0xa0]), Buffer.from('fim')]);

it.each([
	['p.md', `# Política\n\n${policy}`],
	['p.txt', policy],
	['p.csv', `nome;nota\nAna;${policy}`],
	['p.html', `<meta charset="utf-8"><p>${policy}`],
	['p.html', `<p>${policy}`],
])('every format of text reads damaged UTF-8 so: %s %#', async (name, text) => {
	const reading = await readDocument(damaged(text), { name });
	expect(reading).toMatchObject({ kind: 'read', document: { text: expect.stringContaining(`${policy}\ufffdfim`) } });
});
