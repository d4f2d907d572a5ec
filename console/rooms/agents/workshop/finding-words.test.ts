import { findingWords } from './finding-words';

test('a fault of a Dotprompt is said as the service says it, any other in the language of the page', () => {
	const said = { message: 'The partial sign does not exist.', fix: 'Write its text here.' };
	const told = { what: said.message, fix: said.fix };
	expect(findingWords({ rule: 'broken-reference', about: '{{>sign}}', ...said })).toEqual(told);
	expect(findingWords({ rule: 'broken-reference', about: '---', ...said })).toEqual(told);
	expect(findingWords({ rule: 'stray-braces', about: '{{…}}', ...said })).toEqual(told);
	for (const about of ['sign', '>sign', '#if x']) expect(findingWords({ rule: 'broken-reference', about, ...said })).not.toEqual(told);
	for (const about of ['{{', '}}']) expect(findingWords({ rule: 'stray-braces', about, ...said })).not.toEqual(told);
});
