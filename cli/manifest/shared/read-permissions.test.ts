import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPermissions } from './read-permissions';

const folder = mkdtempSync(join(tmpdir(), 'troupe-permissions-'));
afterAll(() => rmSync(folder, { recursive: true }));

function read(text: string) {
	const path = join(folder, 'permissions.json');
	writeFileSync(path, text);
	return readPermissions(path);
}

it('reads a list', () => {
	const list = { version: 1, requests: ['GET api.example.com'], tools: ['search'] };
	expect(read(JSON.stringify(list))).toEqual(list);
});

it.each([
	['no JSON', 'requests: []', /cannot be read/],
	['a name twice', '{"version": 1, "version": 1}', /cannot be read/],
	['another version', '{"version": 2}', /\/version must be equal to constant/],
	['an unknown list', '{"version": 1, "hosts": []}', /additional properties: "hosts"/],
	['a request without a method', '{"version": 1, "requests": ["api.example.com"]}', /does not name requests/],
])('refuses %s', (_case, text, message) => {
	expect(() => read(text)).toThrow(message);
});

it('refuses a file that is missing', () => {
	expect(() => readPermissions(join(folder, 'none.json'))).toThrow(/none\.json cannot be read/);
});
