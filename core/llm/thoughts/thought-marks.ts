const marks: Array<readonly [open: string, close: string]> = [
	...['think', 'thinking', 'thought', 'thoughts', 'reason', 'reasoning', 'reflection', 'scratchpad', 'seed:think', 'antml:thinking'].map(
		(tag) => [`<${tag}>`, `</${tag}>`] as const,
	),
	['[think]', '[/think]'],
	['◁think▷', '◁/think▷'],
	['<|begin_of_thought|>', '<|end_of_thought|>'],
	['<|start_thinking|>', '<|end_thinking|>'],
	['<|think_start|>', '<|think_end|>'],
	['<|open|>think<|sep|>', '<|close|>think<|sep|>'],
	['<|channel|>analysis<|message|>', '<|channel|>final<|message|>'],
	['<|channel>thought', '<channel|>'],
];

const frames = [
	...['<|begin_of_solution|>', '<|end_of_solution|>', '<|start_response|>', '<|end_response|>', '<|return|>'],
	...['<|begin_of_box|>', '<|end_of_box|>'],
];

/** Only after a thought: elsewhere they are words of the answer. */
export const answerFrames = new Map(['answer', 'response', 'final_answer'].map((tag) => [`<${tag}>`, `</${tag}>`]));

export const frameEnds = new Set(answerFrames.values());

/** Rests of gpt-oss's special tokens on servers that drop them: `analysis…assistantfinal…`. */
export const bareAnalysis = 'analysis';
export const bareFinal = 'assistantfinal';

export const openings = new Map(marks.map(([open, close]) => [open, close]));
export const closings = new Set([...marks.map(([, close]) => close), bareFinal]);
const all = [...openings.keys(), ...closings, ...frames, ...answerFrames.keys(), ...frameEnds];
const longest = Math.max(...all.map((mark) => mark.length));
export const anyMark = new RegExp(all.map((mark) => mark.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|'), 'i');

const beginnings = new Set(all.flatMap((mark) => [...mark].map((_, at) => mark.slice(0, at + 1))));

export function countBegun(text: string): number {
	const end = text.slice(-longest).toLowerCase();
	for (let at = 0; at < end.length; at += 1) if (beginnings.has(end.slice(at))) return end.length - at;
	return 0;
}
