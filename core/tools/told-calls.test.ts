import { identifySurely } from '../base/text/language';
import { toldCalls } from './told-calls';

test.each(['en', 'pt'] as const)('what a model is told of a call is in the language of its prompt (%s)', (language) => {
	const texts = Object.values(toldCalls[language]).map((text: string | ((...given: never[]) => string)) =>
		typeof text === 'string' ? text : text(...(['x', 'y'] as never[])),
	);
	const sentences = texts.filter((text) => text.length > 40);
	expect(sentences.length).toBeGreaterThan(20);
	expect(sentences.filter((text) => identifySurely(text) !== language)).toEqual([]);
});
