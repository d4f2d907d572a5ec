import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trustSettings } from './registry-settings';

const settings = (env: Record<string, string>) => trustSettings({ TROUPE_HOME: '/home/of/troupe', ...env });
const registry = (url: string, env = {}) => settings({ TROUPE_REGISTRY_URL: url, ...env }).registry;

describe('the settings of a registry', () => {
	it('are missing without a URL: trust comes from folders alone', () => {
		expect(settings({})).toMatchObject({ tenant: 'default', stalePolicy: 'deny', pinnedTrust: '/home/of/troupe/trust' });
		expect(settings({}).registry).toBeUndefined();
	});

	it('name a folder for each tenant, and a path below which the registry lies', () => {
		const found = registry('https://registry.example.com/troupe', { TROUPE_TENANT: 'acme', TROUPE_REGISTRY_TOKEN: 'secret' });
		expect(found).toMatchObject({ folder: '/home/of/troupe/registry-cache/acme' });
		expect(found?.url.href).toBe('https://registry.example.com/troupe/');
		expect(found?.readToken()).toBe('secret');
	});

	it.each(['http://127.0.0.1:8080', 'http://localhost', 'http://[::1]:1', 'https://10.0.0.1'])(
		'take %s: it is this machine, or encrypted',
		(url) => {
			expect(registry(url)?.url.href).toBe(`${url}/`);
		},
	);

	it.each([
		['http://registry.internal', 'not https'],
		['http://127.0.0.1.evil.example', 'not https'],
		['ftp://registry', 'not an http'],
		['registry', 'not an http'],
		['https://user:secret@registry', 'must not contain credentials'],
		['https://registry/?a=b', 'must not contain credentials'],
	])('refuse %s, and show no secret', (url, message) => {
		expect(() => registry(url)).toThrow(
			expect.objectContaining({ code: 'INPUT_INVALID', message: expect.stringContaining(message), fix: expect.any(String) }),
		);
		expect(() => registry(url)).toThrow(expect.not.objectContaining({ message: expect.stringContaining('secret') }));
	});

	it('ask more often where somebody says so, and never less than every five minutes', () => {
		const ttl = (TROUPE_REGISTRY_TTL: string) => registry('https://registry.example.com', { TROUPE_REGISTRY_TTL })?.ttlMs;
		expect([ttl(''), ttl(' 5s '), ttl('5m')]).toEqual([undefined, 5_000, 300_000]);
		for (const wrong of ['0', '301s', '-1s', '1.5s', '300', '5 s', 'five'])
			expect(() => ttl(wrong)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID', message: expect.stringContaining('1s to 5m') }));
	});

	it('take http to another machine where somebody said so', () => {
		const found = registry('http://registry.internal', { TROUPE_REGISTRY_INSECURE: 'allow' });
		expect(found?.url.href).toBe('http://registry.internal/');
	});

	it.each(['', '\n', 'one two', '\0\0\0'])('refuse a file of the access token that contains %j', (text) => {
		const folder = mkdtempSync(join(tmpdir(), 'troupe-registry-token-'));
		const file = join(folder, 'token');
		writeFileSync(file, text);
		expect(() => registry('https://registry', { TROUPE_REGISTRY_TOKEN_FILE: file })?.readToken()).toThrow(
			expect.objectContaining({ code: 'INPUT_INVALID', message: expect.stringContaining(`${file}, holds no access token`) }),
		);
		rmSync(folder, { recursive: true });
	});

	it.each<Record<string, string>>([{ TROUPE_TENANT: '../other' }, { TROUPE_TENANT: 'Acme' }, { TROUPE_STALE_POLICY: 'allow' }])(
		'refuse %j',
		(env) => {
			expect(() => settings(env)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
		},
	);
});
