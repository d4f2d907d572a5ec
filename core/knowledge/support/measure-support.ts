import { identifyLanguage } from '../../base/text/identify-language';
import type { GivenTexts } from '../../ports/guardrails/guardrail-context';
import type { Passage } from '../../ports/knowledge/passages';
import { extractTerms } from '../../words/terms';
import { fewestWords, read, type Said } from '../cite-statements';
import { findNames } from './names';
import { isDenied, isDeniedElsewhere, readAgreement } from './denials';
import { isClaim } from './is-claim';
import { isOfAnother } from './other-subject';
import { isIn, judgeQuantity, type Texts } from './judge-quantity';
import { findQuantities, type Quantity } from './quantities';
import { readPassage, readSource, type Source } from './sources';
import { type Statement, splitStatements } from './statements';

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

export type Lack = 'number' | 'name' | 'negation' | 'words';

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
	const [quantities, names] = [findQuantities(text), findNames(text)];
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
