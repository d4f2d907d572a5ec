import { identifyLanguage } from '../../base/text/identify-language';
import type { GivenTexts } from '../../ports/guardrails/guardrail-context';
import type { Passage } from '../../ports/knowledge/passages';
import { extractTerms } from '../../words/terms';
import { fewestWords, read, type Said } from '../cite-statements';
import { findNames } from './names';
import { isClaim } from './is-claim';
import { isOfAnother } from './other-subject';
import { findQuantities, isSameQuantity, sharesUnit, type Quantity } from './quantities';
import { readPassage, readSource, type Source } from './sources';
import type { SourceSentence } from './sources';
import { type Statement, splitStatements } from './statements';

/** Min share of words in the sentence that says the same or the opposite. */
const leastShare = 0.8;
const fewestDenied = 3;

function isDenied(said: Said, text: string, { sentences }: Source): boolean {
	if (said.words.length < fewestWords) return false;
	const close = sentences.filter((sentence) => isCovered(said.words, sentence));
	return close.length > 0 && close.every((sentence) => isOpposite(said, text, sentence));
}

/** A passage denies the whole statement, though the cited ones lack some of its words. */
function isDeniedElsewhere(said: Said, text: string, cited: Source[], others: Source[]): boolean {
	if (said.words.length < fewestDenied || said.denied.length > 0) return false;
	const isWhole = (source: Source): boolean => said.words.every((forms) => forms.some((form) => source.words.has(form)));
	return !cited.some(isWhole) && others.some((source) => isWhole(source) && isDenied(said, text, source));
}

const agrees =
	/^\W*(?:yes|yeah|sure|certainly|of course|absolutely|definitely|correct|right|exactly|sim|claro|com certeza|certamente|isso|exato|exatamente|pode|podem|you can|it (?:is|does)|they (?:are|do))(?![\p{L}])/iu;
