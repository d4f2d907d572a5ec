import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { agentFolders } from '../home-folders';
import { readToolSecret, readSetting } from './settings';
import { copyEnvironment, readSettingsFile } from './settings-file';

const before = { ...process.env };
let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'troupe-settings-'))));
afterEach(() => {
	process.env = { ...before };
	rmSync(home, { recursive: true });
});

/** Makes a home with this file the one of this process. */
function useFile(content: unknown, mode = 0o600): string {
	const path = join(home, 'settings.json');
	writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
	chmodSync(path, mode);
	process.env.TROUPE_HOME = home;
	return path;
}

describe('settings.json', () => {
	it('has the settings that the environment lacks', () => {
		useFile({
			$schema: 'x',
			TROUPE_TENANT: 'acme',
			TROUPE_GRACE: 30,
			TROUPE_ALLOW_PRIVATE_NETWORKS: true,
			OPENAI_BASE_URL: 'http://models',
		});
		process.env.OPENAI_BASE_URL = 'https://others';
		process.env.TROUPE_TENANT = ' ';
		expect(
			(['TROUPE_TENANT', 'TROUPE_GRACE', 'TROUPE_ALLOW_PRIVATE_NETWORKS', 'OPENAI_BASE_URL'] as const).map((name) => readSetting(name)),
		).toEqual([...['acme', '30', 'true', 'https://others']]);
		expect(copyEnvironment()).toMatchObject({ TROUPE_TENANT: 'acme', OPENAI_BASE_URL: 'https://others', PATH: process.env.PATH });
		expect(process.env.TROUPE_GRACE).toBeUndefined();
	});

	it('lists folders and names as texts', () => {
		useFile({
			TROUPE_AGENTS: ['/a', '/b'],
			TROUPE_TOOL_SERVERS: ['https://a.example', 'https://b.example'],
			TROUPE_TOOL_SECRET_CRM: 'k',
			TROUPE_TOOL_SECRET_CRM_SERVERS: ['crm.example'],
		});
		expect(agentFolders().slice(0, 2).join(delimiter)).toBe(['/a', '/b'].join(delimiter));
		expect(readSetting('TROUPE_TOOL_SERVERS')).toBe('https://a.example,https://b.example');
		expect(readToolSecret('CRM')).toEqual({ value: 'k', servers: ['crm.example'], tenants: [] });
	});

	it.each([
		['a misspelt name', { TROUPE_TENAT: 'acme' }, 'has "TROUPE_TENAT", which is not a setting', 'Write TROUPE_TENANT in its place.'],
		['its own folder', { TROUPE_HOME: '/srv' }, 'has "TROUPE_HOME"', 'environment'],
		['a variable of Node.js', { NODE_EXTRA_CA_CERTS: '/ca.pem' }, 'has "NODE_EXTRA_CA_CERTS"', 'environment'],
		['an object', { TROUPE_TENANT: { id: 'acme' } }, 'TROUPE_TENANT is neither a text', 'Correct it'],
		['a broken text', '{"TROUPE_TENANT": "acme"', 'is not JSON', 'Write it as'],
		['a list', ['TROUPE_TENANT'], 'is not an object of settings', 'Write it as'],
	])('is refused with %s', (_what, content, message, fix) => {
		const path = useFile(content);
		expect(() => readSettingsFile(path)).toThrow(
			expect.objectContaining({ code: 'INPUT_INVALID', message: expect.stringContaining(message), fix: expect.stringContaining(fix) }),
		);
		expect(() => readSetting('TROUPE_GRACE')).toThrow(path);
	});

	it('is private where it has a secret', () => {
		expect(readSettingsFile(useFile({ TROUPE_TENANT: 'acme' }, 0o644))).toEqual({ TROUPE_TENANT: 'acme' });
		for (const name of [
			'OPENAI_API_KEY',
			'TROUPE_DATABASE_URL',
			'TROUPE_TOOL_SECRET_CRM',
			'TROUPE_REGISTRY_TOKEN',
			'TROUPE_KEY_PASSPHRASE',
		]) {
			const path = useFile({ [name]: 's-4711' }, 0o640);
			expect(() => readSettingsFile(path)).toThrow(
				expect.objectContaining({ message: expect.stringContaining(`has ${name}`), fix: `Run: chmod 600 ${path}` }),
			);
			expect(() => readSettingsFile(path)).not.toThrow('s-4711');
		}
	});
});
