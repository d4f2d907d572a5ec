import { createChance } from './sample';

/** What hurts when it is repeated: beginnings that never become a value, and values that touch each other. */
const patterns = [
	...[
		'a.',
		'a@',
		'a@a.',
		'ana at a dot ',
		'ana arroba ',
		'@',
		'.',
		':',
		'::',
		'-',
		'+',
		'(',
		'((1) ',
		'"',
		`"'`,
		'[',
		'[CPF_1_',
		'{"',
		'\\"',
		'\\\\',
		'\\u0041',
		'%25',
		'%E4%B8',
		'://%40',
		'&amp;',
		'&#64',
		'<b',
		'<td>',
		'=a+b',
		'a谢',
		'\n',
		' ',
	],
	...[
		'1',
		'1 ',
		'1.',
		'1-',
		'1:',
		'1\n',
		'11 ',
		'111.',
		'1111 ',
		'11111111111 ',
		'1.1.1.1.',
		'1111111,',
		'12/12/1990 ',
		'+1 ',
		'+55 11 9',
		'529.982.247-',
	],
	...[
		'52998224725 ',
		'529.982.247-25',
		'4111 1111 1111 ',
		'4111111111111111 ',
		'0001234-56.2020.8.26.',
		'ff:',
		'AA-',
		'AA:',
		'ABC-1234 ',
		'ABC1D23',
		'BR12',
		'0x',
		'1A',
	],
	...[
		'http://',
		'https://a.',
		'www.',
		'xn--',
		'a.com/',
		'bc1q',
		'pix 123e4567-e89b-',
		'00020126',
		'matrícula 1',
		'matrícula ',
		'cib ',
		'iptu 1.',
		'cpf ',
		'cpf:',
		'cpf 1',
	],
	...[
		'nascimento 1/',
		'nascimento ',
		'born on ',
		'nasc\n',
		'meu nome é ',
		'Sr. A',
		'A ',
		'Aa ',
		'a b ',
		'de ',
		'O',
		'O0',
		'l1.',
		'S5B8',
		'cpf;',
		'cpf\t',
		'|cpf',
	],
	...['\u200b', '1\u200b', 'a\u0301', '\u0301', '\ufdfa', '１', '１\u00a0', 'é', '👩‍👩‍👧 ', '١', '①'],
];

const alphabets: Record<string, string> = {
	'random digits and separators': '0123456789 .-/()',
	'random digits, few separators': '0123456789012345678901234567890123456789 .',
	'random letters and digits': 'abcdefABCDEF0123456789 :.-@',
	'random lines': '0123456789\n',
	'random look-alikes': 'O0Il1S5B8Z2 .-',
	'random words': 'cpf nasc 19/.:\nmatrícula',
};

/** Texts of this length in UTF-16 code units that are made to hurt, by what they are made of. */
export function hostileTexts(length: number): Array<[name: string, text: string]> {
	const repeated = patterns.map((pattern): [string, string] => [
		pattern,
		pattern.repeat(Math.ceil(length / pattern.length)).slice(0, length),
	]);
	return [...repeated, ...Object.entries(alphabets).map(([name, alphabet]): [string, string] => [name, random(alphabet, length)])];
}

function random(alphabet: string, length: number): string {
	const chance = createChance(7);
	const letters = alphabet.split('');
	return Array.from({ length }, () => chance.pick(letters)).join('');
}
