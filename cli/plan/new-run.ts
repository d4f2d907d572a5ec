import { TroupeError } from '../../core/base/errors';
import { jsonFault } from '../../core/base/text/json/json-fault';
import { sayPlan } from '../../planner/explain/say-plan';
import type { Plan, Proof } from '../../planner/plan';
import type { NewPlan, Plans } from '../../planner/plans';
import { maxWish } from '../../planner/wish/sentences';
import { planWords } from '../../planner/words/plan-words';
import { listProblems, sayAnswers } from '../../planner/words/say-proof';
import { readTextFile } from '../terminal/read-text-file';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { type PlanOptions, withPlans } from './open-plans';
import { type FileOptions, writeFiles } from './write-files';

export interface PlanNewOptions extends PlanOptions, FileOptions {
	text?: string;
	answers?: string;
	suppose?: boolean;
	language?: 'en' | 'pt';
}

export interface PlanAskOptions extends PlanOptions, FileOptions {
	answers?: string;
}

const maxWishBytes = 4 * maxWish;

/** Makes a plan of a wish. A terminal answers its questions; otherwise answers are supposed. */
export async function runPlanNew(words: string[], options: PlanNewOptions, terminal: Terminal): Promise<ExitCode> {
	const wish = await readWish(words, options.text, terminal);
	const answers = options.answers === undefined ? undefined : await readAnswers(options.answers);
	const demandsAll = options.json || options.suppose || answers !== undefined || options.bpmn !== undefined || options.cases !== undefined;
	const request: NewPlan = {
		wish,
		supposes: demandsAll && !(terminal.ask && !options.json && !options.suppose && !answers),
		...(answers !== undefined && { answers }),
		...(options.language !== undefined && { language: options.language }),
	};
	return withPlans('plan new', options, terminal, async (plans, asking) => {
		const begun = await plans.create(request, asking.stop);
		return finish(await askRest(begun, plans, options, asking), plans, { ...options, isNew: true }, asking);
	});
}

export async function runPlanAsk(id: string, words: string[], options: PlanAskOptions, terminal: Terminal): Promise<ExitCode> {
	const answers = options.answers === undefined ? undefined : await readAnswers(options.answers);
	if (Array.isArray(answers))
		throw invalid('--answers of a plan that asks already has to be an object', 'Name each question by its id or slot.');
	const text = words.join(' ').trim();
	if (text === '' && !answers)
		throw invalid('The command has no answer and no question', 'Write one after the ID of the plan, or add --answers FILE.');
	return withPlans('plan ask', options, terminal, async (plans, asking) => {
		const before = await plans.show(id);
		const plan = await plans.ask(id, { ...(text !== '' && { text }), ...(answers && { answers }), actsOnRuns: true }, asking.stop);
		if (before.state === 'asking') return finish(await askRest(plan, plans, options, asking), plans, { ...options, isNew: true }, asking);
		asking.print(options.json ? JSON.stringify(plan) : printable(readReply(plan)));
		return 0;
	});
}

const readReply = ({ conversation }: Plan): string =>
	conversation
		.slice(conversation.findLastIndex(({ from }) => from === 'person') + 1)
		.map(({ text }) => text)
		.join('\n');

/** Asks the person at the terminal, one question after the other. An empty answer takes the default. */
async function askRest(begun: Plan, plans: Plans, { json }: PlanOptions, terminal: Terminal): Promise<Plan> {
	let plan = begun;
	while (plan.state === 'asking' && plan.questions.length > 0 && terminal.ask && !json) {
		const answers: Record<string, string> = {};
		for (const { id, text, choices = [], default: supposed } of plan.questions) {
			const offered = choices.length > 0 ? ` [${choices.join(' / ')}]` : '';
			const answer = await terminal.ask(printable(`${text}${offered} (${supposed}) `), terminal.stop);
			answers[id] = answer.trim() === '' ? supposed : answer.trim();
		}
		plan = await plans.ask(plan.id, { answers }, terminal.stop);
	}
	return plan;
}

interface FinishOptions extends PlanOptions, FileOptions {
	/** True ends with 1 where something that was said is not in the plan. */
	isNew?: boolean;
}

