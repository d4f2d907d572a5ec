import { createDocumentRetriever } from './document-retriever';
import { splitIntoSentences } from './sentences';
import { extractQuestionTerms, extractTerms } from '../words/terms';

const never = new AbortController().signal;
const document = (text: string, id = 'doc', title = 'Title') => ({ id, title, text });

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
		const forms = extractQuestionTerms(asked)[0]!;
		expect(
			extractTerms(written, ['pt', 'en'])
				.flat()
				.some((form) => forms.includes(form)),
		).toBe(true);
	});

	test('leave out stop words, greetings and tokens, and the end of endless words', () => {
		expect(extractQuestionTerms(`Bom dia! What is the [EMAIL_1_k3f9x2] of você?`)).toEqual([]);
		expect(extractQuestionTerms('x'.repeat(50))).toEqual(extractQuestionTerms('x'.repeat(40)));
	});
});

describe('sentencesOf', () => {
	test('drops headings and bullets, joins wrapped lines, keeps a list with what announces it', () => {
		expect(
			splitIntoSentences(
				'# Head\n\nOne is\nwrapped. Two costs R$ 1.500,00!\n\n---\n\nBring:\n- a card\n- the box\n\n1. First.\n2. Second.',
			),
		).toEqual(['One is wrapped.', 'Two costs R$ 1.500,00!', 'Bring: a card; the box.', 'First.', 'Second.']);
	});
});

describe('the retriever of documents in memory', () => {
	const documents = [
		document('# Delivery\n\nDelivery takes three days.', 'b-delivery', 'Delivery'),
		document('# Returns\n\nYou may return it. The delivery fee is refunded.', 'a-returns', 'Returns'),
		document('# Garantia\n\nA garantia da máquina é de dois anos.', 'c-garantia', 'Garantia'),
	];
	const retriever = createDocumentRetriever(documents);
	const idsFor = async (question: string, limit = 5) =>
		(await retriever.retrieve(question, limit, never)).passages.map(({ documentId }) => documentId);

	test('ranks by the words shared, rare and repeated ones first, in both languages', async () => {
		expect(await idsFor('How many days does a delivery take?')).toEqual(['b-delivery', 'a-returns']);
		expect(await idsFor('qual a garantia das maquinas')).toEqual(['c-garantia']);
		expect(await idsFor('delivery', 1)).toEqual(['b-delivery']);
	});

	test('finds nothing where no word is shared', async () => {
		expect(await idsFor('bicycles')).toEqual([]);
		expect(await idsFor('')).toEqual([]);
		expect(await createDocumentRetriever([]).retrieve('anything', 3, never)).toEqual({ passages: [] });
	});

	test('does not depend on the order in which documents come', async () => {
		const reversed = createDocumentRetriever(documents.toReversed());
		expect(await reversed.retrieve('delivery return', 5, never)).toEqual(await retriever.retrieve('delivery return', 5, never));
	});

	test('keeps the order of documents among equal scores', async () => {
		const equal = createDocumentRetriever(['c', 'a', 'b'].map((id) => document('Same words.', id)));
		expect((await equal.retrieve('words', 3, never)).passages.map(({ documentId }) => documentId)).toEqual(['a', 'b', 'c']);
	});

	test('gives passages that point into their document', async () => {
		for (const { documentId, text, start, end } of (await retriever.retrieve('delivery return garantia', 5, never)).passages) {
			expect(documents.find(({ id }) => id === documentId)!.text.slice(start, end)).toBe(text);
		}
	});

	test('stops when it was cancelled', async () => {
		await expect(retriever.retrieve('delivery', 1, AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
	});
});
