import { setImmediate } from 'node:timers/promises';
import { countDoubtfulPlaces } from './count-doubtful-places';
import { slowTest } from '../../../test/support/slow-tests';

const asLatin = (text: string, encoding = 'windows-1252') => new TextDecoder(encoding).decode(Buffer.from(text));

it.each([
	['damaged bytes', 'férias\ufffd\ufffd fim \ufffd', 2],
	['NULs', 'a\0b\0c', 2],
	['UTF-8 read as Windows-1252', asLatin('A solicitação de férias.'), 3],
	['quotation marks so', asLatin('“dez” – onze'), 3],
	['Russian so', asLatin('привет'), 1],
	['Chinese so', asLatin('退货政策'), 1],
	['Russian of Windows-1251 as 1252', 'Ïðèâåò, ìèð', 1],
	['words without spaces', 'aspolíticasdasempresassãolidasportodos'.repeat(2), 1],
])('what looks wrong is counted: %s', async (_name, text, least) => expect(await countDoubtfulPlaces(text)).toBeGreaterThanOrEqual(least));

it.each([
	'A solicitação de férias é feita até o dia dez — “ÀS 10h”. MANHÃ… «CAFÉ» MAÇÃ” nº 5º 2ª ½ R$ 10,00 €',
	'Größe, œuvre, naïveté, Ærøskøbing, Þingvellir, l’été, CAFÉ® e PÃO™',
	'Rechtsschutzversicherungsgesellschaften, https://example.org/a?b=c3d4e5f6a7b8c9d0e1f2a3b4c5d6e7f8a9b0',
	'退货政策：收到商品后七天内可以申请无理由退款退货政策收到商品后七天内可以申请无理由退款退货政策收到商品后七天内可以申请无理由退款。',
	'ลูกค้าสามารถขอคืนเงินได้ภายในเจ็ดวันหลังจากได้รับสินค้าลูกค้าสามารถขอคืนเงิน',
	'Привет, мир. Γειά σου. مرحبا بالعالم. नमस्ते दुनिया',
	'Line\r\nline\ttab\fpage',
])('what is right is not: %s', async (text) => expect(await countDoubtfulPlaces(text)).toBe(0));

slowTest('lets others have their turn in a long text, and misses nothing between its pieces', async () => {
	let turns = 0;
	const done = new AbortController();
	const others = (async () => {
		for (; !done.signal.aborted; turns += 1) await setImmediate();
	})();
	expect(await countDoubtfulPlaces('f\u00c3\u00a9rias '.repeat(500_000))).toBe(500_000);
	done.abort();
	await others;
	expect(turns).toBeGreaterThan(3);
});
