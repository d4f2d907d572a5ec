import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkCopy } from '../../providers/database/back-up';
import { stateSubjects } from '../../providers/state/subjects';
import { openEveryStore } from '../../test/support/privacy/open-every-store';
import { knownSchemas } from './known-schemas';

const root = join(__dirname, '../..');

it('names every database that the source opens in the home', () => {
	const rooms = ['core', 'database', 'providers', 'manifests', 'engine-adapter', 'nodes', 'cli'];
	const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...rooms], { cwd: root, encoding: 'utf8' });
	const files = listed.split('\n').filter((file) => file.endsWith('.ts') && !/\.(?:test|contract)\.ts$|\/kills\/|known-schemas/.test(file));
	const names = files.flatMap((file) =>
		[...readFileSync(join(root, file), 'utf8').matchAll(/'([a-z0-9-]+\.db)'/g)].map(([, name]) => name),
	);
	expect([...new Set(names)].sort()).toEqual(Object.keys(knownSchemas).sort());
});

it.each(['docs/operations/service.md', 'docs/operations/service.pt.md'])('each is in the list of files in %s', (page) => {
	const text = readFileSync(join(root, page), 'utf8');
	expect(Object.keys(knownSchemas).filter((file) => !text.includes(`\`${file}\``))).toEqual([]);
});

it('knows the schema that each store creates', async () => {
	const stateFolder = mkdtempSync(join(tmpdir(), 'troupe-schemas-'));
	try {
		await openEveryStore(stateFolder);
		const created = Object.keys(knownSchemas).map(async (name) => [name, await checkCopy(join(stateFolder, name))]);
		expect(Object.fromEntries(await Promise.all(created))).toEqual(knownSchemas);
	} finally {
		rmSync(stateFolder, { recursive: true, force: true });
	}
});

it('no two subjects use the same name', () => {
	const names = stateSubjects.flatMap(({ name, schema }) => [
		`subject ${name}`,
		...[...schema.matchAll(/CREATE (?:TABLE|(?:UNIQUE )?INDEX|VIEW) IF NOT EXISTS (\w+)/g)].map(([, created]) => created!),
	]);
	expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
