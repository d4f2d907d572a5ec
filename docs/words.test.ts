import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..');
const glossary = 'docs/contributing/words.md';
const pages = globSync(['*.md', 'docs/**/*.md', 'examples/**/*.md'], { cwd: root }).filter((page) => !page.endsWith('.pt.md'));

it('finds none of the phrases that the linter refuses in the English pages', () => {
	expect(pages.length).toBeGreaterThan(100);
	const phrases = refusedPhrases();
	const hits = pages.flatMap((page) =>
		readProse(page).flatMap((line, index) =>
			phrases.filter((phrase) => phrase.test(line)).map((phrase) => `${page}:${index + 1} ${phrase.exec(line)?.[0]}`),
		),
	);
	expect(hits).toEqual([]);
});

/** Lines of a page; code is empty, and so is the column of the glossary that lists what not to write. */
function readProse(page: string): string[] {
	let inCode = false;
	return readFileSync(join(root, page), 'utf8')
		.split('\n')
		.map((line) => {
			if (line.startsWith('```')) inCode = !inCode;
			return inCode ? '' : line.replace(/`[^`]*`/g, '`').replace(/\|[^|]*\|$/, page === glossary ? '' : '$&');
		});
}

/** The configuration of the linter is a module that jest cannot load. */
function refusedPhrases(): RegExp[] {
	const script = "console.log(JSON.stringify((await import('./scripts/lint/plain-words.mjs')).phrases.map(([{ source }]) => source)))";
	const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: root, encoding: 'utf8' });
	return (JSON.parse(printed) as string[]).map((source) => new RegExp(source));
}
