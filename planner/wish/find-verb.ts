import type { Language } from '../../core/base/text/languages';
import { wishWords } from './words';

/** The doer of a verb, unless somebody else is named. */
type VerbKind = 'agent' | 'node' | 'human';

export interface FoundVerb {
	/** In its base form. */
	base: string;
	kind: VerbKind;
	/** Place of the verb in the clause; `end` is after it. */
	start: number;
	end: number;
	isPassive: boolean;
	/** Where what belongs to the subject ends: before `is` of `is checked`. */
	subjectEnd: number;
}

interface Form {
	base: string;
	kind: VerbKind;
	form: 'base' | 'third' | 'participle' | 'infinitive';
}

const stemChanges: Array<[RegExp, string]> = [
	[/c$/, 'qu'],
	[/g$/, 'gu'],
	[/ç$/, 'c'],
];

function listForms(base: string, language: Language): Array<[string, Form['form']]> {
	return language === 'pt' ? listPortuguese(base) : listEnglish(base);
}

const isOnY = (base: string): boolean => /[^aeiou]y$/.test(base);

/** `answer` is `answers`. */
export const toThird = (base: string): string =>
	base === 'have' ? 'has' : isOnY(base) ? `${base.slice(0, -1)}ies` : /(?:s|x|z|ch|sh|o)$/.test(base) ? `${base}es` : `${base}s`;

function listEnglish(base: string): Array<[string, Form['form']]> {
	const past = isOnY(base) ? `${base.slice(0, -1)}ied` : base.endsWith('e') ? `${base}d` : `${base}ed`;
	const doubled = `${base}${base.at(-1)}ed`;
	return [
		[base, 'base'],
		[toThird(base), 'third'],
		[past, 'participle'],
		[doubled, 'participle'],
	];
}

function listPortuguese(base: string): Array<[string, Form['form']]> {
	const stem = base.slice(0, -2);
	// `da` and `le` are other words: short verbs have their forms in the list of the irregular ones.
	if (stem.length < 2) return [[base, 'infinitive']];
	const vowel = base.at(-2)!;
	const [change] = stemChanges.filter(([end]) => end.test(stem));
	const turned = change ? stem.replace(change[0], change[1]) : stem;
	const [own, other] = vowel === 'a' ? ['a', 'e'] : ['e', 'a'];
	const forms = [
		...[own, `${own}m`, `${vowel}mos`, 'o', `${vowel}rá`, `${vowel}rão`].map((end) => stem + end),
		`${turned}${other}`,
		`${turned}${other}m`,
	];
	const participle = vowel === 'a' ? 'ad' : 'id';
	return [
		[base, 'infinitive'],
		...forms.map((form): [string, Form['form']] => [form, 'third']),
		...['o', 'a', 'os', 'as'].map((end): [string, Form['form']] => [`${stem}${participle}${end}`, 'participle']),
	];
}

const lexicons = new Map<Language, Map<string, Form>>();

function readLexicon(language: Language): Map<string, Form> {
	const known = lexicons.get(language);
	if (known) return known;
	const { verbs, irregular } = wishWords[language];
	const lexicon = new Map<string, Form>();
	for (const kind of ['agent', 'node', 'human'] as const)
		for (const base of verbs[kind].split(/\s+/))
			for (const [word, form] of listForms(base, language)) if (!lexicon.has(word)) lexicon.set(word, { base, kind, form });
	for (const [word, base] of Object.entries(irregular)) {
		const kind = lexicon.get(base)?.kind ?? 'human';
		const isPast = /(?:[ntd]|ad[oa]|it[oa]|ad[oa]s|ert[oa]|pag[oa]|gue|eito)$/.test(word);
		lexicon.set(word, { base, kind, form: language === 'pt' && !isPast ? 'third' : isPast ? 'participle' : 'third' });
	}
	lexicons.set(language, lexicon);
	return lexicon;
}

const maxTokens = 60;
/** Ends a verb of Portuguese with a pronoun: `verifica-se`, `contactá-lo`. */
const pronoun = /-(?:se|me|nos|lhes?|[ln]?[oa]s?)$/;
const vowels: Record<string, string> = { á: 'ar', ê: 'er', i: 'ir', í: 'ir', ô: 'or' };

const withoutPronoun = (word: string): string =>
	word.replace(/([áêiíô])-l[oa]s?$/, (_, vowel: string) => vowels[vowel]!).replace(pronoun, '');

