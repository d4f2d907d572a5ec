import type { AliasClaim } from '../../ports/channels/channel-events';
import { normalizeAlias, normalizePhone, type NormalAlias } from './normalize-alias';
import { type KnownContact, resolveContact } from './resolve-contact';

describe('the names of people', () => {
	it.each([
		['5544999999999', '+5544999999999'],
		['554499999999', '+5544999999999'], // a mobile number without its ninth digit
		['554433334444', '+554433334444'], // a fixed line has eight digits
		['+55 (44) 99999-9999', '+5544999999999'],
		['5544999999999@s.whatsapp.net', '+5544999999999'],
		['5215512345678', '+525512345678'], // a Mexican number with the 1 of earlier years
		['525512345678', '+525512345678'],
		['54111523456789', '+5491123456789'], // an Argentine mobile number as within the country
		['541143211234', '+541143211234'], // a fixed line
		['14155552671', '+14155552671'],
		['81896604192873@lid', undefined],
		['120363019502650977-group', undefined],
		['0044', undefined],
		['', undefined],
	])('reads the phone number %s as %s', (value, normal) => expect(normalizePhone(value)).toBe(normal));

	it.each<[report: string, one: string, other: string]>([
		['Belo Horizonte (wwebjs/whatsapp-web.js#596)', '5531996883193', '553196883193@c.us'],
		['São Paulo (fazer-ai/chatwoot#319)', '+55 11 98765-4321', '551187654321@s.whatsapp.net'],
		['Feira de Santana (wppconnect-team/wa-js#968)', '5575981702100', '557581702100'],
		['Mexico (code-chat-br/whatsapp-api#107)', '5215512345678@s.whatsapp.net', '+52 55 1234 5678'],
		['Manaus (salman0ansari/whatsapp-api-nodejs#233)', '5592991234567', '559291234567'],
	])('has both forms of a mobile number for one: %s', (_report, one, other) => {
		expect(normalizePhone(one)).toMatch(/^\+(?:55|52)\d{10,11}$/);
		expect(normalizePhone(one)).toBe(normalizePhone(other));
	});

	it.each<[AliasClaim['kind'], string, string | undefined]>([
		['phone', '541123456789@c.us', '+5491123456789'], // WhatsApp leaves the 9 out of some
		['phone', '5491123456789', '+5491123456789'],
		['phone', '5493511234567', '+5493511234567'],
		['phone', '543511234567', '+5493511234567'],
		['lid', '81896604192873@lid', '81896604192873'],
		['lid', '5544999999999@c.us', undefined],
		['bsuid', 'BR.1502576394655843', 'BR.1502576394655843'],
		['bsuid', 'BR.ENT.15025', undefined],
		['parent-bsuid', 'US.ENT.1502', 'US.ENT.1502'],
		['telegram', '123456789', '123456789'],
		['telegram', '-100123', undefined], // a group
		['chatwoot:chat.example/1', ' 7 ', '7'],
	])('reads %s "%s" as %s', (kind, value, normal) => expect(normalizeAlias({ kind, value, proof: 'provider' })?.value).toBe(normal));
});

describe('who an event concerns', () => {
	const alias = (text: string, proof: AliasClaim['proof'] = 'provider'): NormalAlias => {
		const [kind, value] = text.split('=') as [string, string];
		return { kind, value, proof };
	};
	const claims = (...texts: string[]) => texts.map((text) => alias(text));
	const known = (id: string, ...texts: string[]): KnownContact => ({ id, createdAt: 0, aliases: claims(...texts) });

	it('is a new contact where no name is known', () => {
		expect(resolveContact(claims('phone=+1', 'lid=1'), [])).toEqual({ contact: undefined, merge: [], attach: claims('phone=+1', 'lid=1') });
	});

	it('is the contact that has a name, which gets the others', () => {
		expect(resolveContact(claims('phone=+1', 'lid=1'), [known('a', 'phone=+1')])).toEqual({
			...{ contact: 'a', merge: [], attach: claims('lid=1') },
		});
	});

	it('joins contacts that one event of a provider ties together', () => {
		const both = [known('a', 'lid=1'), known('b', 'phone=+1')];
		expect(resolveContact(claims('phone=+1', 'lid=1'), both)).toEqual({ contact: 'a', merge: ['b'], attach: [] });
	});

	it('gives a phone number to the account that uses it now, and joins nobody', () => {
		const before = [known('a', 'phone=+1', 'lid=1')];
		expect(resolveContact(claims('phone=+1', 'lid=2'), before)).toEqual({
			...{ contact: undefined, merge: [], attach: claims('phone=+1', 'lid=2') },
		});
		expect(resolveContact(claims('phone=+1', 'lid=2'), [...before, known('b', 'lid=2')])).toEqual({
			...{ contact: 'b', merge: [], attach: claims('phone=+1') },
		});
	});

	it('does not join contacts through a third one', () => {
		// The event ties b and c to a; b and c have different accounts at Telegram.
		const three = [known('a', 'lid=1'), known('b', 'phone=+1', 'telegram=1'), known('c', 'bsuid=BR.1', 'telegram=2')];
		const { contact, merge } = resolveContact(claims('lid=1', 'phone=+1', 'bsuid=BR.1'), three);
		expect([contact, merge]).toEqual(['a', ['c']]);
	});

	it('keeps apart what a person split, whatever is proven', () => {
		const apart = [known('a', 'lid=1'), { ...known('b', 'phone=+1'), apart: ['a'] }];
		expect(resolveContact(claims('lid=1', 'phone=+1'), apart)).toEqual({ contact: 'a', merge: [], attach: [] });
		const third = [...apart, known('c', 'telegram=1')];
		expect(resolveContact(claims('telegram=1', 'lid=1', 'phone=+1'), third)).toEqual({ contact: 'c', merge: ['a'], attach: [] });
	});

	it('believes what people typed only where nothing else is known', () => {
		const typed = alias('phone=+1', 'entered');
		const chatwoot = alias('chatwoot:x/1=7');
		expect(resolveContact([chatwoot, typed], [])).toMatchObject({ contact: undefined, attach: [chatwoot, typed] });
		// The number is another person's: the contact of Chatwoot does not get it, and does not become that person.
		expect(resolveContact([chatwoot, typed], [known('a', 'phone=+1', 'lid=1'), known('b', 'chatwoot:x/1=7')])).toEqual({
			...{ contact: 'b', merge: [], attach: [] },
		});
		// Nor does a new contact of Chatwoot become the person with that number.
		expect(resolveContact([chatwoot, typed], [known('a', 'phone=+1', 'lid=1')])).toEqual({
			...{ contact: undefined, merge: [], attach: [chatwoot] },
		});
		// Whoever writes from the number gets it.
		const entered: KnownContact = { id: 'b', createdAt: 0, aliases: [chatwoot, typed] };
		expect(resolveContact(claims('phone=+1', 'lid=1'), [entered])).toEqual({
			...{ contact: undefined, merge: [], attach: claims('phone=+1', 'lid=1') },
		});
	});
});
