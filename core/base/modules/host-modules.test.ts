import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { requireFromHost } from './host-modules';
import { slowTest } from '../../../test/support/slow-tests';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-host-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function install(at: string, name: string): string {
	const modules = join(folder, at);
	mkdirSync(join(modules, name), { recursive: true });
	writeFileSync(join(modules, name, 'index.js'), `module.exports = ${JSON.stringify(at)};`);
	return modules;
}

describe('a package that n8n provides', () => {
	it('comes from the first folder of NODE_PATH that contains it', () => {
		const [first, second] = [install('first', 'other'), install('second', '@n8n/sdk')];
		expect(requireFromHost('@n8n/sdk', { NODE_PATH: [first, second, install('third', '@n8n/sdk')].join(delimiter) })).toBe('second');
	});

	it('comes from n8n, also where the package has one of its own', () => {
		expect(requireFromHost('n8n-workflow', { NODE_PATH: install('n8n', 'n8n-workflow') })).toBe('n8n');
	});

	slowTest('comes from the node_modules of a checkout outside of n8n', () => {
		expect(requireFromHost('n8n-workflow', {})).toMatchObject({ NodeConnectionTypes: { Main: 'main' } });
	});

	it('is missing elsewhere, with what to do', () => {
		expect(() => requireFromHost('@n8n/sdk', { NODE_PATH: folder })).toThrow(
			expect.objectContaining({
				code: 'DEPENDENCY_MISSING',
				message: 'The package @n8n/sdk is missing: n8n provides it, but no folder of NODE_PATH contains it.',
				fix: expect.stringContaining('NODE_PATH'),
			}),
		);
	});
});
