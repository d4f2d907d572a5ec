const words = {
	en: 'the is are you your of and to for in we it with not can have within from if was a',
	pt: 'o os de do da que para você seu sua em é são não com por ou até uma um no na se foi',
	es: 'el la los las de del que para usted su en es son no con por una un y si hasta ha',
	de: 'der die das und ist sind sie ihr für nicht mit von auf ein eine werden haben innerhalb',
	fr: 'le la les des de et est sont vous votre pour dans pas avec une un nous par sur du',
};
const sets = Object.entries(words).map(([language, list]) => [language, new Set(list.split(' '))] as const);

/** Returns whether most of the usual words of a reply are of the language; short replies have too few to tell. */
export function isInLanguage(reply: string, language: 'en' | 'pt'): boolean {
	if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Cyrillic}\p{Script=Arabic}]{2}/u.test(reply)) return false;
	const said = reply.toLowerCase().match(/\p{L}+/gu) ?? [];
	if (said.length < 6) return true;
	const counts = Object.fromEntries(sets.map(([name, set]) => [name, said.filter((word) => set.has(word)).length]));
	return Object.values(counts).every((count) => count < 3 || count <= counts[language]!);
}
