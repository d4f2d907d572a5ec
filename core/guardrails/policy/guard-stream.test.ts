import * as fc from 'fast-check';
import type { Guardrail } from '../../ports/guardrails/guardrail';
import type { PersonalDataVault } from '../../ports/guardrails/vault';
import { chatMessages } from '../../../bench/samples/chats';
import { sampleMakers } from '../../../bench/samples/personal-data';
import { createChance } from '../../../bench/samples/sample';
import { unknownPersonalData } from '../checks/agents/unknown-personal-data';
import { personalDataTypes } from '../personal-data/types';
import { createVault } from '../vault/create-vault';
import { createPlacedGuard } from './apply-guardrails';
import { createGuard } from './create-guard';
import type { Guard, GuardResult } from './guard';
import { type GuardedPart, guardStream } from './guard-stream';
import type { PolicyCheck } from './guardrail-policy';
import { SentenceEnds, splitSentences } from './sentences';
import { processorSeconds } from '../../../test/support/processor-time';
import { slowTest } from '../../../test/support/slow-tests';

const guardWith = (...checks: PolicyCheck[]) => createGuard({ id: 'p', onFailure: 'block', checks });
const inPieces = async function* (pieces: string[]) {
	yield* pieces;
};

async function streamed(guard: Guard, pieces: string[]): Promise<{ texts: string[]; result: GuardResult }> {
	const parts: GuardedPart[] = [];
	for await (const part of guardStream(guard, 'output', inPieces(pieces), { language: 'en' })) parts.push(part);
	const texts = parts.flatMap((part) => (part.kind === 'text' ? [part.text] : []));
	const end = parts.at(-1);
	if (end?.kind !== 'end') throw new Error('a guarded stream has one end, and it comes last');
	return { texts, result: end.result };
}

test('passes each sentence as soon as it is complete', async () => {
	const guard = await guardWith({ check: 'no-price', action: 'block' });
	const { texts, result } = await streamed(guard, ['Hello', ' there', '. How are', ' you? ', 'Fine']);
	expect(texts).toEqual(['Hello there. ', 'How are you? ', 'Fine']);
	expect(result).toEqual({ outcome: 'pass', text: 'Hello there. How are you? Fine', violations: [] });
});

test('judges a tag, a style and a script whole: full stops in them end no sentence', async () => {
	const guard = await guardWith({ check: 'no-price', action: 'block' });
	const { texts } = await streamed(guard, [
		'Look. <img alt="One. Two." ',
		'src="x. y. z">. A < b. ',
		'<style>p { } /* a. b. */</style> End. Bye',
	]);
	expect(texts).toEqual(['Look. ', '<img alt="One. Two." src="x. y. z">. ', 'A < b. ', '<style>p { } /* a. b. */</style> End. ', 'Bye']);
});

test('passes no part of a stopped sentence and nothing after it, and reads no further', async () => {
	const guard = await guardWith({ check: 'no-price', action: 'block' });
	let closed = false;
	const source = async function* () {
		try {
			yield* ['Hello. It costs ', '$2', '0 a month. ', 'Bye. ', 'Bye.'];
		} finally {
			closed = true;
		}
	};
	const parts: GuardedPart[] = [];
	for await (const part of guardStream(guard, 'output', source())) parts.push(part);
	expect(parts).toMatchObject([
		{ kind: 'text', text: 'Hello. ' },
		{ kind: 'end', result: { outcome: 'blocked', text: 'Hello. ', violations: [{ code: 'PRICE', matches: [{ start: 16, end: 19 }] }] } },
	]);
	expect(closed).toBe(true);
});

test('holds the whole text when a guardrail judges the whole text', async () => {
	const guard = await guardWith({ check: 'length', action: 'block', words: { max: 3 } });
	expect(await streamed(guard, ['One two. ', 'Three four.'])).toMatchObject({ texts: [], result: { outcome: 'blocked', text: '' } });
	expect(await streamed(guard, ['One two. ', 'Three.'])).toMatchObject({ texts: ['One two. Three.'], result: { outcome: 'pass' } });
});

