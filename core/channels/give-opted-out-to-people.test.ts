import { fromContact, hasty } from '../../providers/state/channels/contract/channel-steps.contract';
import { createChannelHost } from '../../test/fakes/channels/channel-host';
import { takeTurn } from '../../test/support/channels/take-turn';
import type { PeopleFacts } from '../ports/channels/people-facts';
import { defaultHandOverSettings } from '../ports/channels/hand-overs';
import { giveOptedOutToPeople } from './give-opted-out-to-people';

const at = Date.parse('2026-11-27T12:00:00Z');

/** Lets somebody who opted out send a picture that was on its way for three hours. @returns the note for people */
async function write(people?: PeopleFacts, isRestricted = false): Promise<string> {
	const own = await createChannelHost({ now: () => at });
	try {
		const { mailbox, rights, handOvers } = own.channels;
		await own.change({ rules: hasty, handOver: defaultHandOverSettings });
		const { contact } = (await mailbox.find('default', own.conversation))!;
		if (isRestricted) await rights.restrict('default', contact, { by: 'user:ana', reason: 'x', language: 'en' });
		else await rights.optOut('default', contact, 'user:ana');
		const content = [
			{ kind: 'image' as const, reference: 'a.jpg' },
			{ kind: 'text' as const, text: 'E a minha prensa, quando chega?' },
		];
		const contactOf = [{ kind: 'phone' as const, value: '5544988887777', proof: 'provider' as const }];
		const event = fromContact('', { content, at: at - 3 * 3_600_000, address: '5544988887777', contact: contactOf });
		await mailbox.apply(event, { tenant: 'default', channel: 'sales', receipt: null, receivedAt: at }, hasty);
		const turn = (await takeTurn(mailbox, 'a', 60_000))!;
		expect(await giveOptedOutToPeople(own.channels, turn, 'a', people)).toBe(true);
		const [{ summary, reason } = { summary: {}, reason: '' }] = await handOvers.list('default', {}, 1);
		return `${reason}\n${summary.notes}`;
	} finally {
		await own.remove();
	}
}

it('tells people of who opted out in their language and time zone', async () => {
	const note = await write({ language: 'en', timeZone: 'America/Sao_Paulo' });
	expect(note).toMatch(/^the customer opted out and writes again/);
	expect(note).toMatch(/\[written at 2026-11-27 06:00, arrived late\] \[image\]/);
});

it('tells them in the language of the customer where the tenant has none', async () => {
	const note = await write();
	expect(note).toMatch(/^o cliente pediu para não receber mensagens/);
	expect(note).toMatch(/\[escrito em 2026-11-27 09:00 UTC/);
});

it('tells them that the data of the customer is restricted', async () => {
	expect(await write({ language: 'en' }, true)).toMatch(/^the customer writes, and the processing of their data is restricted/);
});
