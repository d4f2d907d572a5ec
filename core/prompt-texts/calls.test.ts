import { identifySurely } from '../base/text/language';
import { toldTeam } from './team';
import { toldCalls } from './calls';

test.each(['en', 'pt'] as const)('what a model is told of calls and of agents is in the language of its prompt (%s)', (language) => {
	const texts = [toldCalls, toldTeam]
		.flatMap((told) => Object.values<string | ((...given: never[]) => string)>({ ...told[language] }))
		.map((text) => (typeof text === 'string' ? text : text(...([{ kind: 'not-json' }, 'y'] as never[]))))
		.map((text) => text.replaceAll('[object Object]', 'x'));
	const sentences = texts.filter((text) => text.length > 40);
	expect(sentences.length).toBeGreaterThan(35);
	expect(sentences.filter((text) => identifySurely(text) !== language)).toEqual([]);
});
