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
	...[
		'gente pelo amor de deus ta pegando fogo no deposito',
		'começou um incêndio no almoxarifado',
		'tem fumaça saindo do quadro de força e cheiro de queimado',
	],
	...[
		'o compressor pegou fogo agora há pouco, o que faço?',
		'a fiação está em curto e soltando faísca',
		'URGENTE vazamento de amônia na câmara fria',
	],
	...['to sentindo cheiro de gás muito forte na cozinha', 'botijão vazando, o que eu faço?', 'o torneiro perdeu dois dedos na máquina'],
	...[
		'minha colega enrolou o cabelo no torno',
		'um funcionário está preso entre as placas da prensa',
		'o soldador está com queimaduras graves',
	],
	...['João caiu do telhado e está desacordado', 'o Pedro se cortou feio, não para de sangrar', 'tá tendo um assalto aqui na loja'],
	...['tem um cara armado na porta', 'fui esfaqueado', 'estou com dor no peito e falta de ar'],
	...['acho que estou infartando', 'meu bebê engasgou', 'minha mãe desmaiou e não acorda'],
	...['uma criança se afogou na piscina', 'a empilhadeira tombou em cima do operador', 'houve um desabamento na obra, tem gente soterrada'],
	...['tem gente machucada aqui', 'explodiu a caldeira', 'ele tomou muito remédio de uma vez e apagou'],
	...[
		'alguém chama uma ambulância pelo amor de deus',
		'precisamos de socorro, acidente na linha 2',
		'acabou de acontecer um acidente aqui',
	],
	...[
		'meu irmão bateu o carro e está preso nas ferragens',
		'estou presa no elevador e passando mal',
		'há um princípio de incêndio na fábrica',
	],
	...['Fogo! fogo no galpão!', 'meu marido está me agredindo', 'ele está me batendo, me ajuda'],
	...['tem um homem me seguindo', 'a máquina prensou a mão dele', 'um colega sofreu um acidente na prensa, está sangrando'],
	...['o operador está tendo uma convulsão', 'fire in the factory!', 'the warehouse is on fire'],
	...['we have a gas leak here', 'I can smell gas in the workshop', "a colleague fell from the machine and isn't breathing"],
	...['worker injured, bleeding a lot', 'my hand is stuck in the machine', 'he cut off his finger'],
	...['someone fainted', 'she collapsed', 'we need an ambulance right now'],
	...['call 911', 'there has been an accident at the plant', 'explosion at our plant'],
	...['the machine exploded and a man is hurt', 'my husband is hitting me', 'someone is shooting outside'],
	...['my son swallowed bleach', 'I think I am having a heart attack', 'the roof collapsed on two workers'],
	...['an operator got an electric shock and is unconscious', 'my friend overdosed', "there's smoke coming out of the electrical panel"],
	...['help, he is choking'],
	...['prensei a mão na dobradeira', 'ele está vomitando sangue', 'a empilhadeira virou com o operador embaixo', 'as chamas estão subindo'],
	...['sequestraram nosso motorista', 'ele está no telhado do galpão e diz que vai pular', 'meu pai ficou com a boca torta'],
	...['my son swallowed a battery', 'somebody just got stabbed', 'flames coming out of the oven', 'ammonia leak in the cold room'],
])('an emergency: %s', (text) => expect(tellsEmergency(text)).toBe(true));

