import { isOfTrial } from './choose-settings';
import { slowTest } from '../../test/support/slow-tests';

const contacts = Array.from({ length: 1_000 }, (_, n) => `contact-${n}`);
const tried = (version: number, share: number, channel = 'sales') =>
	contacts.filter((contact) => isOfTrial(channel, { version, values: {}, share }, contact));

slowTest('keeps the contacts of a trial when its share grows, and adds some of the others (airbnb/trebuchet#1, intuit/wasabi#157)', () => {
	const shares = [1, 5, 10, 50].map((share) => tried(3, share));
	for (const [index, few] of shares.entries()) for (const more of shares.slice(index)) expect(more).toEqual(expect.arrayContaining(few));
	expect(shares[2]!.length).toBeGreaterThan(shares[1]!.length);
	expect(tried(3, 100)).toEqual(contacts);
});

it('begins with other contacts in the next trial, and in another channel', () => {
	expect(tried(3, 10).length).toBeGreaterThan(60);
	expect(tried(3, 10).length).toBeLessThan(140);
	expect(tried(4, 10)).not.toEqual(tried(3, 10));
	expect(tried(3, 10, 'support')).not.toEqual(tried(3, 10));
});
