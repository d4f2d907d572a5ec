import type { Language } from '../../core/base/text/languages';
import { printable } from '../../core/base/text/printable';
import type { CostRange, Explanation, Plan } from '../plan';
import type { Block } from '../tree/plan-tree';
import { cut } from '../wish/sentences';
import { explainWords, type ExplainWords } from './words';

const maxLines = 80;
const maxLine = 240;
const maxText = 900;
const maxListed = 12;

export function sayPlan(plan: Plan): string {
	const words = explainWords[plan.language];
	const { tree, explanation, questions } = plan;
	const steps = tree ? [words.steps, ...shorten(saySteps(tree.do, plan, words), words)] : [];
	const risks = list(words.risks, explanation?.risks ?? [], words);
	const short = new Set([steps, risks]);
	const parts = [
		list(words.cannot, plan.cannot ?? [], words),
		list(
			words.undrawn,
			(explanation?.undrawn ?? []).map(({ text }) => text),
			words,
		),
		tree
			? [`${tree.name} (${words.state(plan.version, words.states[plan.state] ?? plan.state)})`, explanation?.summary ?? tree.purpose]
			: [],
		steps,
		explanation ? sayCost(explanation, words) : [],
		list(words.missing, explanation?.missing ?? [], words),
		risks,
		list(words.supposed, explanation?.supposed ?? [], words),
		list(
			words.faults,
			(plan.faults ?? []).map(({ message, fix }) => `${message} ${fix}`),
			words,
		),
		list(
			words.questions,
			questions.map((question) => sayQuestion(question, words)),
			words,
		),
	];
	return parts
		.filter((lines) => lines.length > 0)
		.map((lines) => lines.map((line) => clean(line, short.has(lines) ? maxLine : maxText)).join('\n'))
		.join('\n\n');
}

/** Names come from models and persons: one line each, and nothing that steers a terminal. */
const clean = (line: string, max: number): string => {
	const whole = printable(line)
		.replaceAll(/[\r\n\t]+/g, ' ')
		.trimEnd();
	const [indent = ''] = /^ */.exec(whole)!;
	return `${indent}${cut(whole.slice(indent.length), max - indent.length)}`;
};

function list(title: string, entries: readonly string[], words: ExplainWords): string[] {
	if (entries.length === 0) return [];
	// One cause in several places is one problem for a person.
	const unique = [...new Set(entries)];
	const more = unique.length - maxListed;
	return [title, ...unique.slice(0, maxListed).map((entry) => `- ${entry}`), ...(more > 0 ? [words.more(more)] : [])];
}

function shorten(lines: string[], words: ExplainWords): string[] {
	return lines.length <= maxLines ? lines : [...lines.slice(0, maxLines), words.more(lines.length - maxLines)];
}

function sayQuestion({ text, choices, default: supposed }: Plan['questions'][number], words: ExplainWords): string {
	return `${text}${choices?.length ? ` [${choices.join(' | ')}]` : ''} (${words.default(supposed)})`;
}

function saySteps(blocks: readonly Block[], plan: Plan, words: ExplainWords): string[] {
	const notes = new Map((plan.explanation?.steps ?? []).map((note) => [note.id, note]));
	let number = 0;
	const indent = (lines: string[]) => lines.map((line) => `  ${line}`);
	const under = (title: string, inner: readonly Block[] = []) => (inner.length === 0 ? [] : [title, ...indent(say(inner))]);
	const say = (inner: readonly Block[]): string[] => inner.flatMap(sayBlock);
	const sayBlock = (block: Block): string[] => {
		switch (block.kind) {
			case 'choice':
				return [
					`◇ ${block.name}`,
					...indent([
						...block.branches.flatMap((branch) => under(words.choice(branch.name || branch.when), branch.do)),
						...under(words.otherwise, block.otherwise.do),
					]),
				];
			case 'parallel':
				return [`+ ${words.atOnce}`, ...indent(block.branches.flatMap((branch) => say(branch.do)))];
			case 'loop':
				return [`↻ ${block.name} (${words.upTo(block.limit)})`, ...indent(say(block.do)), ...under(words.otherwise, block.onLimit)];
			case 'event': {
				const ways = block.waits.flatMap((wait, at) => [
					...(at > 0 ? [words.orElse] : []),
					...(wait.name ? [wait.name] : []),
					...indent(say(wait.do ?? [])),
				]);
				return [`◷ ${block.name} (${words.waitsFor})`, ...indent(ways)];
			}
			case 'end':
				return [`■ ${block.name} (${words.ends})`];
			default: {
				number += 1;
				const { who = block.kind, credentials = [], given = [], weak } = notes.get(block.id) ?? {};
				const inName = credentials.length > 0 ? `, ${words.withCredential(credentials.join(', '))}` : '';
				const line = `${number}. ${block.name} (${words.by} ${who}${inName}${weak === undefined ? '' : `; ${words.weak(weak)}`})`;
				const { onError, deadline } = block;
				return [
					line,
					...indent([
						...(block.kind === 'unsupported' && block.reason ? [block.reason] : []),
						...(given.length > 0 ? [given.join('; ')] : []),
						...under(words.onError, onError),
						...(deadline ? under(words.late(sayDuration(deadline.after, plan.language)), deadline.do) : []),
					]),
				];
			}
		}
	};
	return say(blocks);
}

function sayCost({ cost, steps }: Explanation, words: ExplainWords): string[] {
	const personal = [...new Set(steps.flatMap((step) => step.personal))];
	const touched = personal.length === 0 ? [] : [words.personal(personal.slice(0, maxListed).join(', '))];
	return [
		`${sayRange(
			cost,
			words,
			steps.some((step) => step.cost !== undefined),
		)} ${words.fees}`,
		...touched,
	];
}

function sayRange({ low, likely, high, basis }: CostRange, words: ExplainWords, callsModels: boolean): string {
	if (basis === 'unknown') return high === 0 ? words.costNotKnown : words.costAtLeast(dollars(low, words));
	if (!callsModels) return words.noModel;
	return words.cost(words.aboutFrom(dollars(likely, words), dollars(low, words), dollars(high, words)), words.bases[basis]);
}

/** Two significant digits: an estimate has no more. */
function dollars(amount: number, { decimal }: ExplainWords): string {
	const text =
		amount >= 100
			? amount.toFixed(0)
			: amount >= 0.1 || amount === 0
				? amount.toFixed(2)
				: Number(amount.toPrecision(2)).toFixed(12).replace(/0+$/, '');
	return `US$ ${text.replace('.', decimal)}`;
}

/** Says a duration of days, hours and minutes in words: `P2D` is `2 days`. Another one, such as an expression, stays. */
function sayDuration(iso: string, language: Language): string {
	const [, ...counts] = /^P(?=.)(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(iso) ?? [];
	const parts = ['day', 'hour', 'minute'].flatMap((unit, at) =>
		counts[at] === undefined
			? []
			: [new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(Number(counts[at]))],
	);
	return parts.length === 0 ? iso : new Intl.ListFormat(language).format(parts);
}
