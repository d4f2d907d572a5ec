import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { agentFolders } from '../home-folders';
import { readToolSecret, readSetting, settingIs } from './settings';
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
			TROUPE_KEY_MAX_DAYS: 30,
			TROUPE_ALLOW_PRIVATE_NETWORKS: true,
			OPENAI_BASE_URL: 'http://models',
		});
		process.env.OPENAI_BASE_URL = 'https://others';
		process.env.TROUPE_TENANT = ' ';
		expect(
			(['TROUPE_TENANT', 'TROUPE_KEY_MAX_DAYS', 'TROUPE_ALLOW_PRIVATE_NETWORKS', 'OPENAI_BASE_URL'] as const).map((name) =>
				readSetting(name),
			),
		).toEqual([...['acme', '30', 'true', 'https://others']]);
		expect(copyEnvironment()).toMatchObject({ TROUPE_TENANT: 'acme', OPENAI_BASE_URL: 'https://others', PATH: process.env.PATH });
		expect(process.env.TROUPE_KEY_MAX_DAYS).toBeUndefined();
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
		['a comment (irods/irods#3107)', '{\n\t"TROUPE_TENANT": "acme" // ours\n}', 'is not JSON: Expected', 'without comments'],
		['a list', ['TROUPE_TENANT'], 'is not an object of settings', 'Write it as'],
	])('is refused with %s', (_what, content, message, fix) => {
		const path = useFile(content);
		expect(() => readSettingsFile(path)).toThrow(
			expect.objectContaining({ code: 'INPUT_INVALID', message: expect.stringContaining(message), fix: expect.stringContaining(fix) }),
		);
		expect(() => readSetting('TROUPE_KEY_MAX_DAYS')).toThrow(path);
	});

	it('has a byte order mark, as some editors write it (thefrederiksen/devthrottle#2917)', () => {
		expect(readSettingsFile(useFile('\uFEFF{"TROUPE_GRACE": 30}'))).toEqual({ TROUPE_GRACE: '30' });
	});

	it('gives false, in whichever form, to what is on or off (cloud-carbon-footprint/cloud-carbon-footprint#244)', () => {
		for (const value of [false, 'false'])
			expect(readSettingsFile(useFile({ TROUPE_ALLOW_INLINE_AGENTS: value }))).toEqual({ TROUPE_ALLOW_INLINE_AGENTS: 'false' });
		expect(settingIs('TROUPE_ALLOW_INLINE_AGENTS', 'true')).toBe(false);
	});

	it('is refused as a link to nothing, and as a folder (LDAPAccountManager/lam#107)', () => {
		const path = useFile({});
		expect(readSettingsFile(join(path, 'below'))).toEqual({});
		rmSync(path);
		expect(readSettingsFile(path)).toEqual({});
		symlinkSync(join(home, 'gone.json'), path);
		expect(() => readSettingsFile(path)).toThrow(`${path} cannot be read: ENOENT.`);
		rmSync(path);
		mkdirSync(path);
		expect(() => readSettingsFile(path)).toThrow(`${path} cannot be read: EISDIR.`);
	});

	it('is read as a mount that all can read and nobody can write (apache/apisix#12281)', () => {
		expect(readSettingsFile(useFile({ TROUPE_TENANT: 'acme' }, 0o444))).toEqual({ TROUPE_TENANT: 'acme' });
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
