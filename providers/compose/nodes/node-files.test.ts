import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openNodeFiles, refuseForeignFiles } from './node-files';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'troupe-node-files-'))));
afterEach(() => rmSync(folder, { recursive: true }));

it('files that no task has touched for thirty days are deleted', async () => {
	const at = (name: string) => join(folder, 'files/workflows/default/executions', name);
	const days = (count: number) => Date.now() / 1000 - count * 86_400;
	for (const [name, age] of [
		['old', 31],
		['new', 29],
	] as const) {
		mkdirSync(join(at(name), 'binary_data'), { recursive: true });
		for (const path of [join(at(name), 'binary_data'), at(name)]) utimesSync(path, days(age), days(age));
	}
	mkdirSync(join(at('used'), 'binary_data'), { recursive: true });
	utimesSync(at('used'), days(31), days(31));
	expect(await openNodeFiles(folder)).toBe(join(folder, 'files'));
	expect(['old', 'new', 'used'].filter((name) => existsSync(at(name)))).toEqual(['new', 'used']);
});

const refuse = (id: unknown) => () =>
	refuseForeignFiles({ name: 'read', tenant: 'acme', items: [{ json: {}, binary: { data: { id, mimeType: 'text/plain' } } }] });

it('a reference to a file of the tenant, and data without a reference, are taken', () => {
	expect(refuse('filesystem-v2:workflows/acme/executions/7/binary_data/553ee891-e36e')).not.toThrow();
	expect(refuse(undefined)).not.toThrow();
});

it.each([
	'filesystem-v2:workflows/other/executions/7/binary_data/553ee891',
	'filesystem-v2:workflows/acme/executions/../../other/executions/7/binary_data/5',
	'filesystem-v2:workflows/acme/executions/7/binary_data/../../../../../../etc/passwd',
	's3:workflows/acme/executions/7/binary_data/5',
	7,
])('the reference %j is refused', (id) => {
	expect(refuse(id)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
});
