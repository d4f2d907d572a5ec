import { createDocumentRetriever } from '../knowledge/document-retriever';
import { countTerms } from './count-terms';
import { slowTest } from '../../test/support/slow-tests';

const terms = (text: string) => [...countTerms({ title: '', headingPath: [], text }).counts.keys()];

describe('the words of a chunk', () => {
	it('have the stems of its language', () => {
		expect(terms('The delivery of the parcel.')).not.toContain('delivery');
		expect(terms('A delivery da loja não chegou.')).not.toContain('deliveri');
	});

	it('have the stems of both where no small word says which it is in', () => {
		for (const text of ['delivery contract premises', 'delivery supplier thing'])
			expect(terms(text)).toEqual(expect.arrayContaining(['delivery', 'deliveri']));
	});

	// Taken for texts of either language by the look of their words, the few of one had all the question's words as something rare.
	slowTest('let the one with a rare word be first among many that are made of the same common ones', async () => {
		const common =
			'contract party notice payment invoice delivery supplier customer service warranty termination period liability insurance premises equipment schedule amendment confidentiality breach remedy interest penalty approval consent'.split(
				' ',
			);
		let last = 7;
		const next = () => common[(last = (last * 1_103_515_245 + 12_345) % 2_147_483_648) % common.length];
		const words = () => Array.from({ length: 40 }, next).join(' ');
		const clauses = Array.from({ length: 600 }, (_, number) => ({
			id: `clause ${number}`,
			title: '',
			text: `${words()} mark${number}x9 ${words()}`,
		}));
		const { retrieve } = createDocumentRetriever(clauses);
		for (let number = 0; number < clauses.length; number += 10) {
			const question = `What does the contract say of mark${number}x9 about payment, delivery and liability of the supplier?`;
			const { passages } = await retrieve(question, 1, new AbortController().signal);
			expect(passages[0]!.documentId).toBe(`clause ${number}`);
		}
	});
});
