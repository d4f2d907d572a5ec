import { toZonedSecond } from '../../core/base/iso-time';
import type { ModeEntry } from '../../core/ports/channels/hand-overs';
import type { DescribedHandOver, DescribedWrite } from '../../service/operations/channels/hand-overs';
import { describeSummary } from '../../core/conversations/hand-over/describe-summary';
import { tableLines } from '../terminal/table-lines';
import { printable, type Terminal } from '../terminal/terminal';

type DescribedMode = Omit<ModeEntry, 'at'> & { at: string };

interface ListedPeople {
	items: DescribedHandOver[];
	modes: DescribedMode[];
	lostNotes: DescribedWrite[];
	timeZone: string;
}

/** Prints who took conversations and who gave them back, the summaries, which contain personal data, and what the desk did not get. */
export function printPeople(
	{ items: handOvers, modes, lostNotes, timeZone }: ListedPeople,
	json: boolean | undefined,
	terminal: Terminal,
): void {
	if (json) {
		for (const one of handOvers) terminal.print(JSON.stringify({ kind: 'hand-over', ...one }));
		for (const { at, ...mode } of modes) terminal.print(JSON.stringify({ ...mode, at }));
		for (const { kind: _kind, ...note } of lostNotes) terminal.print(JSON.stringify({ kind: 'lost-note', ...note }));
		return;
	}
	for (const one of handOvers) {
		terminal.print(
			`${toZonedSecond(Date.parse(one.at), timeZone)} (${timeZone})  ${one.state}  conversation ${one.conversation}  by ${printable(one.by)}`,
		);
		terminal.print(indent(printable(describeSummary(one.summary, one.reason, one.language))));
		terminal.print(indent(`Desk: ${one.writes.map(showWrite).join(', ') || 'none; the summary is only here'}`));
	}
	if (modes.length > 0) modeTable(modes, timeZone, terminal).forEach(terminal.print);
	for (const note of lostNotes) terminal.print(`The desk was not told: ${showWrite(note)}  ${note.id}`);
	if (handOvers.length + modes.length + lostNotes.length === 0) terminal.note('No conversation of the channel has changed hands.');
}

const indent = (text: string) => text.replace(/^/gm, '  ');

const showWrite = ({ desk, kind, state, reason }: DescribedWrite) =>
	`${kind} ${state} (${desk})${reason === null ? '' : `: ${printable(reason)}`}`;

const toWhat = ({ kind, actor, from, to }: DescribedMode): string => {
	if (kind === 'command-refused') return 'refused: not an operator';
	if (kind === 'escalated') return 'escalated';
	if (kind === 'left') return 'left without an answer';
	if (kind === 'no-follow-up') return 'no follow-up';
	if (kind === 'no-basis') return 'not sent';
	return actor === 'breaker' ? `${from} → off: stopped` : `${from} → ${to}`;
};

function modeTable(modes: readonly DescribedMode[], timeZone: string, terminal: Terminal): string[] {
	return tableLines(
		[
			{ name: 'at', title: `at (${timeZone})`, value: ({ at }) => toZonedSecond(Date.parse(at), timeZone) },
			{ name: 'conversation', title: 'conversation', value: ({ conversation }) => conversation },
			{ name: 'what', title: 'what', value: toWhat },
			{ name: 'who', title: 'who', value: ({ actor }) => actor },
			{ name: 'why', title: 'why', value: ({ reason }) => reason ?? '' },
		],
		[...modes],
		terminal,
		({ actor, kind }) => (actor === 'breaker' || kind === 'command-refused' ? 'yellow' : undefined),
	);
}
