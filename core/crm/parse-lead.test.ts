import { parseLead } from './parse-lead';

const lead = (changes: object) => parseLead({ id: 'c-1', ...changes });

it('brings numbers and addresses into one form', () => {
	const person = { name: ' Maria ', phone: '(041) 99999-8888', email: 'Maria@Example.COM', city: 'Rio de Janeiro / rj' };
	expect(lead({ company: { cnpj: ' 12.abc.345/01de-35 ' }, person, deal: { value: '1500.5', temperature: 'HOT' } })).toEqual({
		...{ id: 'c-1', company: { name: '12ABC34501DE35', cnpj: '12ABC34501DE35' }, details: {} },
		person: { name: 'Maria', phone: '+5541999998888', email: 'maria@example.com', city: { name: 'Rio de Janeiro', state: 'RJ' } },
		deal: { value: 1500.5, temperature: 'hot' },
	});
});

it.each([
	['41 9999-8888', '+5541999998888'],
	['+55 41 8888-7777', '+5541988887777'],
	['5541999998888', '+5541999998888'],
	['+351 912 345 678', '+351912345678'],
	['14155552671', '+14155552671'],
	['33612345678', '+33612345678'],
	['56912345678', '+56912345678'],
	['41999998888', '+5541999998888'],
	['(41) 3333-4444', '+554133334444'],
])('reads the phone number %s', (phone, normal) => {
	expect(lead({ person: { name: 'Maria', phone } }).person?.phone).toBe(normal);
});

it('takes empty values for missing ones', () => {
	const empty = {
		company: { name: '', cnpj: null },
		person: { name: ' ' },
		deal: null,
		details: { volume: '', product: null },
		summary: ' ',
	};
	expect(lead(empty)).toEqual({ id: 'c-1', deal: {}, details: {} });
});

it('names a person without a name by what is known', () => {
	expect(lead({ person: { phone: '41999998888' } }).person?.name).toBe('+5541999998888');
});

it.each<[object, string]>([
	[{ id: '' }, 'lead.id is missing'],
	[{ id: 'x'.repeat(101) }, 'lead.id is longer than 100 characters'],
	[{ company: { cnpj: '11222333000180' } }, 'lead.company.cnpj is not a CNPJ'],
	[{ company: { cnpj: '00000000000000' } }, 'lead.company.cnpj is not a CNPJ'],
	[{ company: 'Padaria Sol' }, 'lead.company is not an object'],
	[{ company: { nome: 'Padaria Sol' } }, 'lead.company has an unknown field "nome"'],
	[{ person: { name: {} } }, 'lead.person.name is not a text'],
	[{ person: { phone: '123' } }, 'lead.person.phone is not a phone number'],
	[{ person: { email: 'maria' } }, 'lead.person.email is not an e-mail address'],
	[{ person: { city: 'Curitiba' } }, 'lead.person.city is not a city with its state'],
	[{ deal: { value: 'much' } }, 'lead.deal.value is not an amount'],
	[{ deal: { value: -1 } }, 'lead.deal.value is not an amount'],
	[{ deal: { temperature: 'boiling' } }, 'lead.deal.temperature is unknown'],
	[{ priceException: { reason: 'cold' } }, 'lead.priceException.answer is missing'],
	[{ details: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`d${n}`, 'x'])) }, 'lead.details has more than 50 entries'],
	[{ requests: 'PH-60' }, 'lead.requests is not a list'],
	[{ requests: Array.from({ length: 51 }, () => ({ product: 'PH-60' })) }, 'lead.requests has more than 50 entries'],
	[{ requests: [{ quantity: 2 }] }, 'lead.requests[0].product is missing'],
	// Read as the eleventh month, or in the time zone of this machine, it would be before a deal that it comes after.
	...['11/12/2026', '2026-11-29T13:00:00', '2026-02-30', '1'].map((at): [object, string] => [
		{ requests: [{ product: 'PH-60', at }] },
		'lead.requests[0].at is not a time with its time zone',
	]),
	[{ knownDeal: '../companies/1' }, 'lead.knownDeal is not an id of a CRM'],
	[{ pipeline: 1 }, 'lead has an unknown field "pipeline"'],
])('refuses %j, without its value', (changes, problem) => {
	expect(() => lead(changes)).toThrow(`The value of ${problem}`);
});
