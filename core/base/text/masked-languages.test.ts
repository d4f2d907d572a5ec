import { hasOtherSentence, identifyLanguage } from './identify-language';

test.each(['x7q2mk', 'zkrwty', 'bcdfgh', 'aeiouq', 'hjklmn', 'pqrstv'])(
	'masked values are not words, whatever their letters: %s',
	(nonce) => {
		const text = `I am [EMAIL_1_${nonce}], CPF [CPF_1_${nonce}], fone [PHONE_1_${nonce}].`;
		expect(hasOtherSentence(text, ['en', 'pt', 'es'])).toBe(false);
		expect(identifyLanguage(text)).not.toBe('other');
	},
);
