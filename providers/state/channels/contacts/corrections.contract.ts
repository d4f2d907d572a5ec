import type { AliasClaim } from '../../../../core/ports/channels/channel-events';
import type { Correction } from '../../../../core/ports/channels/contacts';
import { acme, fromContact, hasty } from '../contract/channel-steps.contract';
import type { ChannelStores } from '../open-channel-stores';

const phone = (value: string, proof: AliasClaim['proof'] = 'provider'): AliasClaim => ({ kind: 'phone', value, proof });
const inbox = (value: string): AliasClaim => ({ kind: 'chatwoot:chat.example/1', value, proof: 'provider' });
const act = { by: 'user:ana', reason: 'They told me.' };
const own = '5544999999991';
const other = '5544999999992';

/** Checks what every store of contacts promises about what people correct. */
export function describeCorrections(open: () => ChannelStores): void {
	let heard = 0;
	async function hear(address: string, name: string | undefined, ...contact: AliasClaim[]): Promise<string> {
		heard += 1;
		const event = fromContact(`hello ${heard}`, { address, contact, ...(name !== undefined && { name }) });
		const applied = await open().mailbox.apply(event, acme, hasty);
		if (applied.kind !== 'message') throw new Error(applied.kind);
		return applied.contact;
	}
	const rectify = (contact: string, correction: Correction) => open().contacts.rectify('acme', contact, { ...correction, ...act });
	const find = async (contact: string) => (await open().contacts.find('acme', contact))!;
	const names = async (contact: string) => (await find(contact)).aliases.map(({ kind, value }) => `${kind}=${value}`).toSorted();

	describe('a contact that a person corrects', () => {
		it('keeps its name whatever name comes with the next message (shridarpatil/whatomate#508)', async () => {
			const contact = await hear(own, 'mary 🌸', phone(own));
			expect(await rectify(contact, { name: ' Maria Souza ' })).toEqual({
				kind: 'done',
				changes: [{ field: 'name', from: 'mary 🌸', to: 'Maria Souza' }],
			});
			await hear(own, 'mary 🌸', phone(own));
			await hear(own, 'Mary S.', phone(own));
			expect((await find(contact)).name).toBe('Maria Souza');
			expect(await rectify(contact, { name: 'Maria Souza' })).toEqual({ kind: 'done', changes: [] });
			expect((await open().contacts.readChanges('acme', contact)).filter(({ kind }) => kind === 'rectified')).toMatchObject([
				{ actor: 'user:ana', details: { kind: 'name', from: 'mary 🌸', to: 'Maria Souza', reason: act.reason } },
			]);
		});

		it('takes new names of the provider as long as nobody corrected it, but no empty one (evolution-foundation/evolution-api#2426)', async () => {
			const contact = await hear(own, 'Maria', phone(own));
			await hear(own, '', phone(own));
			expect((await find(contact)).name).toBe('Maria');
			await hear(own, 'Maria Souza', phone(own));
			expect((await find(contact)).name).toBe('Maria Souza');
		});

		it('has the name although the provider told none so far, or the same one', async () => {
			const contact = await hear(own, undefined, phone(own));
			await rectify(contact, { name: 'Maria' });
			await hear(own, own, phone(own));
			expect((await find(contact)).name).toBe('Maria');
		});

		it('gets an address by which it is found, in any spelling, and one in place of another', async () => {
			const contact = await hear(own, 'Maria', phone(own));
			await rectify(contact, { email: 'Marai@Sol.example', company: 'Padaria Sol' });
			const changed = await rectify(contact, { email: ' maria@sol.example', company: 'Padaria Sol Ltda.' });
			expect(changed).toEqual({
				kind: 'done',
				changes: [
					{ field: 'company', from: 'Padaria Sol', to: 'Padaria Sol Ltda.' },
					{ field: 'email', from: 'marai@sol.example', to: 'maria@sol.example' },
				],
			});
			expect(await names(contact)).toEqual(['email=maria@sol.example', `phone=+${own}`]);
			expect((await open().contacts.findByAlias('acme', { kind: 'email', value: 'MARIA@sol.example ' }))?.id).toBe(contact);
			expect((await find(contact)).company).toBe('Padaria Sol Ltda.');
		});

		it('does not get a typed number back that was removed, though the desk has it (aldinokemal/go-whatsapp-web-multidevice#688)', async () => {
			const fromDesk = () => hear('77', 'Maria', inbox('77'), phone(other, 'entered'));
			const contact = await fromDesk();
			expect(await names(contact)).toEqual(['chatwoot:chat.example/1=77', `phone=+${other}`]);
			await rectify(contact, { remove: [{ kind: 'phone', value: '+55 44 99999-9992' }] });
			expect(await fromDesk()).toBe(contact);
			expect(await names(contact)).toEqual(['chatwoot:chat.example/1=77']);
			// The provider knows better than who removed it.
			await hear('77', 'Maria', inbox('77'), phone(other));
			expect(await names(contact)).toEqual(['chatwoot:chat.example/1=77', `phone=+${other}`]);
		});

		it('has a new typed number in place of the old one, which people can type again', async () => {
			const fromDesk = (...typed: AliasClaim[]) => hear('77', 'Maria', inbox('77'), ...typed);
			const contact = await fromDesk(phone(other, 'entered'));
			expect(await rectify(contact, { phone: own })).toMatchObject({ changes: [{ field: 'phone', from: `+${other}`, to: `+${own}` }] });
			await fromDesk(phone(other, 'entered'));
			expect(await names(contact)).toEqual(['chatwoot:chat.example/1=77', `phone=+${own}`]);
			await rectify(contact, { phone: other });
			expect(await names(contact)).toEqual(['chatwoot:chat.example/1=77', `phone=+${other}`]);
		});

		it('loses nothing that a provider proves, and takes nothing of another contact', async () => {
			const contact = await hear(own, 'Maria', phone(own));
			const second = await hear(other, 'Bia', phone(other));
			const wrong = { kind: 'phone', value: own };
			expect(await rectify(contact, { name: 'X', remove: [wrong] })).toEqual({ kind: 'proven', alias: wrong });
			expect(await rectify(contact, { name: 'X', phone: other })).toEqual({ kind: 'taken', field: 'phone', contact: second });
			expect(await rectify(contact, { name: 'X', remove: [{ kind: 'email', value: 'a@b.example' }] })).toMatchObject({ kind: 'missing' });
			expect(await rectify('nobody', { name: 'X' })).toEqual({ kind: 'unknown' });
			expect([(await find(contact)).name, await names(contact)]).toEqual(['Maria', [`phone=+${own}`]]);
		});

		it('brings its corrections into a merge, and takes them along when it is split off again', async () => {
			const part = await hear(own, 'mary', phone(own));
			const whole = await hear('123', 'M', { kind: 'telegram', value: '123', proof: 'provider' });
			await rectify(part, { name: 'Maria Souza', company: 'Padaria Sol' });
			await open().contacts.merge('acme', { from: part, into: whole, ...act });
			await hear('123', 'M', { kind: 'telegram', value: '123', proof: 'provider' });
			expect(await find(whole)).toMatchObject({ name: 'Maria Souza', company: 'Padaria Sol' });
			await open().contacts.split('acme', { from: part, into: whole, ...act });
			expect(await find(whole)).toMatchObject({ name: 'M' });
			expect((await find(whole)).company).toBeUndefined();
			await hear('123', 'Mel', { kind: 'telegram', value: '123', proof: 'provider' });
			await hear(own, 'mary', phone(own));
			expect([(await find(whole)).name, (await find(part)).name]).toEqual(['Mel', 'Maria Souza']);
		});

		it('becomes one with another that a provider proves to be the same person, whatever addresses both have', async () => {
			const one = await hear('11111111@lid', 'Maria', { kind: 'lid', value: '11111111', proof: 'provider' });
			const second = await hear(own, 'Maria', phone(own));
			await rectify(one, { email: 'maria@sol.example' });
			await rectify(second, { email: 'maria@casa.example' });
			expect(await hear(own, 'Maria', { kind: 'lid', value: '11111111', proof: 'provider' }, phone(own))).toBe(one);
			expect(await names(one)).toEqual(['email=maria@casa.example', 'email=maria@sol.example', 'lid=11111111', `phone=+${own}`]);
		});

		it('stays opted out under a number that is corrected', async () => {
			const contact = await hear('77', 'Maria', inbox('77'));
			await open().rights.optOut('acme', contact, 'user:ana');
			await rectify(contact, { phone: other });
			expect(await hear(other, 'Maria', phone(other))).not.toBe(contact);
			const writer = (await open().contacts.findByAlias('acme', phone(other)))!.id;
			expect(await open().rights.isOptedOut('acme', writer)).toBe(true);
		});

		it('is forgotten with what was corrected', async () => {
			const contact = await hear(own, 'mary', phone(own));
			await rectify(contact, { name: 'Maria Souza', email: 'maria@sol.example' });
			expect(await open().contacts.forget('acme', contact)).toBe(true);
			const again = await hear(own, 'mary', phone(own));
			expect([(await find(again)).name, again === contact]).toEqual(['mary', false]);
			expect(await open().contacts.findByAlias('acme', { kind: 'email', value: 'maria@sol.example' })).toBeUndefined();
		});
	});
}
