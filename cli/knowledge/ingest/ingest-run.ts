import { settingIs } from '../../../core/base/settings/settings';
import { readUserName } from '../../../core/base/user-name';
import type { Metadata } from '../../../core/ports/knowledge/filter/filter';
import type { PersonalDataPolicy } from '../../../core/knowledge/private-data/document-policy';
import type { OutliersPolicy } from '../../../core/knowledge/review/review-documents';
import type { OrdersPolicy } from '../../../core/knowledge/private-data/find-quarantine';
import type { IngestedDocument, IngestEvent, IngestSummary } from '../../../core/knowledge/ingest/ingest-events';
import type { Writer } from '../../../core/ports/knowledge/writers';
import { closeKnowledge, openKnowledge } from '../../../providers/compose/knowledge/knowledge';
import { listSources } from '../../../providers/sources/list-sources';
import type { PassedOver } from '../../../providers/sources/no-documents';
import type { SourceProblem } from '../../../providers/sources/source-failure';
import { WebPages } from '../../../providers/sources/web-pages';
import { withMetadata } from '../../../providers/sources/with-metadata';
import { admitCommand, openHost } from '../../host';
import { countNouns, formatCount } from '../../terminal/format-text';
import { readFile, readLines } from '../../terminal/line-reader';
import { ProgressLine } from '../../terminal/progress-line';
import type { ExitCode } from '../../terminal/report-error';
import type { Terminal } from '../../terminal/terminal';
import { onlyHere } from '../../services/only-here';
import { printable } from '../../terminal/terminal';
import { listPages } from '../list-pages';
import { ingestAtService } from './ingest-at-service';
import { type ChunkOptions, toChunkingChoice } from '../knowledge-options';

/** Further problems are counted, not printed. */
const maxNamedProblems = 1_000;

class IngestProgress {
	/** The number of inputs that could not be read as documents. */
	problems = 0;
	/** The number of documents without text. */
	empty = 0;
	/** Pages without text, and the documents that contain them. */
	readonly pages = { empty: 0, documents: 0 };
	#counts = { added: 0, changed: 0, unchanged: 0, failed: 0 };
	#embedded = '';
	#reviewed = 0;

	readonly #line: ProgressLine;

	constructor(private readonly terminal: Terminal) {
		this.#line = new ProgressLine(terminal);
	}

	report(event: IngestEvent): void {
		if (event.kind === 'document') {
			this.#counts[event.document.state] += 1;
			this.#countEmpty(event.document);
			this.#tellReview(event.document);
		}
		if (event.kind === 'embedding') this.#embedded = `, ${formatCount(event.done)} of ${countNouns(event.chunks, 'chunk')} embedded`;
		this.#line.show({ done: this.#total(), unit: 'document', note: `${this.#states()}${this.#embedded}` });
	}

	#countEmpty(document: IngestedDocument): void {
		if (document.state !== 'added' && document.state !== 'changed') return;
		if (document.chunks === 0) this.empty += 1;
		if (!document.emptyPages) return;
		if (this.pages.documents < maxNamedProblems)
			this.terminal.note(printable(`no text on ${listPages(document.emptyPages, document.emptyPageNumbers ?? [])} of ${document.id}`));
		this.pages.empty += document.emptyPages;
		this.pages.documents += 1;
	}

	/** Names documents that a person should compare; further ones are counted only. */
	#tellReview(document: IngestedDocument): void {
		if (document.state === 'failed' || (!document.outliers && !document.contradicts)) return;
		this.#reviewed += 1;
		if (this.#reviewed > maxNamedProblems) return;
		const { id, outliers = 0, contradicts = [] } = document;
		const unlike = outliers > 0 ? [`unlike the collection in ${countNouns(outliers, 'passage')}`] : [];
		const otherwise = contradicts.length > 0 ? [`other numbers, or the opposite, than ${contradicts.join(', ')}`] : [];
		this.terminal.note(printable(`look at ${id}: ${[...unlike, ...otherwise].join('; ')}`));
	}

	reportProblem({ source, line, message, passedOver = false }: SourceProblem): void {
		if (!passedOver) this.problems += 1;
		if (!passedOver && this.problems > maxNamedProblems) return;
		const place = `${line === undefined ? '' : `line ${line} of `}${source === '-' ? 'standard input' : source}`;
		this.terminal.note(`${passedOver ? 'skipped' : 'error'}: ${printable(place)} ${printable(message)}`);
	}

	reportPartial(): void {
		if (this.#total() > 0)
			this.terminal.note(`so far: ${countNouns(this.#total(), 'document')}, ${this.#states()}; these documents are kept`);
	}

	end(): void {
		this.#line.end();
	}

	#total(): number {
		return Object.values(this.#counts).reduce((sum, value) => sum + value, 0);
	}

	#states(): string {
		return Object.entries(this.#counts)
			.flatMap(([state, value]) => (value > 0 ? [`${formatCount(value)} ${state}`] : []))
			.join(', ');
	}
}