test('stops a reply when a rewrite removes all of it', async () => {
	const guard = await guardWith({ check: 'no-price', action: 'rewrite', otherwise: 'ask-person' });
	expect(await streamed(guard, ['It costs $20. ', 'Or $30.'])).toMatchObject({ texts: [], result: { outcome: 'needs-human', text: '' } });
});

test('passes nothing of a text longer than the max length', async () => {
	for (const check of [
		{ check: 'no-price', action: 'block' },
		{ check: 'length', action: 'block', words: { max: 3 } },
	] as PolicyCheck[]) {
		const { texts, result } = await streamed(
			await guardWith(check),
			Array.from({ length: 21 }, () => 'x'.repeat(100_000)),
		);
		expect([texts, result.outcome]).toEqual([[], 'blocked']);
	}
});

test('rethrows an error of the source, and keeps back text that was not judged', async () => {
	const guard = await guardWith({ check: 'no-price', action: 'block' });
	const source = async function* () {
		yield 'Hello. It costs ';
		throw new Error('cut');
	};
	const texts: string[] = [];
	const read = async () => {
		for await (const part of guardStream(guard, 'output', source())) if (part.kind === 'text') texts.push(part.text);
	};
	await expect(read()).rejects.toThrow('cut');
	expect(texts).toEqual(['Hello. ']);
});

describe('masked personal data', () => {
	const masking: PolicyCheck = { check: 'personal-data', action: 'rewrite' };
	const tail = 'and we are happy to help you with anything else that comes to your mind today or tomorrow.';

	test('does not hold the rest: plain words pass immediately, a value as soon as it is masked', async () => {
		const { texts, result } = await streamed(await guardWith(masking), ['Write to ', 'ana@exa', 'mple.com ', tail, ' Bye', ' now']);
		expect(texts[0]).toBe('Write ');
		expect(texts.length).toBeGreaterThan(3);
		expect(texts.join('')).toBe(`Write to a***@example.com ${tail} Bye now`);
		expect(result).toMatchObject({
			outcome: 'rewritten',
			violations: [{ guardrail: 'personal-data', action: 'rewrite', matches: [{ type: 'EMAIL_ADDRESS', start: 9, end: 24 }] }],
		});
	});

	test('stops when the next guardrail rejects the masked text', async () => {
		const guard = await guardWith(masking, { check: 'no-price', action: 'block' });
		const { texts, result } = await streamed(guard, ['I am ana@example.com. ', 'It costs $20. ', 'Bye.']);
		expect(texts).toEqual(['I am a***@example.com. ']);
		expect(result).toMatchObject({ outcome: 'blocked', violations: [{ code: 'PERSONAL_DATA' }, { code: 'PRICE', action: 'block' }] });
	});

	test('passes nothing more after masking failed, and names the guardrail', async () => {
		const failing: Guardrail = {
			id: 'mine',
			check: () => ({ kind: 'pass' }),
			openStream: () => ({
				write: (piece) => (piece === 'two' ? Promise.reject(new Error('broken: two')) : Promise.resolve(piece)),
				end: async () => 'end',
				verdict: () => ({ kind: 'pass' }),
			}),
		};
		const guard = createPlacedGuard([{ guardrail: failing, code: 'PERSONAL_DATA', stages: ['output'], action: 'rewrite' }]);
		const { texts, result } = await streamed(guard, ['one', 'two', 'three']);
		expect(texts).toEqual(['one']);
		expect(result).toMatchObject({ outcome: 'blocked', violations: [{ guardrail: 'mine', code: 'GUARDRAIL_FAILED', action: 'block' }] });
		expect(result.failure).toMatchObject({ code: 'GUARDRAIL_FAILED', message: expect.not.stringContaining('two') });
	});

	slowTest('reads no more than guardrails read', async () => {
		const { result } = await streamed(
			await guardWith(masking),
			Array.from({ length: 21 }, () => `${'plain words '.repeat(8_334)}`),
		);
		expect(result).toMatchObject({ outcome: 'blocked', violations: [{ code: 'LENGTH' }] });
	});

	test('is held whole when a guardrail before it judges the whole text, and when onFailure is pass', async () => {
		const whole = await guardWith(masking, { check: 'length', action: 'block', words: { max: 30 } });
		expect((await streamed(whole, ['I am ', 'ana@example.com'])).texts).toEqual(['I am a***@example.com']);
		const open = await guardWith({ ...masking, onFailure: 'pass' });
		expect((await streamed(open, ['I am ', 'ana@example.com'])).texts).toEqual(['I am a***@example.com']);
	});
});

