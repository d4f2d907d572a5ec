import { ada, bob, carol, gatherPeople, listOfFiles, type RegistryPeople, type SignedManifest } from '../support/registry/registry-people';
import { openAuditedRegistry } from '../support/registry/audited-registry';
import type { Registry } from '../../manifests/registry/registry';
import { onBoth, type Databases } from '../support/servers/databases';

const signedLater = { exp: Math.floor(Date.now() / 1000) + 86_400 };

onBoth('a draft that waits for approval', (create) => {
	let databases: Databases;
	let people: RegistryPeople;
	let registry: Registry;
	const publish = ({ token }: SignedManifest, more = {}) => registry.publish(ada, { token, ...more });
	const approve = (manifest: SignedManifest) => registry.approve(bob, manifest.sha256, { token: people.approval(manifest) });
	const eventsOf = async () => {
		const types: string[] = [];
		for await (const { type } of registry.events(ada, 0, new AbortController().signal, { follow: false })) types.push(type);
		return types;
	};

	beforeAll(async () => {
		databases = await create();
		people = await gatherPeople();
	});
	afterAll(() => databases.remove());
	beforeEach(async () => {
		const hide = (text: string) => text.replace(/\+55\d+/, '[phone]');
		registry = await openAuditedRegistry({ database: await databases.create(), root: people.root, keys: people.signers, hide });
	});
	afterEach(() => registry.close());

	it('is rejected with a masked reason that its author reads, and cannot be approved', async () => {
		const tone = people.prompt('tone', '1.0.0');
		await publish(tone);
		const rejected = await registry.reject(bob, tone.sha256, { reason: 'It names +5511987654321.', revision: 1 });
		expect(rejected).toMatchObject({ state: 'rejected', revision: 2, reason: 'It names [phone].', rejectedBy: bob.subject });
		expect(await registry.reject(bob, tone.sha256, { reason: 'It names +5511987654321.' })).toEqual(rejected);
		expect((await registry.list(ada, { state: 'rejected' })).items).toEqual([rejected]);
		expect((await registry.list(ada, { state: 'draft' })).items).toEqual([]);
		expect(await registry.manifest(ada, tone.sha256)).toMatchObject(rejected);
		const refusal = { code: 'STATE_CONFLICT', message: expect.stringContaining('It names [phone].'), details: { actual: 'rejected' } };
		await expect(approve(tone)).rejects.toMatchObject(refusal);
		for (const more of [{}, signedLater, { notes: 'It is fine.' }])
			await expect(publish(people.prompt('tone', '1.0.0', more))).rejects.toMatchObject(refusal);
		expect(await eventsOf()).toEqual(['manifest.published', 'manifest.rejected']);
		expect((await registry.audit(ada, { action: 'manifest.rejected' })).items).toMatchObject([
			{ subject: bob.subject, details: { name: 'tone', version: '1.0.0', reason: 'It names [phone].' } },
		]);
	});

	it('is replaced by a corrected one under the same version, which needs its own approval', async () => {
		const [tone, corrected] = [people.prompt('tone', '1.0.0'), people.prompt('tone', '1.0.0', { purpose: 'A kind tone' })];
		await publish(tone);
		await registry.reject(bob, tone.sha256, { reason: 'Say what for.' });
		await expect(registry.publish(carol, { token: corrected.token })).rejects.toMatchObject({ details: { reason: 'owner' } });
		expect(await publish(corrected)).toMatchObject({ state: 'draft', revision: 1, approvals: [] });
		expect((await registry.list(ada, {})).items.map(({ sha256 }) => sha256)).toEqual([corrected.sha256]);
		expect(await approve(corrected)).toMatchObject({ state: 'approved' });
		await expect(publish(tone)).rejects.toMatchObject({ code: 'MANIFEST_EXISTS' });
	});

	it.each([
		['brings its approval from another site', {}],
		['brings it signed again', signedLater],
		['brings the corrected one', { purpose: 'A kind tone' }],
	])('stays rejected when a bundle %s, and takes the rest of the bundle', async (_, more) => {
		const [there, other] = [people.prompt('tone', '1.0.0', more), people.prompt('other', '1.0.0')];
		const elsewhere = await openAuditedRegistry({ database: await databases.create(), root: people.root, keys: people.signers });
		for (const one of [there, other]) {
			await elsewhere.publish(ada, { token: one.token });
			await elsewhere.approve(bob, one.sha256, { token: people.approval(one) });
		}
		const tone = people.prompt('tone', '1.0.0');
		await publish(tone);
		await registry.reject(bob, tone.sha256, { reason: 'Not at this site.' });
		expect(await registry.importBundle(ada, await elsewhere.exportBundle(ada))).toMatchObject({ manifests: 1, approvals: 1 });
		await elsewhere.close();
		expect((await registry.list(ada, {})).items.map(({ sha256, state }) => [sha256, state])).toEqual([
			[other.sha256, 'approved'],
			[tone.sha256, 'rejected'],
		]);
	});

	it('leaves room for a lower version once it is rejected', async () => {
		await publish(people.prompt('tone', '1.0.0'));
		const high = people.prompt('tone', '1.0.2');
		await publish(high);
		await expect(publish(people.prompt('tone', '1.0.1'))).rejects.toMatchObject({ code: 'VERSION_INVALID' });
		await registry.reject(bob, high.sha256, { reason: 'Too early.' });
		expect(await publish(people.prompt('tone', '1.0.1'))).toMatchObject({ state: 'draft' });
	});

	it('is rejected only as the reviewer saw it, and only while it is a draft', async () => {
		const tone = people.prompt('tone', '1.0.0');
		await publish(tone);
		const conflict = { code: 'STATE_CONFLICT' };
		await expect(registry.reject(bob, tone.sha256, { reason: 'No.', revision: 7 })).rejects.toMatchObject(conflict);
		await approve(tone);
		await expect(registry.reject(bob, tone.sha256, { reason: 'No.' })).rejects.toMatchObject(conflict);
		await expect(registry.withdraw(ada, tone.sha256)).rejects.toMatchObject(conflict);
	});

	it('is withdrawn by its author, with its list of files, not by another person', async () => {
		const files = people.package('listed', '1.0.0');
		await publish(files, { fileList: listOfFiles.content });
		await expect(registry.withdraw(carol, files.sha256)).rejects.toMatchObject({ code: 'ACCESS_DENIED', details: { reason: 'owner' } });
		await registry.withdraw(ada, files.sha256);
		for (const read of [registry.manifest(ada, files.sha256), registry.fileList(ada, files.sha256)])
			await expect(read).rejects.toMatchObject({ code: 'MANIFEST_NOT_FOUND' });
		expect(await eventsOf()).toEqual(['manifest.published', 'manifest.withdrawn']);
		expect(await publish(files, { fileList: listOfFiles.content })).toMatchObject({ state: 'draft' });
	});

	it('says what changed, in what its author signed', async () => {
		const tone = people.prompt('tone', '1.0.0', { notes: 'Kinder to children.' });
		expect(await publish(tone)).toMatchObject({ notes: 'Kinder to children.' });
		await registry.reject(bob, tone.sha256, { reason: 'To whom else?' });
		expect((await registry.list(ada, {})).items).toMatchObject([{ notes: 'Kinder to children.', reason: 'To whom else?' }]);
		expect((await registry.manifest(ada, tone.sha256)).manifest).toMatchObject({ notes: 'Kinder to children.' });
	});
});
