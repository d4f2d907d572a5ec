import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const root = join(__dirname, '..');
const pages = globSync(['*.md', 'docs/**/*.md', 'examples/**/*.md'], { cwd: root }).map((page) => page.replaceAll('\\', '/'));

it('leads from every page to files and headings that are there', () => {
	const links = pages.flatMap((page) => linksIn(page).map((link) => ({ page, link })));
	expect(links.length).toBeGreaterThan(500);
	expect(links.filter(({ page, link }) => !leadsSomewhere(page, link))).toEqual([]);
});

it.each(pages.filter((page) => page.endsWith('.pt.md')))('has the sections of %s in English too', (page) => {
	const levels = (of: string) => listHeadings(of).map(({ level }) => level);
	expect(levels(page)).toEqual(levels(page.replace(/\.pt\.md$/, '.md')));
});

it.each(['md', 'pt.md'])('leads from docs/index.%s to every page of its language', (ending) => {
	const reached = new Set([`docs/index.${ending}`]);
	for (const page of reached)
		for (const link of linksIn(page)) if (isPage(resolveTarget(page, link), ending)) reached.add(resolveTarget(page, link));
	expect(pages.filter((page) => isPage(page, ending) && !reached.has(page))).toEqual([]);
});

function isPage(path: string, ending: string): boolean {
	return (
		path.startsWith('docs/') &&
		pages.includes(path) &&
		path.endsWith('.pt.md') === (ending === 'pt.md') &&
		!path.startsWith('docs/decisions/')
	);
}

function resolveTarget(page: string, link: string): string {
	const [path = ''] = link.split('#');
	return path === '' ? page : relative(root, join(root, dirname(page), path)).replaceAll('\\', '/');
}

function leadsSomewhere(page: string, link: string): boolean {
	const [, heading] = link.split('#');
	const target = resolveTarget(page, link);
	if (!existsSync(join(root, target))) return false;
	return heading === undefined || !target.endsWith('.md') || listAnchors(target).includes(heading);
}

/** Those that stay in the project. */
function linksIn(page: string): string[] {
	const prose = readText(page).replace(/`[^`\n]*`/g, '');
	return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!).filter((link) => !/^[a-z]+:/i.test(link));
}

function listHeadings(page: string): Array<{ level: number; title: string }> {
	return [...readText(page).matchAll(/^(#+) (.+)$/gm)].map(([, marks, title]) => ({ level: marks!.length, title: title! }));
}

/** As GitHub names headings. */
function listAnchors(page: string): string[] {
	const times = new Map<string, number>();
	return listHeadings(page).map(({ title }) => {
		const plain = title.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
		const name = plain.replace(/[^\p{L}\p{N}_\- ]/gu, '').replaceAll(' ', '-');
		const time = times.get(name) ?? 0;
		times.set(name, time + 1);
		return time === 0 ? name : `${name}-${time}`;
	});
}

function readText(page: string): string {
	return readFileSync(join(root, page), 'utf8').replace(/^```[^]*?^```/gm, '');
}
