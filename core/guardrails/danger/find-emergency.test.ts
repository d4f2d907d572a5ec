import { findEmergency } from './find-emergency';

const tellsEmergency = (text: string): boolean => findEmergency(text) !== undefined;

test.each([
	...[
		'tem um incêndio aqui na fábrica',
		'Um colega caiu da máquina e não respira',
		'vazamento de gás',
		'Socorro, vazamento de gás na oficina!',
	],
	...['O galpão tá pegando fogo!!!', 'Está pegando fogo aqui', 'fogo na cozinha', 'tá saindo muita fumaça do painel elétrico'],
	...['Meu funcionário prendeu a mão na prensa', 'a mão dele ficou presa na máquina, o que eu faço?', 'o operador desmaiou agora'],
	...['minha esposa está tendo um infarto', 'Ela não está respirando direito', 'ele levou um choque e não acorda'],
	...['Houve um acidente grave na linha de produção', 'Acidente aqui na empresa, mandem uma ambulância', 'tem gente ferida aqui'],
	...['Tem um homem armado dentro da loja', 'estamos sendo assaltados', 'o botijão explodiu', 'o telhado desabou em cima do estoque'],
	...['Bom dia. Estou sentindo um cheiro forte de gás aqui', 'a criança bebeu água sanitária', 'chama os bombeiros, por favor'],
	...['Tem um incêndio aqui e o extintor não funciona', 'meu colega se machucou feio, tá sangrando muito'],
	...["There's a fire in the warehouse", 'My coworker fell off the ladder and is not breathing', 'gas leak', 'I smell gas in the kitchen'],
	...['his hand is stuck in the press', 'somebody is bleeding badly', 'please call an ambulance', 'The engine is on fire!'],
	...['he is having a heart attack', 'a man with a gun is in the shop', 'We are being robbed', 'there was an explosion in the boiler room'],
])('an emergency: %s', (text) => expect(tellsEmergency(text)).toBe(true));

test.each([
	...[
		'seguro contra incêndio',
		'Quanto custa um extintor de incêndio?',
		'a promoção está pegando fogo',
		'alarme de incêndio para orçamento',
	],
	...['prensa com proteção contra acidentes', 'Vocês vendem detector de vazamento de gás?', 'O que fazer se houver um incêndio?'],
	...[
		'em caso de incêndio, a máquina desliga?',
		'A máquina tem botão de emergência?',
		'Tivemos um incêndio ano passado',
		'morrendo de rir',
	],
	...[
		'A loja está pegando fogo com essas ofertas',
		'preciso de um sensor para o operador não ficar preso na prensa',
		'meu chefe está morrendo de rir',
	],
	...['quase pegou fogo a discussão', 'o motor quase pegou fogo ontem', 'Meu celular caiu da mesa', 'a peça caiu da máquina'],
	...['Socorro', 'Maria do Socorro', 'socorro, meu pedido não chegou', 'não respondeu meu e-mail', 'o pedido ficou preso na alfândega'],
	...[
		'queda de preço',
		'Levei um choque quando vi o preço',
		'concreto armado',
		'mão de obra presa no contrato',
		'o alarme de incêndio está incluso?',
	],
	...[
		'Quero um fogão a gás',
		'vocês fazem manutenção de vazamento de óleo?',
		'não tem incêndio nenhum, foi alarme falso',
		'tenho pressa, é urgente',
	],
	...[
		'fire insurance',
		'How much is a fire extinguisher?',
		'your deals are on fire',
		'What happens if there is a fire?',
		'we had a fire last year',
	],
	...['a press that protects against accidents', 'my team is on fire this month', 'I am dying to see the price', 'cutting edge machine'],
	...['gas leak detector price', 'the emergency stop button is stuck', 'I was laughing so hard I could not breathe', 'fire me a quote'],
])('none: %s', (text) => expect(tellsEmergency(text)).toBe(false));

test('takes linear time', () => {
	const cruel = ['fogo aqui ', 'colega a ', 'socorro ', 'esta me ', 'tem um muito ', 'he a ', 'call the ', 'a', ', ', 'nao '];
	const milliseconds = (length: number) => {
		const from = performance.now();
		for (const part of cruel) tellsEmergency(part.repeat(Math.ceil(length / part.length)));
		return performance.now() - from;
	};
	milliseconds(4_000);
	expect(milliseconds(1_000_000)).toBeLessThan(Math.max(500, 60 * milliseconds(4_000)));
});
