import { identifySurely } from '../base/text/language';
import { type FaultKind, writeComplaintAbout } from './answers';

const kinds: FaultKind[] = [
	'citation',
	'other-part',
	'call',
	'announced',
	'amount',
	'promise',
	'CLAIM',
	'human',
	'SUPPORT',
	'FOREIGN_TOKEN',
];

test.each(kinds)('a model is told about an answer in the language of its prompt: %s', (kind) => {
	for (const language of ['en', 'pt'] as const) {
		const complaint = writeComplaintAbout(kind, language, 'customer');
		expect(identifySurely(complaint)).toBe(language);
		expect(complaint).toMatch(/^\([^]*\)$/);
	}
});

test('and in which language the customer reads', () => {
	expect(writeComplaintAbout('LANGUAGE', 'pt', 'en')).toContain('em inglês');
	expect(writeComplaintAbout('LANGUAGE', 'en', 'pt')).toContain('in Portuguese');
});
