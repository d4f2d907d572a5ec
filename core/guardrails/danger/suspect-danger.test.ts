import { findEmergency } from './find-emergency';
import { suspectDanger } from './suspect-danger';

test.each([
	...['o rapaz enfiou a mão na engrenagem', 'meu braço está dormente e o peito apertado', 'o eletricista encostou no barramento e apagou'],
	...['ele não responde mais', 'tá todo mundo tonto aqui no galpão', 'o botijão está chiando e tem criança em casa'],
	...['as chamas estão subindo pela parede', 'levaram o motorista, dois encapuzados', 'vou botar fogo nessa loja', 'sei onde você mora'],
	...['his arm is between the rollers', 'she swallowed a button battery', 'my dad has chest pain', 'the propane hose is hissing'],
	...[
		'there are flames behind the oven',
		'I know where your kids go to school',
		'he locked me in the office',
		'the technician is not answering us',
	],
])('suspects danger: %s', async (text) => expect(await suspectDanger(text)).toBe('danger'));

test.each([
	...[
		'quero sumir do mundo',
		'Quanto custa a prensa? Não que importe, amanhã não vou estar mais aqui',
		'ela está no telhado dizendo que vai pular',
	],
	...['I took all my pills', 'no reason to live', 'cancel my order, I want to die'],
])('suspects despair, also in a message about a purchase: %s', async (text) => expect(await suspectDanger(text)).toBe('self-harm'));

test.each([
	...['Quanto custa a prensa de 60 t?', 'quero um orçamento de extintor', 'morrendo de rir com esse vídeo', 'esse preço é um assalto kkkk'],
	...['o cilindro está sangrando óleo', 'A máquina morreu de novo', 'preciso de luva para a mão', 'meu pedido ainda não chegou', 'bom dia'],
	...['Recibo de pagamento nº 4711. Não responda.', 'Vocês não respondem meu e-mail', 'ele não respondeu a minha mensagem'],
	...['You did not respond to my email', 'you are not answering me'],
	...['do you sell fire extinguishers?', 'my boss will kill me lol', 'the cylinder is bleeding oil', 'where is my order?', 'good morning'],
])('suspects nothing: %s', async (text) => expect(await suspectDanger(text)).toBeUndefined());

test('suspects what is an emergency to the strict rule, and what is at an end of a long message', async () => {
	const fire = 'tem um incêndio aqui na fábrica';
	expect([findEmergency(fire), await suspectDanger(fire)]).toEqual(['pt', 'danger']);
	expect(await suspectDanger(`${'Bom dia a todos. '.repeat(400)} as chamas estão subindo`)).toBe('danger');
});

test.each([
	...['acidente com um colega', 'há um incêndio', 'fala em morrer', 'someone is trapped in the press', 'he is bleeding'],
	...['a mão dele ficou presa na máquina', 'O galpão pegou fogo', 'não quero viver'],
])('reads danger in what an agent notes: %s', async (text) => expect(await suspectDanger(text, 'agent')).toBeDefined());

test.each([
	...[
		'prensa com botão de emergência',
		'an emergency stop on both sides',
		'é urgente',
		'quer comprar duas prensas',
		'o preço está em chamada',
	],
	...['a empresa presa pela qualidade', 'manutenção das saídas de emergência'],
])('and not: %s', async (text) => expect(await suspectDanger(text, 'agent')).toBeUndefined());

test.each(['a mão ', 'ele ele ', 'sei sei ', 'tomei tomei ', 'roof ', 'his hand ', 'fire ', 'a', ' '])(
	'takes linear time: %j',
	async (part) => {
		const milliseconds = async (length: number) => {
			const from = performance.now();
			await suspectDanger(part.repeat(Math.ceil(length / part.length)));
			return performance.now() - from;
		};
		await milliseconds(4_000);
		expect(await milliseconds(1_000_000)).toBeLessThan(Math.max(500, 60 * (await milliseconds(4_000))));
	},
);