const thisUser = (): Writer => ({ name: `user:${readUserName()}`, door: 'command', asker: 'operator' });

export interface IngestCommandOptions extends ChunkOptions {
	into: string;
	embedder?: string;
	wholeDocuments?: boolean;
	personalData?: PersonalDataPolicy;
	orders?: OrdersPolicy;
	outliers?: OutliersPolicy;
	jsonl?: boolean;
	only?: string[];
	label?: string[];
	metadata?: Metadata;
	prune?: boolean;
	json?: boolean;
}

/** Ingests the paths and reports progress and summary. An interrupted ingestion continues when it is run again. */
export async function runIngest(paths: string[], options: IngestCommandOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	if (options.prune) onlyHere('--prune', terminal);
	const host = terminal.service === undefined ? await openAdmitted(terminal, open) : undefined;
	const mayBePrivate = host ? host.allowPrivateNetworks : settingIs('TROUPE_ALLOW_PRIVATE_NETWORKS', 'true', terminal.environment);
	const progress = new IngestProgress(terminal);
	const sources = await listSources(paths, {
		web: new WebPages({ allowPrivateNetworks: mayBePrivate }),
		readLines: (path) => readLines(path === '-' ? terminal.input() : readFile(path)),
		onProblem: (problem) => progress.reportProblem(problem),
		jsonLines: options.jsonl,
		endings: options.only,
	});
	try {
		const choice = {
			embedder: options.embedder,
			personalData: options.personalData,
			orders: options.orders,
			outliers: options.outliers,
			chunking: options.wholeDocuments ? { method: 'whole' as const } : toChunkingChoice(options),
		};
		const here = { writer: thisUser(), ...(options.prune && { covers: (id: string) => sources.covers(id) }) };
		const documents = withMetadata(sources.documents, mergeMetadata(options));
		const report = (event: IngestEvent) => progress.report(event);
		const summary = host
			? await (await openKnowledge(host)).ingest(options.into, documents, { ...choice, ...here }, terminal.stop, report)
			: await ingestAtService(options.into, documents, choice, terminal, report);
		progress.end();
		reportSummary(summary, sources.passedOver, progress, options, terminal);
		return summary.failed + progress.problems > 0 ? 1 : 0;
	} catch (error) {
		progress.end();
		progress.reportPartial();
		throw error;
	} finally {
		if (host) await closeKnowledge(host);
	}
}

async function openAdmitted(terminal: Terminal, open: typeof openHost) {
	const host = await open(terminal);
	await admitCommand(host, 'knowledge ingest', terminal);
	return host;
}

function mergeMetadata({ label, metadata = {} }: IngestCommandOptions): Metadata {
	return { ...metadata, ...(label && { labels: label }) };
}

function reportSummary(
	summary: IngestSummary,
	passedOver: PassedOver,
	{ problems, empty, pages }: IngestProgress,
	{ json }: IngestCommandOptions,
	terminal: Terminal,
): void {
	if (json) terminal.print(JSON.stringify({ ...summary, passedOver: Object.fromEntries(passedOver), problems }, null, 2));
	else for (const line of [...summaryLines(summary, terminal), ...passedOverLines(passedOver)]) terminal.print(line);
	if (problems > 0) terminal.note(`${countNouns(problems, 'input')} could not be read; see the errors above`);
	if (empty > 0) terminal.note(`no text to search: ${countNouns(empty, 'document')}`);
	if (pages.empty > 0) {
		terminal.note(
			`pages without text: ${formatCount(pages.empty)} in ${countNouns(pages.documents, 'document')}; they are blank, or images that need text recognition (OCR)`,
		);
	}
	if (summary.quarantined > 0)
		terminal.note(
			`in quarantine: ${countNouns(summary.quarantined, 'document')}, which no search finds; troupe knowledge quarantine --in ${summary.collection} shows why`,
		);
	if (summary.doubtful > 0)
		terminal.note(
			`text that looks wrong: in ${countNouns(summary.doubtful, 'document')}, which no search may find; troupe knowledge list --in ${summary.collection} shows which. Save them in UTF-8, or export them again`,
		);
	if (!json && summary.removed.length > 0) for (const id of summary.removed.slice(0, 1_000)) terminal.note(`removed: ${id}`);
}

function summaryLines(summary: IngestSummary, terminal: Pick<Terminal, 'style'>): string[] {
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

function passedOverLines(passedOver: PassedOver): string[] {
	const kinds = [...passedOver].sort(([one, left], [other, right]) => right - left || (one < other ? -1 : 1));
	return kinds.length === 0
		? []
		: [`skipped in folders: ${kinds.map(([kind, times]) => `${formatCount(times)} ${printable(kind)}`).join(', ')}`];
}
