import type { RunText, TextSource } from '../../../ports/runs/run-text';
import type { Passage } from '../../../ports/knowledge/passages';
import { isForeign } from '../../../ports/memory';
import { askPersonName } from '../tools/open-toolbox';
import { listApproved } from './list-approved';
import type { TrailEntry } from './trail-entry';

/** Cache per entry: a run asks several times, and each text is indexed once. */
const known = new WeakMap<TrailEntry, RunText[]>();

export interface RunOfTexts {
	prompt: string;
	agents: ReadonlySet<string>;
	/** The calling agent, whose words the message is; the person's words are in its own trail. */
	caller?: string;
}

/** Lists the texts that others than the model wrote. @param entries of a run, and of its callers */
export function listRunTexts(entries: readonly TrailEntry[], run: RunOfTexts): RunText[] {
	const turns = entries.flatMap((entry) => (entry.kind === 'prepared' ? entry.turns : []));
	// A later decline changes them, so no entry caches them.
	const approved = listApproved(entries, turns).map((text): RunText => ({ source: 'approval', trusted: true, text }));
	const read = entries.flatMap((entry) => {
		const texts = known.get(entry) ?? readEntry(entry, entries, run).filter(({ text }) => text !== '');
		known.set(entry, texts);
		return texts;
	});
	return [...read, ...approved];
}

function readEntry(entry: TrailEntry, entries: readonly TrailEntry[], run: RunOfTexts): RunText[] {
	if (entry.kind === 'prepared') return readPrepared(entry, run);
	if (entry.kind === 'decision') return entry.text && entry.by !== 'rule' ? [readWords(entry.text, entry)] : [];
	if (entry.kind !== 'tool-finished' || !['ok', 'error'].includes(entry.outcome)) return [];
	const { tool, text, trusted = false, values } = entry;
	if (tool === askPersonName) {
		const decision = entries.find((one) => one.kind === 'decision' && one.callId === entry.callId);
		return [readWords(text, decision as TrailEntry<'decision'> | undefined)];
	}
	if (values) return [{ source: 'tool', from: tool, trusted, text: values.text, lines: values.lines }];
	if (entry.found) return entry.found.passages.map((passage) => readPassage(passage, trusted));
	return [{ source: run.agents.has(tool) ? 'agent' : 'tool', from: tool, trusted, text }];
}

const readWords = (text: string, { origins }: Pick<TrailEntry<'decision'>, 'origins'> = {}): RunText =>
	origins ? { source: 'message', trusted: false, text } : { source: 'decider', trusted: true, text };

/** A message that can repeat texts of others is not the word of a person, nor is a reply or a summary. */
function readPrepared(entry: TrailEntry<'prepared'>, { prompt, caller }: RunOfTexts): RunText[] {
	const { message, origins = [], foreignPrompt, filledPrompt, turns, summary, note, memories = [], passages } = entry;
	const of = (source: TextSource, trusted: boolean, text: string, from?: string): RunText => ({
		source,
		trusted,
		text,
		...(from !== undefined && { from }),
	});
	return [
		...(foreignPrompt ? [of('author', true, foreignPrompt.own)] : []),
		foreignPrompt ? of('prompt', false, filledPrompt ?? prompt) : of('author', true, filledPrompt ?? prompt),
		caller === undefined ? readMessage(message, origins) : of('agent', false, message, caller),
		...turns.flatMap(({ message: earlier, reply, origins: repeated = [], from = [] }) => [
			readMessage(earlier, repeated),
			...(from.length > 0 ? [of('agent', false, reply)] : []),
		]),
		...(summary === undefined ? [] : [of('memory', false, summary)]),
		...(note ? [of('agent', false, note.text, note.from)] : []),
		...memories.map(({ text, labels }) => of('memory', labels !== undefined && !isForeign(labels), text)),
		...passages.map((passage) => readPassage(passage)),
	];
}

const readMessage = (text: string, { length }: readonly unknown[]): RunText =>
	length === 0 ? { source: 'person', trusted: true, text } : { source: 'message', trusted: false, text };

/** @param vouched for trails without trust per passage */
const readPassage = ({ title, text, trusted }: Passage, vouched = false): RunText => ({
	source: 'document',
	from: title,
	trusted: trusted ?? vouched,
	text,
});
