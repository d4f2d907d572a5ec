import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAuditedRegistry } from '../../../test/support/registry/audited-registry';
import { ada, bob, gatherPeople, type RegistryPeople } from '../../../test/support/registry/registry-people';
import type { Registry } from '../registry';

describe('labels of a prompt, as others had them', () => {
	let folder: string;
	let people: RegistryPeople;
	let registry: Registry;
	const of = { kind: 'prompt' as const, name: 'tone' };

	beforeAll(async () => {
		people = await gatherPeople();
		folder = mkdtempSync(join(tmpdir(), 'troupe-labels-'));
		registry = await openAuditedRegistry({ database: join(folder, 'registry.db'), root: people.root, keys: people.signers });
		for (const version of ['1.0.0', '2.0.0', '12.0.0']) {
			const tone = people.prompt('tone', version, { content: `Be ${version.replaceAll('.', ' ')} to {{who}}.` });
			await registry.publish(ada, { token: tone.token });
			await registry.approve(bob, tone.sha256, { token: people.approval(tone) });
		}
	});
	afterAll(async () => {
		await registry.close();
		rmSync(folder, { recursive: true });
	});

	const set = (label: string, version: string) => registry.setLabel(bob, { ...of, label, version });
	const labels = async () => (await registry.labels(ada, {})).items.map(({ label, version }) => `${label} ${version}`).toSorted();
	const resolve = async (range: string) => (await registry.resolve(ada, { ...of, range })).map(({ manifest }) => manifest.version);

	it.each(['12', '2', 'v2', '1.0.0', '12-', 'x', 'latest'])(
		'refuses the label %s, which says or could be read as versions (langfuse/langfuse#14852, langfuse/langfuse#7239)',
		async (label) => {
			await expect(set(label, '1.0.0')).rejects.toMatchObject({ code: 'INPUT_INVALID' });
		},
	);

	it('removes one of several, and leaves the others (langfuse/langfuse#9342)', async () => {
		await set('candidate', '2.0.0');
		await set('production', '2.0.0');
		await registry.removeLabel(bob, { ...of, label: 'candidate' });
		expect(await labels()).toEqual(['production 2.0.0']);
		await set('candidate', '12.0.0');
		expect(await labels()).toEqual(['candidate 12.0.0', 'production 2.0.0']);
		expect(await Promise.all(['production', 'candidate'].map(resolve))).toEqual([['2.0.0'], ['12.0.0']]);
	});

	it('a version or a range is what it says, whatever is in production', async () => {
		await set('production', '2.0.0');
		expect(await resolve('1.0.0')).toEqual(['1.0.0']);
		expect((await resolve('^12'))[0]).toBe('12.0.0');
		await set('production', '1.0.0');
		expect(await Promise.all(['production', '2.0.0'].map(resolve))).toEqual([['1.0.0'], ['2.0.0']]);
	});
});
