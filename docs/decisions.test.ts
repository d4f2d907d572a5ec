import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const folder = join(__dirname, 'decisions');
const status = /^\*Replaced (?:by|(in part) by) \[(\d+)\]\(([^)]+\.md)\)(?:: .+)?\.\*$/m;
const index = readFileSync(join(folder, 'index.md'), 'utf8');
const records = globSync('*/*.md', { cwd: folder })
	.map((path) => path.replaceAll('\\', '/'))
	.sort((one, other) => basename(one).localeCompare(basename(other)));

it('lists every record in the index, by number, with its title, successor and subject', () => {
	const rows = records.map((path) => {
		const text = readFileSync(join(folder, path), 'utf8');
		const [, number, title] = /^# (\d+)\. (.+)$/m.exec(text) ?? [];
		const [line, part, successor] = status.exec(text) ?? [];
		const replaced = line ? `, replaced ${part ? `${part} ` : ''}by ${successor}` : '';
		return `| ${number} | [${title}](${path})${replaced} | ${path.split('/')[0]} |`;
	});
	expect(rows.length).toBeLessThanOrEqual(70);
	expect(index.split('\n').filter((line) => /^\| \d/.test(line))).toEqual(rows);
});

it.each(records)('keeps %s to 420 words under its own number', (path) => {
	const text = readFileSync(join(folder, path), 'utf8');
	expect(Number(basename(path).slice(0, 4))).toBe(Number(/^# (\d+)\./.exec(text)?.[1]));
	expect(text.split(/\s+/).filter(Boolean).length).toBeLessThanOrEqual(420);
});

it.each(records)('says in %s what turning back would cost', (path) => {
	expect(readFileSync(join(folder, path), 'utf8')).toMatch(/^\*\*Turning back\*\* means: .+\.$/m);
});

it.each(records)('says below the title of %s, in one form, which later record replaced it', (path) => {
	const text = readFileSync(join(folder, path), 'utf8');
	for (const line of text.match(/^(?:\*?(?:Replaced|Superseded) |\*[^*\n]+\*$).*/gm) ?? []) {
		expect(text.split('\n')[2]).toBe(line);
		const [, part, successor, target = ''] = status.exec(line) ?? [];
		expect(line.includes('): ')).toBe(part !== undefined);
		expect(existsSync(join(folder, dirname(path), target))).toBe(true);
		expect(Number(basename(target).slice(0, 4))).toBe(Number(successor));
		expect(Number(successor)).toBeGreaterThan(Number(basename(path).slice(0, 4)));
	}
});
