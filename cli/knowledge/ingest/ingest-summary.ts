import type { IngestSummary } from '../../../core/knowledge/ingest/ingest-events';
import type { PassedOver } from '../../../providers/sources/no-documents';
import { countNouns, formatCount } from '../../terminal/format-text';
import { printable, type Terminal } from '../../terminal/terminal';

/** Describes the result of an ingestion: counts, work, and each failure with its reason. */
export function summaryLines(summary: IngestSummary, terminal: Pick<Terminal, 'style'>): string[] {
	const states = (['added', 'changed', 'unchanged', 'failed'] as const).map((state) => `${formatCount(summary[state])} ${state}`);
	const removed = summary.removed.length > 0 ? [`${formatCount(summary.removed.length)} removed`] : [];
	const { failed, failures } = summary;
	return [
		terminal.style('bold', `${printable(summary.collection)}: ${[...states, ...removed].join(', ')}`),
		workLine(summary),
		...maskedLines(summary),
		...(failed > 0 ? [terminal.style('red', 'failed:'), ...failures.flatMap(failureLines)] : []),
		...(failed > failures.length
			? [`  and ${formatCount(failed - failures.length)} more: troupe knowledge list --in ${summary.collection} --state failed`]
			: []),
	];
}

function workLine({ chunks, characters, embeddedChunks, embedding, costUsd, durationMs }: IngestSummary): string {
	const cost = costUsd === undefined ? '' : ` for ${costUsd.toFixed(6)} USD`;
	const embedded = embedding ? `${formatCount(embeddedChunks)} embedded by ${embedding.model}${cost}` : 'searchable by words only';
	return `${countNouns(chunks, 'chunk')} of ${formatCount(characters)} characters in ${(durationMs / 1_000).toFixed(1)} s; ${embedded}`;
}

function maskedLines({ maskedSecrets, maskedValues, embedding }: IngestSummary): string[] {
	const stored = maskedSecrets > 0 ? [`${countNouns(maskedSecrets, 'secret')} in what is stored`] : [];
	const sent = maskedValues > 0 && embedding ? [`${countNouns(maskedValues, 'value')} in what was sent to ${embedding.model}`] : [];
	return stored.length + sent.length > 0 ? [`masked: ${[...stored, ...sent].join(', ')}`] : [];
}

function failureLines({ id, source, failure, message, fix }: IngestSummary['failures'][number]): string[] {
	return [`  ${failure}  ${printable(source ?? id)}`, `    ${printable(message)} ${printable(fix)}`];
}

/** Describes the files in folders that are not documents. */
export function passedOverLines(passedOver: PassedOver): string[] {
	const kinds = [...passedOver].sort(([one, left], [other, right]) => right - left || (one < other ? -1 : 1));
	return kinds.length === 0
		? []
		: [`skipped in folders: ${kinds.map(([kind, times]) => `${formatCount(times)} ${printable(kind)}`).join(', ')}`];
}
