import fc from 'fast-check';
import { createBm25Retriever } from './bm25-retriever';
import { chunkDocument } from './chunk-document';
import { sentencesOf } from './sentences';
import { questionTerms, termsOf } from './lexical/terms';

const never = new AbortController().signal;
const document = (text: string, id = 'doc', title = 'Title') => ({ id, title, text });

/** Any code unit, also half a character; fast-check's own `binary` takes half a second to list them all. */
const codeUnit = fc.nat(0xffff).map((code) => String.fromCharCode(code));

describe('chunkDocument', () => {
	const markdown = fc
		.array(
			fc.oneof(
				fc.constantFrom('# One\n', '## Two\r\n', '\n\n', '\r\n', '- item\n', '   \n', '. ', '🙂', 'word '),
				fc.string({ unit: codeUnit, maxLength: 20 }),
				fc.nat(3_000).map((length) => 'x'.repeat(length)),
			),
			{ maxLength: 30 },
		)
		.map((parts) => parts.join(''));

	test('cuts passages whose offsets give back their text, in order, apart, none blank, none over 1,200 characters', () => {
		fc.assert(
			fc.property(markdown, (text) => {
				let end = 0;
				for (const chunk of chunkDocument(document(text))) {
					expect(text.slice(chunk.start, chunk.end)).toBe(chunk.text);
					expect(chunk.text.trim()).not.toBe('');
					expect(chunk.text.length).toBeLessThanOrEqual(1_200);
					expect(chunk.start).toBeGreaterThanOrEqual(end);
					end = chunk.end;
				}
			}),
		);
	});

	test('loses no word that stands below a heading', () => {
		fc.assert(
			fc.property(fc.array(fc.stringMatching(/^[a-z]{1,12}([ \n][a-z]{1,12}){0,300}$/), { maxLength: 6 }), (paragraphs) => {
				const text = paragraphs.map((paragraph, index) => `## H${index}\n\n${paragraph}`).join('\n\n');
				const words = chunkDocument(document(text)).flatMap((chunk) => chunk.text.match(/\b[a-z]+\b/g) ?? []);
				expect(words).toEqual(paragraphs.flatMap((paragraph) => paragraph.match(/\b[a-z]+\b/g)));
			}),
		);
	});

	test('keeps headings with their paragraphs and in the titles', () => {
		const chunks = chunkDocument(document('# Title\n\nIntro.\n\n## Prices ##\n\nOne.\n\nTwo.\n\n### Empty\n\n## Hours\nNine.'));
		expect(chunks.map(({ id, title, text }) => [id, title, text])).toEqual([
			['doc#0', 'Title', '# Title\n\nIntro.'],
			['doc#17', 'Title: Prices', '## Prices ##\n\nOne.\n\nTwo.'],
			['doc#43', 'Title: Hours', '### Empty\n\n## Hours\nNine.'],
		]);
	});

	test('cuts a long paragraph at a sentence, a long word without splitting a character', () => {
		const [first, second] = chunkDocument(document('A sentence of forty characters, or about. '.repeat(40)));
		expect(first!.text.endsWith('about.')).toBe(true);
		expect(second!.text.startsWith('A sentence')).toBe(true);
		expect(chunkDocument(document(`x${'🙂'.repeat(700)}`)).every(({ text }) => text.isWellFormed())).toBe(true);
	});

	test('makes nothing of a document without text', () =>
		expect([...chunkDocument(document('')), ...chunkDocument(document(' \n\n# Only a heading\n'))]).toEqual([]));
});

describe('terms', () => {
	test.each([
		['devolução', 'devolucoes'],
		['devolver', 'DEVOLVIDO'],
		['endereço', 'endereco'],
		['entrega', 'entregam'],
		['abrem', 'abre'],
		['descalcificar', 'descalcifique'],
		['returns', 'returned'],
		['delivery', 'deliver'],
		['colour', 'colors'],
		['warranty', 'warranties'],
	])('a question with %s finds %s', (asked, written) => {
		const forms = questionTerms(asked)[0]!;
		expect([...termsOf(written, 'pt'), ...termsOf(written, 'en')].flat().some((form) => forms.includes(form))).toBe(true);
	});

	test('leave out stop words, greetings, tokens and endless words', () => {
		expect(questionTerms(`Bom dia! What is the [EMAIL_1_k3f9x2] of você? ${'x'.repeat(50)}`)).toEqual([]);
	});
});

describe('sentencesOf', () => {
	test('drops headings and bullets, joins wrapped lines, keeps a list with what announces it', () => {
		expect(
			sentencesOf('# Head\n\nOne is\nwrapped. Two costs R$ 1.500,00!\n\n---\n\nBring:\n- a card\n- the box\n\n1. First.\n2. Second.'),
		).toEqual(['One is wrapped.', 'Two costs R$ 1.500,00!', 'Bring: a card; the box.', 'First.', 'Second.']);
	});
});

describe('the BM25 retriever', () => {
	const documents = [
		document('# Delivery\n\nDelivery takes three days.', 'b-delivery', 'Delivery'),
		document('# Returns\n\nYou may return it. The delivery fee is refunded.', 'a-returns', 'Returns'),
		document('# Garantia\n\nA garantia da máquina é de dois anos.', 'c-garantia', 'Garantia'),
	];
	const retriever = createBm25Retriever(documents);
	const idsFor = async (question: string, limit = 5) =>
		(await retriever.retrieve(question, limit, never)).map(({ documentId }) => documentId);

	test('ranks by the words shared, rare and repeated ones first, in both languages', async () => {
		expect(await idsFor('How many days does a delivery take?')).toEqual(['b-delivery', 'a-returns']);
		expect(await idsFor('qual a garantia das maquinas')).toEqual(['c-garantia']);
		expect(await idsFor('delivery', 1)).toEqual(['b-delivery']);
	});

	test('finds nothing where no word is shared', async () => {
		expect(await idsFor('bicycles')).toEqual([]);
		expect(await idsFor('')).toEqual([]);
		expect(await createBm25Retriever([]).retrieve('anything', 3, never)).toEqual([]);
	});

	test('does not depend on the order in which documents come', async () => {
		const reversed = createBm25Retriever(documents.toReversed());
		expect(await reversed.retrieve('delivery return', 5, never)).toEqual(await retriever.retrieve('delivery return', 5, never));
	});

	test('keeps the order of documents among equal scores', async () => {
		const equal = createBm25Retriever(['c', 'a', 'b'].map((id) => document('Same words.', id)));
		expect((await equal.retrieve('words', 3, never)).map(({ documentId }) => documentId)).toEqual(['a', 'b', 'c']);
	});

	test('gives passages that point into their document', async () => {
		for (const { documentId, text, start, end } of await retriever.retrieve('delivery return garantia', 5, never)) {
			expect(documents.find(({ id }) => id === documentId)!.text.slice(start, end)).toBe(text);
		}
	});

	test('stops when it was cancelled', async () => {
		await expect(retriever.retrieve('delivery', 1, AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
	});
});
