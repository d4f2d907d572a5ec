import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const read = (name: string) => readFileSync(join(__dirname, name), 'utf8');
const { cases } = JSON.parse(read('uat.json')) as { cases: Array<{ id: string }> };

test.each(['README.md', 'README.pt.md'])('%s says where each case is played, and of no other', (name) => {
	const rows = read(name)
		.split(/^## (?:Where each case is played|Onde cada caso é testado)$/m)[1]!
		.split('\n## ')[0]!
		.split('\n')
		.filter((line) => line.startsWith('| '));
	const named = rows.flatMap((row) => row.match(/(?<=`)[a-z][a-z-]+(?=`)/g) ?? []);
	expect(named.toSorted()).toEqual(cases.map(({ id }) => id).toSorted());
});