const phrases = [
	'Hello. ',
	'It costs $20. ',
	'Custa R$ 1.500,00\n',
	'We deliver by Friday! ',
	'Nome?',
	' Sr. Silva',
	'CPF 529.982.247-25 ',
	'ana@example.com, ',
	' 10% off',
	'\n\n',
	'... ',
	'a',
	'?! ',
	'1. ',
	'  ',
	'Acme',
];
const texts = fc.array(fc.constantFrom(...phrases), { maxLength: 12 }).map((parts) => parts.join(''));
const cuts = fc.array(fc.nat({ max: 200 }), { maxLength: 20 });

function cut(text: string, at: number[]): string[] {
	const places = [...new Set([0, ...at.map((place) => place % (text.length + 1)), text.length])].sort((one, other) => one - other);
	return places.slice(1).map((place, index) => text.slice(places[index], place));
}

slowTest.each([
	[
		'block',
		[
			{ check: 'no-price', action: 'block' },
			{ check: 'competitors', names: ['Acme'], action: 'ask-person' },
		],
	],
	[
		'rewrite',
		[
			{ check: 'no-price', action: 'rewrite' },
			{ check: 'no-deadline', action: 'rewrite' },
			{ check: 'no-discount', action: 'log' },
		],
	],
	[
		'masked, then judged',
		[
			{ check: 'personal-data', action: 'rewrite' },
			{ check: 'no-price', action: 'rewrite' },
			{ check: 'competitors', names: ['Acme'], action: 'block' },
		],
	],
	[
		'whole',
		[
			{ check: 'question-streak', most: 1, action: 'rewrite' },
			{ check: 'no-price', action: 'rewrite', text: { en: 'Ask us.' } },
		],
	],
] as [string, PolicyCheck[]][])('any cutting gives what one piece gives, and what a check at once gives (%s)', async (_name, checks) => {
	const guard = await guardWith(...checks);
	await fc.assert(
		fc.asyncProperty(texts, cuts, async (text, at) => {
			const [pieces, whole] = [await streamed(guard, cut(text, at)), await streamed(guard, [text])];
			expect(pieces.result).toEqual(whole.result);
			expect(pieces.texts.join('')).toBe(pieces.result.text);
			const once = await guard.check('output', text, { language: 'en' });
			const stopped = (result: GuardResult) => result.outcome === 'blocked' || result.outcome === 'needs-human';
			expect(stopped(pieces.result)).toBe(stopped(once));
			if (!stopped(once)) expect([pieces.result.outcome, pieces.result.text]).toEqual([once.outcome, once.text]);
		}),
		{ numRuns: 60 },
	);
});

describe('sentences', () => {
	const split = (text: string) => splitSentences(text).map(({ start, end }) => text.slice(start, end));

	test.each([
		[['Olá! ', 'Tudo bem? ', 'Sim.'], ''],
		[['O Sr. João e a Dra. Ana custam R$ 1.500,00 por aprox. 3 horas. ', 'Ok.'], ''],
		[['Das 9 a.m. to 5 p.m. daily. ', 'Bye'], ''],
		[['1. Primeiro\n', '2. Segundo\n\n', 'Fim'], ''],
		[['Veja https://a.b/?c=d&e. ', 'Fim...'], ''],
		[['Ele disse "sim." ', 'Depois saiu.'], ''],
		[['\n\n Oi. ', 'A'], ''],
	])('%j', (sentences) => {
		expect(split(sentences.join(''))).toEqual(sentences);
	});

	test('are the same for a text that grows', () => {
		fc.assert(
			fc.property(texts, cuts, (text, at) => {
				const ends = new SentenceEnds();
				const found: number[] = [];
				let grown = '';
				for (const piece of cut(text, at)) {
					grown += piece;
					for (let end = ends.next(grown); end !== undefined; end = ends.next(grown)) found.push(end);
				}
				expect(found).toEqual(
					splitSentences(text)
						.map(({ end }) => end)
						.slice(0, found.length),
				);
				expect(splitSentences(text).length - found.length).toBeLessThanOrEqual(1);
			}),
		);
	});

	slowTest('take time that grows linearly with the text', async () => {
		for (const nasty of ['\n', '.', '. ', ' ', 'a.', '"', '? ']) {
			expect(await processorSeconds(() => splitSentences(nasty.repeat(200_000 / nasty.length)))).toBeLessThan(3);
		}
	});
});

