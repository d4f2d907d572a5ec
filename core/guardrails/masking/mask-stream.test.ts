import fc from 'fast-check';
import { anyText } from '../../../bench/samples/any-text';
import { sampleMakers } from '../../../bench/samples/personal-data';
import { createChance } from '../../../bench/samples/sample';
import { chatMessages } from '../../../bench/samples/chats';
import { createMaskStream } from './mask-stream';
import { maskText, type MaskTextOptions } from './mask-text';
import { createVault } from '../vault/create-vault';
import { slowTest } from '../../../test/support/slow-tests';

async function inPieces(pieces: readonly string[], options?: MaskTextOptions): Promise<string> {
	const stream = createMaskStream(options);
	let out = '';
	for (const piece of pieces) out += await stream.write(piece);
	return out + (await stream.end());
}

function cut(text: string, lengths: readonly number[]): string[] {
	const pieces: string[] = [];
	for (let at = 0, turn = 0; at < text.length; turn++) {
		const length = lengths[turn % lengths.length]!;
		pieces.push(text.slice(at, at + length));
		at += length;
	}
	return pieces;
}

/** Chats, forms and documents with values of every type, joined: as long as the output of a model. */
const prose = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 8 })).map(([seed, count]) => {
	const chance = createChance(seed);
	const texts = Array.from({ length: count }, () => {
		if (chance.once(3)) return chatMessages(1, chance)[0]!;
		const maker = chance.pick(sampleMakers);
		return chance.once(3) ? maker.negative(chance).text : maker.positive(chance).text;
	});
	return texts.join(chance.pick([' ', '\n', '. ']));
});

const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 });

slowTest('whatever the pieces, a stream gives what masking the whole text gives', async () => {
	await fc.assert(
		fc.asyncProperty(prose, lengths, async (text, sizes) => {
			expect(await inPieces(cut(text, sizes))).toBe((await maskText(text)).text);
		}),
		{ numRuns: 30 },
	);
});

slowTest('the same with tokens, which are restored', async () => {
	await fc.assert(
		fc.asyncProperty(prose, lengths, async (text, sizes) => {
			const vault = createVault(undefined, () => 'k3f9x2');
			const masked = await inPieces(cut(text, sizes), { vault, mask: 'token' });
			expect(masked).toBe((await maskText(text, { vault: createVault(undefined, () => 'k3f9x2'), mask: 'token' })).text);
			expect(await vault.restore(masked)).toBe(text);
		}),
		{ numRuns: 20 },
	);
});

test('any text comes out the same, however it is cut', async () => {
	const text = anyText(200);
	await fc.assert(
		fc.asyncProperty(text, lengths, async (written, sizes) => {
			expect(await inPieces(cut(written, sizes))).toBe(await inPieces([written]));
		}),
		{ numRuns: 40 },
	);
});

test('outputs plain words as soon as the next one is complete', async () => {
	const stream = createMaskStream();
	expect(await stream.write('Your order will ')).toBe('Your order ');
	expect(await stream.write('arri')).toBe('');
	expect(await stream.write('ve soon')).toBe('will ');
	expect(await stream.end()).toBe('arrive soon');
});

test('outputs no part of a value before it is masked', async () => {
	const stream = createMaskStream();
	let out = '';
	for (const unit of 'Write to ana.souza@example.com or call (11) 98765-4321, please. We answer within the hour, on every day of the week, also on holidays.') {
		out += await stream.write(unit);
		expect(out).not.toMatch(/ana|9876|souza/);
	}
	expect(out).toContain('a***a@example.com');
	expect(out).toContain('on every day of the');
});

test('a character that nobody sees lets no part of a value out', async () => {
	for (const unseen of ['\ufeff', '\u200b', '\u00ad']) {
		const text = `I have to change the address of my car, plate number p${unseen}yq 2c15, because we moved`;
		const masked = await inPieces(text.split(''));
		expect(masked).toBe((await maskText(text)).text);
		expect(masked.toLowerCase()).not.toContain('yq2');
	}
});

test.each([
	[
		'full-width letters',
		'não recebi nada em ｊｏａｏ ｐｏｎｔｏ ｓｉｌｖａ ａｒｒｏｂａ ｅｍｐｒｅｓａ ｐｏｎｔｏ ｃｏｍ ｐｏｎｔｏ ｂｒ... Obrigado!',
	],
	['groups of letters', 'é a segunda vez que isso acontece comigo. matriz zl tlh hcf/3as6-52 e filial no mesmo CNPJ raiz, obrigado'],
])('%s let no part of a value out', async (_, text) => {
	const { text: masked, matches } = await maskText(text);
	expect(matches).toHaveLength(1);
	expect(await inPieces(text.split(''))).toBe(masked);
});

slowTest('a table of numbers without end is held within bounds', async () => {
	const stream = createMaskStream();
	const row = '529.982.247-25;11987654321;4000;';
	let [taken, given] = [0, 0];
	for (let line = 0; line < 600; line++) {
		given += (await stream.write(row)).length;
		taken += row.length;
		expect(taken - given).toBeLessThan(6_000);
	}
});

test.each([
	'{"nota":"Contato:\\nkai.t@example.org","conta":"x\\nDE89370400440532013000"} e mais texto simples depois disso, sem valor algum',
	'mail=kai.t%40example.org&tel=%2811%29+98765-4321&x=1 e depois outras palavras simples que seguem',
	'<b>CPF:</b> 529&#46;982.247-25, kai.t&#64;example.org e depois outras palavras simples que seguem',
	'请发到kai.t@example.org谢谢 e depois outras palavras simples que seguem por aqui',
])('a stream reads escapes like the whole text: %j', async (text) => {
	for (const size of [1, 3, 7])
		expect(await inPieces(cut(text, [size]), { mask: 'redact' })).toBe((await maskText(text, { mask: 'redact' })).text);
});
