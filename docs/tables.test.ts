import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..');
/** A longer cell is text: it belongs below the table. */
const maxWords = 60;

it(`has at most ${maxWords} words in each cell of a table`, () => {
	const pages = globSync(['*.md', 'docs/**/*.md', 'examples/**/*.md', 'packages/*/*.md'], { cwd: root });
	const long = pages.flatMap((page) =>
		readFileSync(join(root, page), 'utf8')
			.replace(/^```[^]*?^```/gm, (block) => block.replace(/[^\n]/g, ''))
			.split('\n')
			.flatMap((line, index) => (countLongest(line) > maxWords ? [`${page}:${index + 1} has ${countLongest(line)} words`] : [])),
	);
	expect(pages.length).toBeGreaterThan(100);
	expect(long).toEqual([]);
});

/** Returns the words of the longest cell of a line; 0 if it is not a row. */
function countLongest(line: string): number {
	if (!line.trimStart().startsWith('|')) return 0;
	return Math.max(...line.split(/(?<!\\)\|/).map((cell) => cell.split(/\s+/).filter(Boolean).length));
}
