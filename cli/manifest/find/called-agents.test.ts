import { createHash } from 'node:crypto';
import { testRegistry } from '../../../test/support/registry/local-registry';
import type { ManifestDocument } from '../../../manifests/documents/documents';
import { testTerminal } from '../../../test/support/test-terminal';
import { readReaches } from './called-agents';

const claims = { iss: 'troupe', aud: 'troupe', iat: 1_700_000_000, exp: 1_900_000_000, ver: 1, kind: 'agent' };
const about = { package: { name: 'payer', version: '1.0.0' }, purpose: 'Pays.', capabilities: [] };
const tokenOf = (content: object) =>
	[
		{ alg: 'RS256', typ: 'troupe-manifest+jwt', kid: 'author-1' },
		{ ...claims, ...about, content: JSON.stringify(content) },
	]
		.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
		.concat('c2ln')
		.join('.');
const pay = (rules: object[]) => ({
	tools: { define: [{ kind: 'http', name: 'pay', method: 'POST', url: 'https://b.example', description: 'd', parameters: {} }], rules },
});
const versions = [
	{ version: '1.0.0', state: 'approved', token: tokenOf(pay([])) },
	{ version: '1.1.0', state: 'draft', token: tokenOf(pay([{ tool: 'pay', permission: 'allow' }])) },
	{ version: '2.0.0', state: 'draft', token: tokenOf(pay([{ tool: 'pay', permission: 'allow' }])) },
	{ version: '3.0.0', state: 'revoked', token: tokenOf({}) },
].map((one) => ({ ...one, kind: 'agent', name: 'payer', sha256: createHash('sha256').update(one.token).digest('hex') }));

test.each([
	['^1', { effect: 'irreversible', unasked: 'reads' }],
	['^2', { effect: 'irreversible', unasked: 'irreversible' }],
	['^3', { effect: 'irreversible', unasked: 'irreversible' }],
	['production', { effect: 'irreversible', unasked: 'reads' }],
	['canary', { effect: 'irreversible', unasked: 'irreversible' }],
])('a called agent in %s is judged by the version that would run, or that waits for approval', async (range, reach) => {
	const registry = testRegistry({
		list: () => Promise.resolve({ items: versions as never }),
		labels: () => Promise.resolve({ items: [{ label: 'production', version: '1.0.0' }] as never }),
		manifest: (_caller: unknown, sha256: string) => Promise.resolve(versions.find((one) => one.sha256 === sha256) as never),
	});
	const content = JSON.stringify({ tools: { define: [{ kind: 'agent', agent: 'payer', range, description: 'Pays.' }] } });
	const caller = { kind: 'agent', content } as unknown as ManifestDocument;
	expect((await readReaches(await registry.open({}, testTerminal()), caller)).get('payer')).toEqual(reach);
});