test.each([
	...['what is the insurance value if theres a fire in transit', 'o fogo do fogão não está alto', 'a bateria não segura carga'],
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
	...[
		'vocês fazem instalação de sprinkler contra incêndio?',
		'qual a resistência ao fogo dessa porta?',
		'o laudo do corpo de bombeiros é obrigatório?',
	],
	...['a máquina tem proteção para as mãos?', 'preciso de luvas contra corte', 'quero cortar custos'],
	...['quem trabalha com incêndio precisa de EPI?', 'curso de brigada de incêndio', 'a live está pegando fogo'],
	...['as vendas estão em chamas hoje', 'o grupo tá pegando fogo', 'seu preço é um assalto'],
	...['isso é um roubo, um assalto à mão armada', 'quase morri quando vi o valor', 'vou morrer se não chegar até sexta'],
	...['meu chefe vai me matar se atrasar', 'estou sufocado de trabalho', 'estou me afogando em boletos'],
	...['a empresa está sangrando dinheiro', 'sangria do radiador', 'acidente é coberto pela garantia?'],
	...['o seguro cobre incêndio e explosão?', 'explosão de vendas', 'bomba de gasolina'],
	...['bomba hidráulica vazando óleo', 'vazamento de óleo na prensa', 'está vazando água da mangueira'],
	...['cilindro vazando', 'o motor queimou', 'o fusível queimou'],
	...['a peça quebrou', 'a chapa caiu no chão', 'o pedido caiu no sistema'],
	...['a ligação caiu', 'o site caiu', 'a luz caiu'],
	...['meu colega caiu na promoção', 'a internet caiu em cima da hora', 'ele não responde meus e-mails'],
	...['o vendedor não responde', 'ninguém me responde', 'socorro, não consigo gerar o boleto'],
	...['me ajuda pelo amor de deus com essa nota', 'é uma emergência, preciso da peça hoje', 'emergência: linha parada'],
	...['máquina parada, urgente', 'parada de emergência travada', 'botão de emergência preso'],
	...['a peça ficou presa na máquina', 'o parafuso está preso no motor', 'a chapa está presa na prensa'],
	...['saiu fumaça do motor mês passado', 'a tinta solta fumaça?', 'que cor é a fumaça da solda?'],
	...['qual extintor usar para fogo classe C?', 'alarme de gás', 'sensor de gás'],
	...['aquecedor a gás', 'mangueira de gás', 'preciso trocar a mangueira do gás'],
	...['a solda a gás está incluída?', 'vocês vendem EPI para choque elétrico?', 'tapete contra choque'],
	...['meu filho quer uma prensa de brinquedo', 'matar a sede', 'ferramenta para matar barata'],
	...['facas para guilhotina', 'a faca da guilhotina está cega', 'preciso de uma faca nova'],
	...[
		'o cliente quer cortar a mão de obra',
		'ano passado um operador perdeu o dedo na máquina antiga, por isso quero proteção',
		'já tivemos um incêndio e por isso quero um detector',
	],
	...['se um operador ficar preso, a máquina para?', 'o que acontece se a mão ficar presa?', 'como evitar acidentes'],
	...['estatística de acidentes de trabalho', 'tcc sobre acidentes de trabalho', 'adorei, arrasou, pegou fogo!'],
	...['churrasco: como acender o fogo?', 'fogão', 'fogos de artifício'],
	...['tem fogão industrial?', 'morri de rir', 'tô morto de cansaço'],
	...['infartei com esse preço', 'quase infartei', 'me deu um treco quando vi a fatura'],
	...['fire extinguisher quote', 'do you sell fire alarms?', 'our sales are on fire'],
	...['that price is robbery', 'I nearly had a heart attack when I saw the bill', 'this machine is a killer deal'],
	...['my boss will kill me', 'the motor is dead', 'the engine is smoking a bit during break-in, is that normal?'],
	...['oil leak on the press', 'water leak', 'gas spring replacement'],
	...['gas cylinder', 'what happens in case of fire?', 'does the warranty cover fire damage?'],
	...['safety training for accidents', 'emergency stop button stuck', 'emergency: production line down'],
	...['the part is stuck in the machine', 'call me', 'call the sales team'],
	...['shoot me an email', 'I was choking with laughter', 'drowning in paperwork'],
	...['bleeding edge', 'the operator manual is missing', 'we had an accident two years ago'],
	...['is the operator protected from crushing?', 'fire sale', 'burning question'],
	...['hot deal'],
])('no emergency: %s', (text) => expect(tellsEmergency(text)).toBe(false));

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
