import type { Chance } from '../sample';
import { createValueSamples, fromForm } from '../value-samples';
import { fullWidth, otherDashes, otherSpaces, softHyphen, styledDigits, zeroWidth } from '../noise';

/** Area codes in use (Anatel). */
const areas = [
	'11',
	'12',
	'19',
	'21',
	'22',
	'24',
	'27',
	'31',
	'34',
	'41',
	'44',
	'47',
	'48',
	'51',
	'61',
	'62',
	'65',
	'67',
	'71',
	'79',
	'81',
	'85',
	'91',
	'92',
	'98',
];

function mobile(chance: Chance): string {
	const [area, first, last] = [chance.pick(areas), `9${6 + chance.below(4)}${chance.digits(3)}`, chance.digits(4)];
	return chance.pick([
		...[
			`(${area}) ${first}-${last}`,
			`(${area}) ${first}-${last}`,
			`(${area})${first}-${last}`,
			`${area} ${first}-${last}`,
			`${area} ${first} ${last}`,
		],
		...[
			`${area}${first}${last}`,
			`+55 ${area} ${first}-${last}`,
			`+55 (${area}) ${first}-${last}`,
			`+55${area}${first}${last}`,
			`55${area}${first}${last}`,
		],
		...[
			`0${area} ${first}-${last}`,
			`(0${area}) ${first}-${last}`,
			`015 ${area} ${first}-${last}`,
			`0 xx ${area} ${first}-${last}`,
			`(0xx${area}) ${first}-${last}`,
		],
		...[
			`${area}.${first}.${last}`,
			`${area}-${first}-${last}`,
			`${area} ${first[0]} ${first.slice(1)}-${last}`,
			`(${area}) ${first} ${last}`,
			`55 ${area} ${first}-${last}`,
		],
		...[
			`(${area}) ${first[0]} ${first.slice(1)}-${last}`,
			`(0${chance.pick(['15', '21', '41'])}${area}) ${first}-${last}`,
			`+55-${area}-${first}-${last}`,
		],
	]);
}

function fixed(chance: Chance): string {
	const [area, first, last] = [chance.pick(areas), `3${2 + chance.below(6)}${chance.digits(2)}`, chance.digits(4)];
	return chance.pick([
		`(${area}) ${first}-${last}`,
		`${area} ${first}-${last}`,
		`+55 ${area} ${first}-${last}`,
		`(0xx${area}) ${first}-${last}`,
		`(${area}) ${first}-${last} ramal ${chance.digits(3)}`,
	]);
}

function northAmerican(chance: Chance): string {
	const area = chance.pick(['212', '415', '305', '617', '416', '604', '808', '512']);
	const [middle, last] = [`${2 + chance.below(8)}${chance.pick(['34', '67', '50', '82'])}`, chance.digits(4)];
	return chance.pick([
		`(${area}) ${middle}-${last}`,
		`${area}-${middle}-${last}`,
		`${area}.${middle}.${last}`,
		`+1 ${area} ${middle} ${last}`,
		`+1 (${area}) ${middle}-${last}`,
		`1-${area}-${middle}-${last}`,
		`+1${area}${middle}${last}`,
		`${area}-${middle}-${last}x${chance.digits(3)}`,
	]);
}

/** Mobile numbers of other countries, in forms that their people use. */
const elsewhereForms = [
	'+351 91# ### ###',
	'+44 7700 90####',
	'+44 20 7946 0###',
	'+34 61# ### ###',
	'+33 6 ## ## ## ##',
	'+49 151 2#######',
	'+39 347 ### ####',
	'+54 9 11 4###-####',
	'+52 55 1### ####',
	'00351 91# ### ###',
	'+61 4## ### ###',
	'+91 98### #####',
	'+81 90-1###-####',
	'+244 923 ### ###',
	'+598 99 ### ###',
	'0044 7700 90####',
];

export const samples = createValueSamples({
	type: 'PHONE_NUMBER',
	value: (chance) =>
		chance.pick([mobile, mobile, mobile, fixed, northAmerican, (by: Chance) => fromForm(by.pick(elsewhereForms), by)])(chance),
	noises: [fullWidth, styledDigits, zeroWidth, softHyphen, otherSpaces, otherDashes],
	wrong: (chance) =>
		fromForm(
			chance.pick([
				'0800 ### ####',
				'0800-###-####',
				'4004-####',
				'4003 ####',
				'0300 ### ####',
				'+1 800 234 ####',
				'190',
				'192',
				'1-888-234-####',
				'+55 0800 ### ####',
				'1234',
				'+999 12345678',
				'08001234###',
			]),
			chance,
		),
	elsewhere: (chance) =>
		fromForm(
			chance.pick([
				'20########',
				'12345###',
				'####-##',
				'10########',
				'000########',
				'17########',
				'########',
				'###.###',
				'20##-#####',
				'1########0123',
				'###########12345',
			]),
			chance,
		),
	wording: {
		labels: [
			'telefone',
			'celular',
			'tel',
			'fone',
			'whatsapp',
			'zap',
			'contato',
			'Telefone',
			'Cel.',
			'phone',
			'mobile',
			'cell phone',
			'phone number',
			'WhatsApp',
		],
		keys: ['phone', 'telefone', 'celular', 'phone_number', 'mobile', 'contact.phone', 'whatsapp', 'tel'],
		sentences: [
			'me liga no {}',
			'chama no zap {}',
			'meu numero novo é {} salva aí',
			'Ligue para {} ou {}',
			'fala com a Ana {} ou com o Beto {}',
			'Call me at {} after six',
			'text me: {}',
			'Recados: {} (falar com Maria)',
			'Fones: {} / {}',
			'you can reach me on {}, thanks',
			'Tel./Fax: {}',
			'whats {}?',
			'telefone para contato: {}, e-mail a informar',
			'o devedor pode ser intimado pelo telefone {}',
			'Atenciosamente,\nAna Lima\n{}',
			'number: {}',
			'qualquer coisa {}',
		],
	},
	others: [
		'SAC {} (ligação gratuita)',
		'pago R$ 1.2##.567,89 até 12/05/2026',
		'em 12/05/2026 às 10:30:45',
		'2019-2024 e 2025-2026',
		'pedido 2026####1 atrasado',
		'coordenadas -23.550520, -46.633308',
		'timestamp 17######## ms',
		'de 1000 a 2000 e de 3000 a 4000',
		'códigos 10 20 30 40 50 60',
		'ligue {} e digite 2',
		'nota 123456 série 1',
		'ISBN 978-85-333-0227-3',
		'0,5 1,5 2,5 3,5 e 4,5',
		'conta 12345-6 agência 1234',
		'sorteio 04 15 22 33 48 5#',
		'versão 10.2.3.45',
		'medidas 120 x 60 x 75 cm',
		'call the toll-free line {}',
	],
});
