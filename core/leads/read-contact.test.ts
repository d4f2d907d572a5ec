import { readContact } from './read-contact';

describe('whose lead it is', () => {
	it.each([
		['+5544999999999', '+5544999999999', '+5544999999999'],
		['5544999999999', '+5544999999999', '+5544999999999'],
		['554499999999', '+5544999999999', '+5544999999999'], // without the ninth digit
		['554499999999@s.whatsapp.net', '+5544999999999', '+5544999999999'],
		['14155552671@c.us', '+14155552671', '+14155552671'],
		['14155552671', '14155552671', undefined], // could be an id of Telegram
		['81896604192873@lid', '81896604192873@lid', undefined],
		['0b2f1c1e-7d0f-4a7b-9a55-2b7a3f0c9d11', '0b2f1c1e-7d0f-4a7b-9a55-2b7a3f0c9d11', undefined],
		['+55', '+55', undefined],
	])('%s is the contact %s', async (person, contact, phone) => expect(await readContact(person)).toEqual({ contact, phone }));
});
