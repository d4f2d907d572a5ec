import { extractQuestionTerms, extractTerms, extractQuestionWords } from './terms';
import { slowTest } from '../../test/support/slow-tests';

const finds = (question: string, text: string, language: 'pt' | 'en') => {
	const known = new Set(extractTerms(text, [language]).flat());
	return extractQuestionTerms(question).some((forms) => forms.some((form) => known.has(form)));
};

describe('words of a question find those of a text', () => {
	it.each([
		['devolução', 'devoluções'],
		['devolucao', 'devolução'],
		['ferias', 'férias'],
		['informática', 'informatica'],
		['trabalhar', 'trabalhamos'],
		['pagamentos', 'pagamento'],
		['limões', 'limão'],
		['cartao', 'cartões'],
		['pães', 'pão'],
		['reembolsar', 'reembolsado'],
		['ÔNIBUS', 'ônibus'],
		['bateria', 'baterias'],
		['BT-77', 'A BT-77 serve.'],
	])('in Portuguese: %s, %s', (question, text) => expect(finds(question, text, 'pt')).toBe(true));

	it.each([
		['refunds', 'refunded'],
		['colours', 'color'],
		['running', 'runs'],
		['policies for batteries', 'battery'],
		['résumé', 'resume'],
		['planets', 'Planet'],
		['KB-2207', 'order part KB-2207'],
		['cancellation', 'cancelled'],
	])('in English: %s, %s', (question, text) => expect(finds(question, text, 'en')).toBe(true));

	it.each([
		['casa', 'casaco', 'pt'],
		['conta', 'contrato', 'pt'],
		['station', 'state', 'en'],
		['4101', 'ERR_4107', 'en'],
		['2207', 'KB-2208', 'en'],
	] as const)('and not those that only begin alike: %s, %s', (question, text, language) =>
		expect(finds(question, text, language)).toBe(false),
	);

	it.each(['O que é isso?', 'Como eu posso fazer para ter?', 'What is this about?', 'How do I get it, please?', '?!'])(
		'%j has none that say anything',
		(question) => expect(extractQuestionTerms(question)).toEqual([]),
	);
});

test('a word counts as often as a question says it, in a question of any length', () => {
	const asked = extractQuestionWords('The wing: a wing of which the tip, and the flutter of wings.');
	expect(asked).toHaveLength(5);
	expect(asked[1]).toEqual(asked[0]);
	expect(extractQuestionWords('flutter '.repeat(1_000))).toHaveLength(256);
	expect(extractQuestionTerms('wing flutter wing wing')).toHaveLength(2);
});

test('a collection is searched by the words that people ask with, as it may be about them; what a question is about they do not say', () => {
	for (const question of ['política', 'privacy policy', 'hello', 'Qual é o tempo?', 'working time']) {
		const known = new Set(extractTerms(question, ['pt', 'en']).flat());
		expect(extractQuestionWords(question)).not.toEqual([]);
		for (const forms of extractQuestionWords(question)) expect(forms.some((form) => known.has(form))).toBe(true);
	}
	expect(['hello', 'working time', 'Qual é a política?'].map(extractQuestionTerms)).toEqual([[], [], []]);
});

test('a word of any length is found by its first forty characters', () => {
	const digest = 'c0ffee'.repeat(11);
	expect(extractQuestionWords(digest).flat()).toContain(digest.slice(0, 40));
	expect(extractTerms(`sha256 ${digest}`, ['en'])).toHaveLength(2);
	expect(finds(digest, `sha256 ${digest}`, 'en')).toBe(true);
});