export async function finish(made: Plan, plans: Plans, options: FinishOptions, terminal: Terminal): Promise<ExitCode> {
	const plan = made.state === 'drawn' ? await plans.prove(made.id, terminal.stop) : made;
	showPlan(plan, options, terminal);
	if (options.isNew && plan.explanation?.undrawn?.some(({ isTask }) => isTask)) return 1;
	return plan.state === 'asking' || plan.proof?.passed === true ? 0 : 1;
}

export function showPlan(plan: Plan, options: PlanOptions & FileOptions, terminal: Terminal): void {
	for (const path of writeFiles(plan, options)) terminal.note(planWords[plan.language].written(path));
	if (options.json) return terminal.print(JSON.stringify(plan));
	terminal.print(sayPlan(plan));
	if (plan.proof) showProof(plan.proof, plan.language, terminal);
	terminal.note(nextStep(plan));
}

function showProof(proof: Proof, language: Plan['language'], terminal: Terminal): void {
	const answers = sayAnswers(proof, language);
	if (answers !== undefined) terminal.print(printable(answers));
	for (const fault of proof.unplayed ?? []) terminal.print(printable(fault));
	for (const problem of listProblems(proof)) terminal.print(printable(`✗ ${problem}`));
	for (const way of proof.optional ?? []) terminal.print(printable(`- ${planWords[language].notTried([way])}`));
}

type Standing = Pick<Plan, 'id' | 'state' | 'hash' | 'language' | 'proof' | 'explanation'>;

export function nextStep({ id, state, hash, language, proof, explanation }: Standing): string {
	const { next } = planWords[language];
	switch (state) {
		case 'asking':
			return next.asking(id, `troupe plan ask ${id} …`);
		case 'failed':
			return next.failed(id, 'troupe plan new');
		case 'drawn':
			return proof ? next.notProved(id, `troupe plan change ${id} …`) : next.drawn(id, `troupe plan prove ${id}`);
		case 'proved':
			if (explanation?.missing?.length) return next.missing(id, `troupe plan prove ${id}`);
			return next.proved(id, `troupe plan confirm ${id} --hash ${hash}`);
		case 'confirmed':
			return next.confirmed(id, `troupe plan run ${id}`);
		default:
			return next.running(id, `troupe plan show ${id}`);
	}
}

async function readWish(words: string[], path: string | undefined, terminal: Terminal): Promise<string> {
	const wish = await readWords(words, path, terminal);
	if (wish.length > maxWish) throw invalid(`The wish has ${wish.length} characters; the max is ${maxWish}`, 'Say it in fewer words.');
	return wish;
}

async function readWords(words: string[], path: string | undefined, terminal: Terminal): Promise<string> {
	const said = words.join(' ').trim();
	if (said !== '' && path !== undefined) throw invalid('The wish was given twice', 'Write it as words, or name the file with --text.');
	if (said !== '') return said;
	if (path === undefined) {
		if (!terminal.ask) throw invalid('There is no wish', 'Say what you want done, or name a file with --text FILE.');
		return terminal.ask('What do you want done? ', terminal.stop);
	}
	return path === '-' ? readInput(terminal) : readTextFile(path, 1);
}

async function readInput(terminal: Terminal): Promise<string> {
	const pieces: Uint8Array[] = [];
	let bytes = 0;
	for await (const piece of terminal.input()) {
		bytes += piece.length;
		if (bytes > maxWishBytes) throw invalid(`The wish has more than ${maxWish} characters`, 'Say it in fewer words.');
		pieces.push(piece);
	}
	return Buffer.concat(pieces).toString();
}

/** @throws TroupeError INPUT_INVALID */
async function readAnswers(path: string): Promise<Record<string, string> | string[]> {
	const fix = 'Write an object of texts by the id or slot of the question, or a list of texts in the order of the questions.';
	const text = await readTextFile(path, 1);
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (cause) {
		throw new TroupeError({ code: 'INPUT_INVALID', message: `${path} is not JSON: ${jsonFault(cause)}.`, fix, cause });
	}
	const isText = (one: unknown): boolean => typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean';
	if (Array.isArray(value) && value.every(isText)) return value.map(String);
	if (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isText))
		return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, String(one)]));
	throw new TroupeError({ code: 'INPUT_INVALID', message: `${path} has no answers.`, fix });
}

const invalid = (message: string, fix: string): TroupeError => new TroupeError({ code: 'INPUT_INVALID', message: `${message}.`, fix });
