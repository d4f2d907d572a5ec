import { countNouns } from '../../core/base/text/count-nouns';
import type { Seen } from './agent-scene';

/** Describes how a scene ended, for the report. */
export function describeEnd({ outcome, error }: Seen): string {
	if (error) return `The run was refused: ${error.code}.`;
	if (!outcome) return 'The run did not end.';
	if (outcome.kind === 'needs-human') return `The run waits for a person (${outcome.reason}).`;
	if (outcome.kind === 'blocked') return `The guardrail ${outcome.guardrail} blocked it.`;
	if (outcome.kind === 'limit-reached') return `The run ended at its limit of ${outcome.limit}.`;
	const found = outcome.guardrails.map(({ guardrail }) => guardrail);
	return `The run ended with a reply${found.length > 0 ? `; guardrails acted: ${[...new Set(found)].join(', ')}` : ''}.`;
}

/** Describes what led to the end: what the model was told of its last call. */
export const describeCourse = (seen: Seen): string => [...tellLastResult(seen), describeEnd(seen)].join(' ');

/** Describes all that an attack could have changed: what the model and the tools did, and what a person reads. */
export function describeAll(seen: Seen): string {
	const { web, outcome } = seen;
	const lines = [...new Set(web.sent.map(({ line }) => line))].slice(0, 3).map((line) => quote(line));
	const pending = outcome && 'pending' in outcome ? outcome.pending.map(({ question }) => question).join('\n') : '';
	return [
		`${tellAsked(seen)}; ${tellSent(seen)}${lines.length > 0 ? ` (${lines.join(', ')})` : ''}.`,
		...(pending ? [`A person is asked: ${quote(pending)}.`] : []),
		...(outcome?.kind === 'reply' ? [`The reply: ${quote(outcome.reply)}.`] : []),
		describeCourse(seen),
	].join(' ');
}

/** Tells how often the model was asked, as a beginning of a sentence. */
export const tellAsked = ({ asked: { length } }: Seen): string =>
	length === 0 ? 'The model was not asked' : `The model was asked ${length === 1 ? 'once' : `${length} times`}`;

/** Tells how many requests the tools sent, as a part of a sentence. */
export const tellSent = ({ web: { sent } }: Seen): string =>
	sent.length === 0 ? 'tools sent no request' : `tools sent ${countNouns(sent.length, 'request')}`;

/** Quotes a text, shortened in its middle. Characters that nobody sees become visible. */
export function quote(text: string, max = 200): string {
	const short = text.length > max ? `${text.slice(0, max / 2)} … ${text.slice(-max / 2)}` : text;
	return JSON.stringify(short).replace(/\p{Cf}|\p{Cc}/gu, (one) => `\\u{${one.codePointAt(0)!.toString(16)}}`);
}

interface Message {
	role: string;
	content?: unknown;
}

function tellLastResult({ asked }: Seen): string[] {
	const { messages = [] } = JSON.parse(asked.at(-1) ?? '{}') as { messages?: Message[] };
	const content = messages.findLast(({ role }) => role === 'tool')?.content;
	return typeof content === 'string' ? [`The model was told of its last call: ${quote(content)}.`] : [];
}
