/** Returns the letters and digits of a text without accents, in words. */
const listWords = (text: string): string[] =>
	text
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.match(/[a-z0-9]+/g)
		?.slice(0, 12) ?? [];

/** Makes an id of words, such as `check-the-stock`: at most 40 characters, beginning with a letter. */
export function toId(text: string, usual = 'step'): string {
	const id = listWords(text).join('-').slice(0, 40).replace(/-+$/, '');
	return /^[a-z]/.test(id) ? id : id === '' ? usual : `${usual}-${id}`.slice(0, 40);
}

const small = new Set('the a an is are was be of o os as um uma e do da de dos das foi for ser esta it to in on'.split(' '));
/** FEEL reads these as its own. */
const reserved = new Set(
	'and or not if then else for in return some every satisfies true false null between function date time'.split(' '),
);

/** Makes a name of FEEL of words, such as `orderTotal`: at most 30 characters. */
export function toVariable(text: string, usual = 'value'): string {
	const words = listWords(text).filter((word) => !small.has(word));
	const name = words
		.map((word, at) => (at === 0 ? word : word[0]!.toUpperCase() + word.slice(1)))
		.join('')
		.slice(0, 30);
	if (!/^[a-z]/.test(name)) return usual;
	return reserved.has(name) ? `${name}Value` : name;
}