/** Comes before an infinitive that is the activity: `está a preparar`, `tem de aprovar`. */
const aspects: Record<string, RegExp> = {
	a: /^(?:est(?:á|ão|iver|iverem|ar)|começ(?:a|am|ar|e|em)|pass(?:a|am|ar)|volt(?:a|am|ar)|fic(?:a|am|ar)|continu(?:a|am|ar))$/,
	de: /^(?:tem|têm|tiver|tiverem|ter|há|hão)$/,
};

/** Returns where a verb begins that an infinitive after `a` or `de` belongs to: `a enviar` goes on with `está a registar` before it. */
function findAspect(tokens: RegExpExecArray[], at: number): number | undefined {
	const before = tokens[at - 1];
	const aspect = aspects[before?.[0] ?? ''];
	if (!before || !aspect) return undefined;
	const helper = tokens[at - 2];
	if (helper && aspect.test(helper[0])) return helper.index;
	return before[0] === 'a' && (!helper || /^(?:e|ou)$/.test(helper[0])) ? before.index : undefined;
}

/** Finds the verb of a clause: an activity that the clause names. Nouns that look like verbs (`the order`) are not verbs. */
export function findVerb(clause: string, language: Language): FoundVerb | undefined {
	const { beforeNouns, beforeVerbs, passive } = wishWords[language];
	const lexicon = readLexicon(language);
	const tokens = [...clause.toLowerCase().matchAll(/[\p{L}][\p{L}'’-]*/gu)].slice(0, maxTokens);
	for (const [at, { 0: word, index }] of tokens.entries()) {
		const known = lexicon.get(word) ?? (language === 'pt' ? lexicon.get(withoutPronoun(word)) : undefined);
		if (!known) continue;
		const before = tokens[at - 1]?.[0];
		const verb = { base: known.base, kind: known.kind, start: index, end: index + word.length };
		const aspect = language === 'pt' && known.form === 'infinitive' ? findAspect(tokens, at) : undefined;
		if (aspect !== undefined) return { ...verb, isPassive: false, subjectEnd: aspect };
		if (isNoun(word, before, tokens[at + 1]?.[0])) continue;
		if (known.form === 'participle' || (word === known.base && isAfterPassive(tokens, at, passive))) {
			const helper = findHelper(tokens, at, passive);
			if (helper !== undefined) return { ...verb, isPassive: true, subjectEnd: helper };
			// English has one form for the past and the participle: `the clerk checked it`.
			const isBoth = language === 'en' || !/[ai]d[oa]s?$/.test(word);
			if (!isBoth || before === undefined || beforeNouns.test(before)) continue;
			return { ...verb, isPassive: false, subjectEnd: index };
		}
		if (before === undefined || beforeVerbs.test(before)) return { ...verb, isPassive: false, subjectEnd: index };
		if ((beforeNouns.test(before) && !hasObject(before, tokens[at + 1]?.[0])) || passive.test(before)) continue;
		// The future of the subjunctive is as the infinitive: `quando o gerente aprovar`.
		if (known.form === 'third' || known.form === 'infinitive' || before.endsWith('s'))
			return { ...verb, isPassive: false, subjectEnd: index };
	}
	return undefined;
}

const nouns = new Set(
	'email order book message call list count file report contact plan request record log charge bill credit store post ticket address document review design test telefone fatura conta lista marca compra entrega reserva consulta teste visita'.split(
		' ',
	),
);
const afterNouns =
	/^(?:and|or|of|is|are|from|number|date|address|by|with|without|has|must|should|will|arrives?|comes?|gets?|e|ou|de|do|da|dos|das|é|são)$/;

/** Checks for a noun that is also a verb: `name, email and date` has none. */
const isNoun = (word: string, before: string | undefined, after: string | undefined): boolean =>
	nouns.has(word) &&
	(before === undefined || /^(?:and|or|e|ou)$/.test(before) || /[^s]$/.test(before)) &&
	(after === undefined || afterNouns.test(after));

/** Tells `the customer orders a pizza` from `the customer orders are late`. */
const hasObject = (before: string, after: string | undefined): boolean =>
	/^(?:customer|support|sales)$/.test(before) && /^(?:an?|the|his|her|their|its|it|them|this|that|something|online)$/.test(after ?? '');

const isAfterPassive = (tokens: RegExpExecArray[], at: number, passive: RegExp): boolean => passive.test(tokens[at - 1]?.[0] ?? '');

/** Returns where the helper of a participle begins: `is` of `is always checked`. */
function findHelper(tokens: RegExpExecArray[], at: number, passive: RegExp): number | undefined {
	for (const back of [1, 2]) if (passive.test(tokens[at - back]?.[0] ?? '')) return tokens[at - back]!.index;
	return undefined;
}
