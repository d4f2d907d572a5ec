import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkCopy } from '../../providers/database/back-up';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import { openStore } from '../../manifests/registry/store/open-store';
import { openKnowledgeStore } from '../../providers/compose/knowledge/knowledge-store';
import { runMemoryTask } from '../../providers/compose/memory/memory';
import { openStateDatabase, stateFile } from '../../providers/database/state-database';
import { stateSubjects } from '../../providers/state/subjects';
import { inboxSchema } from '../../providers/state/channels/receipts/inbox-schema';
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
	const host = { stateFolder, providers: {}, database: '' };
	const [place, nothing] = [(name: string) => join(stateFolder, name), () => Promise.resolve()];
	try {
		await (await openEmbeddedEngine({ file: place('engine.db') })).close();
		await (await openStore(place('registry.db'))).close();
		await (await openKnowledgeStore(host, {})).close();
		// Opens the memory, and what knows a person.
		await runMemoryTask({ operation: 'forget', person: 'nobody' }, host, new AbortController().signal);
		for (const subject of stateSubjects) await openStateDatabase(place(stateFile), subject).read('', nothing);
		await openStateDatabase(place('state-inbox.db'), inboxSchema).read('', nothing);
		const created = Object.keys(knownSchemas).map(async (name) => [name, await checkCopy(place(name))]);
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
	const secured = stateSubjects.flatMap(({ tenantTables }) => tenantTables);
	expect(secured.filter((table) => !names.includes(table))).toEqual([]);
});