/** More than yes or no, or two things. */
const openQuestion =
	/(?<!\p{L})(?:what|which|who|whom|where|when|why|how|or|qual|quais|quem|onde|quando|quanto|quantos|quanta|quantas|como|que|por que|porque|ou|n[aã]o|not)(?!\p{L})|n[’']t/iu;

/** Words of the question that a short answer agrees to. Undefined for every other statement. */
function readAgreement(text: string, said: Said, question: string): Said | undefined {
	const isShort = said.words.length < fewestWords && said.denied.length === 0;
	const isPlain = /^[^?]{1,200}\?\s*$/.test(question) && !openQuestion.test(question);
	if (!isShort || !isPlain) return undefined;
	const asked = read(question);
	const isOfQuestion = said.words.length > 0 && said.words.every((forms) => isAmong(forms, asked.words));
	return agrees.test(text) || isOfQuestion ? asked : undefined;
}

/** Words of a pronoun's subject count if the sentence has most of the others. */
function isCovered(words: string[][], { words: own, subject }: SourceSentence): boolean {
	const among = words.filter((forms) => isAmong(forms, own)).length;
	if (among >= words.length * leastShare) return true;
	if (subject.length === 0 || among < fewestWords || among * 2 < words.length) return false;
	return words.every((forms) => isAmong(forms, own) || isAmong(forms, subject));
}

const isAmong = (forms: string[], words: string[][]): boolean => words.some((others) => others.some((form) => forms.includes(form)));

const opposites = [
	['3', '4'],
	['5', '6'],
];
/** A negation is compared apart, and "or" in it only lists: "no drops or leaks". */
const ofDenial = new Set(['', '0', '8']);

function isOpposite(said: Said, text: string, sentence: Said): boolean {
	const [own, other] = [said, sentence].map(({ turns }) => turns.split(',').filter((turn) => !ofDenial.has(turn)));
	const isDenying = said.denied.length > 0;
	// "Not after 30 days" can mean "within 30 days".
	if (own!.join() !== other!.join()) return isDenying === sentence.denied.length > 0 && isTurned(own!, other!);
	if (isDenying === sentence.denied.length > 0) return false;
	return isDenying || sentence.denied.some((forms) => isAmong(forms, [...said.words, ...extractTerms(text, ['pt', 'en'])]));
}

const isTurned = (own: string[], other: string[]): boolean =>
	own.length === other.length &&
	own.every((turn, at) => turn === other[at] || opposites.some((pair) => pair.includes(turn) && pair.includes(other[at]!)));

interface Texts {
	passages: Source[];
	question: string;
	trusted: Source[];
	asked: Source[];
}

interface SaidAbout {
	cited: Source[];
	inCited: Quantity[];
	quantities: Quantity[];
	isCited: boolean;
}

type Judgement = 'known' | 'doubtful' | 'lacking';

/** `lacking`: the passages have no such number, or another one of its unit; a number of another passage needs that citation. */
function judgeQuantity(quantity: Quantity, { cited, inCited, quantities, isCited }: SaidAbout, texts: Texts): Judgement {
	const same = inCited.filter((other) => isSameQuantity(quantity, other));
	const others = inCited.filter((other) => !same.includes(other) && sharesUnit(quantity, other));
	const fits = same.some((other) => quantity.unit.length === 0 || other.unit.length === 0 || sharesUnit(quantity, other));
	if (fits || isIn(quantity, texts.trusted)) return 'known';
	// Three machines are not three days, and ten units are not 10 %.
	if (same.length > 0) return others.length > 0 || isPriceOrShare(quantity) ? 'lacking' : 'known';
	if (isIn(quantity, texts.asked))
		return isCited || others.length > 0 ? judgeAsked(quantity, { others, inCited, told: quantities }) : 'known';
	if (others.length > 0) return 'lacking';
	if (isIn(quantity, texts.passages)) return isCited ? 'lacking' : 'doubtful';
	// Number words of other languages are not read.
	const isRead = cited.every(({ language }) => language === 'en' || language === 'pt' || language === undefined);
	return quantity.isCount || !isRead ? 'doubtful' : 'lacking';
}

const isPriceOrShare = ({ unit }: Quantity): boolean => unit.some((form) => /^(?:%|currency:)/.test(form));

/** A number of the question may be repeated, but not replace that of the passages. */
function judgeAsked(quantity: Quantity, { others, inCited, told }: Record<'others' | 'inCited' | 'told', Quantity[]>): Judgement {
	const tells = (some: Quantity[]) => some.some((other) => told.some((one) => one !== quantity && isSameQuantity(one, other)));
	if (others.length === 0) return tells(inCited) ? 'known' : 'doubtful';
	return quantity.isPast || tells(others) ? 'doubtful' : 'lacking';
}

const isIn = (quantity: Quantity, sources: Source[]): boolean =>
	sources.some(({ quantities }) => quantities.some((other) => isSameQuantity(quantity, other)));

export interface Support {
	score: number;
	statements: StatementSupport[];
}

export interface StatementSupport extends Statement {
	/** 0: a passage says otherwise, or lacks the number or name. At most 0.5: words cannot tell. Else the share of words in the passages. */
	score: number;
	lacks?: Lack;
	judged?: true;
}

type Lack = 'number' | 'name' | 'negation' | 'words';

/** Share from which a passage has most words of a statement. */
export const mostWords = 0.6;
/** Max score if words cannot tell. */
const doubt = 0.5;
export const maxLength = 50_000;

export interface SupportContext {
	passages: readonly Passage[];
	given?: GivenTexts;
	mustCite?: boolean;
	judged?: ReadonlyMap<string, boolean>;
}

/** Statements that cite, and numbers and names of the others if all must rest on passages. Undefined without any. */
export function measureSupport(reply: string, context: SupportContext): Support | undefined {
	if (context.passages.length === 0) return undefined;
	const statements = splitStatements(reply.slice(0, maxLength), context.passages.length);
	const measureOne = createMeter(context);
	const measured = statements.flatMap((statement): StatementSupport[] => {
		const judgement = context.judged?.get(statement.text);
		if (judgement !== undefined) return [{ ...statement, score: judgement ? 1 : 0, ...(!judgement && { lacks: 'words' }), judged: true }];
		const support = measureOne(statement);
		return support ? [{ ...statement, ...support }] : [];
	});
	if (measured.length === 0) return undefined;
	return { score: Math.min(...measured.map(({ score }) => score)), statements: measured };
}

export function createMeter(context: SupportContext): (statement: Statement) => Measured | undefined {
	const texts = readTexts(context);
	return (statement) => measureStatement(statement, texts, context.mustCite === true);
}

/**
 * The passages must have most of each citing statement; false without citations. Words of a translation tell nothing, so one of its numbers must be
 * in its passages.
 */
export function areCitationsBorneOut(reply: string, passages: readonly Passage[], question = ''): boolean {
	const given = { author: '', allowedHosts: [], others: [], messages: question === '' ? [] : [question] };
	const { statements = [] } = measureSupport(reply, { passages, given }) ?? {};
	const isCarried = (one: StatementSupport): boolean => one.lacks === undefined && isTranslation(one, passages);
	const isNumbered = ({ text }: StatementSupport): boolean => findQuantities(text).length > 0;
	const carried = statements.filter((one) => one.score < mostWords && isCarried(one));
	if (carried.length > 0 && !carried.some(isNumbered)) return false;
	return statements.length > 0 && statements.every((one) => one.score >= mostWords || carried.includes(one));
}

function isTranslation({ text, citations }: Statement, passages: readonly Passage[]): boolean {
	const spoken = identifyLanguage(text);
	return spoken !== undefined && citations.every((number) => ![undefined, spoken].includes(readPassage(passages[number - 1]!).language));
}

const readTexts = ({ passages, given }: SupportContext): Texts => ({
	passages: passages.map(readPassage),
	question: given?.messages?.at(-1) ?? '',
	trusted: [...(given?.results ?? []), ...(given?.shown ?? []), given?.author ?? ''].filter((text) => text !== '').map(readOnce),
	asked: [...(given?.messages ?? []), ...(given?.told ?? [])].map(readOnce),
});

const recent = new Map<string, Source>();
/** Sentences of one reply share their texts. */
function readOnce(text: string): Source {
	let source = recent.get(text);
	if (!source) {
		if (recent.size >= 100) recent.clear();
		recent.set(text, (source = readSource(text.slice(0, maxLength))));
	}
	return source;
}

type Measured = Pick<StatementSupport, 'score' | 'lacks'>;

function measureStatement(statement: Statement, texts: Texts, mustCite: boolean): Measured | undefined {
	const { text, citations } = statement;
	const isCited = citations.length > 0;
	const cited = isCited ? citations.map((number) => texts.passages[number - 1]!) : texts.passages;
	const quantities = findQuantities(text);
	const names = findNames(text);
	const isMeasured = isCited || (mustCite && (quantities.length + names.length > 0 || isClaim(text)));
	if (!isMeasured) return undefined;
	const spoken = identifyLanguage(text);
	const isTranslated = spoken !== undefined && cited.every(({ language }) => language !== undefined && language !== spoken);
	const about = { cited, inCited: cited.flatMap((source) => source.quantities), quantities, isCited };
	const numbers = quantities.map((quantity) => judgeQuantity(quantity, about, texts));
	if (numbers.includes('lacking') || isOfOther(text, cited, texts)) return { score: 0, lacks: 'number' };
	if (!isTranslated && names.some((name) => !hasName(name, texts))) return { score: 0, lacks: 'name' };
	if (isCited && mustCite && isUnknownWord(text, quantities, texts)) return { score: 0, lacks: 'words' };
	const isOfOthers = isCited && names.some((name) => !hasName(name, { ...texts, passages: cited }));
	const isDoubtful = numbers.includes('doubtful') || isTranslated || isOfOthers;
	const said = read(text, spoken === 'other' ? undefined : spoken);
	if (!isCited)
		return measureUncited(text, (sources) => shareOfWords(said, sources, quantities), quantities, { texts, isTranslated, isDoubtful });
	if (isContrary(text, said, cited, texts)) return { score: 0, lacks: 'negation' };
	if (isTranslated) return { score: doubt };
	return { ...(isOfOthers && { lacks: 'name' }), ...compareWords(shareOfWords(said, cited, quantities), isDoubtful) };
}

/** Also of the question that it agrees to. */
function isContrary(text: string, said: Said, cited: Source[], { passages, question }: Texts): boolean {
	const agreed = readAgreement(text, said, question);
	if (agreed) return passages.some((source) => isDenied(agreed, question, source));
	return cited.some((source) => isDenied(said, text, source)) || isDeniedElsewhere(said, text, cited, passages);
}

const answering =
	/^\W*(?:yes|no|sure|certainly|absolutely|definitely|indeed|correct|right|exactly|true|false|agreed|possible|impossible|allowed|never|always|free|none|sim|nao|não|claro|certo|correto|exato|exatamente|isso|verdade|falso|possivel|possível|impossivel|impossível|permitido|nunca|sempre|gratis|grátis|sources?|references?|see|fontes?|refer[eê]ncias?|veja)\W*$/iu;

/** Such as a word that an injected order demands. */
function isUnknownWord(text: string, quantities: Quantity[], { passages, trusted, asked }: Texts): boolean {
	const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
	if (words.length !== 1 || quantities.length > 0 || answering.test(text)) return false;
	const [forms = []] = extractTerms(text, ['pt', 'en']);
	return forms.length > 0 && ![...passages, ...trusted, ...asked].some((source) => forms.some((form) => source.words.has(form)));
}

/** Amounts are compared only within one language. */
const isOfOther = (text: string, cited: Source[], { question, passages }: Texts): boolean =>
	cited.some(({ amounts }) => isOfAnother(text, question, [...amounts, ...passages.flatMap((other) => other.amounts)]));

/** Uncited statements can rest on any passage and on other text that the model got. */
function measureUncited(
	text: string,
	shareIn: (sources: Source[]) => number,
	quantities: Quantity[],
	{ texts: { passages, trusted, asked }, isTranslated, isDoubtful }: { texts: Texts; isTranslated: boolean; isDoubtful: boolean },
): Measured {
	if (isTranslated || !isClaim(text)) return { score: isDoubtful ? doubt : 1 };
	// The fields of a program have other words than a reply: its numbers tell.
	const data = trusted.filter(({ language }) => language === undefined);
	if (quantities.length > 0 && quantities.every((quantity) => isIn(quantity, data))) return { score: doubt };
	return compareWords(shareIn([...passages, ...trusted, ...asked]), isDoubtful);
}

const compareWords = (share: number, isDoubtful: boolean): Measured => ({
	score: isDoubtful ? Math.min(share, doubt) : share,
	...(share < mostWords && { lacks: 'words' }),
});

const hasName = (name: string, { passages, trusted, asked }: Texts): boolean =>
	[...passages, ...trusted, ...asked].some((source) => source.hasName(name));

function shareOfWords({ words }: Said, cited: Source[], quantities: Quantity[]): number {
	// Numbers and their units are compared already.
	const counted = new Set(quantities.flatMap(({ unit, text }) => [...unit, ...extractTerms(text, ['pt', 'en']).flat()]));
	const content = words.filter((forms) => !forms.some((form) => counted.has(form) || /^\d/.test(form)));
	if (content.length < fewestWords) return 1;
	const known = content.filter((forms) => forms.some((form) => cited.some((source) => source.words.has(form))));
	return known.length / content.length;
}
