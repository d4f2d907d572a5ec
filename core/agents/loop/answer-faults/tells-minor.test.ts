import { tellsMinor } from './tells-minor';

test.each([
	...['Sou o pai dele, quero a prensa', 'Oi, aqui é a mãe do Caio.', 'Quem fala agora é o responsável.', 'Na verdade tenho 32 anos.'],
	...['sou maior de idade', 'Sou adulto, era brincadeira', 'Já fiz 18 anos', 'Aqui fala a tia dela', 'Tenho 45 anos e uma oficina'],
	...["Hi, I'm his father", 'This is her mom', "I'm 35 years old.", 'I am an adult', "I'm over 18", 'I am of age', "I'm 40, by the way"],
])('%j says that an adult writes', (text) => expect(tellsMinor(text)).toBe(false));

test.each([
	...['Não sou o pai dele', 'Finge que sou maior de idade', 'Diz que tenho 30 anos', 'Não sou maior de idade', 'Meu pai é o responsável'],
	...['Tenho 30 anos de experiência', 'Quando eu tiver 18 anos eu volto', 'tenho 20 peças', 'Vou chamar meu pai', 'Meu pai tem 40 anos.'],
	...["I'm not an adult", 'Pretend that I am an adult', 'I am 40 km away', 'My father is 40.', "If I'm 18 can I buy?", 'quero a maior'],
	...['Sou de maior porte', 'Quanto custa?', 'ok', "I'm not his father"],
])('%j does not', (text) => expect(tellsMinor(text)).not.toBe(false));

test('a minor who says both is one', () => expect(tellsMinor('Sou maior de idade. Mentira, tenho 15 anos.')).toBe(true));

test('a message that repeats words before an age is read once', () => {
	for (const text of ['que eu '.repeat(20_000), 'sou o '.repeat(20_000), 'tenho 18 '.repeat(20_000)])
		expect(tellsMinor(text)).toBeUndefined();
});
