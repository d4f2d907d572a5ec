import { decodeDocument, isText } from './decode-document';

const latin = (text: string) => Buffer.from(text, 'latin1');
const damaged = (text: string) => Buffer.concat([Buffer.from(text), Buffer.from([0xa0]), Buffer.from('fim')]);
const policy = 'A solicitação de férias é feita até o dia dez.';
const mark = Buffer.from([0xef, 0xbb, 0xbf]);

const wide = (text: string, littleEndian: boolean) => {
	const bytes = Buffer.alloc(4 * [...text].length);
	[...text].forEach((letter, at) => bytes[littleEndian ? 'writeUInt32LE' : 'writeUInt32BE'](letter.codePointAt(0)!, 4 * at));
	return bytes;
};

describe('bytes that do not fit their encoding become U+FFFD', () => {
	const html = (text: string) => `<meta charset="utf-8"><p>${text}`;
	it.each([
		['one byte of Windows-1252 in UTF-8 (docling-project/docling#4202)', damaged(policy), `${policy}\ufffdfim`],
		['the same after a mark', Buffer.concat([mark, damaged(policy)]), `${policy}\ufffdfim`],
		['a mark and nothing valid after it', Buffer.concat([mark, latin('é à ã')]), '\ufffd \ufffd \ufffd'],
		['the declaration of a page', damaged(html('até')), `${html('até')}\ufffdfim`],
		['a page with a wrong byte only', damaged(html('R$ 5')), `${html('R$ 5')}\ufffdfim`],
		[
			'the declaration of XML',
			damaged('<?xml version="1.0" encoding="UTF-8"?><p>até'),
			'<?xml version="1.0" encoding="UTF-8"?><p>até\ufffdfim',
		],
		['a text cut inside its last letter', Buffer.from(`${policy} Até`).subarray(0, -1), `${policy} At\ufffd`],
		['an overlong form', Buffer.concat([Buffer.from(policy), Buffer.from([0xc0, 0xaf])]), `${policy}\ufffd\ufffd`],
		['half a pair of surrogates', Buffer.concat([Buffer.from(policy), Buffer.from([0xed, 0xa0, 0x80])]), `${policy}\ufffd\ufffd\ufffd`],
		[
			'emojis as Java and databases write them, in six bytes',
			Buffer.concat([Buffer.from('é '), ...Array(3).fill(Buffer.from([0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80]))]),
			`é ${'\ufffd'.repeat(18)}`,
		],
		[
			'an emoji that lost its last byte',
			Buffer.concat([Buffer.from('é '), Buffer.from('😀').subarray(0, 3), Buffer.from(' fim')]),
			'é \ufffd fim',
		],
	])('%s', (_name, bytes, text) => expect(decodeDocument(bytes)).toBe(text));

	it('in the encoding that the sender declares', () => {
		expect(decodeDocument(Buffer.from([0xcf, 0xf0, 0xe8]), 'windows-1251')).toBe('При');
		expect(decodeDocument(Buffer.from([0x93, 0xfa, 0x96, 0x7b, 0xff]), 'Shift_JIS')).toBe('日本\ufffd');
		expect(decodeDocument(damaged('R$ 5'), 'utf-8')).toBe('R$ 5\ufffdfim');
	});
});

describe('the encoding is', () => {
	it.each([
		['what a mark says, whatever else is declared', Buffer.concat([mark, Buffer.from('é')]), 'iso-8859-1', 'é'],
		['what the sender declares, before the page', latin('<meta charset="koi8-r">\xe9'), 'windows-1252', '<meta charset="koi8-r">é'],
		[
			'what the page declares where the sender says nothing that is known',
			latin('<meta charset=windows-1251>\xcf'),
			'x-klingon',
			'<meta charset=windows-1251>П',
		],
		[
			'what a page declares with http-equiv',
			latin('<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">\xcf'),
			undefined,
			/П$/,
		],
		['not what a comment declares', latin('<!-- <meta charset="windows-1251"> -->\xe9'), undefined, /é$/],
		['not what a text says about pages', latin('Use <meta charset="windows-1251">, café.'), undefined, /café/],
		['what XML declares', latin('<?xml version="1.0" encoding="windows-1251"?><html>\xcf'), undefined, /П$/],
		['UTF-8 where a page that can be read declares UTF-16', Buffer.from('<meta charset="utf-16"><p>é'), undefined, /é$/],
		['ISO-2022-JP, which is ASCII to all others', latin('\x1b$B4|8B\x1b(B'), 'iso-2022-jp', '期限'],
		['GBK, a letter of which can be valid UTF-8', Buffer.from([0xc4, 0xa3, 0xca, 0xbd]), 'gbk', '模式'],
		['UTF-8 that lost its declaration', Buffer.from('Olá'), 'iso-8859-1', 'Olá'],
		['UTF-8 with a wrong byte that a server calls Latin-1', damaged(policy), 'iso-8859-1', `${policy}\ufffdfim`],
		[
			'UTF-8 that was declared as GBK before it was converted',
			Buffer.from('收到商品后七天内可以退款'),
			'gb2312',
			'收到商品后七天内可以退款',
		],
		[
			'Windows-1252 if nothing in it is UTF-8, whatever it declares',
			latin('<meta charset="utf-8">férias, ação'),
			undefined,
			/férias, ação$/,
		],
		['Windows-1252 without a declaration', latin('MANHÃ'), undefined, 'MANHÃ'],
		['Windows-1252 with its signs', Buffer.from([0x93, 0x61, 0x94, 0x80]), undefined, '“a”€'],
		['UTF-16 that only the sender declares', Buffer.from('退货政策', 'utf16le'), 'utf-16le', '退货政策'],
		['not UTF-16 where a sender declares it for ASCII', Buffer.from('a;b'), 'utf-16', 'a;b'],
		['UTF-32 by its mark', wide('\ufeffAté 😀', true), undefined, 'Até 😀'],
		['UTF-32 by its mark, the other way round', wide('\ufeffAté 😀', false), undefined, 'Até 😀'],
		['UTF-32 that is cut off', wide('\ufeffAté', true).subarray(0, -1), undefined, 'At\ufffd'],
	])('%s', (_name, bytes, sent, text) =>
		expect(decodeDocument(bytes, sent)).toEqual(typeof text === 'string' ? text : expect.stringMatching(text)),
	);

	it('of a text if it has a mark of four bytes', () => expect(isText(wide('\ufeffa', true)) && isText(wide('\ufeffa', false))).toBe(true));
});
