import { createKnownFinder } from './known-values';

const found = (values: Parameters<typeof createKnownFinder>[0], text: string) =>
	createKnownFinder(values)(text).map(({ start, end }) => text.slice(start, end));
const person = (value: string) => ({ type: 'PERSON', value });

it.each([
	['oi maria', ['maria']],
	['MARIA, tudo bem?', ['MARIA']],
	['aqui é a Maria  Silva', ['Maria  Silva']],
	['nome:\nmaria\tsilva.', ['maria\tsilva']],
	['Mariana e os silvas', []],
])('finds the name of a person as people write it: %j', (text, names) => {
	expect(found([person('Maria Silva')], text)).toEqual(names);
});

it('finds a name that was written without its accents, or with them', () => {
	expect(found([person('João Gonçalves')], 'joao goncalves; João; GONÇALVES')).toEqual(['joao goncalves', 'João', 'GONÇALVES']);
	expect(found([person('Joao')], `${'João'.normalize('NFD')} e João`)).toEqual(['João'.normalize('NFD'), 'João']);
});

it('finds a short part of a name only where it is capitalized: it can be another word', () => {
	expect(found([person('Rui da Luz')], 'Rui, RUI, que rui; a luz; Luz')).toEqual(['Rui', 'RUI', 'Luz']);
});

it('leaves no value out, however many or long they are', () => {
	const phones = Array.from({ length: 3_000 }, (_, index) => ({ type: 'PHONE_NUMBER', value: `+5511${900_000_000 + index}` }));
	const long = { type: 'STREET_ADDRESS', value: `Rua ${'x'.repeat(30_000)} 7` };
	const text = `${phones.map(({ value }) => value).join(', ')}; ${long.value}; Maria`;
	expect(found([...phones, long, person('Maria Silva')], text)).toEqual([...phones.map(({ value }) => value), long.value, 'Maria']);
});

it('takes signs of a value for signs', () => {
	expect(found([{ type: 'EMAIL_ADDRESS', value: 'a.b+c@x.com' }], 'a.b+c@x.com, aXb+c@x.com')).toEqual(['a.b+c@x.com']);
	expect(found([person('Ana (Vendas) O’Hara')], 'Ana (Vendas) O’Hara')).toEqual(['Ana (Vendas) O’Hara']);
});
