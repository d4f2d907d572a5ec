import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dialogs, unseenDialogs } from '../../test/console/pages/every-dialog';
import { pages } from '../../test/console/pages/every-page';

const root = join(__dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const sources = globSync('**/*.tsx', { cwd: root }).map((path) => path.replaceAll('\\', '/'));
const filesWith = (part: RegExp) => sources.filter((path) => part.test(read(path))).toSorted();
const listed = (of: typeof pages) => [...new Set(of.flatMap((one) => one.of))].toSorted();

describe('the list of pages that axe and goldens look at', () => {
	it('has each room of the navigation', () => {
		const rooms = [...read('app/rooms.ts').matchAll(/name: '([\w-]+)'/g)].map(([, name]) => name);
		expect(rooms.length).toBeGreaterThan(8);
		const visited = new Set(pages.map(({ path }) => path.split('/')[0]));
		expect(rooms.filter((room) => !visited.has(room))).toEqual([]);
	});

	it('has each file with the heading of a page', () => {
		expect(listed(pages)).toEqual(filesWith(/<Heading\b/));
	});

	it('has a golden of each page in both languages, and no other', () => {
		const goldens = globSync('*.txt', { cwd: join(root, '..', 'test', 'console', 'golden') });
		expect(goldens.toSorted()).toEqual(pages.flatMap(({ name }) => [`${name}.en.txt`, `${name}.pt.txt`]).toSorted());
	});
});

describe('the list of dialogs that axe looks at', () => {
	it('has each file with a dialog, or says why not', () => {
		const known = [...dialogs.map(({ of }) => of), ...Object.keys(unseenDialogs)];
		expect([...new Set(known)].toSorted()).toEqual(
			filesWith(/<(?:Reason)?Dialog\b|<dialog\b/).filter((path) => path !== 'parts/dialog.tsx'),
		);
	});
});
