import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Registry } from '../../../manifests/registry/registry';
import { checkContent } from '../../../providers/compose/agents/check-content';
import { findTemplate, listTemplates } from '../../../providers/compose/templates/find-template';
import { openFollowingMachine } from '../../support/machines/following-machine';
import { ada, bob, gatherPeople, type RegistryPeople } from '../../support/registry/registry-people';
import { openRegistry } from '../../../manifests/registry/open-registry';

let people: RegistryPeople;
let folder: string;
let registry: Registry;

beforeAll(async () => {
	people = await gatherPeople({ nowMs: Date.now() });
	folder = mkdtempSync(join(tmpdir(), 'troupe-published-templates-'));
	registry = await openRegistry({ database: join(folder, 'registry.db'), root: people.root, keys: people.signers, checkContent });
});
afterAll(async () => {
	await registry.close();
	rmSync(folder, { recursive: true });
});

const who = { name: 'who', title: 'Who', type: 'text', default: 'you' };
const hello = { path: 'hello.md', kind: 'text', content: 'Hello @{who}' };

function template(version: string, change: object = {}, id = 'greeter') {
	const parts = { name: 'Greeter', category: 'support', parameters: [who], files: [hello] };
	return people.template(id, version, { content: JSON.stringify({ id, version, purpose: 'Greets.', ...parts, ...change }) });
}

async function publish(manifest: ReturnType<typeof template>, approve = true): Promise<void> {
	await registry.publish(ada, { token: manifest.token });
	if (approve) await registry.approve(bob, manifest.sha256, { token: people.approval(manifest) });
}

it('publishes, approves and finds templates by name and range, before those of the package', async () => {
	await publish(template('1.0.0'));
	await publish(template('1.1.0', { files: [hello, { ...hello, path: 'b.md' }] }), false);
	await publish(template('1.0.0', {}, 'chatbot-team'));
	const machine = await openFollowingMachine(registry, folder);
	expect(await findTemplate('greeter@^1', machine)).toMatchObject({ source: 'registry', template: { version: '1.0.0', files: [hello] } });
	expect(machine.gate.admitted).toMatchObject([{ kind: 'template', name: 'greeter', version: '1.0.0' }]);
	expect(await findTemplate('chatbot-team', machine)).toMatchObject({ source: 'registry', template: { purpose: 'Greets.' } });
	await publish(template('1.0.1', { files: [{ ...hello, content: 'Hi @{who}' }] }));
	const listed = await listTemplates(await openFollowingMachine(registry, folder));
	expect(listed.filter(({ id }) => id === 'greeter')).toEqual([
		{ id: 'greeter', version: '1.0.1', purpose: 'Greets.', source: 'registry' },
	]);
	expect(listed.filter(({ id }) => id === 'chatbot-team')).toEqual([expect.objectContaining({ source: 'registry' })]);
});

it('does not find a revoked one', async () => {
	const revoked = template('1.0.0', {}, 'old');
	await publish(revoked);
	await registry.revoke(bob, revoked.sha256, { reason: 'wrong' });
	await expect(findTemplate('old', await openFollowingMachine(registry, folder))).rejects.toMatchObject({ code: 'MANIFEST_REVOKED' });
});

it.each([
	['a new parameter without a default', { parameters: [who, { name: 'more', title: 'More', type: 'text' }] }, 'major'],
	['a parameter that is gone', { parameters: [], files: [{ ...hello, content: 'Hello' }] }, 'major'],
	['a parameter of another type', { parameters: [{ ...who, type: 'number', default: 1 }] }, 'major'],
	['a file that is gone', { files: [{ ...hello, path: 'other.md' }] }, 'major'],
	['a new parameter with a default', { parameters: [who, { ...who, name: 'more' }] }, 'minor'],
	['a new file', { files: [hello, { ...hello, path: 'b.md' }] }, 'minor'],
])('asks for a version that says it: %s', async (_, change, bump) => {
	const id = `bump-${Math.random().toString(36).slice(2, 10)}`;
	await publish(template('1.0.0', {}, id));
	const refused = publish(template('1.0.1', change, id), false);
	await expect(refused).rejects.toMatchObject({ code: 'VERSION_INVALID', details: { required: bump } });
	await publish(template('1.0.1', { files: [{ ...hello, content: 'Hi @{who}' }] }, id), false);
});

it.each([
	['a file outside of its folder', { files: [{ ...hello, path: '../x' }] }],
	['an agent that cannot run', { files: [{ ...hello, path: 'a.json', kind: 'agent', content: '{}' }] }],
	['another purpose than it was signed with', { purpose: 'Deletes.' }],
])('refuses to publish %s', async (_, change) => {
	await expect(publish(template('1.0.0', change, 'bad'))).rejects.toMatchObject({ code: 'TEMPLATE_INVALID' });
});
