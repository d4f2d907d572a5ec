import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const folder = join(__dirname, 'decisions');
const index = readFileSync(join(folder, 'index.md'), 'utf8');
const records = globSync('*/*.md', { cwd: folder })
	.map((path) => path.replaceAll('\\', '/'))
	.sort((one, other) => basename(one).localeCompare(basename(other)));

it('lists every record in the index, by number, with its title and subject', () => {
	const rows = records.map((path) => {
		const [, number, title] = /^# (\d+)\. (.+)$/m.exec(readFileSync(join(folder, path), 'utf8')) ?? [];
		return `| ${number} | [${title}](${path}) | ${path.split('/')[0]} |`;
	});
	expect(rows.length).toBeGreaterThan(70);
	expect(index.split('\n').filter((line) => /^\| \d/.test(line))).toEqual(rows);
});

it.each(records)('keeps %s to 400 words under its own number', (path) => {
	const text = readFileSync(join(folder, path), 'utf8');
	expect(Number(basename(path).slice(0, 4))).toBe(Number(/^# (\d+)\./.exec(text)?.[1]));
	expect(text.split(/\s+/).filter(Boolean).length).toBeLessThanOrEqual(400);
});
