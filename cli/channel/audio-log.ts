import type { AudioRecord, Audios, AudioState } from '../../core/ports/channels/audios';
import { tableLines } from '../terminal/table-lines';
import type { Terminal } from '../terminal/terminal';

export const audioStates: readonly AudioState[] = ['waiting', 'transcribed', 'failed', 'summarized', 'erased'];

/** Prints what became of the audios of a channel, newest first. */
export async function printAudios(
	channel: string,
	{ state, limit, json }: { state?: string; limit: number; json?: boolean },
	{ audios, tenant }: { audios: Audios; tenant: string },
	terminal: Terminal,
): Promise<void> {
	const records = await audios.list(tenant, { channel, state: state as AudioState | undefined }, limit);
	if (json) for (const record of records) terminal.print(JSON.stringify(describeAudio(record)));
	else if (records.length === 0) terminal.note(`The channel ${channel} has no audios${state === undefined ? '' : ` that are ${state}`}.`);
	else audioTable(records, terminal).forEach(terminal.print);
}

const isoTime = (at: number | null) => (at === null ? null : new Date(at).toISOString());

/** Describes an audio without its transcript, which contains personal data. */
const describeAudio = ({ tenant: _tenant, createdAt, endedAt, ...record }: AudioRecord) => ({
	...{ ...record, createdAt: isoTime(createdAt), endedAt: isoTime(endedAt) },
});

function audioTable(records: AudioRecord[], terminal: Terminal): string[] {
	return tableLines(
		[
			{ name: 'message', title: 'message', value: ({ message }) => message },
			{ name: 'created', title: 'received (UTC)', value: ({ createdAt }) => isoTime(createdAt)!.slice(0, 19).replace('T', ' ') },
			{ name: 'state', title: 'state', value: ({ state, isLate }) => (isLate ? `${state}, late` : state) },
			{ name: 'seconds', title: 'seconds', numeric: true, value: ({ seconds }) => (seconds === null ? '' : Math.round(seconds)) },
			{ name: 'transcriber', title: 'by', value: ({ transcriber }) => transcriber ?? '' },
			{ name: 'attempts', title: 'attempts', numeric: true, value: ({ attempts }) => attempts },
			{ name: 'reason', title: 'reason', value: ({ problem, reason }) => [problem, reason].filter(Boolean).join(': ') },
		],
		records,
		terminal,
		({ state }) => (state === 'failed' ? 'yellow' : undefined),
	);
}