describe('a reply that is checked for personal data', () => {
	const types = personalDataTypes.filter((type) => type !== 'PERSON');
	const guard = createPlacedGuard([
		{ guardrail: unknownPersonalData(), code: 'PERSONAL_DATA', stages: ['output'], action: 'block', scope: 'stretch' },
	]);

	async function told(pieces: string[], vault: PersonalDataVault) {
		const parts: GuardedPart[] = [];
		for await (const part of guardStream(guard, 'output', inPieces(pieces), { language: 'en', vault })) parts.push(part);
		return parts;
	}

	test('is passed in stretches that no personal data crosses', async () => {
		const first = 'Thank you for writing to us about the machine that you have bought in our shop. ';
		const second = 'We are glad to help you with everything that you would like to know about it. ';
		const parts = await told([first, second, 'Please call 11 91234-5678 now.'], createVault(types));
		expect(parts).toMatchObject([
			{ kind: 'text', text: first },
			{ kind: 'text', text: second },
			{ kind: 'end', result: { outcome: 'blocked', violations: [{ guardrail: 'unknown-personal-data' }] } },
		]);
	});

	test('recognizes a value by words that were already passed', async () => {
		const shown = 'Somebody here wrote down a number for us, and what they wrote is the telefone celular. ';
		const text = `${shown}91234-5678 is what it says.`;
		const whole = await guard.check('output', text, { language: 'pt', vault: createVault(types) });
		const parts = await told(text.split(/(?<=. )/), createVault(types));
		expect(parts.at(-1)).toMatchObject({ result: { outcome: whole.outcome } });
	});

	slowTest('is judged as the whole text is, whatever the pieces, and shows nothing that was not to be shown', async () => {
		const prose = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 6 })).map(([seed, count]) => {
			const chance = createChance(seed);
			const texts = Array.from({ length: count }, () => {
				if (!chance.once(4)) return chatMessages(1, chance)[0]!;
				const maker = chance.pick(sampleMakers);
				return chance.once(2) ? maker.negative(chance).text : maker.positive(chance).text;
			});
			return texts.join(chance.pick([' ', '\n', '. ']));
		});
		await fc.assert(
			fc.asyncProperty(prose, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 }), async (text, sizes) => {
				const vault = createVault(types);
				const whole = await guard.check('output', text, { language: 'en', vault });
				const pieces: string[] = [];
				for (let at = 0, turn = 0; at < text.length; turn += 1) {
					pieces.push(text.slice(at, at + sizes[turn % sizes.length]!));
					at += sizes[turn % sizes.length]!;
				}
				const parts = await told(pieces, vault);
				const end = parts.at(-1) as GuardedPart & { kind: 'end' };
				expect(end.result.outcome).toBe(whole.outcome);
				const shown = parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join('');
				expect(text.startsWith(shown)).toBe(true);
				for (const { start } of whole.violations.flatMap(({ matches }) => matches)) expect(shown.length).toBeLessThanOrEqual(start);
			}),
			{ numRuns: 60 },
		);
	});
});

test('what is only recorded of several sentences is one violation, as in a whole text', async () => {
	const guard = await guardWith({ check: 'harmful-content', action: 'block', judge: 'never' });
	const sentences = ['Wir öffnen morgen um neun Uhr. ', 'Danach ist das Büro wieder für alle geöffnet. ', 'See you soon.'];
	const { result } = await streamed(guard, sentences);
	expect(result.violations).toMatchObject([
		{
			action: 'log',
			matches: [
				{ type: 'other-language', start: 0 },
				{ type: 'other-language', start: sentences[0]!.length },
			],
		},
	]);
});
