import type { Chance } from '../sample';
import { createValueSamples } from '../value-samples';

const locals = [
	'ana',
	'joao.silva',
	'maria_souza',
	'ana+loja',
	'j.p.santos',
	'contato',
	'sac',
	"o'brien",
	'x1',
	'joão',
	'MARIA.LIMA',
	'r-costa',
	'a.b.c',
	'john.doe99',
	'11987654321',
	'tom&jerry',
];
const domains = [
	...[
		'gmail.com',
		'hotmail.com',
		'exemplo.com.br',
		'empresa.ind.br',
		'example.co.uk',
		'açaí.com.br',
		'münchen.de',
		'sub.mail.example.org',
		'prefeitura.sp.gov.br',
	],
	...['usp.br', 'startup.io', 'xn--80ak6aa92e.com', 'my-shop.store', 'uol.com.br', 'bol.com.br', 'EXAMPLE.COM', 'empresa.local'],
];
const spelledOut = [
	...[
		'ana (arroba) exemplo.com.br',
		'ana [at] example [dot] com',
		'ana arroba gmail ponto com',
		'joao ponto silva arroba empresa ponto com ponto br',
	],
	...[
		'john dot doe at gmail dot com',
		'maria_souza{at}usp.br',
		'r.costa (at) example (dot) org',
		'ana @ gmail . com',
		'ana@gmail .com',
		'lia arroba hotmail.com',
	],
	...['"ana maria"@example.com', 'ana@[192.0.2.10]', '用户@例子.广告'],
];

const address = (chance: Chance): string => `${chance.pick(locals)}@${chance.pick(domains)}`;

export const samples = createValueSamples({
	type: 'EMAIL_ADDRESS',
	value: (chance) => (chance.once(6) ? chance.pick(spelledOut) : address(chance)),
	wrong: (chance) =>
		chance.pick([
			...[
				'@ana',
				'ana@',
				'ana@localhost',
				'n8n@2.41.1',
				'foo@bar',
				'icon@2x.png',
				'git@github.com:ana/loja.git',
				'@Component',
				'f***o@email.com',
				'@babel/core@7.24.0',
			],
			...['ana@-x', '@@@', 'root@servidor', 'a@b', 'lodash@^4.17.0', 'actions/checkout@v4', '...@gmail', '@'],
		]),
	wording: {
		labels: ['e-mail', 'email', 'E-mail', 'E-MAIL', 'endereço de e-mail', 'correio eletrônico', 'email address', 'contact email', 'mail'],
		keys: ['email', 'e_mail', 'userEmail', 'mail', 'customer.email', 'EMAIL', 'reply-to'],
		sentences: [
			'me manda no {} que eu respondo',
			'pode mandar pra {} ou {}',
			'From: {}\nTo: {}\nSubject: Re: proposta',
			'<a href="mailto:{}">fale conosco</a>',
			'Ana Lima <{}> escreveu:',
			'escreva para {}.',
			'login: {} senha: ********',
			'Please write to {}, thanks!',
			'cc {}; bcc {}',
			'meu insta é @ana.lima e meu email {}',
			'não recebi nada em {}...',
			'usuário {} bloqueado às 10:##',
			'Reach me at {} or call the office',
			'The invoice went to {}? It should go to {}!',
			'As partes elegem o endereço {} para notificações.',
			'de:{}',
			'“{}”',
		],
	},
	others: [
		'me segue no insta {}',
		'encontro @ 19h na praça',
		'instala o {} com npm i',
		'@Injectable() class Loja',
		'2 kg @ R$ 5,00 = R$ 10,00',
		'git clone {} e rode',
		'see you @ the office',
		'I work at Google and live at home',
		'meet me at the corner dot on time',
		'o arquivo {} está no pacote',
		'uma arroba de boi tem 15 kg',
		'vendi 20 arrobas a R$ 2##,00',
		'preço da arroba: R$ 3##,50 ponto final',
		'fale com a @maria no grupo',
		'ssh {} -p 22',
		'hoje {}',
	],
});