describe('a text finds what it says, however its letters are encoded', () => {
	it.each([
		[
			'soft hyphens (trilbymedia/grav-plugin-tntsearch#133)',
			'descalcificação',
			'A des\u00adcal\u00adci\u00adfi\u00adca\u00adção leva dez minutos.',
		],
		['ligatures (pelias/api#1375)', 'classificação', 'Veja a classiﬁcação.'],
		['full width', 'XF500', 'Modelo ＸＦ５００.'],
		['half width', 'ガラス', 'ｶﾞﾗｽの保証'],
		['spaces of no width (Automattic/harper#806)', 'estendida', 'Garantia esten\u200bdida'],
		['a word joiner', 'estendida', 'Garantia esten\u2060dida'],
		['a byte order mark within', 'estendida', 'Garantia esten\ufeffdida'],
		['a variation selector', 'estendida', 'Garantia estendida\ufe0f'],
		['marks of direction', 'KB-2207', '\u202aKB\u200e-2207\u202c'],
		['letters and accents apart', 'devolução', 'A devoluc\u0327a\u0303o.'],
		['mathematical letters', 'garantia', '𝐆𝐚𝐫𝐚𝐧𝐭𝐢𝐚 𝘦𝘴𝘵𝘦𝘯𝘥𝘪𝘥𝘢'],
		['letters in circles', 'ABC', 'Ⓐⓑⓒ'],
		['capitals of two letters', 'STRASSE', 'Die Straße'],
		['a dotted I', 'istanbul', 'İSTANBUL'],
		['joiners of Persian', 'می‌خواهم', 'میخواهم'],
		['stretched letters of Arabic', 'كتاب', 'كتـــاب'],
		['vowels of Arabic', 'كتاب', 'كِتَاب'],
		['a figure with the mark of a note', 'garantia', 'garantia¹ de dois anos'],
		['a raised figure of a unit', 'm2', '30 m²'],
		['a lowered figure', 'CO2', 'CO₂'],
		['an ordinal', '5o', 'Art. 5º'],
	])('with %s', (_name, question, text) => {
		expect(finds(question, text, 'pt')).toBe(true);
		expect(finds(text, question, 'pt')).toBe(true);
	});

	it('and a power is not another number', () => expect(finds('102', 'Area: 10² m', 'pt')).toBe(false));
	it.each([
		['ガス', 'カス'],
		['ม้า', 'มา'],
	])('and marks of other scripts are letters: %s, %s', (question, text) => expect(finds(question, text, 'en')).toBe(false));
});

describe('languages without spaces are searched by words', () => {
	it.each([
		[
			'Chinese (AgriciDaniel/claude-obsidian#120)',
			'退货政策：收到商品后七天内可以申请无理由退款。',
			['退款', '退货', '七天', '退货政策', '商品', '税'],
			5,
		],
		['traditional Chinese', '退貨政策：收到商品後七天內可以申請退款。', ['退款', '商品'], 2],
		[
			'Japanese (rohitg00/agentmemory#344)',
			'商品の返品は到着後７日以内にサポートセンターまでご連絡ください。',
			['返品', 'サポート', 'センター', '7日', 'ご連絡'],
			5,
		],
		['Korean', '환불은 상품을 받은 후 7일 이내에 신청할 수 있습니다.', ['환불', '상품', '신청'], 3],
		['Thai', 'ลูกค้าสามารถขอคืนเงินได้ภายในเจ็ดวันหลังจากได้รับสินค้า', ['คืนเงิน', 'เจ็ดวัน', 'สินค้า', 'ลูกค้า'], 4],
		['Khmer', 'អតិថិជនអាចស្នើសុំ\u200bសំណង\u200bក្នុងរយៈពេលប្រាំពីរថ្ងៃ', ['សំណង', 'ប្រាំពីរថ្ងៃ', 'អតិថិជន'], 3],
		['Lao', 'ລູກຄ້າສາມາດຂໍເງິນຄືນໄດ້ພາຍໃນເຈັດວັນ', ['ເງິນຄືນ', 'ລູກຄ້າ'], 2],
		['Burmese', 'ဝယ်သူများသည် ခုနစ်ရက်အတွင်း ငွေပြန်အမ်းရန် တောင်းဆိုနိုင်သည်', ['ငွေပြန်အမ်း', 'ဝယ်သူ'], 2],
	])('in %s', (_name, text, questions, count) => expect(questions.filter((question) => finds(question, text, 'en'))).toHaveLength(count));

	it('beside letters and figures of others', () => {
		expect(extractQuestionWords('XF500的保修期').map(([form]) => form)).toEqual(['xf500', '的保', '保修', '修期']);
		expect(finds('XF500', '型号XF500的保修期为2年', 'en')).toBe(true);
		expect(finds('保修', '型号XF500的保修期为2年', 'en')).toBe(true);
	});

	it('by one letter too, and not by a letter of a longer word', () => {
		expect(finds('税', '含税价格', 'en')).toBe(true);
		expect(finds('退税', '退款', 'en')).toBe(false);
	});

	slowTest('in a run of any length, and of letters with any number of marks', () => {
		const long = '收到商品后七天内可以申请无理由退款'.repeat(5_000);
		expect(finds('退款', long, 'en')).toBe(true);
		expect(
			extractTerms(`ก${'\u0e49'.repeat(100_000)}ข${'\u0e49'.repeat(100_000)}`, ['en'])
				.flat()
				.every((form) => form.length <= 40),
		).toBe(true);
	});
});
