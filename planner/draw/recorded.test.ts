import { withoutThoughts } from '../../core/llm/thoughts/without-thoughts';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { sketchTree } from '../../test/support/plans/sketch-tree';
import { supposeAnswers } from '../interview/answer-questions';
import { readWish } from '../interview/read-wish';
import { buildProcess } from '../build/build-process';
import { lintPlan } from '../build/lint-plan';
import type { Candidate } from '../plan';
import { checkTree } from '../tree/check-tree';
import { readTree } from '../tree/read-tree';
import { drawTree } from './draw-tree';
import plays from './recorded/plays.json';
import sketches from './recorded/sketches.json';

/** Answers that a reader wrote as the model, some of them with mistakes, and answers of a real small model. */
interface Play {
	kind: string;
	mistakes: string;
	language: string;
	wish: string;
	interview: string;
	drawings: string[];
}

const offer = (kind: Candidate['kind'], name: string): Candidate => ({ kind, name, purpose: name, score: 1, reasons: [], risk: 'reads' });
const candidates = [
	...['support@^1.2', 'classifier@^1.0'].map((name) => offer('agent', name)),
	...['slack', 'gmail', 'googleSheets', 'telegram'].map((name) => offer('node', `n8n-nodes-base.${name}`)),
];
const { signal } = new AbortController();

async function play({ wish, interview, drawings }: Play) {
	// A picture that does not fit is asked for once more.
	const told = await readWish(wish, scriptedChatModel(interview, interview), signal);
	const answered = supposeAnswers({ wish, answers: {}, ...told });
	const model = withoutThoughts(scriptedChatModel(...Array.from({ length: 3 }, (_, at) => drawings[at] ?? drawings.at(-1)!)));
	const drawing = await drawTree(
		{ wish, language: told.language, ...answered },
		candidates,
		model,
		{ read: readTree, check: checkTree },
		signal,
	);
	const { tree, faults } = drawing;
	if (tree && faults.length === 0) expect(await lintPlan(tree, await buildProcess(tree))).toEqual([]);
	return {
		asked: told.questions.map(({ id }) => id.replace(/^(\w+)-.*/, '$1')),
		cannot: told.cannot.length,
		rounds: drawing.rounds,
		faults: faults.map(({ rule }) => rule),
		tree: tree ? sketchTree(tree).split('\n') : [],
	};
}

it.each(plays.map((one, at) => [`${one.kind}, ${one.mistakes}: ${one.wish.slice(0, 60)}`, at] as const))(
	'plays a recorded wish: %s',
	async (_, at) => {
		expect(await play(plays[at]!)).toEqual(sketches[at]);
	},
);
